"""The confirmation as PDF, to be handed to the parent: who, that, and from when to when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Unit, User
from config.typesetting import FONTS, typeset
from households.models import Person
from households.months import Month, month_name

TEMPLATE = Path(__file__).with_name("confirmation.typ")
PURPOSES = (
    ("kindergarten", "Barnehage"),
    ("sfo", "SFO"),
    ("leisure", "Idrettslag eller fritidstilbud"),
    ("other", "Annet"),
)
RECEIVERS = {
    "kindergarten": "Til barnehagen",
    "sfo": "Til SFO",
    "leisure": "Til idrettslaget eller fritidstilbudet",
    "other": "Til den det gjelder",
}


def confirmation(
    *,
    person: Person,
    period: tuple[Month, Month],
    purpose: str,
    unit: Unit,
    by: User,
    at: datetime,
) -> bytes:
    """The paper; it tells no amount, no reason and nobody else in the household."""
    first, last = (month_name(month) for month in period)
    words: dict[str, Any] = {
        "fonts": FONTS,
        "municipality": settings.MUNICIPALITY,
        "unit": str(unit),
        "receiver": RECEIVERS[purpose],
        "title": "Bekreftelse på økonomisk sosialhjelp",
        "name": person.name,
        "born": f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "",
        "months": f"i {first}" if first == last else f"fra {first} til {last}",
        "date": f"{timezone.localdate(at):%d.%m.%Y}",
        "by": str(by),
    }
    return typeset(TEMPLATE.read_bytes(), "told", words, at)
