"""Registering a talk, and taking back one that was registered by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from children.dialogues.queries import Participant
from children.models import FamilyDialogue


@dataclass(frozen=True)
class Held:
    """A talk as it is typed; one `form_token` is one talk, however often it comes."""

    held_on: date
    topics: Sequence[str]
    interpreter: str
    interpreter_reason: str
    agreed: str
    form_token: UUID


@transaction.atomic
def register(*, participant: Participant, held: Held, at: datetime, by: User) -> FamilyDialogue:
    """Note that `by` has talked with the participant about family life."""
    person = participant.period.person
    made, _ = FamilyDialogue.objects.get_or_create(
        form_token=held.form_token,
        defaults={
            "household_id": participant.household_id,
            "person": person,
            "period": participant.period,
            "held_on": held.held_on,
            "topics": sorted(set(held.topics)),
            "interpreter": held.interpreter,
            "interpreter_reason": held.interpreter_reason,
            "interpreter_needed": person.needs_interpreter,
            "agreed": held.agreed,
            "held_by": by,
            "registered_at": at,
        },
    )
    return made


@transaction.atomic
def undo(*, dialogue: FamilyDialogue, at: datetime, by: User) -> bool:
    """Take back what `by` has registered by mistake; False if it was somebody else's, or undone."""
    mine = FamilyDialogue.objects.filter(pk=dialogue.pk, held_by=by, undone_at__isnull=True)
    return bool(mine.update(undone_by=by, undone_at=at))
