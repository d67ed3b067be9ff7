"""What of this floor tells that a household has been in contact, and that it has been a client."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from decisions.models import Appeal, Decision, Letter
from households.contact import OF_HOUSEHOLD, Contact

OF_DECISION = Q(decision__household=OuterRef("pk"))


def contacts() -> list[Contact]:
    decisions = Decision.objects.filter(OF_HOUSEHOLD).annotate(
        made_on=TruncDate("made_at"), approved_on=TruncDate("approved_at")
    )
    return [
        Contact(decisions, ("made_on", "approved_on", "last_month")),
        Contact(Letter.objects.filter(OF_DECISION), ("sent_on",)),
        Contact(Appeal.objects.filter(OF_DECISION), ("received_on", "result_on", "implemented_on")),
    ]


def is_client() -> Q:
    """Households of which something has been decided: those have a client's file."""
    return Q(Exists(Decision.objects.filter(OF_HOUSEHOLD)))
