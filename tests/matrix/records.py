"""A note and a document of the actor's party in each household, and what is posted of them."""

from __future__ import annotations

import uuid
from typing import Any

from accounts.models import User
from households.models import Household
from tests.conftest import unit
from tests.record_factories import PDF, document, note, upload


def made(name: str, household: Household, party: str, by: User) -> int:
    """What `name` stands for in an address; new each time."""
    make: Any = note if name == "entry_id" else document
    return make(household, by, at=unit(party, "midtbyen")).pk


def _note(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"text": "Ringte", "token": str(uuid.uuid4())}


def _document(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"file": upload(PDF), "kind": "other", "token": str(uuid.uuid4())}


POSTS: dict[str, Any] = {
    "journal:list": _note,
    "journal:correct": _note,
    "documents:new": _document,
}
