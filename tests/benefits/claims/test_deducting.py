"""A deduction lowers what a payment pays out, in the run that sends it, and nothing else."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from benefits.claims import actions, queries
from benefits.claims.actions import ClaimError
from benefits.models import Payment, Settlement
from benefits.payments.actions import PaymentError
from benefits.payments.files import file_of, sha256_of
from benefits.payments.queries import lines, ready, totals
from benefits.queries import paid_months
from decisions.models import Decision
from households.models import Household, Person
from households.months import month_of
from tests.benefits.claims.conftest import (
    cancelled,
    deducting,
    outstanding,
    paid,
    recovering,
    sent,
    settled,
    this_month,
)
from tests.benefits.payments.conftest import approved, matter
from tests.benefits.payments.test_actions import planned
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def test_the_run_pays_out_less_and_tells_gross_and_deduction(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    claim = deducting(household, caseworker, recovery)
    rows = ready(timezone.localdate(), clerk)
    assert totals(rows) == (2, 9_500)
    assert [(line.amount, line.taken, line.paid_out) for line in lines(rows)] == [
        (8_000, 1_000, 7_000), (2_500, 0, 2_500),
    ]  # fmt: skip
    run = sent(clerk)
    assert run.total == 9_500
    content = file_of(run)
    told = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["belop"], row["brutto"], row["trekk"]) for row in told] == [
        ("7000", "8000", "1000"), ("2500", "2500", "0"),
    ]  # fmt: skip
    assert outstanding(claim) == 2_000
    cancelled(run.payments.get(matter__number=1), caseworker)
    assert sha256_of(file_of(run)) == run.sha256


def test_the_months_are_deducted_one_by_one_until_nothing_is_left(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    claim = deducting(household, caseworker, recovery, amount=1_700)
    told = queries.planned_of(claim)
    assert [amount for _, amount in told] == [1_000, 700]
    for later in range(3):
        paid(sent(clerk, later), clerk)
    rows = Settlement.objects.filter(claim=claim).order_by("for_month")
    assert list(rows.values_list("for_month", "amount")) == [
        (this_month(), 1_000), (this_month(1), 700),
    ]  # fmt: skip
    gross = Payment.objects.filter(matter__number=1).values_list("amount", flat=True)
    assert set(gross) == {8_000}


def test_what_is_cancelled_is_owed_again_and_may_be_deducted_for_its_month_once_more(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    claim = deducting(household, caseworker, recovery)
    run = sent(clerk)
    cancelled(run.payments.get(matter__number=1), caseworker)
    assert outstanding(claim) == 3_000
    undone = Settlement.objects.get()
    assert (undone.undone_by, undone.undone_reason) == (caseworker, "Utbetalingen er annullert")
    matter(decision, 4, "Livsopphold på nytt", amount=6_000)
    planned(decision, caseworker)
    sent(clerk)
    assert outstanding(claim) == 2_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.update(undone_by=None, undone_at=None, undone_reason="")


def test_a_deduction_is_never_taken_back_by_hand(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    deducting(household, caseworker, recovery)
    sent(clerk)
    with pytest.raises(ClaimError, match="annullere utbetalingen"):
        actions.undo_settlement(
            settlement=Settlement.objects.get(), reason="Feil", at=timezone.now(), by=caseworker
        )


@pytest.mark.parametrize(
    "values",
    [
        {"category": "nodhjelp"},
        {"kind": "loan"},
        {"payee": "Utleier"},
        {"status": "stopped"},
        {"matter": None, "for_month": None},
    ],
)
def test_bare_necessities_loans_and_what_goes_to_others_are_left_alone(
    household: Household, decision: Decision, recovery: Decision, caseworker: User,
    values: dict[str, object],
) -> None:  # fmt: skip
    planned(decision, caseworker)
    claim = deducting(household, caseworker, recovery)
    assert queries.planned_of(claim)
    Payment.objects.update(**values)
    assert queries.planned_of(claim) == []


def test_a_payment_may_come_down_to_nothing_and_the_run_still_goes(
    household: Household, decision: Decision, recovery: Decision, caseworker: User, clerk: User
) -> None:
    decision.matters.filter(number=2).delete()
    planned(decision, caseworker)
    deducting(household, caseworker, recovery, amount=20_000, deduct_monthly=9_000)
    run = sent(clerk)
    assert (run.count, run.total) == (1, 0)
    assert Settlement.objects.get().amount == 8_000


def gross(person: Person) -> tuple[list[tuple[object, ...]], int]:
    """All that was granted, and the person's benefit months as the statistics count them."""
    today = timezone.localdate()
    rows = Payment.objects.filter(person=person).order_by("matter__number", "for_month")
    months = paid_months(month_of(today) + 3, today)
    return list(rows.values_list("for_month", "amount", "status")), months[person.pk].months


STEP = st.tuples(st.sampled_from(("paid_back", "refunded", "undo", "send")), st.integers(1, 4_000))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    amount=st.integers(1, 9_000), monthly=st.integers(1, 9_000), steps=st.lists(STEP, max_size=8)
)
def test_left_is_amount_less_settlements_and_the_months_are_as_without_a_claim(
    household: Household, caseworker: User, team_leader: User, clerk: User,
    amount: int, monthly: int, steps: list[tuple[str, int]],
) -> None:  # fmt: skip
    with transaction.atomic():
        twin = HouseholdFactory(district="midtbyen")
        for home in (household, twin):
            planned(approved(home, caseworker, team_leader), caseworker)
        basis = recovering(household, caseworker, team_leader)
        claim = deducting(household, caseworker, basis, amount=amount, deduct_monthly=monthly)
        sent(clerk)
        for later, (what, kroner) in enumerate(steps, 1):
            try:
                if what == "send":
                    sent(clerk, later)
                elif what == "undo":
                    actions.undo_settlement(
                        settlement=Settlement.objects.latest("pk"), reason="Feil",
                        at=timezone.now(), by=caseworker,
                    )  # fmt: skip
                else:
                    settled(claim, caseworker, kroner, how=what)
            except (ClaimError, PaymentError):
                pass
            standing = Settlement.objects.filter(claim=claim).standing()
            left = amount - sum(row.amount for row in standing)
            assert outstanding(claim) == left >= 0
        Payment.objects.filter(status="sent").update(status="paid")
        assert gross(household.contact) == gross(twin.contact)
        transaction.set_rollback(True)
