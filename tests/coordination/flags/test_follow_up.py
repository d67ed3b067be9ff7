"""Measure 2c: long on assistance without a plan that is followed; gone with its cause."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from coordination.flags import rules
from coordination.models import CoordinatedPlan, Flag
from coordination.worklist.due import scope_of
from coordination.worklist.due_flags import own_flags
from households.models import Household, Membership
from tests.coordination.flags.conftest import JUNE, TODAY, flags
from tests.coordination.plans.making import plan_of
from tests.factories import HouseholdFactory, PersonFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(caseworker: User) -> Household:
    """Somebody without children at Midtbyen."""
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def said() -> list[str]:
    rows = Flag.objects.open().filter(rule=Flag.Rule.FOLLOW_UP)
    return [rules.said(row.rule, row.data) for row in rows]


@pytest.mark.parametrize(("months", "raised"), [(11, []), (12, ["follow_up"]), (13, ["follow_up"])])
def test_twelve_benefit_months_in_eighteen_without_a_plan(
    alone: Household, months: int, raised: list[str]
) -> None:
    pay(alone.contact, JUNE - months + 1, JUNE)
    assert flags() == raised


def test_months_before_the_window_do_not_count(alone: Household) -> None:
    pay(alone.contact, JUNE - 28, JUNE - 17)
    assert flags() == []


def test_two_adults_months_are_one_households(alone: Household) -> None:
    other = PersonFactory()
    add_member(alone, other, Membership.Role.COHABITANT)
    pay(alone.contact, JUNE - 11, JUNE - 6)
    pay(other, JUNE - 5, JUNE)
    assert flags() == ["follow_up"]


@pytest.mark.parametrize(("first", "raised"), [(-35, []), (-36, ["follow_up"])])
def test_more_than_three_years_counts_also_with_few_months_lately(
    alone: Household, first: int, raised: list[str]
) -> None:
    """Paid every third month: the spell is long though the last eighteen months hold six."""
    for month in range(JUNE + first, JUNE + 1, 3):
        pay(alone.contact, month)
    pay(alone.contact, JUNE)
    assert flags() == raised


def test_it_goes_when_a_plan_is_agreed_and_comes_when_its_review_is_overdue(
    alone: Household, caseworker: User
) -> None:
    pay(alone.contact, JUNE - 11, JUNE)
    assert flags() == ["follow_up"]
    assert said() == ["12 stønadsmåneder av de siste 18, ingen plan"]
    plan = plan_of(alone, caseworker, TODAY - timedelta(days=90), kind="follow_up")
    assert plan.next_review_on == TODAY
    assert flags() == []
    assert flags(TODAY + timedelta(days=1)) == ["follow_up"]
    assert said() == ["12 stønadsmåneder av de siste 18, gjennomgang skulle vært 15.06.2026"]
    CoordinatedPlan.objects.update(next_review_on=TODAY + timedelta(days=80))
    assert flags(TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"answer": "", "answered_on": None, "started_on": None},
        {"answer": "declined", "started_on": None},
        {"ended_on": TODAY, "end_reason": "moved"},
    ],
)
def test_a_plan_that_is_not_agreed_or_is_over_does_not_count(
    alone: Household, caseworker: User, values: dict[str, Any]
) -> None:
    pay(alone.contact, JUNE - 11, JUNE)
    plan_of(alone, caseworker, TODAY, **values)
    assert flags() == ["follow_up"]


def test_one_household_and_all_agree(alone: Household, caseworker: User) -> None:
    pay(alone.contact, JUNE - 40, JUNE)
    assert flags(household=alone) == flags() == ["follow_up"]


def test_it_stands_on_navs_list_and_an_overdue_review_stands_there_by_itself(
    alone: Household, caseworker: User
) -> None:
    pay(alone.contact, JUNE - 11, JUNE)
    flags()
    scope = scope_of(caseworker, TODAY)
    assert [row.what for row in own_flags(scope)] == ["Langtidsmottaker uten plan som følges"]
    plan_of(alone, caseworker, date(2026, 1, 5))
    flags()
    assert said() == ["12 stønadsmåneder av de siste 18, gjennomgang skulle vært 05.04.2026"]
    assert list(own_flags(scope)) == []


def test_months_in_the_programme_neither_count_nor_break(alone: Household) -> None:
    pay(alone.contact, JUNE - 50, JUNE - 14)
    enrol(alone.contact, date(2025, 5, 1), date(2026, 4, 30))
    pay(alone.contact, JUNE - 1, JUNE)
    assert flags() == ["follow_up"]
