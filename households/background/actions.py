"""Noting what a person tells of background and language; the access log says who did."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from households.models import Person

FIELDS = ("background", "resident_since", "norwegian_level", "language", "needs_interpreter")


class ChangedMeanwhileError(Exception):
    """Somebody has written since the page was shown."""


def fingerprint(person: Person) -> str:
    """What stands now, as one text to compare with."""
    return "|".join(str(getattr(person, name)) for name in FIELDS)


@transaction.atomic
def note_background(*, person: Person, seen: str, **told: Any) -> None:
    """Keep what was told. Raises ChangedMeanwhileError unless `seen` is what stands."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    if fingerprint(row) != seen:
        raise ChangedMeanwhileError
    for name in FIELDS:
        setattr(row, name, told[name])
    row.save(update_fields=FIELDS)
