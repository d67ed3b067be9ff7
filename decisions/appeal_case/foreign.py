"""The pages of PDFs that others have made: whether they can be shown, and with what is filled in.

typst shows what stands on a page itself. What lies above it, as fields of a form that are filled
in, and stamps, is drawn into the page first.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from config.typesetting import compiled

MOST_PAGES = 500
HIDDEN, NO_VIEW = 2, 32
"""Flags of what lies above a page and is not to be seen."""

ENCRYPTED = "filen er låst med passord"
UNREADABLE = "filen er skadet eller laget på en måte som ikke kan leses her"
TOO_MANY = f"filen har over {MOST_PAGES} sider"
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What pypdf raises for files that break the rules of the format."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class UnreadableError(Exception):
    """Why the pages cannot be shown, in Norwegian words that follow a dash."""


@dataclass(frozen=True)
class Pages:
    """A PDF that typst can show: its bytes, and of each page whether it lies across."""

    data: bytes
    across: tuple[bool, ...]


def pages_of(data: bytes) -> Pages:
    """The pages with what lies above them drawn in; UnreadableError when they cannot be shown."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(ENCRYPTED)
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableError(TOO_MANY)
        across = tuple(map(_lies_across, reader.pages))
        shown = _drawn_in(reader) if _has_more(reader) else data
    except (*BROKEN, OSError) as error:
        raise UnreadableError(UNREADABLE) from error
    if not across:
        raise UnreadableError(UNREADABLE)
    _try(shown, len(across))
    return Pages(shown, across)


def _lies_across(page: Any) -> bool:
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    return (width > height) != (page.rotation % 180 == 90)


def _has_more(reader: PdfReader) -> bool:
    return reader.is_encrypted or any("/Annots" in page for page in reader.pages)


def _drawn_in(reader: PdfReader) -> bytes:
    """Without password, and with what lies above each page drawn into it."""
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for page in writer.pages:
        _draw(page, list(_above(page)))
        page.pop("/Annots", None)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _above(page: Any) -> Iterator[tuple[Any, list[float]]]:
    """(how it looks, where it lies) of all that lies above the page and is to be seen."""
    for row in page.get("/Annots") or ():
        one = row.get_object()
        if one.get("/Subtype") == "/Popup" or int(one.get("/F", 0)) & (HIDDEN | NO_VIEW):
            continue
        look = (one.get("/AP") or {}).get("/N")
        look = look.get_object() if look is not None else None
        if look is not None and not isinstance(look, StreamObject):  # one look for each state
            look = look.get(one.get("/AS", "/Off"))
            look = look.get_object() if look is not None else None
        if isinstance(look, StreamObject) and "/Rect" in one and "/BBox" in look:
            yield look, [float(number) for number in one["/Rect"]]


def _draw(page: Any, above: list[tuple[Any, list[float]]]) -> None:
    """Each as a form of its own over the page, moved and stretched to its place (PDF 12.5.5)."""
    if not above:
        return
    resources = page.get("/Resources", DictionaryObject()).get_object()
    forms = resources.get("/XObject", DictionaryObject()).get_object()
    drawn = []
    for number, (look, place) in enumerate(above):
        name = f"/OskAbove{number}"
        look[NameObject("/Type")] = NameObject("/XObject")
        look[NameObject("/Subtype")] = NameObject("/Form")
        forms[NameObject(name)] = look.indirect_reference or look
        drawn.append(f"q {_moved(look, place)} cm {name} Do Q")
    resources[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = ArrayObject(
        [_stream("q"), *_contents(page), _stream("Q " + " ".join(drawn))]
    )


def _contents(page: Any) -> list[Any]:
    found = page.get("/Contents")
    whole = found.get_object() if found is not None else ArrayObject()
    return list(whole) if isinstance(whole, ArrayObject) else [found]


def _stream(text: str) -> StreamObject:
    made = StreamObject()
    made.set_data(f"{text}\n".encode("ascii"))
    return made


def _moved(look: Any, place: list[float]) -> str:
    """The matrix that lays the box of a look over its place."""
    box = [float(number) for number in look["/BBox"]]
    a, b, c, d, e, f = (float(number) for number in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    left, right = sorted((place[0], place[2]))
    low, high = sorted((place[1], place[3]))
    wide = (right - left) / ((max(xs) - min(xs)) or 1)
    tall = (high - low) / ((max(ys) - min(ys)) or 1)
    numbers = (wide, 0, 0, tall, left - min(xs) * wide, low - min(ys) * tall)
    return " ".join(f"{number:.5f}" for number in numbers)


TRIAL = b"""#let told = json(bytes(sys.inputs.told))
#for number in range(1, told.pages + 1) { page(image("trial.pdf", page: number)) }"""


def _try(data: bytes, pages: int) -> None:
    """Whether typst can show every page."""
    try:
        compiled(
            TRIAL, "told", f'{{"pages": {pages}}}', None, standards=(), files={"trial.pdf": data}
        )
    except typst.TypstError as error:
        raise UnreadableError(UNREADABLE) from error
