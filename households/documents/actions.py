"""Taking a document in: its bytes and its row, both or neither."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from households.documents import storage
from households.documents.content import Content
from households.models import Document, Household, Person


@dataclass(frozen=True)
class Paper:
    """What is told of a document; one `form_token` is one document, however often it comes."""

    title: str
    kind: str
    received_on: date
    person: Person | None
    form_token: UUID


def register_document(
    *, household: Household, unit: Unit, paper: Paper, content: Content, by: User
) -> Document:
    """Keep a document of the unit's party.

    Raises storage.ScanRefusedError, and OSError when the disk cannot take it; then nothing is kept.
    """
    same = _same(paper, by)
    if same is not None:
        return same
    name = storage.write(content.data)
    try:
        return _add(household, unit, paper, content, name, by)
    except BaseException as error:
        storage.discard(name)
        at_once = _same(paper, by) if isinstance(error, IntegrityError) else None
        if at_once is None:
            raise
        return at_once


def _same(paper: Paper, by: User) -> Document | None:
    """The document that this very form has made already."""
    return Document.objects.filter(registered_by=by, form_token=paper.form_token).first()


@transaction.atomic
def _add(
    household: Household, unit: Unit, paper: Paper, content: Content, name: str, by: User
) -> Document:
    document = Document.objects.create(
        household=household,
        party=unit.party,
        unit=unit,
        person=paper.person,
        title=paper.title,
        kind=paper.kind,
        content_type=content.content_type,
        name=name,
        sha256=hashlib.sha256(content.data).hexdigest(),
        size=len(content.data),
        received_on=paper.received_on,
        registered_by=by,
        form_token=paper.form_token,
    )
    transaction.on_commit(partial(storage.finish, name))
    return document
