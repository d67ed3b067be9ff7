"""The case set as one PDF, with a table of contents and a number on every page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Party
from config.typesetting import FONTS, compiled
from decisions.appeal_case.papers import Paper, Papers, papers_of, places_of, without_places
from decisions.letters import Fact, Paragraph, lives_hidden
from decisions.models import Appeal
from households.models import Document, JournalEntry

TEMPLATE = Path(__file__).with_name("case.typ")


def case_of(
    appeal: Appeal, documents: Sequence[Document], notes: Sequence[JournalEntry], at: datetime
) -> bytes:
    """The case as PDF; LetterGoneError when a letter is not there any more."""
    hides = lives_hidden(appeal.decision)
    papers = papers_of(appeal, documents, notes, hides)
    files: dict[str, bytes] = {}
    told = _told(appeal, hides=hides) | {
        "fonts": FONTS,
        "letters": [_laid(row, files) for row in papers.letters],
        "documents": [_laid(row, files) for row in papers.documents],
        "notes": [asdict(Paragraph(row.title, row.text)) for row in papers.notes],
        "left_out": _left_out(papers),
    }
    text = json.dumps(told, ensure_ascii=False)
    return compiled(TEMPLATE.read_bytes(), "told", text, at, standards=(), files=files)


def _laid(paper: Paper, files: dict[str, bytes]) -> dict[str, Any]:
    """The paper for typst: its file under a name that tells nothing, or its text."""
    name = ""
    if paper.data:
        name = f"{len(files) + 1}.{paper.suffix}"
        files[name] = paper.data
    return {"title": paper.title, "file": name, "across": paper.across, "text": paper.text}


def _left_out(papers: Papers) -> list[dict[str, str]]:
    return [{"title": title, "why": why} for title, why in papers.left_out]


def _told(appeal: Appeal, *, hides: bool) -> dict[str, Any]:
    decision = appeal.decision
    office = Party(decision.unit.party).label if hides else str(decision.unit)
    places = places_of(decision.household) if hides else ()
    about = [
        Fact("Klager", appeal.appellant.name),
        Fact("Vedtak", decision.reference),
        Fact("Klagen mottatt", f"{appeal.received_on:%d.%m.%Y}"),
        Fact("Til", appeal.body),
    ]
    parts = [
        Paragraph("Klagen", appeal.text),
        Paragraph("Hvorfor klagen er tatt opp etter fristen", appeal.late_reason),
        Paragraph("Kontorets vurdering", appeal.reconsideration),
    ]
    return {
        "title": f"Klage på vedtak {decision.reference}",
        "municipality": f"{settings.MUNICIPALITY} kommune",
        "sender": office,
        "about": [asdict(fact) for fact in about],
        "parts": [
            {"label": part.label, "text": without_places(part.text, places)}
            for part in parts
            if part.text.strip()
        ],
    }
