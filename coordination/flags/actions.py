"""Raising and ending flags as their causes come and go, and dismissing one with grounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from children.transitions.actions import open_due
from coordination.flags.causes import Found, Scope, causes
from coordination.models import Flag, FlagChange
from households.actions import batches
from households.models import Touched
from housing.advice import actions as advice

AT_ONCE, BATCH = 5_000, 500
"""Changes looked at in one turn, and flags rewritten in one statement."""
FEW = 50
"""Households whose flags are all locked together."""
Known = dict[int, Flag]
"""Flags of one rule that stand, by household."""


class FlagRefusedError(Exception):
    """Why it may not be done, in a Norwegian sentence."""


def recompute(*, today: date, households: Collection[int] | None = None) -> int:
    """Let the flags of these households (all without a choice) follow their causes.

    Done twice it changes nothing; how many flags were raised, ended or told anew.
    """
    scope = Scope(today, households)
    if households is not None and len(households) <= FEW:
        return _follow_together(scope)
    return sum(_follow(rule, find(scope), scope) for rule, find in causes().items())


@transaction.atomic
def _follow_together(scope: Scope) -> int:
    """All rules of a few households at once, with one question for the flags that stand."""
    by_rule: dict[str, Known] = defaultdict(dict)
    for flag in scope.of(Flag.objects.standing()).select_for_update().order_by("pk"):
        by_rule[flag.rule][flag.household_id] = flag
    return sum(_change(rule, find(scope), by_rule[rule], scope) for rule, find in causes().items())


@transaction.atomic
def _follow(rule: str, found: Found, scope: Scope) -> int:
    """One rule, of any number of households: what it locks is let go before the next."""
    standing = scope.of(Flag.objects.standing().filter(rule=rule)).select_for_update()
    known = {flag.household_id: flag for flag in standing.order_by("pk")}
    return _change(rule, found, known, scope)


def _change(rule: str, found: Found, known: Known, scope: Scope) -> int:
    raised = [
        Flag(household_id=pk, rule=rule, raised_on=scope.today, data=data)
        for pk, data in found.items()
        if pk not in known
    ]
    if raised:
        Flag.objects.bulk_create(raised, batch_size=1_000, ignore_conflicts=True)
    ended = [flag.pk for pk, flag in known.items() if pk not in found]
    for batch in batches(ended):
        Flag.objects.filter(pk__in=batch).update(ended_on=scope.today)
    told = [flag for pk, flag in known.items() if pk in found and flag.data != found[pk]]
    for flag in told:
        flag.data = found[flag.household_id]
    if told:
        Flag.objects.bulk_update(told, ["data"], batch_size=BATCH)
    return len(raised) + len(ended) + len(told)


def recompute_touched(*, today: date, at: datetime) -> int:
    """Work out the flags of households that have changed since last time; how many there were.

    Transitions that are to open do so first, since a flag tells of who has no receiver, and so
    does advice about housing that was asked for. What is touched meanwhile stays for the next time.
    """
    rows = list(Touched.objects.order_by("pk").values_list("pk", "household")[:AT_ONCE])
    households = sorted({household for _, household in rows})
    for some in batches(households):
        open_due(today=today, at=at, households=some)
        advice.open_due(today=today, households=some)
        recompute(today=today, households=some)
    for ids in batches(pk for pk, _ in rows):
        Touched.objects.filter(pk__in=ids).delete()
    return len(households)


@transaction.atomic
def dismiss(*, flag: Flag, grounds: str, at: datetime, by: User) -> None:
    """Take it off the lists, with grounds; it does not come back while the same cause stands."""
    if not grounds.strip():
        raise FlagRefusedError("Skriv hvorfor flagget avvises.")
    values = {"dismissed_by": by, "dismissed_at": at, "grounds": grounds.strip()}
    if not Flag.objects.open().filter(pk=flag.pk).update(**values):
        raise FlagRefusedError("Flagget er allerede avvist, eller årsaken er borte.")
    FlagChange.objects.create(
        flag=flag, act=FlagChange.Act.DISMISS, grounds=grounds.strip(), by=by, at=at
    )


@transaction.atomic
def reopen(*, flag: Flag, at: datetime, by: User) -> None:
    """Put a dismissed flag back on the lists."""
    dismissed = Flag.objects.standing().filter(pk=flag.pk, dismissed_at__isnull=False)
    if not dismissed.update(dismissed_by=None, dismissed_at=None, grounds=""):
        raise FlagRefusedError("Flagget er ikke avvist, eller årsaken er borte.")
    FlagChange.objects.create(flag=flag, act=FlagChange.Act.REOPEN, by=by, at=at)
