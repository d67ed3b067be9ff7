"""What came of the money that a decision gives, for the decision's own page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

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
