"""Counts of who has which households, for those who administer and see none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from accounts.models import District, Unit, User
from households.models import Household, Membership, Responsibility, Source

ALL, NOWHERE = "", "ukjent"
"""Every district, and households without a known one."""


@dataclass(frozen=True)
class UnitLoad:
    """How many households somebody has as caseworker in a unit."""

    unit: Unit
    households: int


@dataclass(frozen=True)
class Undistributed:
    """How many households without a unit live in a district and come from a source."""

    district: str
    source: str
    households: int


def caseload(user: User, day: date) -> list[UnitLoad]:
    """What `user` has as caseworker on `day` or later, unit by unit."""
    rows = Responsibility.objects.not_over_by(day).filter(caseworker=user)
    counted = dict(
        rows.order_by()
        .values("unit")
        .annotate(households=Count("household", distinct=True))
        .values_list("unit", "households")
    )
    units = Unit.objects.filter(pk__in=counted)
    return [UnitLoad(unit, counted[unit.pk]) for unit in units]


def households_of_unit(unit: Unit, day: date) -> int:
    """How many households the unit has on `day` or later."""
    rows = Responsibility.objects.not_over_by(day).filter(unit=unit)
    return rows.aggregate(households=Count("household", distinct=True))["households"] or 0


def without_unit(day: date, district: str = ALL) -> QuerySet[Any]:
    """The households that no unit has on `day` or later; in a district (id), NOWHERE, or ALL.

    One whose case was closed waits for nobody: the next enquiry gives it to a unit again.
    """
    held = Responsibility.objects.filter(household=OuterRef("pk"))
    held = held.not_over_by(day) | held.filter(closed_at__isnull=False)
    households: QuerySet[Any] = Household.objects.filter(~Exists(held)).with_district(day)
    if district == NOWHERE:
        return households.filter(district_id__isnull=True)
    return households.filter(district_id=int(district)) if district else households


def undistributed(day: date) -> list[Undistributed]:
    """How many households have no unit, by district and source; the largest first."""
    source = Membership.objects.filter(household=OuterRef("pk")).order_by("pk").values("source")
    rows = (
        without_unit(day)
        .annotate(source=Subquery(source[:1]))
        .order_by()
        .values("district_id", "source")
        .annotate(households=Count("pk"))
        .values_list("district_id", "source", "households")
    )
    names = dict(District.objects.values_list("pk", "name"))
    labels = dict(Source.choices)
    told = [
        Undistributed(
            district=names.get(district, "Uten bydel"),
            source=labels.get(origin or "", "Ukjent kilde"),
            households=number,
        )
        for district, origin, number in rows
    ]
    return sorted(told, key=lambda row: (-row.households, row.district, row.source))


def history_of(household: Household) -> QuerySet[Responsibility]:
    """Everyone who has had the household, the latest first; what held for no day is left out."""
    rows = Responsibility.objects.filter(household=household, undone_at__isnull=True)
    return rows.select_related("unit", "caseworker", "begun_by").order_by(
        F("valid_to").desc(nulls_first=True), "-valid_from", "-pk"
    )
