"""Which measures lead to work: what is listed, what is hidden, and that it comes out alike."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from accounts.models import User
from benefits.models import MeasureType, Placement
from reports.exits.effects import Effect, beside_table, effect, effects_of
from reports.exits.queries import figures_from, kvp_exits
from reports.exits.rules import figures
from tests.benefits.measures.filled import measure, placed
from tests.conftest import day, logged_in
from tests.factories import HouseholdFactory
from tests.reports.exits.test_page import leave
from tests.reports.exits.test_rules import left

TODAY = day("2027-02-01")


def test_a_kind_with_fewer_than_five_is_not_listed() -> None:
    assert effect("Kurs", left({"01": 4})) is None
    assert effect("Kurs", left({"01": 5})) is not None


def test_shares_of_a_row_and_what_would_tell_of_a_few() -> None:
    row = effect("Kurs", left({"01": 10, "11": 5, "13": 5, "04": 5, "16": 25}, months=7))
    assert row is not None
    assert (row.count, row.work, row.lasting, row.school) == (50, 30, 10, 10)
    assert (row.months, row.returned) == (7, 0)
    few = effect("Kurs", left({"01": 20, "13": 2, "04": 6, "16": 22}))
    assert few is not None
    assert (few.work, few.lasting, few.school) == (40, None, None)
    rest = effect("Kurs", left({"01": 20, "04": 6, "16": 2}))
    assert rest is not None
    assert (rest.work, rest.lasting, rest.school) == (71, 0, None)


def test_a_line_hidden_in_tabell_2_is_not_told_by_kvps_row() -> None:
    exits = left({"01": 20, "11": 9, "13": 3, "04": 6, "16": 20})
    row = effect("KVP", exits)
    assert row is not None
    shown = beside_table(row, figures(exits, ()))
    assert (shown.work, shown.lasting, shown.school) == (None, None, 10)
    open_ = left({"01": 20, "13": 5, "16": 25})
    row = effect("KVP", open_)
    assert row is not None
    assert beside_table(row, figures(open_, ())) == row


@pytest.fixture
def course(team_leader: User) -> Any:
    return measure(team_leader, kind=MeasureType.COURSE, capacity=20)


def counted() -> list[Effect]:
    exits = kvp_exits(2025, TODAY)
    return effects_of(2025, TODAY, exits, figures_from(exits))


def attend(measure_: Any, by: User, code: str, last: str = "2025-09-30") -> None:
    row = placed(HouseholdFactory(), by, into=measure_)
    Placement.objects.filter(pk=row.pk).update(
        placed_on=day("2025-01-06"),
        started_on=day("2025-04-01"),
        ended_on=day(last),
        exit_code=code,
    )


@pytest.mark.django_db
def test_placements_that_ended_in_the_year_stand_after_kvp(course: Any, team_leader: User) -> None:
    for number in range(8):
        attend(course, team_leader, "01" if number < 6 else "16")
        leave("16")
    attend(course, team_leader, "01", last="2026-01-01")
    found = counted()
    assert [(row.label, row.count) for row in found] == [
        ("Kvalifiseringsprogrammet", 8),
        ("Kurs og opplæring", 8),
    ]
    assert found == counted()
    assert (found[1].work, found[1].months) == (None, 6)


@pytest.mark.django_db
@time_machine.travel("2027-02-01", tick=False)
def test_the_page_shows_them(executive: User, course: Any, team_leader: User) -> None:
    for _ in range(5):
        attend(course, team_leader, "01")
    text = logged_in(executive).get("/rapporter/kvp/").content.decode()
    assert "Hva fører til arbeid?" in text
    assert "Kurs og opplæring" in text
