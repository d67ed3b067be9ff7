"""Writing in the journal: a note, or a new one that corrects another. Nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from households.journal import rules
from households.models import Household, JournalEntry, Person


class AlreadyCorrectedError(Exception):
    """Somebody has corrected the note already; that one is to be corrected instead."""


@dataclass(frozen=True)
class Note:
    """What is written; one `form_token` is one note, however often it comes."""

    text: str
    contact_on: date
    form_token: UUID
    topic: str = ""
    spoken_with: Person | None = None
    spoken_with_other: str = ""
    children: Sequence[Person] = ()
    interpreter: str = ""
    interpreter_reason: str = ""
    next_step: str = ""
    next_step_on: date | None = None


def write_note(
    *,
    household: Household,
    unit: Unit,
    note: Note,
    by: User,
    corrects: JournalEntry | None = None,
) -> JournalEntry:
    """Add a note of the unit's party; with `corrects` it stands in that one's place.

    Raises AlreadyCorrectedError when another note does already.
    """
    same = JournalEntry.objects.filter(written_by=by, form_token=note.form_token).first()
    if same is not None:
        return same
    try:
        return _add(household, unit, note, by, corrects)
    except IntegrityError:
        same = JournalEntry.objects.filter(written_by=by, form_token=note.form_token).first()
        if same is not None:
            return same
        if corrects is None:
            raise
        raise AlreadyCorrectedError from None


@transaction.atomic
def _add(
    household: Household, unit: Unit, note: Note, by: User, corrects: JournalEntry | None
) -> JournalEntry:
    registered = note.spoken_with is not None and note.spoken_with.needs_interpreter
    entry = JournalEntry.objects.create(
        household=household,
        party=unit.party,
        unit=unit,
        contact_on=note.contact_on,
        spoken_with=note.spoken_with,
        spoken_with_other=note.spoken_with_other,
        topic=note.topic,
        text=note.text,
        interpreter=note.interpreter,
        interpreter_reason=note.interpreter_reason,
        interpreter_needed=rules.interpreter_was_needed(
            registered=registered, told=note.interpreter
        ),
        next_step=note.next_step,
        next_step_on=note.next_step_on,
        corrects=corrects,
        written_by=by,
        form_token=note.form_token,
    )
    entry.children.set(note.children)
    return entry
