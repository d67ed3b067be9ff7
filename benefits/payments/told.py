"""What came of the money that a decision gives, for the decision's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from benefits.models import Payment
from config.templatetags import tall
from decisions.companions import Beside
from decisions.models import Decision
from households.months import month_name, month_of

WORDS = {
    Payment.Status.PLANNED: "betales",
    Payment.Status.SENT: "sendt til utbetaling, på konto",
    Payment.Status.PAID: "utbetalt",
    Payment.Status.STOPPED: "stanset, skulle vært betalt",
    Payment.Status.CANCELLED: "annullert, skulle vært betalt",
}


def how_paid(*, decision: Decision) -> Iterator[Beside]:
    """Named in settings.DECISION_OUTCOMES: each payment with its day and status."""
    url = reverse("coordination:economy", args=[decision.household_id])
    rows = Payment.objects.filter(matter__decision=decision).order_by("paid_on", "pk")
    for row in rows:
        month = month_name(month_of(row.for_month or row.paid_on)).capitalize()
        yield Beside(
            label=f"{month}, {row.get_category_display().lower()}",
            text=f"{tall(row.amount)} kr",
            url=url,
            note=f"{WORDS[Payment.Status(row.status)].capitalize()} {row.paid_on:%d.%m.%Y}"
            + (f" til {row.payee}" if row.payee else ""),
        )


def already_given(*, decision: Decision) -> Iterator[str]:
    """Named in settings.DECISION_WARNINGS: months for which another decision gives money already.

    A decision that corrects another takes its place, and is not weighed against it.
    """
    if decision.months is None or not decision.total:
        return
    first, last = decision.months
    people = decision.household.memberships.valid_on(timezone.localdate()).values("person")
    rows = Payment.objects.filter(
        person__in=people,
        scheme=Payment.Scheme.ASSISTANCE,
        status__in=(Payment.Status.PLANNED, Payment.Status.SENT, Payment.Status.PAID),
        for_month__range=(first, last),
    ).exclude(matter__decision__in=_editions(decision))
    sums = rows.order_by("for_month").values("for_month").annotate(total=Sum("amount"))
    found: list[tuple[Any, int]] = list(sums.values_list("for_month", "total")[:3])
    for month, total in found:
        name = month_name(month_of(month))
        yield f"Det er allerede innvilget {tall(total)} kr for {name}. Skriv hvorfor det gis mer."


def _editions(decision: Decision) -> list[int]:
    """The decision itself, and those that it corrects."""
    found = [decision.pk]
    while decision.corrects is not None:
        decision = decision.corrects
        found.append(decision.pk)
    return found
