"""The day of a decision: the meeting's, but never one that has not come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.models import AgendaItem
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.coordination.meetings.conftest import NEXT, item_of
from tests.coordination.plans.conftest import text

Make = Callable[..., AgendaItem]


@pytest.mark.parametrize(
    ("day", "held_on"),
    [
        (date(2026, 11, 26), date(2026, 11, 26)),
        (date(2026, 12, 2), date(2026, 12, 2)),
        (NEXT, NEXT),
        (date(2026, 12, 4), NEXT),
    ],
)
def test_it_is_the_earlier_of_the_meeting_and_the_day_it_was_finished(
    on_agenda: Make, day: date, held_on: date
) -> None:
    item = on_agenda()
    assert item.held_on == NEXT
    item.discussed_at = timezone.make_aware(datetime.combine(day, time(12)))
    assert item.held_on == held_on


@pytest.mark.django_db
def test_a_waiting_family_has_no_day() -> None:
    assert AgendaItem().held_on is None


def test_what_is_finished_ahead_of_the_meeting_is_dated_today(
    on_agenda: Make, lead: User, caseworker: User
) -> None:
    item = on_agenda()
    client, path = logged_in(lead), f"/moter/{item.meeting_id}/sak/{item.pk}/"
    client.post(f"{path}referat/", {"text": "Søke barnehage"})
    client.post(f"{path}ferdig/", {})
    assert item_of(item.household).discussed_at is not None
    page = text(client, path)
    assert f"Bestemt {TODAY:%d.%m.%Y}" in page
    assert f"Bestemt {NEXT:%d.%m.%Y}" not in page
    page = text(logged_in(caseworker), f"/husstander/{item.household_id}/osk/")
    assert f"{TODAY:%d.%m.%Y}, NAV Midtbyen" in page
