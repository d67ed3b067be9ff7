"""Changing a tenancy that somebody lives by, or will."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from housing.acting import HousingConflictError
from housing.models import Tenancy


def change(tenancy: Tenancy, version: int, values: dict[str, Any]) -> Tenancy:
    """Change a current contract if it is still the `version` that the writer saw; as it now stands.

    One that is renewed ahead may be changed until the renewal begins.
    """
    rows: Any = Tenancy.objects.current(timezone.localdate())
    if not rows.filter(pk=tenancy.pk, version=version).update(version=F("version") + 1, **values):
        raise HousingConflictError
    tenancy.refresh_from_db()
    return tenancy
