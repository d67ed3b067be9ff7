"""Writing households: who belongs to them, where they live, and which unit has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from accounts.models import Party
from benefits.imports.bulk import chunks, insert_rows, reserve_ids, update_rows
from benefits.imports.district_plan import Move, Settled
from benefits.imports.home_plan import HomePlan
from benefits.imports.plan import Plan
from households.models import Household, Membership, Residence, Responsibility, Source
from households.months import last_day, month_of

SPAN_FIELDS = ("valid_from", "valid_to", "registered_on", "source")


def registered_on(day: date) -> date:
    """Imported rows count as known from the last day of the month they concern (design.md 5)."""
    return last_day(month_of(day))


def span(
    first: date, last: date | None, source: str = Source.HISTORY.value
) -> tuple[date, date | None, date, str]:
    """Values of SPAN_FIELDS."""
    return first, last, registered_on(first), source


def write_homes(plan: Plan, ids: Sequence[int], on: date) -> None:
    """Store new households and every membership; `ids` are the persons' by place."""
    left = _take_away(plan.homes.gone)
    _change(plan.homes)
    for home, pk in zip(plan.homes.new, reserve_ids(Household, len(plan.homes.new)), strict=True):
        home.pk = pk
    insert_rows(
        Household,
        ("id", "source_ref", "contact"),
        ((home.pk, home.ref, ids[home.contact]) for home in plan.homes.new),
    )
    insert_rows(
        Membership,
        ("household", "person", "role", *SPAN_FIELDS),
        (
            (place.home.pk, ids[place.person], place.role, *span(place.first, place.last))
            for place in plan.homes.members
        ),
    )
    _settle(plan)
    _close_empty(left, on)


def _take_away(memberships: Sequence[int]) -> set[int]:
    """Delete the memberships and return the households they were in."""
    left: set[int] = set()
    for chunk in chunks(memberships):
        rows = Membership.objects.filter(pk__in=chunk)
        left.update(rows.values_list("household_id", flat=True))
        rows.delete()
    return left


def _change(homes: HomePlan) -> None:
    """Those that end come first, so that nobody is an open member twice on the way."""
    ended_first = sorted(homes.changes.items(), key=lambda change: change[1][1] is None)
    update_rows(
        Membership,
        ("role", *SPAN_FIELDS),
        ((role, *span(first, last), pk) for pk, (first, last, role) in ended_first),
    )


def _settle(plan: Plan) -> None:
    """Residence and NAV's responsibility of the new households, from their first day."""
    settled = [
        (home.pk, home.first, plan.districts[number])
        for number, home in enumerate(plan.homes.new)
        if plan.districts[number] is not None
    ]
    insert_rows(Residence, ("household", "valid_from", "district"), settled)
    insert_rows(
        Responsibility,
        ("household", "valid_from", "unit", "party"),
        (
            (household, first, plan.units[district], Party.NAV.value)
            for household, first, district in settled
            if district in plan.units
        ),
    )


def _close_empty(households: set[int], on: date) -> None:
    """A household that has lost all its members is nobody's to follow up."""
    for chunk in chunks(households):
        empty = Household.objects.filter(pk__in=chunk, memberships__isnull=True)
        unused = Responsibility.objects.filter(household__in=empty, valid_to=None)
        unused.filter(valid_from__gte=on).delete()
        unused.update(valid_to=on - timedelta(days=1))


def move_household(move: Move, unit: int | None, on: date) -> None:
    """Close the residence and open one in the new district; NAV's responsibility goes along.

    A responsibility that somebody has moved to another district's unit stays where it is.
    """
    here = {"household_id": move.household, "valid_from": on}
    if not _ended_before(on, Residence, move.residence, district_id=move.district):
        Residence.objects.create(district_id=move.district, **here)
    old = move.residence.district if move.residence else None
    held = move.responsibility
    if unit is None or (held is not None and held.district != old):
        return
    if not _ended_before(on, Responsibility, held, unit_id=unit):
        Responsibility.objects.create(party=Party.NAV, unit_id=unit, **here)


def _ended_before(
    on: date, model: type[Residence | Responsibility], held: Settled | None, **new: Any
) -> bool:
    """End the row the day before `on`; one that began on `on` or later is changed instead."""
    if held is None:
        return False
    row = model._default_manager.filter(pk=held.pk)
    if held.first >= on:
        row.update(**new)
        return True
    row.update(valid_to=on - timedelta(days=1))
    return False
