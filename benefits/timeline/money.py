"""Payments by month, claims to have money back, and time in the qualification programme.

Where only "type and duration" is shared (security.md 2.1), a month is told without its amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from benefits.models import Claim, KvpEnrolment, Payment
from config.templatetags import tall
from households.models import ShareScope
from households.months import month_name
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of, people


@dataclass
class _Month:
    """What was paid alike in one month: on which day last, how much, and for what."""

    on: date
    amount: int = 0
    by_purpose: dict[str, int] = field(default_factory=dict)


def _payments(viewer: Viewer) -> Iterator[TimelineEntry]:
    """One entry for each month, those it was paid to, and what became of it.

    What is planned has not happened: it stands on the page of the economy.
    """
    if not viewer.sees_benefits:
        return
    url = reverse("coordination:economy", args=[viewer.household.pk])
    concerned = Q(person__in=viewer.members) | Q(co_applicant__in=viewer.members)
    rows = Payment.objects.filter(concerned, paid_on__lte=viewer.today)
    rows = rows.exclude(status=Payment.Status.PLANNED).order_by("paid_on", "pk")
    for (month, *who, status, scheme), found in _by_month(rows).items():
        word = Payment.Status(status).label
        what = str(Payment.Scheme(scheme).label).lower()
        title = f"{word} {tall(found.amount)} kr i {what}"
        detail = " · ".join(
            f"{purpose} {tall(amount)} kr" for purpose, amount in found.by_purpose.items()
        )
        told = f"{month_name(month)}: {detail}" if detail else month_name(month)
        yield TimelineEntry(found.on, Kind.PAYMENT, title, people(*who), told, url)


def _by_month(rows: Any) -> dict[tuple[Any, ...], _Month]:
    """Sums by (month, person, co-applicant, status, scheme)."""
    found: dict[tuple[Any, ...], _Month] = {}
    for row in rows.only(
        "paid_on",
        "month",
        "person",
        "co_applicant",
        "status",
        "scheme",
        "kind",
        "category",
        "amount",
    ):
        key = (row.month, row.person_id, row.co_applicant_id, row.status, row.scheme)
        month = found.setdefault(key, _Month(row.paid_on))
        month.on, month.amount = row.paid_on, month.amount + row.amount
        purpose = str(row.get_category_display())
        if row.kind == Payment.Kind.LOAN:
            purpose += " (lån)"
        month.by_purpose[purpose] = month.by_purpose.get(purpose, 0) + row.amount
    return found


def _shared_months(viewer: Viewer) -> Iterator[TimelineEntry]:
    """The months with assistance of those whose economy is shared with the viewer."""
    told = [] if viewer.sees_benefits else viewer.members_told(ShareScope.ECONOMY)
    if not told:
        return
    concerned = Q(person__in=told) | Q(co_applicant__in=told)
    rows = Payment.objects.assistance_paid().filter(concerned, paid_on__lte=viewer.today)
    seen: dict[tuple[int, tuple[int, ...]], date] = {}
    for row in rows.only("paid_on", "month", "person", "co_applicant").order_by("paid_on"):
        who = tuple(pk for pk in people(row.person_id, row.co_applicant_id) if pk in told)
        seen[row.month, who] = row.paid_on
    for (month, who), on in seen.items():
        title, detail = "Fikk økonomisk sosialhjelp", month_name(month)
        yield TimelineEntry(on, Kind.PAYMENT, title, who, detail)


def _claims(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    for row in Claim.objects.filter(household=viewer.household).prefetch_related("settlements"):
        who = (row.person_id,)
        url = reverse("claims:claim", args=[viewer.household.pk, row.pk])
        title = f"Krav {row} på {tall(row.amount)} kr"
        yield TimelineEntry(day_of(row.registered_at), Kind.CLAIM, title, who, row.text, url)
        for on, word in _settled(row):
            yield TimelineEntry(on, Kind.CLAIM, f"{word} ({row.reference})", who, "", url)


def _settled(row: Claim) -> Iterator[tuple[date, str]]:
    for part in row.settlements.all():
        undone = ", omgjort" if part.undone_at else ""
        yield part.on, f"{part.get_how_display()} {tall(part.amount)} kr{undone}"
    if row.stopped_at is not None:
        yield day_of(row.stopped_at), "Trekket stanset"
    if row.waived_at is not None:
        yield day_of(row.waived_at), "Kravet frafalt"


def _programmes(viewer: Viewer) -> Iterator[TimelineEntry]:
    told = viewer.members_told(ShareScope.KVP)
    for row in KvpEnrolment.objects.filter(person__in=told) if told else ():
        who = (row.person_id,)
        if row.valid_from <= viewer.today:
            title = "Kvalifiseringsprogram startet"
            yield TimelineEntry(row.valid_from, Kind.PROGRAMME, title, who)
        if row.valid_to is not None and row.valid_to <= viewer.today:
            title = "Kvalifiseringsprogram avsluttet"
            how = row.get_exit_code_display() or row.get_status_display()
            yield TimelineEntry(row.valid_to, Kind.PROGRAMME, title, who, how)


SOURCES = (
    Source((Kind.PAYMENT,), (Payment,), _payments),
    Source((Kind.PAYMENT,), (Payment,), _shared_months),
    Source((Kind.CLAIM,), (Claim,), _claims),
    Source((Kind.PROGRAMME,), (KvpEnrolment,), _programmes),
)
