"""What every act on a lodging, a tenancy and what threatens it has in common."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F, Model

from housing.history import HousingError

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
