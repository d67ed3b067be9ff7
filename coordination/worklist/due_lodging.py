"""Temporary lodging: who has no place tonight, children there every day, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.access import parties_with
from accounts.models import User
from accounts.policy import Permission
from coordination.worklist.due import LAW, OWN, PLAN, Due, Scope, in_days, named
from households.models import LodgingNeed, Responsibility
from housing.lodging.queries import Line, lines

Said = tuple[str, str, date, str, str]
"""(key, what, due, why, by what it is late)."""


def lodgings(scope: Scope) -> Iterable[Due]:
    """For those who find the place, one line for each thing that is to be done with a need.

    Where they do not have the household yet, it is for the one that decides: NAV has the duty.
    """
    finds = Q(finder__in=parties_with(scope.user, Permission.SEE_HOUSING))
    has = Responsibility.objects.valid_on(scope.today).filter(
        household=OuterRef("household"), party=OuterRef("finder")
    )
    decides = Q(~Exists(has), party__in=parties_with(scope.user, Permission.HANDLE_ASSISTANCE))
    rows: Any = LodgingNeed.objects.visible_to(scope.user).open()
    rows = rows.filter(finds | decides, household__in=scope.known)
    found = lines(rows, scope.today)
    who = caseworkers(scope, {line.need.household_id for line in found})
    for line in found:
        for said in _said(line, scope.today):
            yield _due(line, said, scope, who.get(line.need.household_id))


def undecided(scope: Scope) -> Iterable[Due]:
    """Needs for NAV to decide (§ 27): red the day they are asked for (FM-ROG)."""
    decides = parties_with(scope.user, Permission.HANDLE_ASSISTANCE)
    rows: Any = LodgingNeed.objects.visible_to(scope.user).open()
    rows = rows.filter(party__in=decides, decided_on=None, household__in=scope.known)
    found = lines(rows, scope.today)
    who = caseworkers(scope, {line.need.household_id for line in found})
    for line in found:
        due = line.decide_due or scope.today
        why = line.need.reason_text or f"Bedt om {line.need.requested_on:%d.%m.%Y}"
        said = ("vedtak", "Avgjør midlertidig botilbud (§ 27)", due, why, LAW)
        yield _due(line, said, scope, who.get(line.need.household_id))


def caseworkers(scope: Scope, households: set[int]) -> dict[int, User | None]:
    """Who has each household (ids) in the user's own party today."""
    parties = parties_with(scope.user, Permission.OF_OFFICE)
    rows = Responsibility.objects.valid_on(scope.today).filter(
        household__in=households, party__in=parties
    )
    return {row.household_id: row.caseworker for row in rows.select_related("caseworker")}


def _said(line: Line, today: date) -> Iterator[Said]:
    if line.is_without:
        yield "uten", "Uten sted i natt", today, "Ingen skal stå uten sted det neste døgnet", LAW
    elif line.ends_tomorrow:
        yield "slutt", "Stedet er bestilt til i morgen", today, "Forleng, eller finn et nytt", ""
    if line.children_wait:
        seen = line.need.seen_on
        last = f"sist sett til {seen:%d.%m.%Y}" if seen else "ikke sett til ennå"
        told = f"{line.children} barn, {line.nights} netter til nå, {last}"
        yield "barn", "Barn i midlertidig botilbud", today, told, PLAN
    if line.check_due is not None:
        late = OWN if line.check_due < today else ""
        told = f"Innen {line.check_due:%d.%m.%Y}"
        yield "kvalitet", "Vurder kvaliteten på stedet", line.check_due, told, late
    if line.lacks_plan:
        told = f"{in_days(line.nights)} uten plan videre"
        over = timedelta(days=line.nights - line.plan_nights)
        yield "plan", "Skriv plan videre", today - over, told, OWN
    elif line.need.onward_on is not None and line.need.onward_on <= today:
        late = OWN if line.need.onward_on < today else ""
        yield "plan", "Se på planen videre", line.need.onward_on, "Etter planen", late


def _due(line: Line, said: Said, scope: Scope, caseworker: User | None) -> Due:
    key, what, due, why, late = said
    need = line.need
    return Due(
        key=f"botilbud-{key}-{need.pk}",
        household_id=need.household_id,
        household=str(need.household),
        what=what,
        url=reverse("lodging:need", args=[need.household_id, need.pk]),
        registered=need.requested_on,
        kind="Botilbud",
        status=line.state.label,
        due=due,
        why=why,
        late=late,
        urgent=late in (LAW, PLAN),
        caseworker_id=caseworker.pk if caseworker else None,
        caseworker=named(caseworker, scope),
        subject_id=need.household.contact_id,
    )
