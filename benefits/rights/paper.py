"""The guide on A4, to be given to whoever asks; it holds nothing about anybody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from benefits.models import RightsGuide, RightsRule
from benefits.rights.queries import lines_of
from benefits.rights.words import Language
from config.typesetting import FONTS, typeset

TEMPLATE = Path(__file__).with_name("guide.typ")


def paper(guide: RightsGuide, language: Language, at: datetime) -> bytes:
    """The same edition in the same language on the same day gives the same bytes."""
    words: dict[str, Any] = {
        "fonts": FONTS,
        "language": language.code,
        "municipality": f"{settings.MUNICIPALITY} kommune",
        "title": language.title,
        "lead": language.lead,
        "head": [language.category, *language.services.values()],
        "lines": [
            [
                language.categories[line.value],
                *(_cell(rule, language) for rule in line.rules),
            ]
            for line in lines_of(guide)
        ],
        "basis_title": language.basis,
        "basis": _laws(guide),
        "edition": language.edition.format(
            version=guide.version, since=f"{guide.valid_from:%d.%m.%Y}"
        ),
        "page": language.page,
    }
    return typeset(TEMPLATE.read_bytes(), "told", words, at)


def _laws(guide: RightsGuide) -> list[str]:
    """Each law, regulation and plan that a rule cites, once."""
    cited = [law for rule in guide.rules.all() for law in rule.basis.split("; ")]
    return sorted(set(cited), key=str.casefold)


def _cell(rule: RightsRule, language: Language) -> dict[str, str]:
    note = rule.note if language.code == "nb" else rule.note_en
    return {"grant": rule.grant, "word": language.grants[rule.grant], "note": note}
