"""What every act on a lodging, a tenancy and what threatens it has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from housing.history import TOLD, HousingError, Part
from housing.models import HousingChange

Row = TypeVar("Row", bound=Model)


class HousingConflictError(HousingError):
    """Somebody else has written here meanwhile; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("Noen andre har skrevet her imens. Se over, og send på nytt.")


def step(row: Row, version: int, values: dict[str, Any]) -> Row:
    """Change an open row if it is still the `version` that the writer saw; it as it now stands."""
    rows: Any = type(row)._default_manager.filter(pk=row.pk, version=version, ended_on=None)
    if not rows.update(version=F("version") + 1, **values):
        raise HousingConflictError
    row.refresh_from_db()
    return row


def note(
    household_id: int, part: Part, told: str, *, by: User, party: str, at: datetime | None = None
) -> None:
    """A line in the household's history."""
    HousingChange.objects.create(
        household_id=household_id,
        party=party,
        part=part,
        told=told[:TOLD],
        by=by,
        at=at or timezone.now(),
    )
