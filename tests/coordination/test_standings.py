"""Many households at once: one query that tells the same as the rule told for each person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.models import Payment
from benefits.rules import History, current_spell, is_live, is_over_three_years, months_until_over
from coordination.clocks import counted_until
from coordination.standings import Standing, recent_standings, standings
from households.models import Household, Membership
from households.months import first_day, last_day, parse_month
from tests.coordination.conftest import TODAY
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    add_member,
    enrol,
    introduce,
    pay,
)

pytestmark = pytest.mark.django_db
NOW = parse_month("2026-11")


def of(household: Household) -> Standing | None:
    return standings([household.pk], TODAY).get(household.pk)


def test_a_household_on_its_way_to_three_years(family: Household) -> None:
    assert of(family) == Standing(length=35, left=2, passes=parse_month("2027-01"), last_paid=NOW)


def test_a_household_never_paid_is_left_out() -> None:
    assert of(HouseholdFactory()) is None


def test_a_household_not_paid_for_six_months_keeps_only_its_last_month() -> None:
    household = HouseholdFactory()
    pay(household.contact, parse_month("2020-01"), parse_month("2026-04"))
    assert of(household) == Standing(last_paid=parse_month("2026-04"))


def test_the_adult_whose_spell_is_longest_stands_for_the_household() -> None:
    household = HouseholdFactory()
    spouse = add_member(household, PersonFactory(), Membership.Role.SPOUSE).person
    pay(household.contact, parse_month("2026-05"), NOW)
    pay(spouse, parse_month("2023-01"), parse_month("2026-10"))
    found = of(household)
    assert found is not None
    assert (found.length, found.is_over, found.last_paid) == (46, True, NOW)


def test_children_and_former_members_do_not_count() -> None:
    household = HouseholdFactory()
    child = add_member(household, PersonFactory(), Membership.Role.CHILD).person
    former = add_member(
        household, PersonFactory(), Membership.Role.SPOUSE, valid_to=date(2026, 11, 22)
    ).person
    pay(child, NOW - 5, NOW)
    pay(former, NOW - 5, NOW)
    assert of(household) is None


@pytest.mark.parametrize(
    "kwargs",
    [
        {"status": Payment.Status.PLANNED},
        {"status": Payment.Status.CANCELLED},
        {"status": Payment.Status.STOPPED},
        {"scheme": Payment.Scheme.KVP},
    ],
)
def test_only_paid_assistance_counts(kwargs: dict[str, str]) -> None:
    household = HouseholdFactory()
    pay(household.contact, NOW - 5, NOW, **kwargs)
    assert of(household) is None


def test_many_households_cost_one_query(django_assert_num_queries: object) -> None:
    for number in range(12):
        pay(HouseholdFactory().contact, NOW - number, NOW)
    ids = list(Household.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = standings(ids, TODAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert recent_standings(ids, TODAY) == {}
    assert sorted(row.length for row in found.values()) == list(range(1, 13))


MONTHS = st.integers(parse_month("2019-01"), NOW)
PERIODS = st.tuples(MONTHS, st.integers(0, 14))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    paid=st.lists(PERIODS, min_size=1, max_size=6),
    kvp=st.one_of(st.none(), PERIODS),
    intro=st.one_of(st.none(), PERIODS),
)
def test_a_standing_agrees_with_the_rule(
    paid: list[tuple[int, int]],
    kvp: tuple[int, int] | None,
    intro: tuple[int, int] | None,
) -> None:
    household = HouseholdFactory()
    benefit: set[int] = set()
    for first, more in paid:
        last = min(first + more, NOW)
        pay(household.contact, first, last)
        benefit |= set(range(first, last + 1))
    neutral: set[int] = set()
    for period, make in ((kvp, enrol), (intro, introduce)):
        if period is not None:
            first, last = period[0], period[0] + period[1]
            make(household.contact, first_day(first), last_day(last))
            neutral |= set(range(first, last + 1))
    history = History(benefit=frozenset(benefit), neutral=frozenset(neutral))
    until = counted_until(NOW in benefit, NOW)
    spell = current_spell(history, until)
    found = of(household)
    assert found is not None
    live = is_live(history, until)
    assert found.length == (spell.length if spell and live else 0)
    assert found.is_over == is_over_three_years(history, until)
    assert found.left == months_until_over(history, until)
    assert found.last_paid == max(benefit)
    recent = recent_standings([household.pk], TODAY).get(household.pk, Standing())
    assert (recent.is_over, recent.is_near) == (found.is_over, found.is_near)
