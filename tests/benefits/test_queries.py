"""The one pass over the payments agrees with the plain rule, on this database, for anybody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits import histories, queries, rules
from benefits.models import Payment
from benefits.queries import touched_months, whole_ends
from benefits.rules import DEFINITIONS, History
from households.codes import MainIncome
from households.models import Person
from households.months import first_day, last_day, month_from
from tests.factories import PersonFactory, enrol, introduce, pay

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
FIRST = R - 80
AS_OF = date(2026, 1, 14)
Row = tuple[int, int, str, str, str, str, bool]

runs_of_payments = st.lists(
    st.tuples(
        st.integers(FIRST, R + 6),
        st.integers(1, 40),
        st.sampled_from(["grant", "loan"]),
        st.sampled_from(["livsopphold", "nodhjelp", "engangsstonad"]),
        st.sampled_from(["5", "5", "3"]),
        st.sampled_from(["paid", "paid", "paid", "planned", "cancelled"]),
        st.booleans(),
    ),
    max_size=6,
)
periods = st.lists(st.tuples(st.integers(FIRST, R), st.integers(1, 14), st.booleans()), max_size=3)


def plain_history(rows: list[Row], kvp: list[tuple[int, int, bool]], late: set[int]) -> History:
    """The history of one person as the rule wants it, worked out row by row."""
    counted = [
        (month, main_income)
        for first, length, _, _, main_income, status, _ in rows
        for month in range(first, first + length)
        if status == "paid" and month <= R and month not in late
    ]
    neutral = {
        month
        for (first, _), length in {(f, kind): n for f, n, kind in kvp}.items()
        for month in range(first, first + length)
        if month <= R
    }
    return History(
        benefit=frozenset(month for month, _ in counted),
        neutral=frozenset(neutral),
        main_income=frozenset(month for month, income in counted if income == "5"),
    )


@given(rows=runs_of_payments, kvp=periods, late=st.sets(st.integers(FIRST, R), max_size=3))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_bulk_query_agrees_with_the_rule_on_any_history(
    rows: list[Row], kvp: list[tuple[int, int, bool]], late: set[int]
) -> None:
    Payment.objects.all().delete()
    person, partner = PersonFactory(), PersonFactory()
    store_payments(person, partner, rows, late)
    store_periods(person, kvp)
    expected = plain_history(rows, kvp, late)
    paid = queries.paid_months(R, AS_OF).get(person.pk, queries.PaidMonths())
    found = histories.BitHistory(paid.months, neutral_bits(person), paid.main_income)
    for code in DEFINITIONS:
        assert histories.is_over_three_years(found, R, code) == rules.is_over_three_years(
            expected, R, code
        )
    assert histories.current_spell(found, R) == rules.current_spell(expected, R)


def store_payments(person: Person, partner: Person, rows: list[Row], late: set[int]) -> None:
    for first, length, kind, category, main_income, status, as_partner in rows:
        for month in range(first, first + length):
            pay(
                partner if as_partner else person,
                month,
                co_applicant=person if as_partner else partner,
                kind=kind,
                category=category,
                main_income=MainIncome(main_income),
                status=status,
                registered_on=date(2026, 2, 1) if month in late else AS_OF,
            )


def store_periods(person: Person, kvp: list[tuple[int, int, bool]]) -> None:
    for first, length, is_intro in kvp:
        start = introduce if is_intro else enrol
        rows = person.intro_periods if is_intro else person.kvp_enrolments
        rows.filter(valid_from=first_day(first)).delete()
        start(person, first_day(first), last_day(first + length - 1))


def neutral_bits(person: Person) -> int:
    found = 0
    for read in (queries.kvp_periods, queries.intro_periods):
        for owner, first, last in read(R, AS_OF):
            if owner == person.pk:
                found |= touched_months(first, last, R)
    return found


def test_own_months_are_those_of_the_applicant_alone() -> None:
    applicant, partner = PersonFactory(), PersonFactory()
    pay(applicant, R - 1, R, co_applicant=partner)
    found = queries.paid_months(R, AS_OF)
    assert histories.months_in(found[applicant.pk].own) == {R - 1, R}
    assert found[partner.pk].own == 0
    assert histories.months_in(found[partner.pk].months) == {R - 1, R}
    assert queries.couples(R, AS_OF) == {(applicant.pk, partner.pk)}


def test_months_far_apart_lie_in_their_own_blocks() -> None:
    person = PersonFactory()
    months = {month_from(1998, 1), month_from(2009, 12), month_from(2010, 1), R}
    for month in months:
        pay(person, month)
    assert histories.months_in(queries.paid_months(R, AS_OF)[person.pk].months) == months


def test_the_payment_month_is_that_of_the_day_it_was_paid() -> None:
    row = pay(PersonFactory(), R, for_month=first_day(R - 2))[0]
    assert row.month == R
    row.paid_on = date(2025, 3, 1)
    row.save()
    assert row.month == month_from(2025, 3)


def test_a_period_touches_months_and_covers_month_ends() -> None:
    first, last = date(2025, 3, 31), date(2025, 5, 30)
    assert histories.months_in(touched_months(first, last, R)) == {R - 9, R - 8, R - 7}
    assert histories.months_in(whole_ends(first, last, R)) == {R - 9, R - 8}
    assert histories.months_in(whole_ends(first, None, R - 7)) == {R - 9, R - 8, R - 7}


def test_payments_with_main_income_taken_for_granted_are_counted() -> None:
    pay(PersonFactory(), R - 2, R, main_income_assumed=True)
    pay(PersonFactory(), R)
    assert sum(paid.assumed for paid in queries.paid_months(R, AS_OF).values()) == 3
