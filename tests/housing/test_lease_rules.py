"""When a contract turns open-ended by law (§ 9-2), what is owed, and contact after a petition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.career import rules as career
from housing.tenancies import rules

days = st.dates(date(2013, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [
        (date(2026, 8, 26), date(2026, 11, 26)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 5, 28)),
    ],
)
def test_a_tenant_is_told_to_move_within_three_months_of_the_end(ends_on: date, last: date) -> None:
    assert rules.demand_by(ends_on, 3) == last
    assert rules.turns_on(ends_on, 3) == last + timedelta(days=1)


@given(ends_on=days, today=days)
def test_the_list_and_the_page_say_the_same_of_who_has_turned(ends_on: date, today: date) -> None:
    assert (ends_on < rules.turned_before(today, 3)) == (rules.turns_on(ends_on, 3) <= today)


@given(ends_on=days, later=st.integers(0, 400))
def test_a_contract_that_has_turned_stays_so(ends_on: date, later: int) -> None:
    turned = rules.turns_on(ends_on, 3)
    assert ends_on < rules.turned_before(turned + timedelta(days=later), 3)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 3, 29), "30.03.2026"),
        (date(2026, 3, 30), ""),
        (date(2027, 1, 10), ""),
    ],
)
def test_a_notice_counts_from_nine_months_before_the_end(on: date, told: str) -> None:
    refusal = rules.notice_refusal(on, date(2024, 1, 1), date(2026, 12, 30), 9)
    assert told in refusal
    assert bool(told) == bool(refusal)


def test_a_notice_is_not_older_than_the_contract() -> None:
    begins = date(2026, 10, 1)
    assert "01.10.2026" in rules.notice_refusal(date(2026, 9, 30), begins, date(2026, 12, 30), 9)


@pytest.mark.parametrize(
    ("starts_on", "first"),
    [
        (date(2026, 11, 1), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 12, 20)),
        (date(2026, 12, 31), date(2027, 1, 20)),
    ],
)
def test_nothing_is_owed_before_the_first_due_day(starts_on: date, first: date) -> None:
    assert rules.first_rent_day(starts_on, 20) == first


@given(starts_on=days, due=st.integers(1, 28))
def test_the_first_due_day_is_within_a_month(starts_on: date, due: int) -> None:
    first = rules.first_rent_day(starts_on, due)
    assert first.day == due
    assert starts_on <= first <= starts_on + timedelta(days=31)


@pytest.mark.parametrize(("arrears", "refused"), [(108_000, False), (108_001, True)])
def test_more_than_so_many_months_rent_is_a_slip(arrears: int, refused: bool) -> None:
    assert bool(rules.arrears_refusal(arrears, 9_000, 12)) is refused


PETITION = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("contact", "answers", "in_time"),
    [
        (None, False, False),
        (date(2026, 11, 1), False, False),
        (date(2026, 11, 9), False, False),
        (date(2026, 11, 10), True, True),
        (date(2026, 11, 17), True, True),
        (date(2026, 11, 18), True, False),
    ],
)
def test_contact_is_from_the_day_of_the_petition_to_seven_days_after(
    contact: date | None, answers: bool, in_time: bool
) -> None:
    assert rules.answers(PETITION, contact) is answers
    assert rules.is_in_time(PETITION, contact, 7) is in_time
    row = rules.Ended(True, PETITION, contact, rules.RiskState.AVERTED, date(2026, 11, 25))
    told = rules.figures([row], date(2026, 1, 1), date(2026, 12, 31), 7)
    assert (told.petitions, told.in_time, told.averted) == (1, int(in_time), 1)


@pytest.mark.parametrize(
    ("valuation", "right"), [(30_000, False), (199_999, False), (200_000, True)]
)
def test_a_valuation_near_the_discount_is_a_slip(valuation: int, right: bool) -> None:
    assert career.is_worth_it(valuation, 50_000) is right


@pytest.mark.parametrize(
    ("day", "told"), [(date(2028, 11, 26), ""), (date(2028, 11, 27), "26.11.2028")]
)
def test_what_is_agreed_is_at_most_two_years_ahead(day: date, told: str) -> None:
    refusal = rules.later_refusal(day, date(2026, 11, 26), 2)
    assert told in refusal
    assert bool(refusal) == bool(told)
