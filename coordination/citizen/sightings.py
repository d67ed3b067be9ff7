"""Who has seen what about one person, from the access log, for the person to read.

Members of staff appear by role and unit; by name only where the municipality has chosen so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.models import AccessEvent, Unit, User
from accounts.policy import Role
from coordination.lookups.queries import event_ids_about
from coordination.lookups.words import TO_THE_CITIZEN
from households.subject import Part, Row, Subject, unit_name

CHUNK = 500
SYSTEM = "OSK-sak (automatisk)"


@dataclass(frozen=True)
class Sighting:
    """One line of the access log about a person."""

    at: datetime
    action: str
    about: str
    role: str
    unit_id: int | None
    user_id: int | None
    permitted: bool


def sightings(person_id: int) -> list[Sighting]:
    """Every line about the person, oldest first, the refused attempts too."""
    return [
        Sighting(
            at=event.at,
            action=event.get_action_display(),
            about=TO_THE_CITIZEN.get(event.view_name, ""),
            role=_role_words(event.roles),
            unit_id=event.unit_id,
            user_id=event.user_id,
            permitted=event.verdict == AccessEvent.Verdict.PERMIT,
        )
        for event in _events(person_id)
    ]


def _events(person_id: int) -> Iterator[AccessEvent]:
    """By the log's index of persons, a few at a time."""
    ids = event_ids_about(person_id)[::-1]
    for start in range(0, len(ids), CHUNK):
        yield from AccessEvent.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")


def _role_words(roles: str) -> str:
    known = dict(Role.choices)
    return ", ".join(str(known.get(role, role)) for role in roles.split(",") if role) or SYSTEM


def parts(subject: Subject) -> list[Part]:
    columns = {
        "at": "Tidspunkt",
        "action": "Hva ble gjort",
        "about": "Hva det gjaldt",
        "role": "Rolle",
        "unit": "Kontor",
        "permitted": "Fikk tilgang",
    }
    seen = sightings(subject.person.pk)
    units = Unit.objects.in_bulk({line.unit_id for line in seen if line.unit_id})
    staff = User.objects.in_bulk({line.user_id for line in seen if line.user_id})
    if settings.SUBJECT_FILE_NAMES_STAFF:
        columns["name"] = "Navn"
    rows: list[Row] = []
    for line in seen:
        unit = units.get(line.unit_id) if line.unit_id else None
        row: Row = {
            "at": line.at,
            "action": line.action,
            "about": line.about,
            "role": line.role,
            "unit": unit_name(unit, subject) if unit else "",
            "permitted": line.permitted,
        }
        if settings.SUBJECT_FILE_NAMES_STAFF:
            row["name"] = str(staff.get(line.user_id, "")) if line.user_id else ""
        rows.append(row)
    return [Part("seen_by", "Hvem som har sett opplysninger om deg", columns, rows)]
