"""What is done with things straight from the work list; each is checked again, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from accounts.models import User
from benefits.applications import actions
from benefits.applications.queries import deadline_of
from benefits.models import AssistanceApplication
from households.actions import visible_ids
from households.intakes import take_intake
from households.models import Intake


def take_applications(*, rows: Iterable[AssistanceApplication], by: User) -> int:
    """Take them on, from nobody or from a colleague; how many."""
    return _each(rows, actions.take, by)


def give_back(*, rows: Iterable[AssistanceApplication], by: User) -> int:
    """Put back those that `by` handles; how many."""
    return _each(rows, actions.give_back, by)


def resume(*, rows: Iterable[AssistanceApplication], by: User) -> int:
    """Take up again those that are on hold; how many."""
    return _each([row for row in rows if row.on_hold_until], actions.resume, by)


def hold(*, rows: Iterable[AssistanceApplication], until: date, reason: str, by: User) -> int:
    """Put those that are not on hold already on hold; how many."""
    waiting = [row for row in rows if not row.on_hold_until]
    return _each(waiting, lambda **step: actions.hold(until=until, reason=reason, **step), by)


def due_before(rows: Iterable[AssistanceApplication], day: date) -> list[AssistanceApplication]:
    """Those that must be answered by law before `day`: held until then, they come too late."""
    ids = [row.pk for row in rows]
    known = AssistanceApplication.objects.filter(pk__in=ids).with_last_reply()
    found: list[Any] = list(known.select_related("household__contact"))
    deadlines = ((row, deadline_of(row, row.expected_on, day)) for row in found)
    return [row for row, deadline in deadlines if deadline is not None and deadline.late]


def give_to(*, rows: Iterable[AssistanceApplication], to: User, by: User) -> int:
    """Give them to a colleague; one whose household the colleague may not see is left."""
    given = list(rows)
    seen = visible_ids(to, [row.household_id for row in given])
    return _each(
        [row for row in given if row.household_id in seen],
        lambda **step: actions.give_to(to=to, **step),
        by,
    )


def take_intakes(*, rows: Iterable[Intake], by: User) -> int:
    """Take them on; how many nobody else had taken first."""
    return sum(take_intake(intake=row, by=by) for row in rows)


def give_intakes_to(*, rows: Iterable[Intake], to: User) -> int:
    """Let a colleague take them on; one whose household the colleague may not see is left."""
    given = list(rows)
    seen = visible_ids(to, [row.household_id for row in given])
    return take_intakes(rows=[row for row in given if row.household_id in seen], by=to)


def _each(rows: Iterable[AssistanceApplication], act: Callable[..., object], by: User) -> int:
    done = 0
    for row in rows:
        try:
            act(application=row, version=row.version, by=by)
        except actions.ApplicationConflictError:
            continue
        done += 1
    return done
