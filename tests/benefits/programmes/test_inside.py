"""What is done in a programme: the plan, evaluations, leave, absence, and what comes after."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import KvpCase, KvpEnrolment
from benefits.programmes import actions_inside as inside
from benefits.programmes.actions import KvpError
from benefits.programmes.deciding import end_of
from benefits.programmes.queries import case_of, plan_of
from households.models import Household
from tests.benefits.programmes.filled import (
    active,
    applied,
    days_ago,
    decided,
    ended,
    started,
    working_day,
)

pytestmark = pytest.mark.django_db


def status(case: KvpCase) -> str:
    return KvpEnrolment.objects.get(case=case).status


def absent(case: KvpCase, by: User, day: date, kind: str = "invalid") -> Any:
    return inside.note_absence(case=case, day=day, hours=Decimal("7.5"), kind=kind, text="", by=by)


def test_a_plan_is_made_from_the_decision_on(household: Household, caseworker: User) -> None:
    case = applied(household, caseworker, days_ago(9))
    with pytest.raises(KvpError, match="når programmet er innvilget"):
        active(case, caseworker, days_ago(5), days_ago(0))
    KvpCase.objects.all().delete()
    case = decided(household, caseworker, days_ago(9))
    row = active(case, caseworker, days_ago(5), days_ago(0))
    assert list(case.activities.all()) == [row]
    with pytest.raises(KvpError) as refused:
        active(case, caseworker, days_ago(0), days_ago(1))
    assert refused.value.field == "valid_to"


def test_a_struck_activity_is_kept_and_counts_no_more(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(30))
    row = active(case, caseworker, days_ago(30), end_of(case))
    found = case_of(household, case.pk)
    assert found is not None
    plan = plan_of(found)
    assert plan is not None
    assert plan.gaps == []
    inside.strike_activity(case=case, activity=row, by=caseworker)
    found = case_of(household, case.pk)
    assert found is not None
    plan = plan_of(found)
    assert plan is not None
    assert [week.planned for week in plan.weeks] == [0] * len(plan.weeks)
    assert case.activities.count() == 1
    with pytest.raises(KvpError, match="allerede strøket"):
        inside.strike_activity(case=case, activity=row, by=caseworker)


def test_an_activity_may_end_another_day(household: Household, caseworker: User) -> None:
    case = started(household, caseworker, days_ago(30))
    row = active(case, caseworker, days_ago(30), days_ago(-100))
    inside.end_activity(case=case, activity=row, on=days_ago(1), by=caseworker)
    row.refresh_from_db()
    assert row.valid_to == days_ago(1)
    for on in (days_ago(31), end_of(case) + timedelta(days=1)):
        with pytest.raises(KvpError):
            inside.end_activity(case=case, activity=row, on=on, by=caseworker)
    with pytest.raises(KvpError, match="Programmet varer til") as refused:
        active(case, caseworker, days_ago(30), end_of(case) + timedelta(days=1))
    assert refused.value.field == "valid_to"


def test_an_evaluation_is_planned_once_a_day_and_held_once(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    row = inside.plan_evaluation(case=case, on=days_ago(10), by=caseworker)
    with pytest.raises(KvpError, match="denne dagen"):
        inside.plan_evaluation(case=case, on=days_ago(10), by=caseworker)
    told = {"on": days_ago(9), "progress": "adjust", "text": "Mer norsk", "by": caseworker}
    inside.hold_evaluation(case=case, evaluation=row, **told)
    row.refresh_from_db()
    assert (row.held_on, row.progress, row.note) == (days_ago(9), "adjust", "Mer norsk")
    with pytest.raises(KvpError, match="allerede ført"):
        inside.hold_evaluation(case=case, evaluation=row, **told)


def test_evaluations_and_leave_lie_within_what_is_decided(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    last = end_of(case)
    for on in (days_ago(400), last + timedelta(days=1)):
        with pytest.raises(KvpError) as refused:
            inside.plan_evaluation(case=case, on=on, by=caseworker)
        assert refused.value.field == "on"
    inside.plan_evaluation(case=case, on=last, by=caseworker)
    leave: dict[str, Any] = {"first": days_ago(0), "grounds": "Reise", "by": caseworker}
    with pytest.raises(KvpError, match="Forleng det først"):
        inside.take_leave(case=case, version=case.version, last=last + timedelta(days=1), **leave)
    away = inside.take_leave(case=case, version=case.version, last=last, **leave)
    with pytest.raises(KvpError, match="etter permisjonens første"):
        inside.come_back(case=away, version=away.version, on=days_ago(0), by=caseworker)


def test_a_struck_evaluation_keeps_its_reason_and_leaves_its_day_free(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    row = inside.plan_evaluation(case=case, on=days_ago(10), by=caseworker)
    told = {"on": days_ago(9), "progress": "adjust", "text": "Feil person", "by": caseworker}
    inside.hold_evaluation(case=case, evaluation=row, **told)
    inside.strike_evaluation(case=case, evaluation=row, why="Ført i feil sak", by=caseworker)
    found = case_of(household, case.pk)
    assert found is not None
    assert list(found.evaluations.all()) == []
    note = case.changes.filter(what="evaluated")[0].note
    assert "Ført i feil sak" in note
    inside.plan_evaluation(case=case, on=days_ago(10), by=caseworker)
    with pytest.raises(KvpError, match="allerede strøket"):
        inside.strike_evaluation(case=case, evaluation=row, why="Igjen", by=caseworker)


def test_leave_agreed_ahead_begins_on_its_day_unless_it_is_called_off(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    days = {"first": days_ago(-5), "last": days_ago(-9), "grounds": "Ferie", "by": caseworker}
    for is_called_off in (True, False):
        case = inside.take_leave(case=case, version=case.version, **days)
        assert (case.state, status(case)) == ("started", "1")
        assert inside.begin_leaves(days_ago(-4)) == 0
        with pytest.raises(KvpError, match="allerede avtalt"):
            inside.take_leave(case=case, version=case.version, **days)
        if is_called_off:
            inside.call_off_leave(case=case, leave=case.leaves.get(), by=caseworker)
    assert inside.begin_leaves(days_ago(-5)) == 1
    case.refresh_from_db()
    assert (case.state, status(case)) == ("leave", "2")
    with pytest.raises(KvpError, match="har begynt"):
        inside.call_off_leave(case=case, leave=case.leaves.all()[0], by=caseworker)


def test_leave_is_kostras_status_2_until_the_first_day_back(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(100))
    case = inside.take_leave(
        case=case,
        version=case.version,
        first=days_ago(20),
        last=days_ago(5),
        grounds="Foreldrepermisjon",
        by=caseworker,
    )
    assert (case.state, status(case)) == ("leave", "2")
    case = inside.come_back(case=case, version=case.version, on=days_ago(2), by=caseworker)
    leave = case.leaves.get()
    assert (case.state, status(case)) == ("started", "1")
    assert (leave.valid_to, leave.back_on) == (days_ago(3), days_ago(2))
    with pytest.raises(KvpError) as refused:
        inside.take_leave(
            case=case,
            version=case.version,
            first=days_ago(10),
            last=days_ago(0),
            grounds="Ferie",
            by=caseworker,
        )
    assert refused.value.field == "first"


def test_absence_is_noted_once_a_day_within_the_programme_and_may_be_struck(
    household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(10))
    row = absent(case, caseworker, working_day(3))
    for day in (working_day(3), days_ago(11)):
        with pytest.raises(KvpError) as refused:
            absent(case, caseworker, day)
        assert refused.value.field == "day"
    inside.strike_absence(case=case, absence=row, by=caseworker)
    assert absent(case, caseworker, working_day(3), "doctor").is_valid
    assert case.absences.count() == 2


def test_nobody_is_away_on_a_saturday_or_a_sunday(household: Household, caseworker: User) -> None:
    case = started(household, caseworker, days_ago(20))
    friday = working_day(7) + timedelta(days=4 - working_day(7).weekday() - 7)
    for day in (friday + timedelta(days=1), friday + timedelta(days=2)):
        with pytest.raises(KvpError, match="mandag til fredag") as refused:
            absent(case, caseworker, day)
        assert refused.value.field == "day"
    assert absent(case, caseworker, friday).pk


def test_the_state_afterwards_is_told_once_and_not_before_its_day(
    household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(400), days_ago(200))
    told = {"code": "01", "source": "person", "by": caseworker}
    inside.follow_up(case=case, months=6, on=timezone.localdate(), **told)
    with pytest.raises(KvpError, match="allerede ført"):
        inside.follow_up(case=case, months=6, on=timezone.localdate(), **told)
    with pytest.raises(KvpError) as refused:
        inside.follow_up(case=case, months=12, on=timezone.localdate(), **told)
    assert refused.value.field == "on"


def test_nothing_is_done_in_a_programme_that_is_over(
    household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(100), days_ago(50))
    with pytest.raises(KvpError):
        active(case, caseworker, days_ago(90), days_ago(60))
    with pytest.raises(KvpError):
        inside.plan_evaluation(case=case, on=days_ago(60), by=caseworker)
    with pytest.raises(KvpError, match="ikke i programmet denne dagen"):
        absent(case, caseworker, days_ago(50) + timedelta(days=1))
    assert absent(case, caseworker, working_day(60)).pk
