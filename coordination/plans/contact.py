"""What of a plan tells that a household has been in contact: offers, answers, and each review."""

from __future__ import annotations

from django.db.models import OuterRef
from django.db.models.functions import TruncDate

from coordination.models import CoordinatedPlan, PlanChange, PlanReview
from households.contact import OF_HOUSEHOLD, Contact


def contacts() -> list[Contact]:
    of_plan = {"plan__household": OuterRef("pk")}
    changes = PlanChange.objects.filter(**of_plan).annotate(changed_on=TruncDate("at"))
    return [
        Contact(
            CoordinatedPlan.objects.filter(OF_HOUSEHOLD), ("offered_on", "answered_on", "ended_on")
        ),
        Contact(PlanReview.objects.filter(**of_plan), ("on",)),
        Contact(changes, ("changed_on",)),
    ]
