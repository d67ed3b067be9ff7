"""Claims of which something is left, and about which nothing has happened for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Party
from accounts.policy import Permission
from benefits.claims.queries import line_of
from benefits.models import Claim
from config.templatetags import tall
from coordination.worklist.due import OWN, Due, Scope

LOOK_AFTER = timedelta(days=60)
"""Our own aim: so long a claim lies before somebody asks where the money is."""


def open_claims(scope: Scope) -> Iterable[Due]:
    """One line for each that is not being deducted, sixty days after what last came in."""
    for row in _rows(scope):
        since = row.last_on or timezone.localdate(row.registered_at)
        due = since + LOOK_AFTER
        yield Due(
            key=f"krav-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=str(row.get_kind_display()),
            url=reverse("claims:claim", args=[row.household_id, row.pk]),
            registered=timezone.localdate(row.registered_at),
            kind="Krav",
            status=line_of(row).label,
            due=due,
            why=_why(row, since),
            late=OWN if due < scope.today else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker="Meg" if row.caseworker_id == scope.user.pk else "",
            subject_id=row.person_id,
        )


def _rows(scope: Scope) -> Any:
    standing = Q(settlements__undone_at__isnull=True)
    rows = Claim.objects.running().filter(
        Q(deduct_monthly__isnull=True) | Q(stopped_at__isnull=False),
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        household__in=scope.known,
    )
    rows = rows.annotate(
        last_on=Max("settlements__on", filter=standing),
        caseworker_id=scope.holder(Party.NAV),
    )
    return rows.select_related("household__contact").order_by("registered_at", "pk")


def _why(row: Any, since: date) -> str:
    came = "Sist kommet noe inn" if row.last_on else "Registrert"
    return f"{tall(row.outstanding)} kr gjenstår. {came} {since:%d.%m.%Y}"
