"""Decisions that wait: for approval, for their writer, for a letter; and appeals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from coordination.worklist.due import (
    OWN,
    PLAN,
    Due,
    Scope,
    named,
)
from decisions.codes import Act, State
from decisions.codes import Kind as DecisionKind
from decisions.models import Appeal, Decision, DecisionChange
from decisions.rules import appeal_due_on

APPROVE_WITHIN, SEND_WITHIN = timedelta(days=2), timedelta(days=1)
"""Our own aims too: somebody waits for the answer."""
TO_APPROVE = "Vedtak til beslutning"


def proposals(scope: Scope) -> Iterable[Due]:
    """Decisions that wait for a leader of the office to approve them."""
    rows = _decisions(scope, Permission.APPROVE_DECISION).filter(state=State.PROPOSED)
    for row in rows.select_related("proposed_by").order_by("proposed_at", "pk"):
        sent = timezone.localdate(row.proposed_at)
        yield _decision(
            row,
            scope,
            key=f"beslutning-{row.pk}",
            kind=TO_APPROVE,
            registered=sent,
            due=sent + APPROVE_WITHIN,
            why=f"Sendt til beslutning {sent:%d.%m.}",
            caseworker=row.proposed_by,
            urgent=row.kind == DecisionKind.EMERGENCY,
        )


def returned(scope: Scope) -> Iterable[Due]:
    """Decisions that a leader has given back to their writer."""
    rows = _decisions(scope).filter(state=State.RETURNED)
    given = DecisionChange.objects.filter(decision=OuterRef("pk"), act=Act.RETURN)
    rows = rows.annotate(returned_at=Subquery(given.order_by("-at").values("at")[:1]))
    for row in rows.select_related("made_by").order_by("pk"):
        back = timezone.localdate(row.returned_at or row.made_at)
        yield _decision(
            row,
            scope,
            key=f"returnert-{row.pk}",
            kind="Underkjent vedtak",
            registered=back,
            due=back + APPROVE_WITHIN,
            why=f"Underkjent: {row.return_reason}",
            caseworker=row.made_by,
            urgent=row.kind == DecisionKind.EMERGENCY,
        )


def unsent_letters(scope: Scope) -> Iterable[Due]:
    """Approved decisions whose letter nobody has registered as sent."""
    rows = _decisions(scope).approved().filter(letter__sent_at=None, letter__erased_at=None)
    rows = rows.filter(letter__isnull=False).select_related("made_by")
    for row in rows.order_by("approved_at", "pk"):
        made = timezone.localdate(row.approved_at)
        yield _decision(
            row,
            scope,
            key=f"brev-{row.pk}",
            kind="Vedtak uten sendt brev",
            registered=made,
            due=made + SEND_WITHIN,
            why=f"Vedtatt {made:%d.%m.}, brevet er ikke sendt",
            caseworker=row.made_by,
        )


def appeals(scope: Scope) -> Iterable[Due]:
    """Appeals that are not over; by the state's aim nine of ten are settled in three months."""
    rows = Appeal.objects.filter(
        decision__in=_decisions(scope), is_taken_up=True, implemented_on=None
    )
    rows = rows.select_related("decision__household__contact", "decision__made_by")
    for row in rows.order_by("received_on", "pk"):
        due, decision = appeal_due_on(row.received_on), row.decision
        told = _decision(
            decision,
            scope,
            key=f"klage-{row.pk}",
            kind="Klage",
            registered=row.received_on,
            due=due,
            why=f"Skal være avgjort {due:%d.%m.%Y}",
            caseworker=decision.made_by,
            urgent=due < scope.today,
        )
        yield replace(
            told,
            what=f"Klage på {decision.reference}",
            status=_stage(row),
            url=reverse("decisions:appeal", args=[decision.household_id, decision.pk, row.pk]),
            late=PLAN if due < scope.today else "",
        )


def _stage(row: Appeal) -> str:
    if row.result or row.is_reversed:
        return "Skal følges opp"
    if row.forwarded_on:
        return "Oversendt"
    return "Vurdert" if row.reconsidered_on else "Mottatt"


def _decisions(scope: Scope, permission: Permission = Permission.SEE_BENEFITS) -> Any:
    """Those of the offices in which the user has `permission`."""
    held = units_with(scope.user, permission)
    if permission == Permission.SEE_BENEFITS:
        held |= units_with(scope.user, Permission.SEE_HOUSING)
    units = scope.units & held
    rows = Decision.objects.filter(unit__in=units, household__in=scope.known)
    return rows.select_related("household__contact")


def _decision(
    row: Any, scope: Scope, *, due: date, caseworker: User, urgent: bool = False, **told: Any
) -> Due:
    """A thing that is due about a decision; our own aims, so that what slips is grey."""
    return Due(
        household_id=row.household_id,
        household=str(row.household),
        what=f"{row.reference} {row.get_kind_display().lower()}",
        url=reverse("decisions:decision", args=[row.household_id, row.pk]),
        status=row.get_state_display(),
        due=due,
        late=OWN if due < scope.today else "",
        urgent=urgent,
        caseworker_id=caseworker.pk,
        caseworker=named(caseworker, scope),
        subject_id=row.applicant_id,
        **told,
    )
