"""What is due: one query for each kind of thing, and how late each is.

A kind is a function of a Scope that gives Due rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Party
from accounts.policy import Permission
from benefits.applications.queries import deadline_of
from benefits.applications.rules import answer_due, is_late
from benefits.models import (
    ApplicationState,
    AssistanceApplication,
    AssistanceDecision,
    BasicBenefitCheck,
    DocumentDemand,
)
from coordination.worklist import due_housing
from coordination.worklist.due import (
    LAW,
    OWN,
    PLAN,
    Due,
    Kind,
    Scope,
    in_days,
    named,
)
from coordination.worklist.due_advice_steps import advice_steps
from coordination.worklist.due_children import children_to_map
from coordination.worklist.due_claims import open_claims
from coordination.worklist.due_counselling import next_steps, offers, waiting_for_counselling
from coordination.worklist.due_decisions import (
    appeals,
    proposals,
    returned,
    unsent_letters,
)
from coordination.worklist.due_flags import own_flags
from coordination.worklist.due_journal import agreed_steps
from coordination.worklist.due_kvp import kvp_steps
from coordination.worklist.due_kvp_months import kvp_months
from coordination.worklist.due_lodging import lodgings, undecided
from coordination.worklist.due_measures import first_talks, placements, to_assess
from coordination.worklist.due_meetings import meeting_actions
from coordination.worklist.due_plans import missing_plans, plan_dues
from coordination.worklist.due_tenancies import (
    contracts,
    dangers,
    leaving,
    own_steps,
    petitions,
    rent_owed,
)
from coordination.worklist.due_transitions import aftercare_ends, to_answer, unreceived
from decisions.codes import State
from households.models import Intake

ANSWER_INTAKE_WITHIN = timedelta(days=3)
"""Our own aim for taking an intake on; no law names a time for it."""


def everything(scope: Scope) -> list[Due]:
    """All that is due in the offices of the scope, the most urgent first."""
    rows = [row for kind in KINDS for row in kind(scope)]
    return sorted(rows, key=lambda row: (row.due, row.registered, row.key))


def applications(scope: Scope) -> Iterable[Due]:
    """Applications that wait for an answer: a month by law, emergency aid the same day."""
    rows: Any = AssistanceApplication.objects.filter(
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS)
    )
    rows = rows.waiting().with_last_reply().filter(household__in=scope.known)
    rows = rows.select_related("household__contact", "caseworker").prefetch_related("matters")
    sent = AssistanceDecision.objects.filter(
        application=OuterRef("pk"), decision__state=State.PROPOSED
    )
    rows = rows.annotate(is_sent=Exists(sent))
    for row in rows.order_by("received_on", "pk"):
        yield _application(row, scope)


def _application(row: Any, scope: Scope) -> Due:
    due = answer_due(row.received_on, is_emergency=row.is_emergency, expected_on=row.expected_on)
    told = deadline_of(row, row.expected_on, scope.today)
    late = is_late(due, scope.today)
    return Due(
        key=f"soknad-{row.pk}",
        household_id=row.household_id,
        household=str(row.household),
        what=", ".join(str(matter) for matter in row.matters.all()),
        url=reverse("applications:application", args=[row.household_id, row.pk]),
        registered=row.received_on,
        kind="Nødhjelp" if row.is_emergency else "Søknad",
        status=_status(row),
        due=due,
        why=_why(row, told.text if told else ""),
        late=LAW if late else "",
        urgent=row.is_emergency or late,
        caseworker_id=row.caseworker_id,
        caseworker=named(row.caseworker, scope),
        is_sent=row.is_sent,
        on_hold_until=row.on_hold_until,
        takes=(
            *("ta", "legg-tilbake", "tildel"),
            "gjenoppta" if row.on_hold_until else "vent",
        ),
        subject_id=row.applicant_id,
    )


def _status(row: Any) -> str:
    if row.on_hold_until:
        return "På vent"
    return "Til beslutning" if row.is_sent else str(row.get_state_display())


def _why(row: Any, text: str) -> str:
    if row.on_hold_until:
        return f"{text} · på vent til {row.on_hold_until:%d.%m.}: {row.hold_reason}"
    return text


def documents(scope: Scope) -> Iterable[Due]:
    """Documentation that was asked for and has not come in time: remind, or decide without it."""
    rows = DocumentDemand.objects.filter(
        state=DocumentDemand.State.OPEN,
        due_on__lt=scope.today,
        application__state=ApplicationState.AWAITING_DOCUMENTS,
        application__unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        application__household__in=scope.known,
    )
    rows = rows.select_related("application__household__contact", "application__caseworker")
    for row in rows.order_by("due_on", "pk"):
        application = row.application
        days = (scope.today - row.due_on).days
        yield Due(
            key=f"dokument-{row.pk}",
            household_id=application.household_id,
            household=str(application.household),
            what=f"Purre: {row.what}",
            url=reverse(
                "applications:application", args=[application.household_id, application.pk]
            ),
            registered=row.asked_on,
            kind="Dokumentasjon",
            status=row.get_state_display(),
            due=row.due_on,
            why=f"Ikke kommet, {in_days(days)} over fristen",
            late=OWN,
            urgent=False,
            caseworker_id=application.caseworker_id,
            caseworker=named(application.caseworker, scope),
            subject_id=application.applicant_id,
        )


def intakes(scope: Scope) -> Iterable[Due]:
    """Intakes that nobody in the office has taken on."""
    rows = Intake.objects.visible_to(scope.user).of_units(set(scope.units)).waiting()
    for row in rows.select_related("household"):
        urgent = Intake.Topic.EMERGENCY in row.topics
        due = row.received_on if urgent else row.received_on + ANSWER_INTAKE_WITHIN
        yield Due(
            key=f"henvendelse-{row.pk}",
            household_id=row.household_id,
            household=row.stated_name,
            what=", ".join(row.topic_labels),
            url=reverse("coordination:inbox"),
            registered=row.received_on,
            kind="Henvendelse",
            status="Ingen har tatt den",
            due=due,
            why=f"Kom for {in_days((scope.today - row.received_on).days)} siden",
            late="" if due >= scope.today else LAW if urgent else OWN,
            urgent=urgent,
            caseworker_id=None,
            caseworker="Ingen",
            takes=("ta", "tildel"),
            subject_id=row.person_id,
        )


def basic_benefits(scope: Scope) -> Iterable[Due]:
    """Grunnstønad that has no result yet: within 60 days by the plan (7b)."""
    rows: Any = BasicBenefitCheck.objects.filter(
        result="",
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        household__in=scope.known,
    ).annotate(caseworker_id=scope.holder(Party.NAV))
    for row in rows.select_related("household__contact", "person").order_by("due_on", "pk"):
        late = row.due_on < scope.today
        yield Due(
            key=f"grunnstonad-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what=f"{row.person.name}: {row.measure}",
            url=reverse("coordination:economy", args=[row.household_id]),
            registered=timezone.localdate(row.raised_at),
            kind="Grunnstønad",
            status="Ikke avklart",
            due=row.due_on,
            why=_over(row.due_on, scope.today) if late else "innen 60 dager etter planen",
            late=PLAN if late else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker="Meg" if row.caseworker_id == scope.user.pk else "",
            subject_id=row.person_id,
        )


def _over(due: date, today: date) -> str:
    return f"{in_days((today - due).days)} over planens frist"


KINDS: tuple[Kind, ...] = (
    applications,
    documents,
    intakes,
    basic_benefits,
    children_to_map,
    proposals,
    returned,
    unsent_letters,
    appeals,
    offers,
    waiting_for_counselling,
    next_steps,
    agreed_steps,
    kvp_steps,
    kvp_months,
    open_claims,
    own_flags,
    to_assess,
    placements,
    first_talks,
    meeting_actions,
    unreceived,
    to_answer,
    aftercare_ends,
    plan_dues,
    missing_plans,
    due_housing.sessions,
    due_housing.applications,
    due_housing.refused,
    due_housing.exits,
    due_housing.answers,
    due_housing.to_move,
    due_housing.proposed_moves,
    advice_steps,
    lodgings,
    undecided,
    petitions,
    dangers,
    contracts,
    leaving,
    rent_owed,
    own_steps,
)
