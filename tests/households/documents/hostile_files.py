"""The forty files of security.md 2.4 that somebody might hand in, and what becomes of each."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from PIL import Image

from households.documents import content
from tests.record_factories import PDF, picture

GPS = 0x8825


@dataclass(frozen=True)
class Hostile:
    """A file by the name it is given; `refusal` is what is said, None where it is taken in."""

    what: str
    name: str
    data: bytes
    refusal: str | None = None


def with_place(format_: str) -> bytes:
    """A picture whose EXIF tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Hemmeligmerke"
    exif.get_ifd(GPS).update({1: "N", 2: (63.0, 25.0, 49.0), 3: "E", 4: (10.0, 23.0, 42.0)})
    return picture(format_, exif=exif)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width: int, height: int) -> bytes:
    """Few bytes that say they are a picture of very many points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text_bomb_png() -> bytes:
    """A good picture with a text in it that unpacks to 20 MB."""
    good = picture("PNG")
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 20_000_000, 9))
    return good[:33] + bomb + good[33:]


PHP = b"<?php system($_GET['c']); ?>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 64
ZIP = b"PK\x03\x04" + b"\0" * 60
UNKNOWN, NOT_TEXT, BROKEN = content.UNKNOWN, content.NOT_TEXT, content.BROKEN
LONG = "a" * 296

FILES = [
    Hostile("php as pdf", "faktura.pdf", PHP, UNKNOWN),
    Hostile("svg as pdf", "faktura.pdf", SVG, UNKNOWN),
    Hostile("html as pdf", "faktura.pdf", HTML, UNKNOWN),
    Hostile("exe as pdf", "faktura.pdf", EXE, UNKNOWN),
    Hostile("php as png", "bilde.png", PHP, UNKNOWN),
    Hostile("svg as png", "bilde.png", SVG, UNKNOWN),
    Hostile("html as jpeg", "bilde.jpg", HTML, UNKNOWN),
    Hostile("exe as jpeg", "bilde.jpg", EXE, UNKNOWN),
    Hostile("php by its name", "skall.php", PHP, UNKNOWN),
    Hostile("svg by its name", "tegning.svg", SVG, UNKNOWN),
    Hostile("html by its name", "side.html", HTML, UNKNOWN),
    Hostile("exe by its name", "program.exe", EXE, UNKNOWN),
    Hostile("exe as text", "program.txt", EXE, NOT_TEXT),
    Hostile("zip as pdf", "papirer.pdf", ZIP, UNKNOWN),
    Hostile("zip as text", "papirer.txt", ZIP, NOT_TEXT),
    Hostile("office file", "brev.docx", ZIP, UNKNOWN),
    Hostile("gif", "bilde.gif", b"GIF89a" + b"\0" * 40, UNKNOWN),
    Hostile("bmp", "bilde.bmp", b"BM" + b"\0" * 60, UNKNOWN),
    Hostile("tiff", "bilde.tif", b"II*\0" + b"\0" * 60, UNKNOWN),
    Hostile("webp", "bilde.webp", b"RIFF\0\0\0\0WEBP", UNKNOWN),
    Hostile("script", "kjor.sh", b"#!/bin/sh\nrm -rf .\n", UNKNOWN),
    Hostile("mark after the start", "faktura.pdf", b"\n\n" + PDF, UNKNOWN),
    Hostile("empty", "tom.pdf", b"", content.EMPTY),
    Hostile("11 MB", "stor.pdf", PDF + b"\0" * 11_000_000, content.TOO_LARGE),
    Hostile("a byte too large", "stor.txt", b"a" * (content.MOST_BYTES + 1), content.TOO_LARGE),
    Hostile("pdf cut off", "halv.pdf", PDF[:40], content.CUT_OFF),
    Hostile("png cut off", "halv.png", picture("PNG")[:60], BROKEN),
    Hostile("jpeg cut off", "halv.jpg", picture("JPEG")[:200], BROKEN),
    Hostile("png with jpeg inside", "bilde.png", b"\x89PNG\r\n\x1a\n" + picture("JPEG"), BROKEN),
    Hostile("30 000 x 30 000", "bombe.png", huge_png(30_000, 30_000), content.TOO_MANY_PIXELS),
    Hostile("just too many points", "bombe.png", huge_png(8_000, 7_000), content.TOO_MANY_PIXELS),
    Hostile("text bomb in a png", "bombe.png", text_bomb_png(), BROKEN),
    Hostile("letters of no alphabet", "merkelig.txt", b"\x81\x8d\x8f", NOT_TEXT),
    Hostile("turned letters", "snudd.txt", "faktura\u202efdp.exe".encode(), NOT_TEXT),
    Hostile("pdf that is html too", "begge.pdf", PDF + HTML + b"%%EOF"),
    Hostile("jpeg that is php too", "begge.jpg", picture("JPEG") + PHP),
    Hostile("png that is html too", "begge.png", picture("PNG") + HTML),
    Hostile("path out of the folder", "../../x", picture("PNG")),
    Hostile("name of 300 letters", f"{LONG}.pdf", PDF),
    Hostile("place in a jpeg", "tur.jpg", with_place("JPEG")),
    Hostile("place in a png", "tur.png", with_place("PNG")),
    Hostile("html that says it is text", "side.txt", HTML),
]
