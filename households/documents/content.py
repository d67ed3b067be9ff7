"""What a file really is, by its first bytes, and how it is made safe (security.md 3.15).

Its name and what the browser says of it decide nothing; a text alone has no mark of its own, so it
must be called .txt. Pictures are drawn anew, so that neither the place they were taken at nor
anything hidden behind them comes along.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from config.templatetags import tall
from households.models import Document

ContentType = Document.ContentType
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
"""A picture of more would fill the memory when it is drawn."""
JPEG_QUALITY = 90
MAGIC = (
    (b"%PDF-", ContentType.PDF),
    (b"\x89PNG\r\n\x1a\n", ContentType.PNG),
    (b"\xff\xd8\xff", ContentType.JPEG),
)
SUFFIXES = {
    ContentType.PDF: "pdf",
    ContentType.PNG: "png",
    ContentType.JPEG: "jpg",
    ContentType.TEXT: "txt",
}
FORMATS = {ContentType.PNG: "PNG", ContentType.JPEG: "JPEG"}
PLAIN = frozenset("\t\n\r\f\u00a0\u00ad")

EMPTY = "Filen er tom."
TOO_LARGE = "Filen er over 10 MB. Del den opp, eller lag en mindre utgave."
UNKNOWN = "Filen kan ikke tas imot. Bruk PDF, PNG, JPEG eller en ren tekstfil (.txt)."
CUT_OFF = "PDF-filen er ikke hel. Last den ned eller skann den på nytt."
NOT_TEXT = "Tekstfilen kan ikke leses som tekst."
BROKEN = "Bildet er ødelagt og kan ikke åpnes."
TOO_MANY_PIXELS = f"Bildet er for stort. Det kan ha høyst {tall(MOST_PIXELS)} punkter."


class ContentRefusedError(Exception):
    """Why a file is not taken in, in a Norwegian sentence without its name."""


@dataclass(frozen=True)
class Content:
    """The bytes to be kept, and what they are."""

    content_type: str
    data: bytes


def content_of(file: UploadedFile) -> Content:
    """The file made safe; ContentRefusedError when it is of no kind that is taken in."""
    data = _whole(file)
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), None)
    if kind in FORMATS:
        return Content(kind, drawn_anew(data, FORMATS[kind]))
    if kind == ContentType.PDF:
        if b"%%EOF" not in data[-2048:]:
            raise ContentRefusedError(CUT_OFF)
        return Content(kind, data)
    if str(file.name).casefold().endswith(".txt"):
        return Content(ContentType.TEXT, _plain_text(data))
    raise ContentRefusedError(UNKNOWN)


def _whole(file: IO[bytes]) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if not data:
        raise ContentRefusedError(EMPTY)
    if len(data) > MOST_BYTES:
        raise ContentRefusedError(TOO_LARGE)
    return data


def _plain_text(data: bytes) -> bytes:
    """As UTF-8, whether it came so or in the older Windows letters; it must be all letters."""
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        raise ContentRefusedError(NOT_TEXT) from error
    if not all(letter.isprintable() or letter in PLAIN for letter in text):
        raise ContentRefusedError(NOT_TEXT)
    return text.encode()


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def drawn_anew(data: bytes, format_: str) -> bytes:
    """The same picture, turned as its camera held it, and nothing else of what the file held."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[format_]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ContentRefusedError(TOO_MANY_PIXELS)
                return _redraw(picture, format_)
    except Image.DecompressionBombError as error:
        raise ContentRefusedError(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ContentRefusedError(BROKEN) from error
    except (struct.error, zlib.error, OverflowError, TypeError, KeyError, IndexError) as error:
        raise ContentRefusedError(BROKEN) from error


def _redraw(picture: Image.Image, format_: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    has_clear = format_ == "PNG" and (upright.mode in ("LA", "PA") or "A" in upright.getbands())
    has_clear |= format_ == "PNG" and "transparency" in upright.info
    plain = upright.convert("RGBA" if has_clear else "RGB")
    plain.info = {}
    made = BytesIO()
    plain.save(made, format_, **({"quality": JPEG_QUALITY} if format_ == "JPEG" else {}))
    return made.getvalue()
