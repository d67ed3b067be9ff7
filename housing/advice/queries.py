"""What the pages of advice show: cases, who is to be talked with, and who was offered nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Party, User
from households.models import Household, Intake, Responsibility
from households.visibility import RowsOfParty
from housing.codes import AdviceCause, ApplicationState
from housing.models import (
    AdviceCase,
    AdviceSession,
    AdviceStep,
    HousingApplication,
    QueueEntry,
    TenancyRisk,
)
from housing.queue.rules import next_session_on

INTAKES_BACK = timedelta(days=90)
"""How old an intake may be and still open a case by itself; what was asked long ago was met."""


def intakes_to_open(today: date, households: Collection[int] | None = None) -> Iterator[Intake]:
    """Intakes about housing after which no advice case of the household was open."""
    met = AdviceCase.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=OuterRef("received_on")),
        household=OuterRef("household"),
    )
    rows = Intake.objects.filter(~Exists(met), received_on__gte=today - INTAKES_BACK)
    rows = rows.filter(household__anonymised_on__isnull=True)
    if households is not None:
        rows = rows.filter(household__in=households)
    done: set[int] = set()
    for row in rows.select_related("household", "unit").order_by("received_on", "pk"):
        if Intake.Topic.HOUSING in row.topics and row.household_id not in done:
            done.add(row.household_id)
            yield row


def cases_of(household: Household) -> list[AdviceCase]:
    """All the household's, the latest first, with sessions and steps."""
    rows = AdviceCase.objects.filter(household=household).select_related("opened_by")
    return list(rows.prefetch_related("sessions__held_by", "steps"))


def nav_has(household_id: int, on: date) -> bool:
    """Whether a NAV office has the household that day."""
    rows = Responsibility.objects.valid_on(on).filter(household=household_id, party=Party.NAV)
    return bool(rows.exists())


def steps_of(owner: str, until: date) -> QuerySet[Any]:
    """Undone steps of open plans that a party is to do, with a deadline by a day."""
    rows = AdviceStep.objects.filter(
        owner=owner, done_on=None, due_on__lte=until, case__closed_on=None
    )
    rows = rows.annotate(household_id=F("case__household"))
    return rows.select_related("case__household__contact").order_by("due_on", "pk")


def of_office(rows: Any, user: User) -> Any:
    """Those of HV that the user's own office has; not what is only shared with it."""
    return RowsOfParty.visible_to(rows, user)


def open_cases(user: User) -> Any:
    """Those of the own office, `with_due`."""
    rows = with_due(of_office(AdviceCase.objects.all(), user))
    return rows.select_related("household__contact")


def with_due(rows: Any) -> Any:
    """Open cases, each with `since` (the day that is counted from) and `last_on` (held since).

    From the opening, or from the approved place in the queue where that came later. The rule is
    `queue.rules.next_session_on`.
    """
    entry = QueueEntry.objects.standing().filter(household=OuterRef("household"))
    approved = Subquery(entry.values("approved_on")[:1])
    rows = rows.going_on().annotate(
        since=Greatest("opened_on", Coalesce(approved, F("opened_on"))),
        in_queue=Exists(entry),
    )
    held = Max("sessions__held_on", filter=Q(sessions__held_on__gte=F("since")))
    return rows.annotate(last_on=held)


def overdue(rows: Any, today: date) -> Any:
    """Of `with_due`, those whose day for the next session has passed."""
    first = today - timedelta(days=settings.HOUSING["first_session_days"])
    later = today - timedelta(days=settings.HOUSING["session_days"])
    return rows.filter(Q(last_on__isnull=True, since__lt=first) | Q(last_on__lt=later))


def why_kept(case: AdviceCase, risk: TenancyRisk) -> str:
    """What else than a struck danger of eviction a case rests on, in words; empty for nothing."""
    if case.cause != AdviceCause.EVICTION_RISK or case.opened_on != risk.petition_on:
        return "den åpnet av en annen grunn"
    if case.offered_on or case.aim or case.sessions.exists() or case.steps.exists():
        return "noe er gjort i den"
    home = risk.household_id
    if QueueEntry.objects.standing().filter(household=home).exists():
        return "husstanden står i boligkøen"
    refused = HousingApplication.objects.filter(
        household=home, state=ApplicationState.REFUSED, decided_on__gte=case.opened_on
    )
    if refused.exists():
        return "husstanden har fått avslag på kommunal bolig"
    asked = Intake.objects.filter(household=home, received_on__gte=case.opened_on)
    if any(Intake.Topic.HOUSING in row.topics for row in asked):
        return "husstanden har bedt om hjelp til bolig"
    return ""


@dataclass(frozen=True)
class CaseLine:
    """An open case in a list: when the next session is due, and how late it is in days."""

    case: AdviceCase
    due_on: date
    days_late: int
    held: bool


def lines(rows: Iterable[Any], today: date) -> list[CaseLine]:
    """Of `with_due`, the one that is due first first."""
    found = []
    for row in rows:
        due = due_of(row)
        found.append(CaseLine(row, due, max(0, (today - due).days), row.last_on is not None))
    return sorted(found, key=lambda line: (line.due_on, line.case.pk))


def due_of(row: Any) -> date:
    return next_session_on(
        row.since,
        row.last_on,
        first_days=settings.HOUSING["first_session_days"],
        days=settings.HOUSING["session_days"],
    )


def refused_without_offer(user: User) -> QuerySet[HousingApplication]:
    """Refused applications after which no advice was offered and no session held (measure 5a)."""
    later = AdviceCase.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=OuterRef("decided_on")),
        household=OuterRef("household"),
    )
    held = AdviceSession.objects.filter(
        case__household=OuterRef("household"), held_on__gte=OuterRef("decided_on")
    )
    newer = HousingApplication.objects.filter(
        household=OuterRef("household"),
        state=ApplicationState.APPROVED,
        decided_on__gte=OuterRef("decided_on"),
    )
    rows = of_office(HousingApplication.objects.filter(state=ApplicationState.REFUSED), user)
    offered = later.filter(offered_on__gte=OuterRef("decided_on"))
    found: QuerySet[HousingApplication] = rows.filter(
        ~Exists(offered), ~Exists(held), ~Exists(newer)
    )
    return found.select_related("household__contact", "applicant").order_by("decided_on", "pk")
