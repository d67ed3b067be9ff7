"""PDF by typst under PDF/A-2a and PDF/UA-1, from a template and one JSON value of ready words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst
from django.conf import settings

FAMILIES = ("Inter", "Inter Supplement")
"""As manage.py convert_fonts makes them; each holds its own part of the alphabet."""
FALLBACK_FONT = "Libertinus Serif"
"""typst brings it along; used where the fonts have not been converted."""
FONTS = [*FAMILIES, FALLBACK_FONT]
Standard = Literal["a-2a", "ua-1"]
STANDARDS: tuple[Standard, ...] = ("a-2a", "ua-1")
SIGNS = "\u20ac\u2212"


def typeset(template: bytes, name: str, values: dict[str, Any], at: datetime) -> bytes:
    """The template with `values` as its input `name`; the same input gives the same bytes.

    No text becomes markup. A character that no font can show stops the standards; then it is
    replaced by a sign for that.
    """
    text = json.dumps(values, ensure_ascii=False)
    try:
        return compiled(template, name, text, at)
    except typst.TypstError:
        return compiled(template, name, "".join(map(_shown, text)), at)


def _shown(character: str) -> str:
    is_latin = character < "\u0180" or "\u2010" <= character <= "\u2026" or character in SIGNS
    return character if is_latin else "\ufffd"


def compiled(
    template: bytes,
    name: str,
    text: str,
    at: datetime | None,
    standards: Sequence[Standard] = STANDARDS,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The template with the JSON `text` as its input `name`; typst.TypstError where it fails.

    With no `standards` it is a plain PDF: one that holds another, or a sign that no font shows.
    `files` are those the template may name; they lie in a folder of their own while it is set.
    """
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[settings.FONT_DIR] if settings.FONT_DIR.is_dir() else [],
    )
    given: dict[str, Any] = {
        "font_paths": fonts,
        "sys_inputs": {name: text},
        "pdf_standards": list(standards),
        "timestamp": int(at.timestamp()) if at else None,
    }
    if files is None:
        return bytes(typst.compile(template, **given))
    with TemporaryDirectory(prefix="osk-") as folder:
        for file, content in files.items():
            (Path(folder) / file).write_bytes(content)
        page = Path(folder) / "page.typ"
        page.write_bytes(template)
        return bytes(typst.compile(page, root=folder, **given))
