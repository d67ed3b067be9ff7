"""What waits in housing: sessions (5a), applications, answers to offers, moves and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Party, User
from accounts.policy import Permission
from coordination.worklist.due import LAW, OWN, PLAN, Due, Scope, in_days, named
from decisions.codes import State
from housing.advice import queries as advice
from housing.codes import ApplicationState
from housing.homes import queries as homes
from housing.models import QueueMove
from housing.queue import moves as queue_moves
from housing.queue import queries as queue
from housing.queue.exiting import LOST
from housing.queue.rules import answer_due

QUEUE_WITHIN, OFFER_WITHIN = timedelta(14), timedelta(14)
MOVE_WITHIN = timedelta(7)
DECIDE_WITHIN = timedelta(14)
"""Our own aims; no law names the days."""
AHEAD = timedelta(days=14)
"""A session stands in the list so long before its day."""
SESSION, TO_MOVE = "Boligsamtale", "Flytting til beslutning"


def sessions(scope: Scope) -> Iterable[Due]:
    """Sessions of open advice: red by measure 5a when the day has passed."""
    rows = advice.open_cases(scope.user)
    for line in advice.lines(_with_caseworker(rows, scope), scope.today):
        if line.due_on > scope.today + AHEAD:
            continue
        late = f"{in_days(line.days_late)} over fristen" if line.days_late else ""
        yield _due(
            line.case,
            scope,
            key=f"boligsamtale-{line.case.pk}",
            kind=SESSION,
            what="Boligsamtale" if line.held else "Første boligsamtale",
            registered=line.case.opened_on,
            due=line.due_on,
            why=late or str(line.case.get_cause_display()),
            late=PLAN if line.days_late else "",
        )


def applications(scope: Scope) -> Iterable[Due]:
    """Applications for a home that wait for the next step."""
    rows = _with_caseworker(queue.open_applications(scope.user), scope)
    for row in rows:
        is_approved = row.state == ApplicationState.APPROVED
        since = row.decided_on if is_approved else row.received_on
        law = answer_due(row.received_on, row.expected_on)
        due = since + QUEUE_WITHIN if is_approved else law
        why = f"{row.get_state_display()} {since:%d.%m.%Y}"
        if row.expected_on and not is_approved:
            why = f"Foreløpig svar sendt {row.interim_on:%d.%m.%Y}"
        elif due < scope.today and not is_approved:
            why = "Lovens frist er ute: svar, eller send foreløpig svar"
        yield _due(
            row,
            scope,
            key=f"boligsoknad-{row.pk}",
            kind="Boligsøknad",
            what=f"{row.reference}: {'settes i kø' if is_approved else 'behandles'}",
            registered=row.received_on,
            due=due,
            why=why,
            late=(OWN if is_approved else LAW) if due < scope.today else "",
        )


def refused(scope: Scope) -> Iterable[Due]:
    """Refused applicants to whom nobody has offered advice."""
    for row in _with_caseworker(advice.refused_without_offer(scope.user), scope):
        due = row.decided_on + OFFER_WITHIN
        yield _due(
            row,
            scope,
            key=f"boligraad-{row.pk}",
            kind="Tilbud om boligråd",
            what=f"{row.reference} er avslått: tilby råd",
            registered=row.decided_on,
            due=due,
            why=f"Avslått {row.decided_on:%d.%m.%Y}",
            late=OWN if due < scope.today else "",
        )


def exits(scope: Scope) -> Iterable[Due]:
    """Those who lost their place by too many noes or the conditions, until that is decided."""
    for row in _with_caseworker(queue.undecided_exits(scope.user), scope):
        decision = row.exit_decision
        if decision is not None and decision.state == State.RETURNED:
            continue  # stands among those that a leader has given back
        due = row.ended_on + DECIDE_WITHIN
        told = _due(
            row,
            scope,
            key=f"boligutgang-{row.pk}",
            kind="Vedtak om boligkø",
            what=f"Skriv vedtak: {LOST[row.exit_cause].decided}",
            registered=row.ended_on,
            due=due,
            why=f"Ute av køen {row.ended_on:%d.%m.%Y}",
            late=OWN if due < scope.today else "",
        )
        if decision is not None:
            url = reverse("decisions:decision", args=[row.household_id, decision.pk])
            told = replace(told, url=url, status=decision.get_state_display())
        yield told


def answers(scope: Scope) -> Iterable[Due]:
    """Offers of a home that nobody has answered, to those who let homes and who leads them."""
    lets = units_with(scope.user, Permission.LET_HOMES)
    if not lets | units_with(scope.user, Permission.MOVE_BETWEEN_CLASSES):
        return
    for row in _with_caseworker(homes.waiting_offers(scope.user), scope):
        yield _due(
            row,
            scope,
            key=f"boligtilbud-{row.pk}",
            kind="Boligtilbud",
            what="Svar på tilbud om bolig",
            registered=row.offered_on,
            due=row.answer_by,
            why=f"Svarfrist {row.answer_by:%d.%m.%Y}",
            late=OWN if row.answer_by < scope.today else "",
        )


def to_move(scope: Scope) -> Iterable[Due]:
    """Moves to another class that the user decides, under the name of who proposed them."""
    if not units_with(scope.user, Permission.MOVE_BETWEEN_CLASSES):
        return
    for row in queue_moves.moves_to_decide(scope.user).filter(entry__household__in=scope.known):
        at = row.entry.household_id, row.pk
        yield _move(
            row,
            scope,
            key=f"flytting-{row.pk}",
            kind=TO_MOVE,
            url=reverse("housing:decide_move", args=at),
            why=f"Foreslått {timezone.localdate(row.proposed_at):%d.%m.}",
        )


def proposed_moves(scope: Scope) -> Iterable[Due]:
    """Moves that the user has proposed, or somebody stood in for, with who has to decide them."""
    rows = queue_moves.waiting_moves(scope.user).filter(proposed_by__in=scope.stands_for)
    found = list(rows.filter(entry__household__in=scope.known))
    who = queue_moves.deciders(found, scope.today) if found else {}
    for row in found:
        yield _move(
            row,
            scope,
            key=f"foreslaatt-{row.pk}",
            kind="Flytting i boligkøen",
            url=reverse("housing:household", args=[row.entry.household_id]),
            why=f"Venter på {who[row.pk] or 'leder HV'}",
            is_sent=True,
        )


def _move(row: QueueMove, scope: Scope, **told: Any) -> Due:
    """A move that waits; a week is our own aim, so that what slips is grey."""
    proposed = timezone.localdate(row.proposed_at)
    due, entry = proposed + MOVE_WITHIN, row.entry
    return Due(
        household_id=entry.household_id,
        household=str(entry.household),
        what=f"Fra klasse {row.from_class} til {row.to_class} i boligkøen",
        registered=proposed,
        status="Til leder",
        due=due,
        late=OWN if due < scope.today else "",
        urgent=False,
        caseworker_id=row.proposed_by_id,
        caseworker=named(row.proposed_by, scope),
        subject_id=entry.applicant_id,
        **told,
    )


def _with_caseworker(rows: Any, scope: Scope) -> list[Any]:
    """Each with HV's caseworker of the household."""
    known = rows.filter(household__in=scope.known)
    found = list(known.annotate(caseworker_id=scope.holder(Party.HV)))
    people = User.objects.in_bulk({row.caseworker_id for row in found} - {None})
    for row in found:
        row.caseworker = people.get(row.caseworker_id)
    return found


def _due(row: Any, scope: Scope, *, due: date, registered: date, late: str, **told: Any) -> Due:
    held = row.caseworker_id
    return Due(
        household_id=row.household_id,
        household=str(row.household),
        url=reverse("housing:household", args=[row.household_id]),
        registered=registered,
        status="",
        due=due,
        late=late,
        urgent=False,
        caseworker_id=held,
        caseworker=named(row.caseworker, scope),
        subject_id=row.household.contact_id,
        **told,
    )
