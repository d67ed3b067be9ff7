"""The invitation: an event any calendar can read, with nothing about a family in it."""

from __future__ import annotations

import pytest

from coordination.meetings.ics import invitation
from coordination.models import Meeting

pytestmark = pytest.mark.django_db


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_it_tells_when_and_which_office_alone(meeting: Meeting) -> None:
    lines = unfolded(invitation(meeting, address="https://osk.example/moter/"))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20261203T080000Z" in lines
    assert "DTEND:20261203T100000Z" in lines
    assert "SUMMARY:OSK-møte NAV Midtbyen" in lines


def test_a_long_line_is_folded_between_characters(meeting: Meeting) -> None:
    meeting.unit.name = "NAV " + "ø" * 60 + ", og; mer"
    content = invitation(meeting, address="https://osk.example/moter/")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert f"SUMMARY:OSK-møte NAV {'ø' * 60}\\, og\\; mer" in unfolded(content)
