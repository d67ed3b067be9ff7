"""What of this floor tells that a household has been in contact, and that it has been a client."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from households.contact import OF_HOUSEHOLD, Contact
from households.models import LodgingNeed
from housing.models import (
    AdviceCase,
    AdviceSession,
    Allocation,
    CareerPlan,
    HousingApplication,
    LodgingStay,
    Offer,
    Purchase,
    QueueEntry,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)

OF_CASE = Q(case__household=OuterRef("pk"))
OF_NEED = Q(need__household=OuterRef("pk"))


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
        Contact(
            LodgingStay.objects.filter(OF_NEED),
            ("offered_on", "declined_on", "from_on", "checked_on", "left_on"),
        ),
        Contact(
            Tenancy.objects.filter(OF_HOUSEHOLD).annotate(valid_to=F("ended_on")),
            ("starts_on", "notified_on", "demanded_on", "reviewed_on", "ended_on"),
            lasts=True,
        ),
        Contact(
            TenancyRisk.objects.filter(OF_HOUSEHOLD),
            ("opened_on", "warned_on", "petition_on", "contact_on", "ended_on"),
        ),
        Contact(TenancySupport.objects.filter(OF_HOUSEHOLD), ("held_on",)),
        Contact(CareerPlan.objects.filter(OF_HOUSEHOLD), ("made_on", "ended_on")),
        Contact(Purchase.objects.filter(OF_HOUSEHOLD), ("bought_on",)),
    ]


def is_client() -> Q:
    """Those that have applied for a home, had advice, or rented: they have a client's file."""
    told = (HousingApplication, AdviceCase, Tenancy, TenancyRisk, LodgingNeed)
    found = Q()
    for model in told:
        found |= Q(Exists(model._default_manager.filter(OF_HOUSEHOLD)))
    return found
