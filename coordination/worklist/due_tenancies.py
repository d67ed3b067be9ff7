"""Tenancies: contact after a petition, contracts that run out, rent owed, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from config.templatetags import tall
from coordination.worklist.due import LAW, OWN, PLAN, Due, Scope, in_days, named
from coordination.worklist.due_lodging import caseworkers
from housing.models import CareerPlan
from housing.tenancies import queries, rules
from housing.tenancies.page import is_soon

FOLLOW_UP_WITHIN = timedelta(days=14)
"""Our own aim for taking up rent that is owed; no law names a time for it."""
SOON = timedelta(days=14)
TURNED = "Registrer at kontrakten ble tidsubestemt"


def petitions(scope: Scope) -> Iterable[Due]:
    """Contact within 7 days of a petition by the plan (5c), and the day of the eviction."""
    rows = queries.risks(scope.user).threatened().filter(household__in=scope.known)
    for row, who in _with_caseworkers(scope, rows):
        clock = queries.contact_clock(row, scope.today)
        contact = row.lacks_contact
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


def dangers(scope: Scope) -> Iterable[Due]:
    """Arrears, complaints and warnings to be followed up, before it comes to a petition."""
    rows = queries.risks(scope.user).filter(household__in=scope.known, petition_on=None)
    for row, who in _with_caseworkers(scope, rows):
        clock = queries.contact_clock(row, scope.today)
        yield _due(
            *(row, scope, who, clock.due or scope.today),
            key=f"fare-{row.pk}",
            what="Følg opp faren for utkastelse",
            url=reverse("tenancies:risk", args=[row.household_id, row.pk]),
            kind="Utkastelse",
            status=row.get_state_display(),
            why=clock.text,
            late=OWN if clock.late else "",
            urgent=False,
            registered=row.opened_on,
        )


def contracts(scope: Scope) -> Iterable[Due]:
    """Fixed-term contracts within the notice, to be reviewed before they run out."""
    known = queries.tenancies(scope.user, scope.today).filter(household__in=scope.known)
    months = settings.TENANCIES["notice_months"]
    for row, who in _with_caseworkers(scope, queries.expiring(known, scope.today)):
        begins = rules.notice_from(row.ends_on, months)
        expired = row.ends_on < scope.today
        plain = f"Utløper {row.ends_on:%d.%m.%Y}, varsles fra {begins:%d.%m.%Y}"
        due, why, late = _of_law(row, scope.today) if expired else (row.ends_on, plain, "")
        review = "Gjennomgå kontrakten" if row.notified_on else "Varsle, og gjennomgå kontrakten"
        turned = row.has_turned(scope.today)
        yield _due(
            *(row, scope, who, due),
            key=f"kontrakt-{row.pk}",
            what=TURNED if turned else review,
            url=reverse("tenancies:tenancy", args=[row.household_id, row.pk]),
            kind="Leieforhold",
            status="Utløpt" if expired else "Utløper",
            why=why,
            late=late,
            urgent=late == LAW,
            registered=row.starts_on,
        )


def _of_law(row: Any, today: date) -> tuple[date, str, str]:
    """(due, why, by what it is late) of one that has run out: it turns open-ended (§ 9-2).

    It is due on the last day to demand that the tenant moves, and red a month before.
    """
    last = row.demand_by()
    if last is None:
        told = f"Utløpt {row.ends_on:%d.%m.%Y}, krevd flyttet {row.demanded_on:%d.%m.%Y}"
        return row.ends_on, told, OWN
    if last < today:
        return last, f"Tidsubestemt etter {last:%d.%m.%Y} (husleieloven § 9-2)", OWN
    told = f"Blir tidsubestemt etter {last:%d.%m.%Y} uten skriftlig krav (§ 9-2)"
    return last, told, LAW if is_soon(last, today) else OWN


def leaving(scope: Scope) -> Iterable[Due]:
    """Tenants whose contract is not renewed: demanded to move, and followed until they have."""
    known = queries.tenancies(scope.user, scope.today).filter(household__in=scope.known)
    for row, who in _with_caseworkers(scope, queries.leaving(known)):
        last, moves_on = row.demand_by(), row.moves_on or row.ends_on
        due = moves_on if last is None else min(last, moves_on)
        late = LAW if last and is_soon(last, scope.today) else OWN if due < scope.today else ""
        told = f"Skal ha flyttet innen {moves_on:%d.%m.%Y}"
        what = "Krev skriftlig at de flytter" if last else "Avslutt når de har flyttet"
        if last is not None:
            told = f"{told}. Kravet må komme innen {last:%d.%m.%Y} (§ 9-2)"
        if row.has_turned(scope.today):
            what, (due, told, late) = TURNED, _of_law(row, scope.today)
        yield _due(
            *(row, scope, who, due),
            key=f"utflytting-{row.pk}",
            what=what,
            url=reverse("tenancies:tenancy", args=[row.household_id, row.pk]),
            kind="Leieforhold",
            status="Skal flytte",
            why=told,
            late=late,
            urgent=late == LAW,
            registered=row.starts_on,
        )


def rent_owed(scope: Scope) -> Iterable[Due]:
    """Municipal tenants who owe rent, and whom nobody follows up."""
    known = queries.tenancies(scope.user, scope.today).filter(household__in=scope.known)
    last = rules.last_rent_day(scope.today, settings.TENANCIES["rent_day"])
    due = last + timedelta(days=settings.TENANCIES["notice_days"])
    for row, who in _with_caseworkers(scope, queries.owing(known, scope.today)):
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
