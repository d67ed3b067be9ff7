"""A letter to a creditor as PDF: who writes for whom, by what power of attorney, and the text.

typst gets all words as one JSON value, so that no text becomes markup. Where the person lives is
never in it, and of a protected person not even the office, which would tell the district.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from benefits.models import CreditorLetter
from config.typesetting import FONTS, compiled
from households.access import PLACE_HIDDEN

TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True)
class Words:
    """All that stands in the letter."""

    sender: str
    creditor: str
    day: str
    reference: str
    about: str
    mandate: str
    paragraphs: tuple[str, ...]
    signed: str


def words_of(letter: CreditorLetter) -> Words:
    case, person = letter.counselling, letter.counselling.person
    members = case.household.members.filter(protection__in=PLACE_HIDDEN)
    hidden = person.protection in PLACE_HIDDEN or members.exists()
    office = "" if hidden else f", {case.unit}"
    born = f", født {person.birth_date:%d.%m.%Y}" if person.birth_date else ""
    whom = letter.mandate.creditor or "alle kreditorer"
    return Words(
        sender=f"{settings.MUNICIPALITY} kommune, økonomisk rådgivning{office}",
        creditor=letter.creditor,
        day=f"{letter.dated_on:%d.%m.%Y}",
        reference=f"Vår referanse: {case.reference}-{letter.pk}",
        about=f"Gjelder {person.name}{born}",
        mandate=(
            f"Vi skriver på vegne av {person.name}, etter fullmakt signert "
            f"{letter.mandate.signed_on:%d.%m.%Y} som gjelder {whom}."
        ),
        paragraphs=tuple(part for part in letter.text.splitlines() if part.strip()),
        signed=str(letter.made_by),
    )


def pdf_of(letter: CreditorLetter) -> bytes:
    """The same bytes each time: the clock of the letter is the moment it was made."""
    words = json.dumps(asdict(words_of(letter)) | {"fonts": FONTS}, ensure_ascii=False)
    return compiled(TEMPLATE.read_bytes(), "letter", words, letter.made_at, standards=())
