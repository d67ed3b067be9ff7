"""PDFs as others make them: of many pages, across, filled in, locked, and broken."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from config.typesetting import compiled

SET = datetime(2026, 11, 1, tzinfo=UTC)


def pages(count: int = 1, text: str = "Husleie", *, flipped: bool = False) -> bytes:
    across = "true" if flipped else "false"
    body = f"#set page(flipped: {across})\n"
    body += f"#for i in range({count}) [{text} #(i + 1) #pagebreak(weak: true)]"
    return compiled(body.encode(), "told", "{}", SET, standards=())


def words_in(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def turned(quarters: int = 1) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pages()))
    writer.pages[0].rotate(90 * quarters)
    return written(writer)


def locked(password: str) -> bytes:
    """Opened by the password; by anybody when it is empty."""
    writer = PdfWriter(clone_from=io.BytesIO(pages()))
    writer.encrypt(password, "eieren", algorithm="AES-256")
    return written(writer)


def filled_in(text: str, **more: Any) -> bytes:
    """A page with a field that somebody has filled in: `text` lies above it and not in it."""
    writer = PdfWriter(clone_from=io.BytesIO(pages()))
    look = StreamObject()
    look.set_data(f"BT /F1 12 Tf 2 4 Td ({text}) Tj ET".encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _box(0, 0, 200, 20),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    looks = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/F"): NumberObject(more.get("flags", 4)),
            NameObject("/Rect"): _box(100, 300, 300, 320),
            NameObject("/AP"): looks,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    return written(writer)


def _box(*numbers: int) -> ArrayObject:
    return ArrayObject([FloatObject(number) for number in numbers])
