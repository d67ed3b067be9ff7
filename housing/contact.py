"""What of this floor tells that a household has been in contact, and that it has been a client."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from households.contact import OF_HOUSEHOLD, Contact
from housing.models import (
    AdviceCase,
    AdviceSession,
    Allocation,
    HousingApplication,
    Offer,
    QueueEntry,
)

OF_CASE = Q(case__household=OuterRef("pk"))


def contacts() -> list[Contact]:
    return [
        Contact(
            HousingApplication.objects.filter(OF_HOUSEHOLD),
            ("received_on", "assessed_on", "decided_on", "withdrawn_on"),
        ),
        Contact(
            QueueEntry.objects.filter(OF_HOUSEHOLD),
            ("approved_on", "queued_on", "renewed_on", "ended_on"),
        ),
        Contact(Offer.objects.filter(OF_HOUSEHOLD), ("offered_on", "answer_by", "answered_on")),
        Contact(Allocation.objects.filter(OF_HOUSEHOLD), ("accepted_on", "key_on", "released_on")),
        Contact(AdviceCase.objects.filter(OF_HOUSEHOLD), ("opened_on", "offered_on", "closed_on")),
        Contact(AdviceSession.objects.filter(OF_CASE), ("held_on",)),
    ]


def is_client() -> Q:
    """Households that have applied for a home, or had advice: those have a client's file."""
    return Q(Exists(HousingApplication.objects.filter(OF_HOUSEHOLD))) | Q(
        Exists(AdviceCase.objects.filter(OF_HOUSEHOLD))
    )
