"""Makes notes and documents for tests."""

from __future__ import annotations

import uuid
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from accounts.models import Unit, User
from households.documents import actions as document_actions
from households.documents.actions import Paper
from households.documents.content import Content
from households.journal import actions as journal_actions
from households.journal.actions import Note
from households.models import Document, Household, JournalEntry, Person
from tests.conftest import unit


def _blank_page() -> bytes:
    made, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(made)
    return made.getvalue()


PDF = _blank_page()


def note(
    household: Household,
    by: User,
    *,
    at: Unit | None = None,
    corrects: JournalEntry | None = None,
    **told: Any,
) -> JournalEntry:
    """A note of today, at NAV Midtbyen unless another office is given."""
    values = {"text": "Ringte om husleia", "contact_on": timezone.localdate()} | told
    return journal_actions.write_note(
        household=household,
        unit=at or unit("nav", "midtbyen"),
        note=Note(form_token=uuid.uuid4(), **values),
        by=by,
        corrects=corrects,
    )


def document(
    household: Household,
    by: User,
    *,
    at: Unit | None = None,
    title: str = "Husleiekontrakt",
    person: Person | None = None,
    received_on: date | None = None,
    data: bytes = PDF,
) -> Document:
    """A PDF that came today, to NAV Midtbyen unless another office is given."""
    return document_actions.register_document(
        household=household,
        unit=at or unit("nav", "midtbyen"),
        paper=Paper(
            title=title,
            kind=Document.Kind.TENANCY,
            received_on=received_on or timezone.localdate(),
            person=person,
            form_token=uuid.uuid4(),
        ),
        content=Content(Document.ContentType.PDF, data),
        by=by,
    )


def upload(data: bytes, name: str = "fil.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def picture(format_: str, size: tuple[int, int] = (40, 30), **kept: Any) -> bytes:
    """A picture, with what `kept` lets Pillow write beside it."""
    made = BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(made, format_, **kept)
    return made.getvalue()
