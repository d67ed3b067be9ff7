"""Housing in the scene: a vacant home, a place in the queue, and what is posted about them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.models import Dwelling, QueueEntry, QueueMove
from housing.queue import standing
from tests.conftest import unit
from tests.housing.filled import dwelling, ground, queued


def place_in(household: Household, by: User) -> int:
    """The household's place in the queue; made where there is none."""
    found = QueueEntry.objects.standing().filter(household=household).first()
    return (found or queued(household, by)).pk


def move_in(household: Household, by: User) -> int:
    """A move to class A that the household waits for an answer to."""
    entry = QueueEntry.objects.get(pk=place_in(household, by))
    found = QueueMove.objects.waiting().filter(entry=entry).first()
    if found is None:
        wish = standing.Wish(None, [ground("A")], "Mistet boligen", uuid.uuid4())
        found = standing.move(entry=entry, wish=wish, at=timezone.now(), by=by)
    return found.pk


def vacant_home() -> int:
    found = Dwelling.objects.first() or dwelling()
    return found.pk


def _day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def _application(scene: Any, actor: str, context: str) -> dict[str, Any]:
    home = scene.household(actor, context)
    QueueEntry.objects.filter(household=home).update(
        ended_on=timezone.localdate(), exit_cause="withdrawn"
    )
    return {
        "token": str(uuid.uuid4()),
        "applicant": home.contact_id,
        "received_on": _day(),
        "situation": "Bor hos en venn",
        "rooms": "2",
    }


def _home(*_: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"address": f"Prøveveien {uuid.uuid4()}", "rooms": 2, "area": 50}
    given |= {"district": unit("hv", "midtbyen").district_id, "rent": "9 000"}
    return given | {"ownership": "building", "state": "in_use", "available_from": _day()}


OF_OFFICE: dict[str, Any] = {
    "queue_id": lambda scene, home: place_in(home, scene.users["HV"]),
    "dwelling_id": lambda scene, home: vacant_home(),
}
POSTS: dict[str, Any] = {
    "housing:new_application": _application,
    "housing:act": lambda *_: {"on": _day(), "cause": "self_referral"},
    "housing:decide_move": lambda *_: {"approves": "yes"},
    "homes:new": _home,
    "homes:change": _home,
    "homes:offer": lambda *_: {"answer_by": _day(7)},
}
