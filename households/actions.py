"""Who has which household: given, handed over and moved, always by new rows.

A change ends one row of Responsibility and begins another; a row replaced on its own first day is
marked undone. `by` stands on the new rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.administration import unit_actions
from accounts.administration.actions import RefusedError
from accounts.models import District, Unit, User
from accounts.policy import Permission
from households import caseloads
from households.models import BreakGlass, Household, Responsibility, Share

DAY = timedelta(days=1)
BATCH = 5_000
Holder = tuple[Unit, int | None]
"""Who has a household: the unit, and the caseworker's id."""


@dataclass(frozen=True)
class HandedOver:
    """How many households were given to the named colleague, and how many to nobody."""

    given: int
    unassigned: int


@transaction.atomic
def assign_caseworker(
    *, households: Iterable[int], unit: Unit, caseworker: User | None, day: date, by: User
) -> int:
    """Give the unit's households (ids) to a caseworker from `day` on; how many were changed."""
    return sum(
        _replace(
            Responsibility.objects.not_over_by(day).filter(unit=unit, household__in=ids),
            day,
            by,
            lambda row: (unit, caseworker.pk if caseworker else None),
        )
        for ids in batches(households)
    )


@transaction.atomic
def hand_over(*, user: User, unit: Unit, to: User | None, day: date, by: User) -> HandedOver:
    """What `user` has as caseworker in the unit goes to a colleague, or to nobody, from `day` on.

    A household that the colleague may not see (protection, closeness) is left to nobody.
    """
    rows = Responsibility.objects.not_over_by(day).filter(unit=unit, caseworker=user)
    ids = sorted(set(rows.values_list("household_id", flat=True)))
    may_have = set() if to is None else visible_ids(to, ids)
    _replace(
        rows,
        day,
        by,
        lambda row: (unit, to.pk if to and row.household_id in may_have else None),
    )
    return HandedOver(given=len(may_have), unassigned=len(ids) - len(may_have))


@transaction.atomic
def distribute(*, district: str, unit: Unit, day: date, by: User) -> int:
    """Give a unit all the households that have no unit on `day` (of one district); how many.

    Done twice it changes nothing more. `district` as in caseloads.without_unit.
    """
    ids = list(caseloads.without_unit(day, district).values_list("pk", flat=True))
    now = timezone.now()
    for batch in batches(ids):
        list(Household.objects.select_for_update().filter(pk__in=batch).values_list("pk"))
        Responsibility.objects.bulk_create(
            [
                Responsibility(
                    household_id=pk,
                    party=unit.party,
                    unit=unit,
                    valid_from=day,
                    begun_by=by,
                    begun_at=now,
                )
                for pk in batch
            ],
            batch_size=1_000,
        )
    return len(ids)


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    name: str,
    nav_number: str,
    district: District | None,
    valid_from: date,
    by: User,
) -> int:
    """Carry the unit on under a new name or number; how many households follow it."""
    new = unit_actions.succeed_unit(
        unit=unit,
        name=name,
        nav_number=nav_number,
        district=district,
        valid_from=valid_from,
        by=by,
    )
    return _move_all(unit, new, valid_from, by, keeps_caseworker=True)


@transaction.atomic
def close_unit(*, unit: Unit, to: Unit | None, last_day: date, by: User) -> int:
    """Close the unit; its households go to another of the same party, without a caseworker."""
    day = last_day + DAY
    if to is None and Responsibility.objects.not_over_by(day).filter(unit=unit).exists():
        raise RefusedError("Enheten har husstander. Velg hvilken enhet som tar over.")
    if to is not None and (to.party != unit.party or to.pk == unit.pk):
        raise RefusedError("Husstandene må overtas av en annen enhet hos samme part.")
    moved = 0 if to is None else _move_all(unit, to, day, by, keeps_caseworker=False)
    unit_actions.shut_unit(unit=unit, last_day=last_day, by=by)
    return moved


def visible_ids(user: User, households: Iterable[int]) -> set[int]:
    """Which of the households (ids) the user may see, asked of the one rule."""
    found: set[int] = set()
    for ids in batches(households):
        seen = Household.objects.visible_to(user, Permission.OF_OFFICE).filter(pk__in=ids)
        found |= set(seen.values_list("pk", flat=True))
    return found


def _move_all(old: Unit, new: Unit, day: date, by: User, *, keeps_caseworker: bool) -> int:
    rows = Responsibility.objects.not_over_by(day).filter(unit=old)
    moved = _replace(
        rows, day, by, lambda row: (new, row.caseworker_id if keeps_caseworker else None)
    )
    _move_shares(old, new, day, by)
    BreakGlass.objects.filter(unit=old, reviewed_at__isnull=True).update(unit=new)
    return moved


def _move_shares(old: Unit, new: Unit, day: date, by: User) -> None:
    """What was shared with the old unit is shared with the new one for the rest of its time."""
    live = Share.objects.filter(to_unit=old, revoked_at__isnull=True, valid_to__gte=day)
    for share in live:
        rest = {field.attname: getattr(share, field.attname) for field in Share._meta.fields}
        del rest["id"], rest["created_at"]
        rest |= {
            "to_unit_id": new.pk,
            "valid_from": max(day, share.valid_from),
            "created_by_id": by.pk,
        }
        Share.objects.create(**rest)
        if share.valid_from < day:
            share.valid_to = day - DAY
        else:
            share.revoked_at, share.revoked_by = timezone.now(), by
        share.save(update_fields=["valid_to", "revoked_at", "revoked_by"])


def _replace(
    rows: QuerySet[Responsibility], day: date, by: User, holder: Callable[[Responsibility], Holder]
) -> int:
    """From `day` on let `holder` have what the rows give somebody else; how many households."""
    changed: set[int] = set()
    now = timezone.now()
    for batch in batches(rows.select_for_update().order_by("household_id", "pk")):
        ending: list[int] = []
        undone: list[int] = []
        new: list[Responsibility] = []
        for row in batch:
            unit, caseworker_id = holder(row)
            if (unit.pk, caseworker_id) == (row.unit_id, row.caseworker_id):
                continue
            (ending if row.valid_from < day else undone).append(row.pk)
            new.append(_successor(row, unit, caseworker_id, day, by, now))
            changed.add(row.household_id)
        Responsibility.objects.filter(pk__in=ending).update(valid_to=day - DAY)
        Responsibility.objects.filter(pk__in=undone).update(valid_to=F("valid_from"), undone_at=now)
        Responsibility.objects.bulk_create(new, batch_size=1_000)
    return len(changed)


def _successor(
    row: Responsibility, unit: Unit, caseworker_id: int | None, day: date, by: User, now: datetime
) -> Responsibility:
    return Responsibility(
        household_id=row.household_id,
        party=row.party,
        unit=unit,
        caseworker_id=caseworker_id,
        valid_from=max(row.valid_from, day),
        valid_to=row.valid_to,
        begun_by=by,
        begun_at=now,
    )


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """A few thousand at a time: neither database takes any number of them in one statement."""
    rest = iter(list(items))
    while batch := list(islice(rest, BATCH)):
        yield batch
