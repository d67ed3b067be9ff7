"""The agenda of a meeting, or its minutes, on A4 (meeting.typ)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Party
from config.typesetting import FONTS, typeset
from coordination.meetings.queries import Line, Minutes
from coordination.models import Meeting

TEMPLATE = Path(__file__).with_name("meeting.typ")
CLOSED = "Det som ble skrevet, vises ikke: ingen samtykker lenger til det."


def written(
    *, meeting: Meeting, lines: Sequence[Line], minutes: Sequence[Minutes], at: datetime
) -> bytes:
    """Tagged, in Norwegian; names only where somebody consents today."""
    kind = "Referat" if meeting.is_held else "Saksliste"
    values = {
        "fonts": FONTS,
        "title": f"{kind}: OSK-møte {meeting.unit}",
        "author": f"{settings.MUNICIPALITY} kommune",
        "when": f"{meeting.on:%d.%m.%Y} kl. {meeting.begins_at:%H.%M}–{meeting.ends_at:%H.%M}",
        "made": f"{at:%d.%m.%Y %H.%M}",
        "is_minutes": meeting.is_held,
        "closed": f"Lukket av {meeting.closed_by} {meeting.closed_at:%d.%m.%Y}"
        if meeting.closed_at
        else "",
        "rows": [
            [f"{line.number}", line.label.name, line.label.line, line.why, line.consent]
            for line in lines
        ],
        "minutes": [_minutes(row) for row in minutes],
    }
    return typeset(TEMPLATE.read_bytes(), "meeting", values, at)


def _minutes(row: Minutes) -> dict[str, Any]:
    item = row.line.item
    return {
        "name": f"Sak {row.line.number}: {row.line.label.name}",
        "mode": "Drøftet anonymt" if item.mode == item.Mode.ANONYMOUS else "Drøftet med navn",
        "decisions": list(row.decisions) or ([CLOSED] if row.is_closed else []),
        "actions": [
            [
                one.what,
                f"{Party(one.party).label} · {one.responsible}",
                f"{one.due_on:%d.%m.%Y}",
                one.get_state_display(),
            ]
            for one in row.actions
        ],
        "review": f"Ny gjennomgang {item.review_on:%d.%m.%Y}" if item.review_on else "",
        "baton": f"Stafettpinne: {item.baton}" if item.baton else "",
    }
