"""Keeping what a home costs: a new amount ends the row before it, and nothing is rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.models import Household, HousingCost
from households.touching import touch


@dataclass(frozen=True)
class Cost:
    """What is paid a month for one kind of cost; whole kroner."""

    kind: str
    claimed: int
    accepted: int
    arrears: int = 0


def costs_on(household: Household, day: date) -> dict[str, Cost]:
    """What holds on `day`, by kind."""
    rows = HousingCost.objects.valid_on(day).filter(household=household)
    return {row.kind: _cost(row) for row in rows}


@transaction.atomic
def record_costs(*, household: Household, costs: Iterable[Cost], on: date, by: User) -> None:
    """Let these be what the home costs from `on`; a kind that is not named is no longer paid.

    A kind that is already so is left alone. Rows that begin later are left to stand: then the new
    one ends the day before.
    """
    touch([household.pk])
    stated = {cost.kind: cost for cost in costs if cost.claimed or cost.arrears}
    known = HousingCost.objects.select_for_update().filter(household=household)
    present = {row.kind: row for row in known.valid_on(on)}
    for kind in HousingCost.Kind.values:
        row, cost = present.get(kind), stated.get(kind)
        if (row and _cost(row)) == cost:
            continue
        last = row.valid_to if row else _day_before_next(household, kind, on)
        if row:
            _end(row, on)
        if cost:
            HousingCost.objects.create(
                household=household,
                kind=kind,
                claimed=cost.claimed,
                accepted=cost.accepted,
                arrears=cost.arrears,
                valid_from=on,
                valid_to=last,
                registered_by=by,
            )


def _cost(row: HousingCost) -> Cost:
    return Cost(row.kind, row.claimed, row.accepted, row.arrears)


def _end(row: HousingCost, on: date) -> None:
    """Let it hold no longer than to the day before `on`."""
    if row.valid_from == on:
        row.undone_at = timezone.now()
    else:
        row.valid_to = on - timedelta(days=1)
    row.save(update_fields=["undone_at", "valid_to"])


def _day_before_next(household: Household, kind: str, on: date) -> date | None:
    later = HousingCost.objects.not_over_by(on).filter(household=household, kind=kind)
    first = later.filter(valid_from__gt=on).order_by("valid_from").first()
    return first and first.valid_from - timedelta(days=1)
