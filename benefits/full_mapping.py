"""When assistance itself is a reason to map all ten domains of a child (domain.md part 6)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q

from benefits.models import Payment
from households.models import Household, Membership
from households.months import month_of


def long_assistance(*, household: Household, on: date) -> str:
    """Why, if the adults have had enough months with assistance of the last twelve; else empty."""
    present = Membership.objects.valid_on(on).filter(household=household)
    adults = present.filter(role__in=Membership.SUPPORTING).values("person")
    this_month = month_of(on)
    paid = Payment.objects.assistance_paid().filter(
        Q(person__in=adults) | Q(co_applicant__in=adults),
        month__gt=this_month - 12,
        month__lte=this_month,
    )
    months = paid.order_by().values("month").distinct().count()
    if months < settings.FULL_MAPPING_MONTHS:
        return ""
    return f"{months} måneder med sosialhjelp det siste året: kartlegg alle ti områder."
