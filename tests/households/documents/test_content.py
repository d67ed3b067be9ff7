"""What a file really is, and how a picture and a text come out."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from households.documents.content import ContentRefusedError, content_of
from households.models import Document
from tests.record_factories import PDF, picture, upload

Kind = Document.ContentType


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "kontrakt.pdf", Kind.PDF),
        (PDF, "kontrakt.png", Kind.PDF),
        (picture("PNG"), "bilde.png", Kind.PNG),
        (picture("JPEG"), "skann.pdf", Kind.JPEG),
        ("Å æ ø".encode(), "notat.TXT", Kind.TEXT),
    ],
)
def test_the_bytes_decide_and_not_the_name(data: bytes, name: str, kind: str) -> None:
    assert content_of(upload(data, name)).content_type == kind


def test_a_pdf_is_kept_to_the_byte() -> None:
    assert content_of(upload(PDF)).data == PDF


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_comes_out_with_its_norwegian_letters(encoding: str) -> None:
    sent = upload("Blåbær på Røros\r\n\tønsker".encode(encoding), "brev.txt")
    assert content_of(sent).data.decode() == "Blåbær på Røros\r\n\tønsker"


def test_a_picture_is_turned_the_way_its_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = content_of(upload(picture("JPEG", exif=exif), "mobil.jpg")).data
    assert Image.open(BytesIO(made)).size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_every_kind_can_be_opened_afterwards(mode: str) -> None:
    sent = BytesIO()
    Image.new(mode, (5, 4)).save(sent, "PNG")
    made = Image.open(BytesIO(content_of(upload(sent.getvalue())).data))
    assert made.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_jpeg_for_print_becomes_one_for_the_screen() -> None:
    sent = BytesIO()
    Image.new("CMYK", (5, 4)).save(sent, "JPEG")
    assert Image.open(BytesIO(content_of(upload(sent.getvalue())).data)).mode == "RGB"


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_a_picture_cut_off_anywhere_is_refused_and_never_a_fault(format_: str) -> None:
    data = picture(format_)
    for cut in range(8, len(data) // 2):
        with pytest.raises(ContentRefusedError):
            content_of(upload(data[:cut], "bilde"))


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_a_picture_with_a_spoilt_byte_is_drawn_or_refused_and_never_a_fault(format_: str) -> None:
    data = picture(format_)
    for at in range(8, len(data)):
        spoilt = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        with suppress(ContentRefusedError):
            assert Image.open(BytesIO(content_of(upload(spoilt)).data)).format == format_
