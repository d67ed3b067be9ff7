"""Who is to be assessed for an active measure (1a), and placements that wait for a step (1d)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.access import units_with
from accounts.models import Party, User
from accounts.policy import Permission
from benefits.measures import queries, youth
from benefits.measures.placement_rules import outcomes_due
from benefits.measures.rules import months_before
from benefits.models import Placement
from coordination.worklist.due import OWN, PLAN, Due, Scope, named
from households.models import Responsibility
from households.months import last_day
from households.rules import months_after

TO_ASSESS = "Tiltaksvurdering"
START_WITHIN = timedelta(days=14)
"""Our own aim: so long after a place was free, or was to be used, somebody has started."""


def to_assess(scope: Scope) -> Iterable[Due]:
    """Who waits for an assessment, red by the plan; and whose next one has come, a reminder."""
    rows = queries.over_time(_known(scope), scope.today)
    for row in _named(rows.select_related("person", "household__contact")):
        if not row.is_waiting and row.next_review_on > scope.today:
            continue
        due = _since(row) if row.is_waiting else row.next_review_on
        yield Due(
            key=f"tiltaksvurdering-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=f"{row.person.name}: hvilket tiltak passer?",
            url=f"{reverse('measures:assess', args=[row.household_id])}?person={row.person_id}",
            registered=due,
            kind=TO_ASSESS,
            status="Skal vurderes" if row.is_waiting else "Ny vurdering",
            due=due,
            why=_why(row),
            late=_late(row, due, scope.today),
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker=named(row.caseworker, scope),
            subject_id=row.person_id,
        )


def _known(scope: Scope) -> Any:
    """The adults of households that the offices in which the user sees benefits have."""
    units = scope.units & units_with(scope.user, Permission.SEE_BENEFITS)
    has = Responsibility.objects.valid_on(scope.today).filter(unit__in=units, party=Party.NAV)
    rows = queries.adults(scope.today, scope.known)
    return rows.filter(household__in=has.values("household")).annotate(
        caseworker_id=Subquery(has.filter(household=OuterRef("household")).values("caseworker")[:1])
    )


def _named(rows: Any) -> Iterable[Any]:
    """Each person once, with the caseworker."""
    found: dict[int, Any] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.person_id, row)
    return _with_caseworker(found.values())


def _since(row: Any) -> date:
    """The day the person came to be waiting."""
    if row.assessed_on is None:
        return last_day(row.first_month + queries.threshold().months - 1)
    if row.not_until is not None:
        found: date = row.not_until
        return found
    return months_after(row.assessed_on, settings.MEASURES["assessed_months"])


def _why(row: Any) -> str:
    limit = queries.threshold()
    said = f"{row.months} stønadsmåneder av de siste {limit.within}"
    if row.assessed_on is None:
        return f"{said}, aldri vurdert"
    return f"{said}, sist vurdert {row.assessed_on:%d.%m.%Y}"


def _late(row: Any, due: date, today: date) -> str:
    if due >= today:
        return ""
    return PLAN if row.is_waiting else OWN


def placements(scope: Scope) -> Iterable[Due]:
    """Those who have a place and have not started, and those to be asked how it went."""
    rows = Placement.objects.visible_to(scope.user).filter(
        household__in=scope.known, placed_on__isnull=False
    )
    rows = rows.annotate(caseworker_id=scope.holder(Party.NAV))
    rows = rows.select_related("person", "measure", "household__contact")
    planned = rows.filter(ended_on=None, started_on=None)
    for row in _with_caseworker(planned.order_by("placed_on", "pk")):
        due = max(row.placed_on, row.planned_from) + START_WITHIN
        told = f"Fikk plass {row.placed_on:%d.%m.%Y}"
        yield _of_placement(row, scope, due, f"tiltaksstart-{row.pk}", "har ikke startet", told)
    ended = rows.filter(started_on__isnull=False, ended_on__lte=months_before(scope.today, 6))
    over = ended.filter(ended_on__gt=months_before(scope.today, ASKED_UNTIL))
    for row in _with_caseworker(over.prefetch_related("outcomes").order_by("ended_on", "pk")):
        noted = {one.months for one in row.outcomes.all()}
        for months, due in outcomes_due(row.ended_on, noted, scope.today)[-1:]:
            what = f"hva gjør personen {months} måneder etter?"
            key, told = f"tilstand-{row.pk}", f"Siste dag {row.ended_on:%d.%m.%Y}"
            yield _of_placement(row, scope, due, key, what, told)


ASKED_UNTIL = 15
"""Months after the last day; what nobody has found out by then is left."""


def _with_caseworker(rows: Any) -> list[Any]:
    found = list(rows)
    people = User.objects.in_bulk({row.caseworker_id for row in found} - {None})
    for row in found:
        row.caseworker = people.get(row.caseworker_id)
    return found


def _of_placement(row: Any, scope: Scope, due: date, key: str, what: str, told: str) -> Due:
    return Due(
        key=key,
        household_id=row.household_id,
        household=str(row.household),
        what=f"{row.person.name}, {row.measure}: {what}",
        url=reverse("measures:placement", args=[row.household_id, row.pk]),
        registered=row.asked_on,
        kind="Tiltak",
        status=row.state.label,
        due=due,
        why=told,
        late=OWN if due < scope.today else "",
        urgent=False,
        caseworker_id=row.caseworker_id,
        caseworker=named(row.caseworker, scope),
        subject_id=row.person_id,
    )


def first_talks(scope: Scope) -> Iterable[Due]:
    """First applications under 21 without a talk: within seven days by the plan's goal 1b."""
    units = scope.units & units_with(scope.user, Permission.SEE_BENEFITS)
    for row in youth.first_talks(scope.today, scope.known):
        if row.unit_id not in units:
            continue
        yield Due(
            key=f"samtale-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=f"{row.applicant.name}: samtale ved første søknad",
            url=reverse("journal:list", args=[row.household_id]),
            registered=row.received_on,
            kind="Ung søker",
            status=row.get_state_display(),
            due=row.talk_due_on,
            why="Alle under 21 snakkes med, også ved avslag",
            late=PLAN if row.talk_due_on < scope.today else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker=named(row.caseworker, scope),
            subject_id=row.applicant_id,
        )
