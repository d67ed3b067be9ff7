"""What a participant in KVP is paid counts as income in assistance: the month's benefit, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from benefits.calculating.actions import start_calculation
from benefits.calculating.inputs import Entry, inputs_of
from benefits.calculating.prefill import prefilled
from benefits.calculation.result import Part
from benefits.models import AssistanceApplication, Calculation, KvpEnrolment, Payment
from households.months import Month, first_day
from tests.benefits.calculating.conftest import JUNE
from tests.factories import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(alone: AssistanceApplication) -> AssistanceApplication:
    enrol(alone.applicant, date(2013, 1, 1))
    return alone


def benefit(
    row: AssistanceApplication, paid: Month, of: Month, amount: int, status: str = "paid"
) -> None:
    Payment.objects.create(
        person=row.applicant,
        paid_on=first_day(paid),
        for_month=first_day(of),
        scheme="kvp",
        category="livsopphold",
        amount=amount,
        status=status,
        registered_on=first_day(paid),
    )


def incomes(row: AssistanceApplication, follows: Calculation | None = None) -> list[int]:
    found = prefilled(row, JUNE, JUNE, follows)
    return [entry.amount for entry in found.part(Part.INCOME) if entry.kind == "kvp"]


@pytest.mark.parametrize("status", ["planned", "paid"])
def test_the_months_benefit_is_filled_in_and_counts_once(
    participant: AssistanceApplication, status: str
) -> None:
    benefit(participant, JUNE - 1, JUNE - 2, 14_000)
    benefit(participant, JUNE, JUNE - 1, 13_500, status)
    assert incomes(participant) == [13_500]
    benefit(participant, JUNE, JUNE - 1, 500)
    benefit(participant, JUNE, JUNE - 2, 300)
    assert incomes(participant) == [14_000]


@pytest.mark.parametrize("status", ["stopped", "cancelled"])
def test_what_is_not_paid_is_no_income(participant: AssistanceApplication, status: str) -> None:
    benefit(participant, JUNE, JUNE - 1, 13_500, status)
    assert incomes(participant) == []


def test_of_a_programme_that_is_over_only_the_last_arrears_count(
    participant: AssistanceApplication,
) -> None:
    KvpEnrolment.objects.update(valid_to=date(2013, 5, 31), status="3", exit_code="16")
    benefit(participant, JUNE - 1, JUNE - 2, 14_000)
    assert incomes(participant) == []
    benefit(participant, JUNE, JUNE - 1, 13_500)
    assert incomes(participant) == [13_500]


def test_what_a_calculation_before_had_is_not_carried_on_beside_it(
    participant: AssistanceApplication, caseworker: User
) -> None:
    benefit(participant, JUNE - 1, JUNE - 2, 14_000)
    given: dict[str, Any] = {"first_month": JUNE - 1, "last_month": JUNE - 1, "by": caseworker}
    before = start_calculation(application=participant, **given)
    assert Entry(Part.INCOME, "kvp", 14_000, person=participant.applicant_id) in (
        inputs_of(before).entries
    )
    benefit(participant, JUNE, JUNE - 1, 13_500)
    assert incomes(participant, follows=before) == [13_500]
