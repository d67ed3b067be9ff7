"""The numbers of measure 2c, and which plans count on a day, just under, at and over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from coordination.plans import rules
from coordination.plans.queries import households_with_plan
from tests.coordination.plans.making import at, plan_of
from tests.factories import HouseholdFactory

ON = date(2026, 3, 2)


def test_a_family_is_reviewed_within_90_days_and_others_within_180() -> None:
    assert rules.latest_review(ON, is_child_family=True) == ON + timedelta(days=90)
    assert rules.latest_review(ON, is_child_family=False) == ON + timedelta(days=180)


@pytest.mark.parametrize(
    ("children", "needed", "relevant"),
    [
        (False, (), ("nav",)),
        (True, (), ("nav", "bft")),
        (False, ("hv",), ("nav", "hv")),
        (True, ("hv", "nav"), ("nav", "bft", "hv")),
    ],
)
def test_nav_is_relevant_always_bft_with_children_hv_by_need(
    children: bool, needed: tuple[str, ...], relevant: tuple[str, ...]
) -> None:
    assert rules.relevant_parties(is_child_family=children, needed=needed) == relevant


@pytest.mark.parametrize(("days", "told"), [(15, False), (14, True), (0, True), (-1, True)])
def test_what_is_due_is_told_fourteen_days_before(days: int, told: bool) -> None:
    assert rules.is_told(ON + timedelta(days=days), ON) is told


@pytest.mark.parametrize(("days", "late"), [(1, False), (0, False), (-1, True)])
def test_it_is_late_from_the_day_after(days: int, late: bool) -> None:
    assert rules.is_late(ON + timedelta(days=days), ON) is late


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (90, True), (91, False)])
def test_a_plan_counts_from_its_start_until_its_review_is_overdue(
    caseworker: User, days: int, counts: bool
) -> None:
    home = HouseholdFactory(district="midtbyen")
    plan_of(home, caseworker, ON)
    found = households_with_plan(ON + timedelta(days=days), [home.pk])
    assert found == ({home.pk} if counts else set())


@pytest.mark.django_db
def test_a_review_carries_it_on_and_the_day_is_asked_as_it_was_then(caseworker: User) -> None:
    home = HouseholdFactory(district="midtbyen")
    plan = plan_of(home, caseworker, ON)
    held = ON + timedelta(days=120)
    plan.reviews.create(
        on=held, next_on=held + timedelta(days=90), held_by=caseworker, held_at=at(held)
    )
    days = {day: home.pk in households_with_plan(ON + timedelta(days=day)) for day in (90, 91, 119)}
    assert days == {90: True, 91: False, 119: False}
    assert (
        households_with_plan(held) == households_with_plan(held + timedelta(days=90)) == {home.pk}
    )
    assert households_with_plan(held + timedelta(days=91)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"kind": "individual"}, True),
        ({"kind": "follow_up"}, False),
        ({"answer": "", "answered_on": None, "started_on": None}, False),
        ({"answer": "declined", "started_on": None}, False),
        ({"ended_on": ON + timedelta(days=5), "end_reason": "moved"}, False),
        ({"ended_on": ON + timedelta(days=6), "end_reason": "moved"}, True),
    ],
)
def test_only_an_agreed_plan_across_services_that_is_not_ended_counts(
    caseworker: User, values: dict[str, object], counts: bool
) -> None:
    home = HouseholdFactory(district="midtbyen")
    plan_of(home, caseworker, ON, **values)
    assert (home.pk in households_with_plan(ON + timedelta(days=5), [home.pk])) is counts


@pytest.mark.django_db
def test_it_is_one_query_and_leaves_out_households_that_were_not_asked_about(
    caseworker: User,
) -> None:
    homes = [HouseholdFactory(district="midtbyen") for _ in range(4)]
    for home in homes:
        plan_of(home, caseworker, ON)
    with CaptureQueriesContext(connection) as counted:
        assert households_with_plan(ON, {homes[0].pk, homes[1].pk}) == {homes[0].pk, homes[1].pk}
    assert len(counted) == 1
    assert households_with_plan(ON, []) == set()
