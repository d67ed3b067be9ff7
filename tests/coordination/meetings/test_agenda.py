"""The agenda makes itself: who comes, in what order, who waits, and who comes again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from coordination.meetings import actions
from coordination.models import AgendaItem, Meeting
from households.access import Protection
from households.models import Household, HouseholdLock, RetentionRun
from tests.conftest import logged_in, unit
from tests.coordination.meetings.conftest import (
    consented,
    fill,
    flagged,
    item_of,
    meet,
    raise_flag,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def agenda(meeting: Meeting) -> list[int]:
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return list(rows.values_list("household", flat=True))


def discuss(home: Household, by: User, *, review_on: date | None = None) -> AgendaItem:
    item = item_of(home)
    now = timezone.now()
    if not item.may_be_discussed:
        actions.choose_mode(item=item, mode="anonymous", at=now, by=by)
    actions.finish(item=item, review_on=review_on, baton=None, at=now, by=by)
    return item_of(home)


def test_the_most_pressing_come_first_and_the_rest_wait(lead: User, settings: Any) -> None:
    settings.OSK_MEETING_CAPACITY = 2
    meeting = meet(lead, date(2026, 12, 3))
    long, serious, lodging = (flagged(rule) for rule in ("family_12", "serious", "lodging"))
    assert fill() > 0
    assert agenda(meeting) == [serious.pk, lodging.pk]
    waiting = AgendaItem.objects.waiting()
    assert [row.household_id for row in waiting] == [long.pk]
    assert fill() == 0


def test_a_level_three_child_takes_the_place_of_a_family_that_can_wait(
    lead: User, settings: Any
) -> None:
    settings.OSK_MEETING_CAPACITY = 1
    meeting, first = meet(lead, date(2026, 12, 3)), flagged("family_24")
    fill()
    assert agenda(meeting) == [first.pk]
    serious = flagged("serious")
    fill()
    assert agenda(meeting) == [serious.pk]


def test_of_two_alike_the_one_with_more_flags_and_then_the_older_comes_first(
    meeting: Meeting,
) -> None:
    newer = flagged("family_12")
    older = flagged("family_12", on=date(2026, 6, 1))
    both = flagged("family_12")
    raise_flag(both, "family_24")
    more = flagged("family_24", on=date(2026, 1, 1))
    fill()
    assert agenda(meeting) == [both.pk, more.pk, older.pk, newer.pk]


def test_only_flags_to_the_meeting_bring_a_family_and_it_leaves_with_its_cause(
    meeting: Meeting,
) -> None:
    flagged("cap")
    home = flagged("worries")
    fill()
    assert agenda(meeting) == [home.pk]
    home.flags.update(ended_on=timezone.localdate())
    fill()
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("grade", [grade for grade in Protection if grade != Protection.NONE])
def test_a_protected_family_comes_on_no_agenda(meeting: Meeting, grade: Protection) -> None:
    home = flagged("serious")
    home.members.update(protection=grade)
    fill()
    assert not AgendaItem.objects.exists()


def test_a_family_that_becomes_protected_leaves_the_agenda(meeting: Meeting) -> None:
    home = flagged("serious")
    fill()
    home.members.update(protection=Protection.CODE_7)
    fill()
    assert not AgendaItem.objects.exists()


def test_a_locked_family_comes_on_no_agenda(meeting: Meeting) -> None:
    by, now, home = UserFactory(), timezone.now(), flagged("serious")
    run = RetentionRun.objects.create(as_of=now, state="withdrawn", proposed_by=by, ended_at=now)
    HouseholdLock.objects.create(household=home, run=run, locked_on=now)
    fill()
    assert not AgendaItem.objects.exists()


def test_a_discussed_family_stays_away_until_its_review_or_something_new(
    meeting: Meeting, lead: User
) -> None:
    home = flagged("family_12")
    fill()
    discuss(home, lead, review_on=date(2027, 3, 1))
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now(), closed_by=lead)
    after = meet(lead, date(2027, 1, 7))
    assert agenda(after) == []
    raise_flag(home, "serious", date(2026, 12, 20))
    fill(30)
    assert agenda(after) == [home.pk]


def test_a_discussed_family_comes_again_when_it_is_to_be_looked_at(
    meeting: Meeting, lead: User
) -> None:
    home = flagged("family_12")
    fill()
    discuss(home, lead, review_on=date(2027, 1, 7))
    home.flags.update(ended_on=timezone.localdate())
    early = meet(lead, date(2026, 12, 17))
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now(), closed_by=lead)
    fill()
    assert agenda(early) == []
    Meeting.objects.filter(pk=early.pk).update(on=date(2027, 1, 7))
    fill()
    assert agenda(early) == [home.pk]


def test_what_the_meeting_did_not_reach_waits_for_the_next_one(
    meeting: Meeting, lead: User
) -> None:
    reached, left = flagged("serious"), flagged("family_12")
    fill()
    discuss(reached, lead)
    Meeting.objects.filter(pk=meeting.pk).update(on=timezone.localdate())
    meeting.refresh_from_db()
    after = meet(lead, date(2027, 1, 7))
    actions.close_minutes(meeting=meeting, at=timezone.now(), by=lead)
    assert agenda(after) == [left.pk]


def test_an_agenda_that_has_begun_no_longer_changes_by_itself(meeting: Meeting, lead: User) -> None:
    first, second = flagged("lodging"), flagged("family_12")
    fill()
    discuss(first, lead)
    late = flagged("serious")
    fill()
    assert agenda(meeting) == [first.pk, second.pk]
    assert item_of(late).meeting is None


def test_the_lead_takes_a_waiting_family_up(lead: User, settings: Any) -> None:
    settings.OSK_MEETING_CAPACITY = 1
    meeting = meet(lead, date(2026, 12, 3))
    first, waits = flagged("serious"), flagged("family_12")
    fill()
    actions.put_first(item=item_of(waits), at=timezone.now(), by=lead)
    assert agenda(meeting) == [waits.pk]
    assert item_of(first).meeting is None


def test_a_request_stands_after_the_acute_and_before_the_long(
    meeting: Meeting, bft_adviser: User
) -> None:
    acute, long, asked = flagged("arrears"), flagged("family_36"), flagged("cap")
    actions.ask_for_discussion(
        household=asked,
        unit=unit("nav", "midtbyen"),
        party="bft",
        request="Skolen er bekymret for fraværet",
        at=timezone.now(),
        by=bft_adviser,
    )
    fill()
    assert agenda(meeting) == [acute.pk, asked.pk, long.pk]


def test_filling_costs_the_same_for_one_family_and_for_twenty(meeting: Meeting) -> None:
    counts = []
    for number in (1, 19):
        for _ in range(number):
            consented(flagged())
        with CaptureQueriesContext(connection) as captured:
            fill()
        counts.append(len(captured))
    assert counts[0] + 2 >= counts[1]


def test_the_page_costs_the_same_for_one_family_and_for_eight(meeting: Meeting, lead: User) -> None:
    client, counts = logged_in(lead), []
    for number in (2, 10):
        for turn in range(number):
            home = flagged()
            if turn % 2:
                consented(home)
        fill()
        with CaptureQueriesContext(connection) as captured:
            client.get("/moter/")
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1
    assert counts[1] <= 24
