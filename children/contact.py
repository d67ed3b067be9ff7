"""What of this floor tells that a household has been in contact, and that it has been a client."""

from __future__ import annotations

from django.db.models import Exists, Q
from django.db.models.functions import TruncDate

from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyDialogue,
    FamilyFacts,
    Transition,
)
from households.contact import OF_HOUSEHOLD, Contact

DAYS = ("opened_on", "met_on", "asked_on", "answered_on", "aftercare_until", "ended_on")
"""What a transition tells of when the young person was last followed."""


def contacts() -> list[Contact]:
    mappings = ChildMapping.objects.filter(OF_HOUSEHOLD)
    facts = FamilyFacts.objects.filter(OF_HOUSEHOLD)
    return [
        Contact(
            mappings.annotate(started_on=TruncDate("started_at")),
            ("started_on", "completed_on", "reviewed_on"),
        ),
        Contact(facts.annotate(written_on=TruncDate("written_at")), ("written_on",)),
        Contact(ChildObservation.objects.filter(OF_HOUSEHOLD), ("seen_on",)),
        Contact(Transition.objects.filter(OF_HOUSEHOLD), DAYS),
        Contact(FamilyDialogue.objects.filter(OF_HOUSEHOLD), ("held_on",)),
    ]


def is_client() -> Q:
    """Households with a child that has been mapped: those have a client's file."""
    return Q(Exists(ChildMapping.objects.filter(OF_HOUSEHOLD)))
