"""The count from the months that can matter agrees with the plain rule, on this database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits import rules, windows
from benefits.models import Payment
from benefits.rules import History
from households.months import first_day, last_day
from tests.benefits.test_queries import (
    AS_OF,
    FIRST,
    R,
    Row,
    periods,
    plain_history,
    runs_of_payments,
    store_payments,
    store_periods,
)
from tests.factories import PersonFactory, enrol, pay

pytestmark = pytest.mark.django_db
LONG_RUNS = st.lists(
    st.tuples(
        st.integers(R - 60, R),
        st.integers(20, 45),
        st.just("grant"),
        st.just("livsopphold"),
        st.just("5"),
        st.just("paid"),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
)


@given(
    rows=runs_of_payments | LONG_RUNS,
    kvp=periods,
    late=st.sets(st.integers(FIRST, R), max_size=3),
)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_count_from_the_window_agrees_with_the_rule_on_any_history(
    rows: list[Row], kvp: list[tuple[int, int, bool]], late: set[int]
) -> None:
    Payment.objects.all().delete()
    person, partner = PersonFactory(), PersonFactory()
    store_payments(person, partner, rows, late)
    store_periods(person, kvp)
    of_person, of_partner = plain_history(rows, kvp, late), plain_history(rows, [], late)
    expected = {
        one.pk
        for one, history in ((person, of_person), (partner, of_partner))
        if rules.is_over_three_years(history, R)
    }
    assert windows.over_three_years(R, AS_OF) == expected


def test_neutral_months_push_the_window_back() -> None:
    person = PersonFactory()
    pay(person, R - 100, R - 62)
    enrol(person, first_day(R - 61), last_day(R - 1))
    pay(person, R)
    assert windows.over_three_years(R, AS_OF) == {person.pk}
    enrolment = person.kvp_enrolments.get()
    enrolment.valid_from, enrolment.valid_to = date(1990, 1, 1), last_day(R - 60)
    enrolment.save()
    assert windows.over_three_years(R, AS_OF) == set()


@pytest.mark.parametrize(("last", "counts"), [(R - 5, True), (R - 6, False)])
def test_the_window_reaches_back_to_the_longest_gaps(last: int, counts: bool) -> None:
    person = PersonFactory()
    pay(person, last - 41)
    pay(person, last - 35, last)
    found = windows.over_three_years(R, AS_OF)
    assert found == ({person.pk} if counts else set())
    assert (
        rules.is_over_three_years(
            History(benefit=frozenset({last - 41, *range(last - 35, last + 1)})), R
        )
        is counts
    )
