"""A meeting at Midtbyen with a family that is shared with it, and what is posted about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from coordination.models import AgendaItem, Meeting, OskAction
from households.models import Household
from tests.conftest import unit
from tests.coordination.meetings.filled import open_action


def meeting(by: User) -> Meeting:
    """Today's."""
    today = timezone.localdate()
    given = {"begins_at": time(9), "ends_at": time(11), "capacity": 8}
    found, _ = Meeting.objects.get_or_create(
        unit=unit("nav", "midtbyen"),
        on=today,
        defaults={**given, "called_by": by, "called_at": timezone.now()},
    )
    return found


def item(home: Household, by: User) -> AgendaItem:
    found, _ = AgendaItem.objects.get_or_create(
        unit=unit("nav", "midtbyen"),
        household=home,
        defaults={"came_on": timezone.localdate(), "meeting": meeting(by), "position": 1},
    )
    return found


def things(home: Household, users: dict[str, User]) -> dict[str, Callable[[str], Any]]:
    """By the name an address gives it; `home` is shared with the meeting of Midtbyen."""
    lead = users["OSK"]
    return {
        "meeting_id": lambda app: meeting(lead).pk,
        "item_id": lambda app: item(home, lead).pk,
        "action_id": lambda app: open_action(item(home, lead), lead).pk,
    }


def _day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def _coming(**values: Any) -> None:
    """The family of the scene on today's agenda, however an earlier cell has left it."""
    told = {"meeting": Meeting.objects.first(), "discussed_at": None, "discussed_by": None}
    AgendaItem.objects.update(**told | {"mode": "", "closed_at": None} | values)


def _discussed(**values: Any) -> None:
    """The same, after the meeting has taken it up."""
    lead = Meeting.objects.all()[0].called_by
    _coming(discussed_at=timezone.now(), discussed_by=lead, mode="named", **values)


def _task(scene: Any, actor: str, context: str) -> dict[str, Any]:
    who = f"nav:{scene.users['VEI'].pk}"
    return {"what": "Ringe skolen", "who": who, "due_on": _day(9)}


def _put_first(*_: Any) -> dict[str, Any]:
    _coming(meeting=None)
    return {}


def _close_item(*_: Any) -> dict[str, Any]:
    _discussed()
    return {}


def _take_baton(scene: Any, actor: str, context: str) -> dict[str, Any]:
    _discussed(baton_next=scene.users.get(actor))
    return {}


def _settle(scene: Any, actor: str, context: str) -> dict[str, Any]:
    if actor in scene.users:
        OskAction.objects.update(responsible=scene.users[actor])
    return {"state": "done"}


POSTS: dict[str, Any] = {
    "meetings:call": lambda *_: {"on": _day(30), "begins_at": "09:00", "ends_at": "11:00"},
    "meetings:choose_mode": lambda *_: {"mode": "anonymous"},
    "meetings:decide": lambda *_: {"text": "Spør skolen"},
    "meetings:add_action": _task,
    "meetings:finish": lambda *_: {"review_on": _day(90), "baton": ""},
    "meetings:put_first": _put_first,
    "meetings:close_item": _close_item,
    "meetings:take_baton": _take_baton,
    "meetings:settle": _settle,
    "meetings:household": lambda *_: {"request": "Trenger hjelp fra flere tjenester"},
}
