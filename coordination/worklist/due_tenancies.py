"""Tenancies: contact after a petition, contracts that run out, rent owed, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from config.templatetags import tall
from coordination.worklist.due import OWN, PLAN, Due, Scope, in_days, named
from coordination.worklist.due_lodging import caseworkers
from housing.models import CareerPlan
from housing.tenancies import queries, rules

FOLLOW_UP_WITHIN = timedelta(days=14)
"""Our own aim for taking up rent that is owed; no law names a time for it."""
SOON = timedelta(days=14)


def petitions(scope: Scope) -> Iterable[Due]:
    """Contact within 7 days of a petition by the plan (5c), and the day of the eviction."""
    rows = queries.risks(scope.user).threatened().filter(household__in=scope.known)
    for row, who in _with_caseworkers(scope, rows):
        clock = queries.contact_clock(row, scope.today)
        contact = row.contact_on is None
        yield _due(
            *(row, scope, who, clock.due or scope.today),
            key=f"utkastelse-{row.pk}",
            what="Kontakt etter begjæring" if contact else "Avverg utkastelsen",
            url=reverse("tenancies:risk", args=[row.household_id, row.pk]),
            kind="Utkastelse",
            status=row.get_state_display(),
            why=clock.text or f"Begjæring {row.petition_on:%d.%m.%Y}",
            late=PLAN if clock.late else "",
            urgent=True,
            registered=row.petition_on,
        )


def contracts(scope: Scope) -> Iterable[Due]:
    """Fixed-term contracts within the notice, to be reviewed before they run out."""
    known = queries.tenancies(scope.user, scope.today).filter(household__in=scope.known)
    months = settings.TENANCIES["notice_months"]
    for row, who in _with_caseworkers(scope, queries.expiring(known, scope.today)):
        begins = rules.notice_from(row.ends_on, months)
        yield _due(
            *(row, scope, who, row.ends_on),
            key=f"kontrakt-{row.pk}",
            what="Gjennomgå kontrakten" if row.notified_on else "Varsle, og gjennomgå kontrakten",
            url=reverse("tenancies:tenancy", args=[row.household_id, row.pk]),
            kind="Leieforhold",
            status="Utløpt" if row.ends_on < scope.today else "Utløper",
            why=f"Utløper {row.ends_on:%d.%m.%Y}, varsles fra {begins:%d.%m.%Y}",
            late=OWN if row.ends_on < scope.today else "",
            urgent=False,
            registered=row.starts_on,
        )


def rent_owed(scope: Scope) -> Iterable[Due]:
    """Municipal tenants who owe rent, and whom nobody follows up."""
    known = queries.tenancies(scope.user, scope.today).filter(household__in=scope.known)
    last = rules.last_rent_day(scope.today, settings.TENANCIES["rent_day"])
    due = last + timedelta(days=settings.TENANCIES["notice_days"])
    for row, who in _with_caseworkers(scope, queries.owing(known)):
        yield _due(
            *(row, scope, who, due),
            key=f"restanse-{row.pk}",
            what="Følg opp restansen",
            url=reverse("tenancies:tenancy", args=[row.household_id, row.pk]),
            kind="Leieforhold",
            status="Restanse",
            why=f"{tall(row.owed)} kr, husleien forfalt {last:%d.%m.%Y}",
            late="",
            urgent=False,
            registered=row.starts_on,
        )


def own_steps(scope: Scope) -> Iterable[Due]:
    """The next session of support, and plans of tenants to be looked at again."""
    soon = scope.today + SOON
    support = queries.last_support(scope.user).filter(household__in=scope.known, next_on__lte=soon)
    for row, who in _with_caseworkers(scope, support):
        yield _step(row, scope, who, row.next_on, f"booppfolging-{row.pk}", "Booppfølging")
    plans: Any = CareerPlan.objects.visible_to(scope.user).going_on()
    plans = plans.filter(household__in=scope.known, next_on__lte=soon).order_by("next_on", "pk")
    for row, who in _with_caseworkers(scope, plans.select_related("household__contact")):
        yield _step(
            *(row, scope, who, row.next_on, f"boligplan-{row.pk}"), "Se på plan for boligkarriere"
        )


def _step(row: Any, scope: Scope, who: Any, due: date, key: str, what: str) -> Due:
    late = due < scope.today
    is_plan = isinstance(row, CareerPlan)
    url = reverse("housing:household", args=[row.household_id])
    if is_plan:
        url = reverse("tenancies:tenancy", args=[row.household_id, row.tenancy_id])
    return _due(
        *(row, scope, who, due),
        key=key,
        what=what,
        url=url,
        kind="Boligkarriere" if is_plan else "Booppfølging",
        status="Avtalt",
        why=f"{in_days((scope.today - due).days)} siden" if late else "Avtalt",
        late=OWN if late else "",
        urgent=False,
        registered=row.made_on if is_plan else row.held_on,
    )


def _with_caseworkers(scope: Scope, rows: Any) -> list[tuple[Any, Any]]:
    found = list(rows)
    who = caseworkers(scope, {row.household_id for row in found})
    return [(row, who.get(row.household_id)) for row in found]


def _due(row: Any, scope: Scope, who: Any, due: date, **said: Any) -> Due:
    return Due(
        household_id=row.household_id,
        household=str(row.household),
        due=due,
        caseworker_id=who.pk if who else None,
        caseworker=named(who, scope),
        subject_id=row.household.contact_id,
        **said,
    )
