"""The households behind a frozen figure, as far as a user may see them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from households.models import Household, Responsibility
from reports.masking import THRESHOLD
from reports.models import CountedPerson, ReportRun


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
    responsible = Responsibility.objects.valid_on(timezone.localdate()).filter(
        household=OuterRef("household"), unit__in=units_with(user, Permission.OPEN_FIGURES)
    )
    counted = _counted(run, only_families).filter(Exists(responsible))
    left_out = counted.exclude(household__in=_listed(user)).count()
    return left_out if left_out >= THRESHOLD else None


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
