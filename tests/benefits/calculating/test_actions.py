"""What is done with a calculation: started, changed, frozen, opened again; and its sums."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from accounts.models import User
from benefits.calculating import actions
from benefits.calculating.inputs import Entry, Inputs, inputs_of
from benefits.calculation.result import Part
from benefits.models import (
    ApplicationChange,
    AssistanceApplication,
    Calculation,
    CalculationInput,
    CalculationLine,
    CalculationMonth,
    FrozenError,
)
from households.models import Household, HousingCost, Membership
from tests.benefits.calculating.conftest import JUNE, begin
from tests.factories import PersonFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db


def changed(calculation: Calculation, by: User, **values: Any) -> Calculation:
    calculation.refresh_from_db()
    inputs = replace(inputs_of(calculation), **values)
    return actions.change_inputs(
        calculation=calculation, version=calculation.version, inputs=inputs, by=by
    )


def frozen(calculation: Calculation, by: User) -> Calculation:
    calculation.refresh_from_db()
    return actions.freeze(calculation=calculation, version=calculation.version, by=by)


def test_it_begins_with_the_couple_and_the_children_of_the_month(
    draft: Calculation, family: Household
) -> None:
    roles = [row.role for row in draft.members.all()]
    assert (roles.count("adult"), roles.count("child")) == (2, 5)
    assert draft.living == "couple"
    assert draft.months.get().norm == 24_350


def test_a_cohabitant_is_worked_out_apart_and_a_grown_child_is_left_out(
    alone: AssistanceApplication, caseworker: User
) -> None:
    home = alone.household
    add_member(home, PersonFactory(), Membership.Role.COHABITANT)
    add_member(home, PersonFactory(birth_date=date(1990, 1, 1)), Membership.Role.CHILD)
    calculation = begin(alone, caseworker)
    assert calculation.living == "shared"
    assert [row.person for row in calculation.members.all()] == [alone.applicant]


def test_costs_of_the_home_and_qualification_benefit_are_filled_in(
    alone: AssistanceApplication, caseworker: User
) -> None:
    enrol(alone.applicant, date(2013, 1, 1))
    pay(alone.applicant, JUNE - 2, JUNE - 1, scheme="kvp", amount=14_208)
    HousingCost.objects.create(
        household=alone.household,
        kind="rent",
        claimed=7_000,
        accepted=6_500,
        valid_from=date(2013, 1, 1),
        registered_by=caseworker,
    )
    month = begin(alone, caseworker).months.get()
    assert (month.housing, month.income) == (6_500, 14_208)


def test_a_new_amount_is_a_new_row_and_a_correction_leaves_a_trace(
    draft: Calculation, caseworker: User
) -> None:
    for month, amount in ((JUNE, 7_000), (JUNE, 7_500), (JUNE + 1, 8_000)):
        rent = Entry(Part.HOUSING, "rent", amount, accepted=amount)
        changed(draft, caseworker, entries=(rent,), first_month=month, last_month=JUNE + 1)
    kept = [
        (row.claimed, row.valid_from, row.valid_to, row.undone_at is not None)
        for row in HousingCost.objects.order_by("pk")
    ]
    assert kept == [
        (7_000, date(2013, 6, 1), None, True),
        (7_500, date(2013, 6, 1), date(2013, 6, 30), False),
        (8_000, date(2013, 7, 1), None, False),
    ]


def test_several_months_have_each_their_lines_and_one_offs_only_the_first(
    draft: Calculation, caseworker: User
) -> None:
    grant = Entry(Part.ONE_OFF, "other", 3_000, text="Seng")
    changed(draft, caseworker, last_month=JUNE + 2, entries=(grant,))
    assert [month.award for month in draft.months.all()] == [27_000, 24_000, 24_000]


def test_frozen_it_never_changes_and_opened_again_it_does(
    draft: Calculation, caseworker: User
) -> None:
    row = frozen(draft, caseworker)
    assert (row.frozen_by, len(row.content_hash)) == (caseworker, 64)
    assert actions.is_intact(row)
    with pytest.raises(actions.CalculationConflictError):
        changed(row, caseworker, last_month=JUNE + 1)
    line = CalculationLine.objects.first()
    assert line is not None
    for spoil in (
        line.save,
        CalculationLine.objects.all().delete,
        lambda: CalculationLine.objects.update(amount=1),
        lambda: CalculationMonth.objects.update(award=1),
        lambda: CalculationInput.objects.bulk_create(
            [CalculationInput(calculation=row, part="income", amount=1)]
        ),
    ):
        with pytest.raises(FrozenError):
            spoil()
    opened = actions.thaw(calculation=row, version=row.version, by=caseworker)
    assert changed(opened, caseworker, discretion_amount=1, discretion_grounds="Prøve").version == 4
    told = ApplicationChange.objects.filter(application=row.application).exclude(what="state")
    assert [change.what for change in told.order_by("pk")] == [
        *("computed", "frozen", "thawed", "computed")
    ]


def test_what_is_changed_behind_the_lock_is_found(draft: Calculation, caseworker: User) -> None:
    row = frozen(draft, caseworker)
    CalculationLine.objects.update(text="Noe annet")
    assert not actions.is_intact(row)


@pytest.mark.parametrize(
    "spoilt", [{"award": 1}, {"norm_award": 1}, {"ordinary": 1}, {"one_off": F("one_off") + 1}]
)
def test_sums_that_do_not_agree_are_refused_by_the_database(
    draft: Calculation, spoilt: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalculationMonth.objects.update(**spoilt)


def test_an_application_has_one_draft(draft: Calculation, caseworker: User) -> None:
    assert begin(draft.application, caseworker) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Calculation.objects.create(
            application=draft.application,
            first_month=JUNE,
            last_month=JUNE,
            started_by=caseworker,
            changed_by=caseworker,
        )


def test_lines_add_up_to_the_sums_in_the_database_over_many_calculations(
    draft: Calculation, caseworker: User
) -> None:
    dice = random.Random(5)
    facts = inputs_of(draft)
    for _ in range(300):
        changed(draft, caseworker, **_drawn(dice, facts))
        for month in CalculationMonth.objects.all():
            lines = month.lines.order_by().values("part").annotate(total=Sum("amount"))
            summed = {row["part"]: row["total"] for row in lines}
            assert [summed.get(part.value, 0) for part in Part] == [
                getattr(month, part.value) for part in Part
            ]
        assert actions.sums_agree(draft)


def _drawn(dice: random.Random, facts: Inputs) -> dict[str, Any]:
    """Two months of anything."""
    rent, wages = dice.randrange(20_000), dice.randrange(40_000)
    person = dice.choice(facts.adults).person
    entries = [
        Entry(Part.HOUSING, "rent", rent, accepted=dice.randint(0, rent)),
        Entry(Part.INCOME, dice.choice(("wages", "child_benefit")), wages, person=person),
        Entry(Part.ONE_OFF, "other", dice.randrange(9_000), text="Noe"),
        Entry(Part.SUPPLEMENT, "supplement", dice.randrange(3_000), text="Reise", grounds="Lege"),
        Entry(Part.DEDUCTION, "§ 26", dice.randrange(30_000), text="Refusjon"),
    ]
    kept = tuple(entry for entry in entries if dice.random() < 0.7)
    decided = None if any(entry.part == Part.ONE_OFF for entry in kept) else dice.randrange(40_000)
    return {
        "entries": kept,
        "last_month": JUNE + 1,
        "members": facts.members[: dice.randint(2, len(facts.members))],
        "discretion_amount": decided,
        "discretion_grounds": "Vurdert" if decided is not None else "",
    }
