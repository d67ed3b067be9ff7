"""A family that a meeting has discussed, with something of everything, for tests of all apps."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import User
from coordination.models import AgendaItem, Meeting, OskAction
from households.models import Household
from tests.conftest import unit


def discussed(
    household: Household, by: User, on: date | None = None, text: str = "Avtalt"
) -> AgendaItem:
    """Asked for, discussed anonymously at Midtbyen, with a decision and an open action of `by`."""
    day = on or timezone.localdate()
    at = timezone.make_aware(datetime.combine(day, time(9)))
    meeting, _ = Meeting.objects.get_or_create(
        unit=unit("nav", "midtbyen"),
        on=day,
        defaults={
            "begins_at": time(9),
            "ends_at": time(11),
            "capacity": 8,
            "called_by": by,
            "called_at": at,
        },
    )
    item = AgendaItem.objects.create(
        unit=meeting.unit,
        household=household,
        meeting=meeting,
        position=meeting.items.count() + 1,
        came_on=day,
        asking_party="nav",
        request=text,
        requested_by=by,
        requested_at=at,
        mode="anonymous",
        discussed_by=by,
        discussed_at=at,
    )
    item.changes.create(act="discuss", by=by, at=at)
    item.decisions.create(text=text, written_by=by, written_at=at)
    open_action(item, by, text)
    return item


def open_action(item: AgendaItem, by: User, text: str = "Ringe skolen") -> OskAction:
    at = item.discussed_at or timezone.now()
    return OskAction.objects.create(
        item=item,
        what=text,
        party="nav",
        responsible=by,
        due_on=timezone.localdate(at),
        added_by=by,
        added_at=at,
    )
