"""Who has not been offered counselling, and what the pages of counselling show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.access import units_with
from accounts.models import RoleAssignment, User
from accounts.policy import Permission, Role, permissions_of
from benefits.counselling import rules
from benefits.models import (
    OPEN,
    WAITING,
    AdviceOffer,
    ApplicationState,
    AssistanceApplication,
    Counselling,
    CounsellingChange,
    CounsellingSession,
    CounsellingState,
)
from decisions.codes import Kind, Outcome
from decisions.models import Decision
from households.models import Household

COUNTED = (*OPEN, ApplicationState.DECIDED, ApplicationState.CLOSED)
"""Applications that were an application: neither withdrawn, sent on nor registered by mistake."""
STEPS = tuple(CounsellingState)
WITHIN = timedelta(days=365)
"""How far back the waiting times go."""


@dataclass(frozen=True)
class Step:
    """A step of the line on top of a counselling's page: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True)
class OfferState:
    """How it stands with the offer to who has applied: given, due, or not needed."""

    offer: AdviceOffer | None
    counselling: Counselling | None
    is_due: bool


@dataclass(frozen=True)
class CaseLine:
    """A counselling in the list: what comes next in it, when, and whether that is late."""

    counselling: Counselling
    next_step: str
    due: date | None
    late: bool


def offer_stands() -> timedelta:
    """For how long an offer needs not be given anew."""
    return timedelta(days=settings.ADVICE_OFFER_DAYS)


def without_offer(
    applications: QuerySet[AssistanceApplication],
) -> QuerySet[AssistanceApplication]:
    """Those whose applicant is to be offered counselling; rules.offer_due, asked of all at once."""
    stood = OuterRef("received_on") - offer_stands()
    offers = AdviceOffer.objects.filter(person=OuterRef("applicant"), offered_on__gt=stood)
    ended = Q(ended_on=None) | Q(ended_on__gte=OuterRef("received_on"))
    advised = Counselling.objects.filter(ended, person=OuterRef("applicant"))
    return applications.filter(~Exists(offers), ~Exists(advised), state__in=COUNTED)


def applications_without_offer(user: User) -> QuerySet[AssistanceApplication]:
    """In the user's offices, the oldest first; measure 4b asks for none, or for this list."""
    known = Household.objects.visible_to(user, Permission.OF_OFFICE)
    of_offices = AssistanceApplication.objects.filter(
        unit__in=units_with(user, Permission.SEE_BENEFITS), household__in=known.values("pk")
    )
    rows = without_offer(of_offices).select_related("applicant", "household", "caseworker")
    return rows.order_by("received_on", "pk")


def offer_state(application: AssistanceApplication) -> OfferState:
    """How it stands with the offer for one application."""
    person = application.applicant_id
    offers = list(AdviceOffer.objects.filter(person=person).select_related("offered_by"))
    cases = list(Counselling.objects.filter(person=person))
    is_due = rules.offer_due(
        application.received_on,
        offered=[row.offered_on for row in offers],
        advised=[rules.Advised(row.accepted_on, row.ended_on) for row in cases],
        stands=offer_stands(),
    )
    own = next((row for row in offers if row.application_id == application.pk), None)
    latest = offers[0] if offers and not is_due else None
    running = next((row for row in cases if row.is_running), None)
    return OfferState(own or latest, running, is_due and application.state in COUNTED)


def offers_of(household: Household) -> QuerySet[AdviceOffer]:
    rows = AdviceOffer.objects.filter(household=household)
    return rows.select_related("person", "application", "offered_by", "counselling")


def offer_of(household: Household, offer_id: int) -> AdviceOffer | None:
    return offers_of(household).filter(pk=offer_id).first()


def counsellings_of(household: Household) -> QuerySet[Counselling]:
    return Counselling.objects.filter(household=household).select_related("person", "counsellor")


def case_lines(user: User, today: date) -> list[CaseLine]:
    """The running counsellings the user sees, what is due first."""
    return sorted(
        (_line(row, today) for row in _with_next(Counselling.objects.visible_to(user).running())),
        key=lambda line: (line.due or date.max, line.counselling.pk),
    )


def _with_next(rows: Any) -> Any:
    """Each with the next step of its latest session."""
    latest = CounsellingSession.objects.filter(counselling=OuterRef("pk"))
    return rows.select_related("person", "counsellor", "unit").annotate(
        next_step=Subquery(latest.values("next_step")[:1]),
        next_on=Subquery(latest.values("next_on")[:1]),
    )


def _line(row: Any, today: date) -> CaseLine:
    if row.state == CounsellingState.ACCEPTED:
        due: date | None = rules.decision_due(row.accepted_on)
        step = "Vedtak"
    elif row.state == CounsellingState.DECIDED:
        due, step = row.planned_start, "Start"
    elif row.state == CounsellingState.STARTED:
        due, step = row.started_on, "Første samtale"
    else:
        due, step = row.next_on, row.next_step or ""
    return CaseLine(row, step, due, due is not None and due < today)


def waiting_time_of(user: User, today: date) -> rules.WaitingTime:
    """From yes to start, of those begun in the last year and those who wait now."""
    begun = Q(started_on__gt=today - WITHIN, started_on__lte=today)
    rows = Counselling.objects.visible_to(user).filter(begun | Q(state__in=WAITING))
    pairs = rows.values_list("accepted_on", "started_on")
    return rules.waiting_time([rules.Wait(*pair) for pair in pairs], today)


def steps_of(counselling: Counselling) -> list[Step]:
    """The line of steps; what was ended before it began skips those between."""
    at = STEPS.index(CounsellingState(counselling.state))
    passed = [CounsellingState.ACCEPTED]
    passed += [CounsellingState.DECIDED] if counselling.decision_id else []
    passed += [CounsellingState.STARTED] if counselling.started_on else []
    shown = [state for state in STEPS if counselling.is_running or state in passed]
    if not counselling.is_running:
        shown.append(CounsellingState.ENDED)
    return [
        Step(
            str(state.label),
            "current" if STEPS.index(state) == at else "done" if state in passed else "coming",
        )
        for state in shown
    ]


def sessions_of(counselling: Counselling) -> QuerySet[CounsellingSession]:
    return CounsellingSession.objects.filter(counselling=counselling).select_related("held_by")


def changes_of(counselling: Counselling) -> QuerySet[CounsellingChange]:
    return CounsellingChange.objects.filter(counselling=counselling).select_related("by")


def decisions_to_join(counselling: Counselling) -> QuerySet[Decision]:
    """Approved decisions on advice to the person that give something, and are not replaced."""
    rows = Decision.objects.standing().filter(
        kind=Kind.ADVICE,
        outcome__in=(Outcome.GRANTED, Outcome.PARTLY),
        household=counselling.household_id,
        applicant=counselling.person_id,
    )
    return rows.exclude(
        pk__in=Counselling.objects.filter(decision__isnull=False).values("decision")
    )


def possible_counsellors(counselling: Counselling, today: date) -> QuerySet[User]:
    """The debt counsellors, and who handles assistance in the unit that has the household."""
    roles = RoleAssignment.objects.valid_on(today)
    with_counsel = [role for role in Role if Permission.COUNSEL in permissions_of(role)]
    handling = [role for role in Role if Permission.HANDLE_ASSISTANCE in permissions_of(role)]
    has = counselling.household.responsibilities.valid_on(today).values("unit")
    rows = roles.filter(Q(role__in=with_counsel) | Q(role__in=handling, unit__in=has))
    found = User.objects.filter(is_active=True, pk__in=rows.values("user"))
    return found.exclude(pk=counselling.counsellor_id).order_by("first_name", "last_name")
