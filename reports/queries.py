"""The households behind a frozen figure, as far as a user may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from config.hiding import THRESHOLD
from households.models import Household, Responsibility
from reports.coverage import NO_DISTRICT
from reports.models import CountedFamily, CountedPerson, ReportRun


def households_behind(
    run: ReportRun, user: User, *, only_families: bool
) -> QuerySet[CountedPerson]:
    """The persons that `run` counted, in households visible to `user`, longest spell first.

    Those with a hidden place are in the totals and never in a list of names, whoever asks
    (domain.md 4.5).
    """
    rows = _counted(run, only_families).filter(household__in=_listed(user))
    return rows.select_related("person", "household__contact").order_by("-length", "person_id")


def number_not_listed(run: ReportRun, user: User, *, only_families: bool) -> int | None:
    """How many that `run` counted in the user's units are not listed; None if too few to tell."""
    return _left_out(_counted(run, only_families), user)


def _left_out(counted: QuerySet[Any], user: User) -> int | None:
    responsible = Responsibility.objects.valid_on(timezone.localdate()).filter(
        household=OuterRef("household"), unit__in=units_with(user, Permission.OPEN_FIGURES)
    )
    own = counted.filter(Exists(responsible))
    left_out = own.exclude(household__in=_listed(user)).count()
    return left_out if left_out >= THRESHOLD else None


@dataclass(frozen=True)
class Chosen:
    """Which of the counted families: one number or the other, what was done or not, and where.

    `measure` is a field of CountedFamily, empty for all; `done` tells which of the two is meant.
    """

    long_term: bool = False
    measure: str = ""
    done: bool = True
    district: str = ""


def families_behind(run: ReportRun, user: User, chosen: Chosen) -> QuerySet[CountedFamily]:
    """The families that `run` counted, in households visible to `user`; never a hidden place."""
    rows = _families(run, chosen).filter(household__in=_listed(user))
    rows = rows.select_related("household__contact", "district")
    return rows.order_by(F("district__name").asc(nulls_last=True), "household_id")


def families_not_listed(run: ReportRun, user: User, chosen: Chosen) -> int | None:
    """How many of them are in the user's units and not in the list; None if too few to tell."""
    return _left_out(_families(run, chosen), user)


def _families(run: ReportRun, chosen: Chosen) -> QuerySet[CountedFamily]:
    kind = "over_three_years" if chosen.long_term else "on_assistance"
    wanted: dict[str, Any] = {kind: True}
    if chosen.measure:
        wanted[chosen.measure] = chosen.done
    if chosen.district == NO_DISTRICT:
        wanted["district"] = None
    elif chosen.district:
        wanted["district__name"] = chosen.district
    return CountedFamily.objects.filter(run=run, **wanted)


def _listed(user: User) -> QuerySet[Household]:
    households: QuerySet[Household] = (
        Household.objects.visible_to(user, Permission.OPEN_FIGURES)
        .with_place_hidden()
        .filter(place_hidden=False)
    )
    return households.only("pk")


def _counted(run: ReportRun, only_families: bool) -> QuerySet[CountedPerson]:
    rows = CountedPerson.objects.filter(run=run)
    return rows.filter(in_child_family=True) if only_families else rows
