"""Financial counselling that is to be offered, begun or gone on with (4b)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.access import units_with
from accounts.policy import Permission
from benefits.applications.rules import answer_due
from benefits.counselling.queries import without_offer
from benefits.counselling.rules import decision_due
from benefits.models import (
    WAITING,
    ApplicationState,
    AssistanceApplication,
    Counselling,
    CounsellingSession,
    CounsellingState,
)
from coordination.worklist.due import (
    LAW,
    OWN,
    PLAN,
    Due,
    Scope,
    in_days,
    named,
)


def offers(scope: Scope) -> Iterable[Due]:
    """Assessed or decided applications whose applicant is not offered counselling (4b).

    The offer goes with the letter, so it is not asked for before there is a letter to write.
    """
    written = AssistanceApplication.objects.filter(
        unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS),
        household__in=scope.known,
        state__in=(ApplicationState.ASSESSED, ApplicationState.DECIDED),
    )
    rows = without_offer(written).select_related("household__contact", "caseworker")
    for row in rows.order_by("received_on", "pk"):
        due = answer_due(row.received_on, is_emergency=row.is_emergency, expected_on=None)
        yield Due(
            key=f"tilbud-{row.pk}",
            household_id=row.household_id,
            household=str(row.household),
            what="Gi tilbud om økonomisk rådgivning",
            url=reverse("applications:application", args=[row.household_id, row.pk]),
            registered=row.received_on,
            kind="Tilbud om rådgivning",
            status=row.get_state_display(),
            due=due,
            why="Gis i brevet",
            late=PLAN if due < scope.today else "",
            urgent=False,
            caseworker_id=row.caseworker_id,
            caseworker=named(row.caseworker, scope),
            subject_id=row.applicant_id,
        )


def waiting_for_counselling(scope: Scope) -> Iterable[Due]:
    """Those who have said yes: the decision is due in a month, then the start on its day."""
    for row in _counsellings(scope).filter(state__in=WAITING).order_by("accepted_on", "pk"):
        accepted = row.state == CounsellingState.ACCEPTED
        due = decision_due(row.accepted_on) if accepted else row.planned_start
        yield _of_counselling(
            row,
            scope,
            key=f"radgivning-{row.pk}",
            what="Vedtak om rådgivning (§ 17)" if accepted else "Start rådgivningen",
            due=due,
            why=f"Takket ja for {in_days((scope.today - row.accepted_on).days)} siden",
            late=(LAW if accepted else PLAN) if due < scope.today else "",
        )


def next_steps(scope: Scope) -> Iterable[Due]:
    """The next step that the latest session of a counselling set itself."""
    latest = CounsellingSession.objects.filter(counselling=OuterRef("pk"))
    rows = _counsellings(scope).filter(state=CounsellingState.ACTIVE)
    rows = rows.annotate(
        next_step=Subquery(latest.values("next_step")[:1]),
        next_on=Subquery(latest.values("next_on")[:1]),
    )
    for row in rows.filter(next_on__isnull=False).order_by("next_on", "pk"):
        yield _of_counselling(
            row,
            scope,
            key=f"steg-{row.pk}",
            what=row.next_step,
            due=row.next_on,
            why="Neste steg i rådgivningen",
            late=OWN if row.next_on < scope.today else "",
        )


def _counsellings(scope: Scope) -> Any:
    rows = Counselling.objects.filter(household__in=scope.known)
    rows = rows.filter(unit__in=scope.units & units_with(scope.user, Permission.SEE_BENEFITS))
    return rows.select_related("household__contact", "counsellor")


def _of_counselling(row: Counselling, scope: Scope, **told: Any) -> Due:
    return Due(
        household_id=row.household_id,
        household=str(row.household),
        url=reverse("counselling:case", args=[row.pk]),
        registered=row.accepted_on,
        kind="Rådgivning",
        status=row.get_state_display(),
        urgent=False,
        caseworker_id=row.counsellor_id,
        caseworker=named(row.counsellor, scope),
        subject_id=row.person_id,
        **told,
    )
