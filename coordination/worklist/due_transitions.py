"""Transitions that nobody has accepted yet, those that the own office is asked to receive, and
aftercare that soon runs out (measure 4d)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.access import parties_with
from accounts.models import User
from accounts.policy import Permission
from children.models import Transition
from children.permits import mapping_parties
from children.transitions import rules
from children.transitions.queries import Line, answering_units, line_of
from coordination.worklist.due import OWN, PLAN, Due, Scope, named
from households.queries import named_households
from households.rules import birthday, born_by

AFTERCARE_SOON = timedelta(days=30)
ANSWER_WITHIN = timedelta(days=14)
"""Our own aims: no law names a time for either."""


def unreceived(scope: Scope) -> Iterable[Due]:
    """One line for each child of 17 or more whom nobody has accepted; red by the plan (4d)."""
    rows = (
        _own(scope)
        .exclude(answer="yes")
        .filter(child__birth_date__lte=born_by(scope.today, rules.OPENS_AT))
    )
    for row in _named(scope, rows):
        line = line_of(row, scope.today)
        yield _due(
            *(row, scope, birthday(row.child.birth_date, rules.OPENS_AT)),
            key=f"overgang-{row.pk}",
            what=f"{row.child.name}: overgang til voksentjenester",
            status=row.state.label,
            why=_why(line),
            late=PLAN if line.clock.late else "",
        )


def _why(line: Line) -> str:
    return line.clock.text[:1].upper() + line.clock.text[1:]


def to_answer(scope: Scope) -> Iterable[Due]:
    """Those that the user's unit is asked to receive and has not answered; never by who asked."""
    rows: Any = (
        Transition.objects.visible_to(scope.user)
        .going_on()
        .filter(receiver_unit__in=answering_units(scope.user), asked_on__isnull=False, answer="")
    )
    for row in _named(scope, rows.exclude(asked_by=scope.user)):
        due = row.asked_on + ANSWER_WITHIN
        yield _due(
            *(row, scope, due),
            key=f"overgang-svar-{row.pk}",
            what=f"Svar: tar dere imot {row.child.name}?",
            status="Spurt",
            why=f"Spurt {row.asked_on:%d.%m.%Y}",
            late=OWN if due < scope.today else "",
        )


def aftercare_ends(scope: Scope) -> Iterable[Due]:
    """Aftercare that runs out within a month: to be prolonged, or the transition ended."""
    rows = _own(scope).filter(answer="yes", aftercare_until__lte=scope.today + AFTERCARE_SOON)
    for row in _named(scope, rows):
        yield _due(
            *(row, scope, row.aftercare_until),
            key=f"ettervern-{row.pk}",
            what=f"{row.child.name}: ettervernet går ut",
            status=row.state.label,
            why=f"Til og med {row.aftercare_until:%d.%m.%Y}",
            late=OWN if row.aftercare_until < scope.today else "",
        )


def _own(scope: Scope) -> Any:
    """Those that go on in the user's own party, in households that the office knows."""
    parties = mapping_parties(scope.user)
    rows: Any = Transition.objects.visible_to(scope.user).going_on()
    return rows.filter(party__in=parties, household__in=scope.known)


def _named(scope: Scope, rows: Any) -> list[Any]:
    """Each with the caseworker of its own party, and whether the household may be named."""
    parties = parties_with(scope.user, Permission.OF_OFFICE)
    rows = rows.annotate(caseworker_id=scope.holder(*parties))
    rows = rows.select_related("child", "household__contact", "receiver_unit", "mapping")
    found = list(rows.order_by("child__birth_date", "pk"))
    names = named_households(scope.user, {row.household_id for row in found})
    people = User.objects.in_bulk({row.caseworker_id for row in found if row.caseworker_id})
    for row in found:
        row.household_name = str(row.household)
        if row.household_id not in names:
            row.household_name = row.household.number
        row.caseworker = people.get(row.caseworker_id)
    return found


def _due(row: Any, scope: Scope, due: date, **said: Any) -> Due:
    return Due(
        household_id=row.household_id,
        household=row.household_name,
        url=reverse("transitions:show", args=[row.household_id, row.pk]),
        registered=row.opened_on,
        kind="Overgang",
        due=due,
        urgent=False,
        caseworker_id=row.caseworker_id,
        caseworker=named(row.caseworker, scope),
        subject_id=row.child_id,
        **said,
    )
