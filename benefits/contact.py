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
    KvpAbsence,
    KvpCase,
    KvpEnrolment,
    KvpEvaluation,
    KvpFollowUp,
    Payment,
    Placement,
    Settlement,
)
from households.contact import OF_HOUSEHOLD, OF_MEMBER, Contact

OF_KVP_CASE = Q(case__household=OuterRef("pk"))
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
        Contact(
            KvpCase.objects.filter(OF_HOUSEHOLD).annotate(valid_to=F("closed_on")),
            ("enquired_on", "applied_on", "assessed_on", "decided_on", "closed_on"),
            lasts=True,
        ),
        Contact(KvpEvaluation.objects.filter(OF_KVP_CASE), ("planned_on", "held_on")),
        Contact(KvpAbsence.objects.filter(OF_KVP_CASE), ("day",)),
        Contact(KvpFollowUp.objects.filter(OF_KVP_CASE), ("on",)),
    ]


def is_client() -> Q:
    """Of somebody who has had assistance, KVP or counselling: those have a client's file."""
    paid = Exists(Payment.objects.filter(OF_MEMBER))
    paid_together = Exists(Payment.objects.filter(OF_CO_APPLICANT))
    advised = Exists(Counselling.objects.filter(OF_HOUSEHOLD))
    in_kvp = Exists(KvpEnrolment.objects.filter(OF_MEMBER))
    asked_for_kvp = Exists(KvpCase.objects.filter(OF_HOUSEHOLD))
    return Q(paid) | Q(paid_together) | Q(in_kvp) | Q(asked_for_kvp) | Q(advised)
