"""A citizen's file as PDF, laid out by typst (subject_file.typ) under PDF/A-2a and PDF/UA-1.

The template gets one JSON value with ready words; no text ever becomes markup.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from config.typesetting import FONTS, typeset
from coordination.citizen.words import NOTHING, tables

TEMPLATE = Path(__file__).with_name("subject_file.typ")


def write(contents: dict[str, Any]) -> bytes:
    """The same contents give the same bytes."""
    made_at = datetime.fromisoformat(contents["about"]["made_at"])
    return typeset(TEMPLATE.read_bytes(), "told", _told(contents), made_at)


def _told(contents: dict[str, Any]) -> dict[str, Any]:
    about = contents["about"]
    return {
        "fonts": FONTS,
        "title": "Opplysninger om deg i OSK-sak",
        "author": about["municipality"],
        "watermark": about["watermark"],
        "paragraphs": [text for text in (about["statement"], about["left_out"]) if text],
        "nothing": NOTHING,
        "parts": [
            {
                "title": table.title,
                "labels": table.labels,
                "rows": table.rows,
                "facts": table.facts if table.is_single else [],
            }
            for table in tables(contents)
        ],
    }
