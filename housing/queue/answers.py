"""By when an application must be answered, as pages tell it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from config.templatetags import tall
from housing.codes import ApplicationState
from housing.models import HousingApplication
from housing.queue import rules


class Due(NamedTuple):
    """By when it is due, and the css class of it: `late`, `soon` or none."""

    text: str
    mark: str


def answer_in_words(row: HousingApplication, today: date) -> Due | None:
    """By when an application must be answered by law; None for one that is answered."""
    if row.state not in (ApplicationState.RECEIVED, ApplicationState.ASSESSED):
        return None
    due = rules.answer_due(row.received_on, row.expected_on)
    left = (due - today).days
    if left < 0:
        return Due(f"{tall(-left)} dag{'er' if left < -1 else ''} over lovens frist", "late")
    return Due(f"{due:%d.%m.%Y}", "soon" if due <= today + rules.SOON else "")
