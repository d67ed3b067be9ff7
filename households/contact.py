"""When a household was last heard of: the dates of this floor that tell of a contact.

There is no field for it, since a field could be forgotten: it is a question to what is registered
(domain.md part 7, archive).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet

from households.models import (
    AccessRequest,
    BreakGlass,
    Consent,
    Document,
    Intake,
    IntroPeriod,
    JournalEntry,
    LodgingNeed,
    MappingDuty,
    Membership,
    Residence,
    Responsibility,
    Share,
    Situation,
)

OF_HOUSEHOLD = Q(household=OuterRef("pk"))
OF_MEMBER = Q(person__memberships__household=OuterRef("pk"))
"""Of anybody who belongs or has belonged to the household: all of them are kept together."""


@dataclass(frozen=True)
class Contact:
    """Rows of one kind about a household (OuterRef), and which of their dates tell of a contact.

    With `lasts`, a row without an end is a contact that still goes on.
    """

    rows: QuerySet[Any]
    dates: tuple[str, ...]
    lasts: bool = False


def contacts() -> list[Contact]:
    period = ("valid_from", "valid_to")
    return [
        Contact(Membership.objects.filter(OF_HOUSEHOLD), period),
        Contact(Residence.objects.filter(OF_HOUSEHOLD), period),
        Contact(Responsibility.objects.filter(OF_HOUSEHOLD), period),
        Contact(Situation.objects.filter(OF_MEMBER), ("on",)),
        Contact(IntroPeriod.objects.filter(OF_MEMBER), period, lasts=True),
        Contact(Consent.objects.filter(OF_HOUSEHOLD), ("requested_on", "given_on", "declined_on")),
        Contact(Intake.objects.filter(OF_HOUSEHOLD), ("received_on",)),
        Contact(MappingDuty.objects.filter(OF_HOUSEHOLD), ("fulfilled_on",)),
        Contact(
            LodgingNeed.objects.filter(OF_HOUSEHOLD).annotate(valid_to=F("ended_on")),
            ("requested_on", "decided_on", "seen_on", "ended_on"),
            lasts=True,
        ),
        Contact(JournalEntry.objects.filter(OF_HOUSEHOLD), ("contact_on",)),
        Contact(Document.objects.filter(OF_HOUSEHOLD), ("received_on",)),
        Contact(Share.objects.filter(OF_HOUSEHOLD), period),
        Contact(BreakGlass.objects.filter(OF_HOUSEHOLD), ("on",)),
        Contact(AccessRequest.objects.filter(OF_HOUSEHOLD), ("received_on", "handed_over_on")),
    ]
