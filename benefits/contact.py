"""What of this floor tells that a household has been in contact, and that it has been a client."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from benefits.models import (
    ActivityAssessment,
    AdviceOffer,
    Claim,
    Counselling,
    CounsellingSession,
    KvpEnrolment,
    Payment,
    Placement,
    Settlement,
)
from households.contact import OF_HOUSEHOLD, OF_MEMBER, Contact

OF_CO_APPLICANT = Q(co_applicant__memberships__household=OuterRef("pk"))


def contacts() -> list[Contact]:
    return [
        Contact(Payment.objects.filter(OF_MEMBER), ("paid_on",)),
        Contact(Payment.objects.filter(OF_CO_APPLICANT), ("paid_on",)),
        Contact(
            KvpEnrolment.objects.filter(OF_MEMBER),
            ("applied_on", "decided_on", "valid_from", "valid_to"),
            lasts=True,
        ),
        Contact(
            Claim.objects.filter(OF_HOUSEHOLD).annotate(
                registered_on=TruncDate("registered_at"), waived_on=TruncDate("waived_at")
            ),
            ("registered_on", "waived_on"),
        ),
        Contact(Settlement.objects.filter(claim__household=OuterRef("pk")), ("on",)),
        Contact(ActivityAssessment.objects.filter(OF_HOUSEHOLD), ("assessed_on",)),
        Contact(
            Placement.objects.filter(OF_HOUSEHOLD).annotate(valid_to=F("ended_on")),
            ("asked_on", "started_on", "ended_on"),
            lasts=True,
        ),
        Contact(AdviceOffer.objects.filter(OF_HOUSEHOLD), ("offered_on", "answered_on")),
        Contact(
            Counselling.objects.filter(OF_HOUSEHOLD).annotate(valid_to=F("ended_on")),
            ("accepted_on", "started_on", "ended_on"),
            lasts=True,
        ),
        Contact(
            CounsellingSession.objects.filter(counselling__household=OuterRef("pk")),
            ("on", "next_on"),
        ),
    ]


def is_client() -> Q:
    """Of somebody who has had assistance, KVP or counselling: those have a client's file."""
    paid = Exists(Payment.objects.filter(OF_MEMBER))
    paid_together = Exists(Payment.objects.filter(OF_CO_APPLICANT))
    advised = Exists(Counselling.objects.filter(OF_HOUSEHOLD))
    in_kvp = Exists(KvpEnrolment.objects.filter(OF_MEMBER))
    return Q(paid) | Q(paid_together) | Q(in_kvp) | Q(advised)
