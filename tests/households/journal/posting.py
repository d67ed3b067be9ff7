"""Where the journal is, and how a note is posted."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from households.models import Household


def address(household: Household, rest: str = "") -> str:
    return f"/husstander/{household.pk}/journal/{rest}"


def write(client: Client, household: Household, text: str = "Ringte", **told: Any) -> Any:
    values = {"text": text, "token": str(uuid.uuid4())} | told
    return client.post(address(household), values)
