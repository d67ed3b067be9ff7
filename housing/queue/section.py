"""What the tab "Bolig" tells of the application and of the place in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.policy import Permission
from households.models import Household
from housing.codes import ApplicationState
from housing.models import HousingApplication, QueueEntry
from housing.permits import unit_to_work_in
from housing.queue import order, queries, rules
from housing.queue.answers import Due, answer_in_words
from housing.queue.beside import warnings_of
from housing.queue.exiting import hindrance
from housing.queue.moves import deciders


@dataclass(frozen=True)
class Explained:
    """A place in the queue and why: what counts, what has changed, and what would move it."""

    entry: Any
    place: int
    in_all: int
    grounds: list[str]
    wording: str
    ahead: str
    since: str
    would: list[str]
    renew_by: date
    is_unrenewed: bool
    pauses: list[Any]
    waiting_move: Any
    refused_move: Any


def explained(household: Household, today: date) -> Explained | None:
    """The standing entry of the household, explained; None without."""
    entry = queries.entry_of(household)
    if entry is None:
        return None
    whole, stand = order.line(), order.stand_of(entry)
    wordings = queries.class_wordings(today)
    place = whole.place(stand.order)
    by = rules.renew_by(entry.approved_on, entry.renewed_on, settings.HOUSING["renew_months"])
    return Explained(
        entry=entry,
        place=place,
        in_all=len(whole),
        grounds=queries.grounds_of([entry.application_id]).get(entry.application_id, []),
        wording=wordings.get(entry.priority, ""),
        ahead=rules.ahead_in_words(
            whole.ahead_by_class(stand.order), stand.priority, has_points=whole.has_points
        ),
        since=rules.since_in_words(queries.told_before(entry), place),
        would=rules.would_move(whole, stand, wordings),
        renew_by=by,
        is_unrenewed=by < today,
        pauses=list(entry.pauses.all()),
        waiting_move=entry.moves.waiting().select_related("proposed_by", "entry").first(),
        refused_move=entry.moves.filter(is_approved=False).select_related("decided_by").first(),
    )


@dataclass(frozen=True)
class ApplicationLine:
    """An application with what it says, and what may be done next."""

    row: HousingApplication
    districts: str
    grounds: list[str]
    next_act: str
    answer: Due | None
    warnings: list[str]


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    rows = list(
        HousingApplication.objects.filter(household=household)
        .select_related("applicant", "decision", "assessed_by")
        .prefetch_related("districts", "grounds", "entries")
    )
    place = explained(household, today)
    left = [
        entry
        for entry in QueueEntry.objects.filter(household=household)
        .select_related("exit_decision")
        .order_by("-approved_on", "-pk")
        if entry.ended_on is not None
    ]
    under_way = any(row.state in ("received", "assessed") for row in rows)
    works = unit_to_work_in(user, household) is not None
    has_home = bool(queries.home_held_by(household.pk))
    decides = unit_to_work_in(user, household, Permission.MOVE_BETWEEN_CLASSES) is not None
    move = place.waiting_move if place is not None else None
    return {
        "applications": [_line(row, household, user, today) for row in rows],
        "place": place,
        "left": left,
        "to_decide": household.queue_entries.undecided().select_related("exit_decision"),
        "may_re_enter": works
        and place is None
        and not under_way
        and bool(left)
        and not hindrance(left[0])
        and not has_home,
        "may_apply": works and place is None and not under_way and not has_home,
        "works": works,
        "decides": decides,
        "is_own_move": move is not None and move.proposed_by_id == user.pk,
        "who_decides": deciders([move], today)[move.pk] if move is not None else "",
    }


def _line(
    row: HousingApplication, household: Household, user: User, today: date
) -> ApplicationLine:
    is_open = row.state == ApplicationState.ASSESSED
    names = ", ".join(sorted(one.name for one in row.districts.all()))
    return ApplicationLine(
        row=row,
        districts="Skjermet" if household.place_hidden else names or "Ikke oppgitt",
        grounds=[str(one) for one in row.grounds.all()],
        next_act=_next(row),
        answer=answer_in_words(row, today),
        warnings=warnings_of(row, household, user, today) if is_open else [],
    )


def _next(row: HousingApplication) -> str:
    """The act that the application waits for; empty when it waits for none."""
    if row.state == ApplicationState.RECEIVED:
        return "vurder"
    if row.state == ApplicationState.ASSESSED and row.decision_id is None:
        return "vedtak"
    if row.state == ApplicationState.APPROVED and not row.entries.all():
        return "ko"
    return ""
