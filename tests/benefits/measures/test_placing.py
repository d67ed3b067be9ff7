"""A place where one is free, a line where none is, and each step until it is followed up (1e)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from benefits.measures import catalogue_queries, placing
from benefits.measures.actions import MeasureError
from benefits.measures.placement_rules import Hours
from benefits.measures.placing import Asked
from benefits.models import Measure, Placement, PlacementState
from benefits.models.placements import IN_STATE
from households.models import Household
from tests.benefits.measures.filled import measure, placed
from tests.conftest import unit
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
S = PlacementState


def home() -> Household:
    return HouseholdFactory(district="midtbyen")


def asked(into: Measure, by: User, household: Household | None = None, **values: Any) -> Placement:
    there = household or home()
    given: dict[str, Any] = {"person": there.contact, "measure": into, "planned_from": TODAY}
    given |= {"planned_to": None, "hours": Hours(15, 10, 0), "form_token": uuid.uuid4()}
    return placing.place(
        household=there,
        unit=unit("nav", "midtbyen"),
        asked=Asked(**given | values),
        at=timezone.now(),
        by=by,
    )


def ended(row: Placement, by: User, **values: Any) -> None:
    given: dict[str, Any] = {"on": TODAY, "broken_off": False, "exit_code": "01", "note": ""}
    placing.end(placement=row, at=timezone.now(), by=by, **given | values)


def now(row: Placement) -> Placement:
    return Placement.objects.get(pk=row.pk)


def test_the_line_begins_when_it_is_full_and_the_first_is_called(
    caseworker: User, team_leader: User
) -> None:
    into = measure(team_leader, capacity=1)
    first, second, third = (asked(into, caseworker) for _ in range(3))
    assert [row.state for row in (first, second, third)] == [S.PLANNED, S.WAITING, S.WAITING]
    lines = catalogue_queries.shown([first, second, third])
    assert [line.place for line in lines] == [None, 1, 2]
    placing.start(placement=first, on=TODAY, at=timezone.now(), by=caseworker)
    ended(first, caseworker)
    assert [now(row).state for row in (first, second, third)] == [
        *(S.COMPLETED, S.PLANNED),
        S.WAITING,
    ]
    assert "placed" in second.changes.values_list("act", flat=True)
    fourth = asked(into, caseworker)
    assert fourth.state == S.WAITING
    ended(second, caseworker, exit_code="")
    assert (now(second).state, now(second).exit_code) == (S.BROKEN_OFF, "")
    assert (now(third).state, now(fourth).state) == (S.PLANNED, S.WAITING)


def test_more_places_call_those_who_wait(caseworker: User, team_leader: User) -> None:
    into = measure(team_leader, capacity=1)
    rows = [asked(into, caseworker) for _ in range(4)]
    into.capacity = 3
    assert placing.keep(measure=into, at=timezone.now(), by=team_leader) == 2
    assert [now(row).state for row in rows] == [S.PLANNED] * 3 + [S.WAITING]


def test_without_a_capacity_everybody_has_a_place(caseworker: User, team_leader: User) -> None:
    into = measure(team_leader, capacity=None)
    assert {asked(into, caseworker).state for _ in range(3)} == {S.PLANNED}


def test_the_measure_is_held_while_its_places_are_counted(
    caseworker: User, team_leader: User
) -> None:
    into = measure(team_leader)
    with CaptureQueriesContext(connection) as told:
        asked(into, caseworker)
    if connection.features.has_select_for_update:
        sql = [row["sql"] for row in told if "benefits_measure" in row["sql"]]
        assert any("FOR UPDATE" in text for text in sql)


def test_a_token_is_one_placement_and_a_person_has_one_in_a_measure(
    caseworker: User, team_leader: User
) -> None:
    into, there, token = measure(team_leader), home(), uuid.uuid4()
    one = asked(into, caseworker, there, form_token=token)
    assert asked(into, caseworker, there, form_token=token) == one
    with pytest.raises(MeasureError, match="allerede meldt på"):
        asked(into, caseworker, there)
    ended(one, caseworker)
    assert asked(into, caseworker, there).state == S.PLANNED


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hours": Hours()}, "work_hours"),
        ({"hours": Hours(20, 20, 1)}, "work_hours"),
        ({"planned_to": TODAY - timedelta(days=1)}, "planned_to"),
    ],
)
def test_what_cannot_be_is_refused(
    caseworker: User, team_leader: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(MeasureError) as error:
        asked(measure(team_leader), caseworker, **values)
    assert error.value.field == field
    assert not Placement.objects.exists()


def test_nobody_starts_before_they_were_meant_to(caseworker: User, team_leader: User) -> None:
    row = asked(measure(team_leader), caseworker, planned_from=TODAY - timedelta(days=7))
    given = {"placement": row, "at": timezone.now(), "by": caseworker}
    with pytest.raises(MeasureError, match="meldt på fra") as error:
        placing.start(on=TODAY - timedelta(days=8), **given)
    assert error.value.field == "on"
    placing.start(on=TODAY - timedelta(days=7), **given)


def test_combined_are_exactly_those_with_work_and_training_in_the_same_period(
    caseworker: User,
) -> None:
    both = placed(home(), caseworker, hours=(10, 5, 0))
    for hours in ((10, 0, 5), (0, 10, 5), (10, 0, 0)):
        placed(home(), caseworker, hours=hours)
    after = placed(home(), caseworker, on=TODAY - timedelta(days=60), hours=(20, 0, 0))
    change = {"placement": after, "at": timezone.now(), "by": caseworker}
    placing.change_hours(on=TODAY - timedelta(days=30), hours=Hours(0, 20, 0), **change)
    assert list(Placement.objects.combined()) == [both]
    placing.change_hours(on=TODAY, hours=Hours(10, 10, 0), **change)
    assert set(Placement.objects.combined()) == {both, after}
    told = [(row.valid_from, row.valid_to) for row in after.hours.all()]
    starts = [TODAY - timedelta(days=days) for days in (60, 30, 0)]
    before = [day - timedelta(days=1) for day in starts[1:]]
    assert told == list(zip(starts, [*before, None], strict=True))


def test_the_states_as_conditions_are_those_of_the_rows(caseworker: User) -> None:
    day: dict[str, Any] = {"ended_on": TODAY, "exit_code": "01"}
    for values in (
        {"placed_on": None, "started_on": None},
        {"started_on": None},
        {},
        day,
        day | {"broken_off": True},
        {"ended_on": TODAY, "broken_off": True, "started_on": None},
    ):
        placed(home(), caseworker, **values)
    for state in PlacementState:
        rows = Placement.objects.filter(IN_STATE[state])
        assert {row.state for row in rows} == {state}
    counted = [Placement.objects.in_state(state).count() for state in PlacementState]
    assert counted == [1, 1, 1, 1, 2]


def test_attendance_is_by_week_or_month_and_noted_again_the_last_holds(caseworker: User) -> None:
    row = placed(home(), caseworker, on=date(2026, 3, 2))
    given: dict[str, Any] = {"placement": row, "on": date(2026, 3, 12), "agreed_hours": 25}
    given |= {"at": timezone.now(), "by": caseworker}
    assert placing.attend(period="week", attended_hours=20, **given).first_day == date(2026, 3, 9)
    made = placing.attend(period="week", attended_hours=10, **given)
    assert (row.attendance.count(), made.share) == (1, 40)
    with pytest.raises(MeasureError, match="uke for uke") as refused:
        placing.attend(period="month", attended_hours=25, **given)
    assert refused.value.field == "period"
    april: dict[str, Any] = given | {"on": date(2026, 4, 20)}
    assert placing.attend(period="month", attended_hours=25, **april).first_day == date(2026, 4, 1)
    with pytest.raises(MeasureError, match="for måneden"):
        placing.attend(period="week", attended_hours=5, **given | {"on": date(2026, 3, 31)})
    with pytest.raises(MeasureError, match="flere enn de avtalte"):
        placing.attend(period="week", attended_hours=26, **given)
    with pytest.raises(MeasureError, match="ikke startet"):
        placing.attend(period="week", attended_hours=1, **given | {"on": date(2026, 3, 1)})


def test_what_the_person_does_is_asked_after_six_and_twelve_months(caseworker: User) -> None:
    last = TODAY - timedelta(days=200)
    row = placed(home(), caseworker, on=last, ended_on=last, exit_code="16")
    given: dict[str, Any] = {"placement": row, "at": timezone.now(), "by": caseworker}
    assert str(placing.note_outcome(months=6, code="01", **given)).endswith("Ordinært arbeid")
    with pytest.raises(MeasureError, match="for tidlig"):
        placing.note_outcome(months=12, code="01", **given)
    placing.note_outcome(months=6, code="04", **given)
    assert [one.code for one in row.outcomes.all()] == ["04"]


def test_an_end_needs_what_came_of_it(caseworker: User) -> None:
    row = placed(home(), caseworker)
    for values, field in (
        ({"exit_code": ""}, "exit_code"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": TODAY - timedelta(days=1)}, "on"),
    ):
        with pytest.raises(MeasureError) as error:
            ended(row, caseworker, **values)
        assert error.value.field == field
    ended(row, caseworker, broken_off=True, note="Flyttet")
    assert (now(row).state, now(row).end_note) == (S.BROKEN_OFF, "Flyttet")
    with pytest.raises(MeasureError, match="allerede avsluttet"):
        ended(row, caseworker)
