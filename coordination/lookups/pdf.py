"""The printout for the citizen: who has looked at what is known of one person (printout.typ)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from config.templatetags import tall
from config.typesetting import FONTS, typeset
from coordination.lookups.queries import LogLine
from households.models import Person

TEMPLATE = Path(__file__).with_name("printout.typ")


def written(
    *, person: Person, lines: list[LogLine], printed_at: datetime, left_out: int = 0
) -> bytes:
    """Tagged, in Norwegian; the latest first."""
    values = {
        "fonts": FONTS,
        "title": f"Hvem har sett opplysninger om {person.name}",
        "author": f"{settings.MUNICIPALITY} kommune",
        "made": f"{printed_at:%d.%m.%Y}",
        "count": tall(len(lines)),
        "left_out": f"Listen viser de siste {tall(len(lines))} oppslagene. {tall(left_out)} eldre "
        "oppslag er ikke med; be om dem om du ønsker det."
        if left_out
        else "",
        "rows": [_row(line) for line in lines],
    }
    return typeset(TEMPLATE.read_bytes(), "printout", values, printed_at)


def _row(line: LogLine) -> list[str]:
    at = timezone.localtime(line.at)
    place = ", ".join(filter(None, (line.role, line.unit)))
    return [f"{at:%d.%m.%Y}", f"{at:%H:%M}", line.who, place, line.plainly]
