"""What the work list reminds of in the qualification programme, when, and how late it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import KvpCase, KvpEvaluation, KvpLeave
from coordination.worklist.due import Due, scope_of
from coordination.worklist.due_kvp import kvp_steps
from households.access import Protection
from households.models import Household
from tests.benefits.programmes.filled import (
    applied,
    days_ago,
    decided,
    ended,
    enquired,
    filled,
    started,
)
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def rows(user: User) -> list[Due]:
    return list(kvp_steps(scope_of(user, timezone.localdate())))


@pytest.mark.parametrize(("days", "late"), [(10, ""), (40, "law")])
def test_an_application_waits_for_its_decision_for_a_month(
    household: Household, caseworker: User, days: int, late: str
) -> None:
    applied(household, caseworker, days_ago(days))
    [row] = rows(caseworker)
    assert (row.what, row.late, row.caseworker) == ("Vurder arbeidsevnen", late, "Meg")


@pytest.mark.parametrize(("days", "late"), [(42, ""), (43, "plan")])
def test_what_is_granted_starts_within_six_weeks(
    household: Household, caseworker: User, days: int, late: str
) -> None:
    decided(household, caseworker, days_ago(days))
    [row] = rows(caseworker)
    assert (row.what, row.due, row.late) == ("Start programmet", days_ago(days - 42), late)
    assert row.why == "Start innen 42 dager etter vedtaket"


@pytest.mark.parametrize(("ahead", "told"), [(15, []), (14, [""]), (0, [""]), (-1, ["plan"])])
def test_an_evaluation_stands_there_two_weeks_before_and_is_red_after(
    household: Household, caseworker: User, ahead: int, told: list[str]
) -> None:
    case = started(household, caseworker, days_ago(100))
    on = days_ago(-ahead)
    KvpEvaluation.objects.create(case=case, planned_on=on)
    assert [(row.what, row.late) for row in rows(caseworker)] == [
        ("Evaluer programmet", late) for late in told
    ]


def test_a_leave_that_has_ended_and_an_end_that_is_near_are_told(
    household: Household, caseworker: User
) -> None:
    filled(household, caseworker)
    KvpLeave.objects.update(valid_to=days_ago(1))
    KvpEvaluation.objects.all().delete()
    [row] = rows(caseworker)
    assert (row.what, row.late) == ("Ta imot etter permisjonen", "plan")
    KvpCase.objects.update(planned_end=days_ago(-60))
    KvpCase.objects.get().extensions.update(until=days_ago(-60))
    assert [row.what for row in rows(caseworker)][1:] == ["Avslutt eller forleng programmet"]


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 1, 10), []),
        (date(2026, 1, 9), [("Situasjonen etter 6 måneder", "")]),
        (date(2025, 12, 7), [("Situasjonen etter 6 måneder", "own")]),
    ],
)
def test_the_state_after_six_months_is_asked_for_from_its_day(
    household: Household, caseworker: User, last: date, told: list[Any]
) -> None:
    ended(household, caseworker, date(2025, 6, 1), last)
    found = kvp_steps(scope_of(caseworker, date(2026, 7, 9)))
    assert [(row.what, row.late) for row in found] == told


def test_who_moved_and_what_was_told_is_asked_for_no_more(
    household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(500), days_ago(380))
    assert len(rows(caseworker)) == 2
    told = {"code": "01", "on": days_ago(1), "source": "person", "registered_by": caseworker}
    case.follow_ups.create(months=6, **told)
    case.follow_ups.create(months=12, **told)
    assert rows(caseworker) == []
    case.follow_ups.all().delete()
    KvpCase.objects.update(state="moved")
    assert rows(caseworker) == []


def test_another_office_and_who_is_not_cleared_are_told_nothing(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    decided(household, caseworker, days_ago(50))
    assert rows(caseworker_other_office) == []
    household.members.update(protection=Protection.CODE_7)
    assert rows(caseworker) == []


def test_many_cases_ask_as_few_questions_as_one(
    caseworker: User, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        home = HouseholdFactory(district="midtbyen")
        started(home, caseworker, days_ago(400) + timedelta(days=1))
    enquired(HouseholdFactory(district="midtbyen"), caseworker)
    scope = scope_of(caseworker, timezone.localdate())
    assert len(list(kvp_steps(scope))) == 3
    with django_assert_num_queries(6):
        list(kvp_steps(scope_of(caseworker, timezone.localdate())))
