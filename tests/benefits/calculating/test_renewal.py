"""Carrying an application on: little to type, nothing taken for granted (design.md 10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from benefits.calculating.actions import CalculationStateError, freeze
from benefits.models import AssistanceApplication, Calculation, RateTable
from households.models import Household, Membership
from tests.benefits.calculating.conftest import JUNE, address, person_named, save, typed

pytestmark = pytest.mark.django_db
UNCHANGED = {
    "income_answer": "unchanged",
    "housing_answer": "unchanged",
    "household_answer": "unchanged",
}


@pytest.fixture
def last(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> AssistanceApplication:
    """An application worked out for June: rent, wages and a one-off."""
    save(
        client,
        application,
        claimed_rent=9_000,
        **{
            "inntekt-0-person": application.applicant_id,
            "inntekt-0-kind": "wages",
            "inntekt-0-amount": 8_000,
            "engang-0-purpose": "other",
            "engang-0-amount": 3_000,
        },
    )
    return application


def renewed(client: Client, row: AssistanceApplication) -> tuple[AssistanceApplication, Any]:
    page = client.post(address("renew", row), follow=True)
    return AssistanceApplication.objects.get(renews=row), page


def test_it_is_a_new_application_of_the_same_for_the_next_month(
    client: Client, last: AssistanceApplication
) -> None:
    assert "Viderefør" in client.get(address("application", last)).text
    new, page = renewed(client, last)
    calculation = new.calculations.get()
    assert [matter.kind for matter in new.matters.all()] == ["subsistence"]
    assert (calculation.first_month, calculation.last_month) == (JUNE + 1, JUNE + 1)
    month = calculation.months.get()
    assert (month.housing, month.income, month.one_off) == (9_000, 8_000, 0)
    assert "Endret siden forrige beregning" in page.text


def test_asked_twice_it_is_one_application(client: Client, last: AssistanceApplication) -> None:
    first, _ = renewed(client, last)
    again, _ = renewed(client, last)
    assert first == again
    assert Calculation.objects.count() == 2


def test_without_change_it_takes_at_most_eight_inputs_on_one_page(
    client: Client, last: AssistanceApplication, caseworker: User
) -> None:
    inputs = 1  # the button «Viderefør»
    new, _ = renewed(client, last)
    shown = typed(client, new)
    inputs += len(UNCHANGED) + 1  # and the button «Lagre beregningen»
    answer = client.post(address("calculation", new), shown | UNCHANGED, follow=True)
    assert "Beregningen er lagret." in answer.text
    freeze(calculation=new.calculations.get(), version=2, by=caseworker)
    assert inputs == 5 <= 8


@pytest.mark.parametrize("left_out", sorted(UNCHANGED))
def test_each_of_income_housing_and_household_must_be_confirmed(
    client: Client, last: AssistanceApplication, caseworker: User, left_out: str
) -> None:
    new, _ = renewed(client, last)
    answered = {name: value for name, value in UNCHANGED.items() if name != left_out}
    answer = save(client, new, **answered)
    assert answer.context["sheet"].form.errors.keys() == {left_out}
    with pytest.raises(CalculationStateError):
        freeze(calculation=new.calculations.get(), version=1, by=caseworker)


def test_what_differs_is_marked_and_cannot_be_called_unchanged(
    client: Client, last: AssistanceApplication
) -> None:
    new, _ = renewed(client, last)
    answer = save(client, new, claimed_rent=9_500, accepted_rent=9_500, **UNCHANGED)
    assert answer.context["sheet"].form.errors.keys() == {"housing_answer"}
    changed = UNCHANGED | {"housing_answer": "changed"}
    answer = save(client, new, claimed_rent=9_500, accepted_rent=9_500, **changed)
    assert "9\xa0000 kr oppgitt, 9\xa0000 kr godkjent" in answer.text
    assert "9\xa0500 kr oppgitt, 9\xa0500 kr godkjent" in answer.text


def test_new_members_rates_and_age_bands_are_those_of_the_new_month(
    client: Client, last: AssistanceApplication, family: Household
) -> None:
    """Two become six and eleven years old; one has moved out; the state has new rates."""
    for name, born in (("Barn1", date(2007, 7, 9)), ("Barn2", date(2002, 7, 9))):
        family.members.filter(first_name=name).update(birth_date=born)
    gone = person_named(family, "Barn4")
    Membership.objects.filter(person=gone).update(valid_to=date(2013, 6, 30))
    july = {"single": 5_600, "couple": 9_200, "shared": 4_600}
    children = {"child_0_5": 2_100, "child_6_10": 2_800, "child_11_17": 3_500}
    RateTable.objects.create(
        issuer="state", valid_from=date(2013, 7, 1), source="Prøve", **july, **children
    )
    _, page = renewed(client, last)
    found = {row.what: (row.old, row.new) for row in page.context["differences"]}
    assert found[gone.first_name] == ("barn", "–")
    child = person_named(family, "Barn2").first_name
    assert found[f"{child}, sats"] == (
        "Barn 6–10 år: 2\xa0800 kr",
        "Barn 11–17 år: 3\xa0500 kr",
    )
    assert found["De voksne, sats"][1] == "Livsopphold par: 9\xa0200 kr"
    assert found["Annet"] == ("3\xa0000 kr", "–")


def test_what_was_ended_without_an_answer_is_not_carried_on(
    client: Client, last: AssistanceApplication
) -> None:
    AssistanceApplication.objects.update(state="withdrawn")
    assert "Viderefør" not in client.get(address("application", last)).text
    assert "ingen beregning å videreføre" in client.post(address("renew", last), follow=True).text
