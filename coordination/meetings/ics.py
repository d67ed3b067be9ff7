"""An invitation to a meeting for any calendar (RFC 5545): one event, and nothing of its agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.utils import timezone

from coordination.models import Meeting

LONGEST = 75
"""Octets of a line before it is folded."""


def invitation(meeting: Meeting, *, address: str) -> bytes:
    """The event, with the office and a link to the list of meetings alone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OSK-sak//NB",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:osk-mote-{meeting.pk}@osk-sak",
        f"DTSTAMP:{_stamp(meeting.called_at)}",
        f"DTSTART:{_at(meeting.on, meeting.begins_at)}",
        f"DTEND:{_at(meeting.on, meeting.ends_at)}",
        f"SUMMARY:{_text(f'OSK-møte {meeting.unit}')}",
        f"DESCRIPTION:{_text('Sakslisten står i OSK-sak.')}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8")


def _at(day: date, at: time) -> str:
    return _stamp(timezone.make_aware(datetime.combine(day, at)))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never in the middle of a character."""
    part, room = "", LONGEST
    for character in line:
        size = len(character.encode("utf-8"))
        if size > room:
            yield part
            part, room = " ", LONGEST - 1
        part, room = part + character, room - size
    yield part
