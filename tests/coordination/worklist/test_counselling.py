"""What the work list reminds of: an offer of counselling, its decision and start, the next step."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import AssistanceApplication
from coordination.worklist.due import scope_of
from coordination.worklist.due_counselling import next_steps, offers, waiting_for_counselling
from households.access import Protection
from households.models import Household
from tests.benefits.counselling.filled import accepted, days_ago, decided, offered, started, talked
from tests.casework import apply_for_help
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


def rows(kind: Any, user: User) -> list[Any]:
    return list(kind(scope_of(user, timezone.localdate())))


@pytest.mark.parametrize(("state", "asked"), [("received", 0), ("assessed", 1), ("decided", 1)])
def test_the_offer_is_asked_for_when_there_is_a_letter_to_write(
    household: Household, caseworker: User, state: str, asked: int
) -> None:
    application = apply_for_help(household, caseworker)
    AssistanceApplication.objects.filter(pk=application.pk).update(state=state)
    assert len(rows(offers, caseworker)) == asked
    offered(household, caseworker, application=application)
    assert rows(offers, caseworker) == []


@pytest.mark.parametrize(("days", "late"), [(10, ""), (40, "law")])
def test_a_yes_waits_for_its_decision_for_a_month(
    household: Household, caseworker: User, days: int, late: str
) -> None:
    accepted(household, caseworker, days_ago(days))
    [row] = rows(waiting_for_counselling, caseworker)
    assert (row.what, row.late, row.caseworker) == ("Vedtak om rådgivning (§ 17)", late, "Meg")


def test_what_is_decided_waits_for_its_planned_start(
    household: Household, caseworker: User
) -> None:
    row = decided(accepted(household, caseworker, days_ago(9)), caseworker, days_ago(1))
    [due] = rows(waiting_for_counselling, caseworker)
    assert (due.what, due.due, due.late) == ("Start rådgivningen", row.planned_start, "plan")


def test_only_the_latest_next_step_is_due(household: Household, caseworker: User) -> None:
    row = started(household, caseworker, days_ago(30))
    first = {"on": days_ago(20), "next_step": "Ringe banken", "next_on": days_ago(10)}
    row = talked(row, caseworker, **first)
    [due] = rows(next_steps, caseworker)
    assert (due.what, due.late) == ("Ringe banken", "own")
    talked(row, caseworker, on=days_ago(9))
    assert rows(next_steps, caseworker) == []


def test_other_offices_and_protected_ones_are_in_nobodys_list(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    accepted(household, caseworker)
    assert rows(waiting_for_counselling, caseworker_other_office) == []
    household.members.update(protection=Protection.CODE_6)
    assert rows(waiting_for_counselling, caseworker) == []
