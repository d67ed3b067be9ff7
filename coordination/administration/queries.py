"""Who has how many of a unit's households, as far as its leader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from accounts.access import units_with
from accounts.administration.queries import colleagues, name_key
from accounts.models import Unit, User
from accounts.policy import Permission
from households.models import Household, Responsibility

NOBODY = "ingen"
"""The value for households without a caseworker."""


@dataclass(frozen=True)
class CaseworkerLoad:
    """How many households a caseworker has, or nobody has."""

    value: str
    name: str
    households: int


def units_of_leader(user: User) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=units_with(user, Permission.ASSIGN_CASES)))


def shares(user: User, unit: Unit, today: date) -> list[CaseworkerLoad]:
    """Of nobody first, then of each who has or may have households, in Norwegian order."""
    counted: dict[int | None, int] = dict(
        _responsibilities(user, unit, today)
        .order_by()
        .values("caseworker")
        .annotate(households=Count("household", distinct=True))
        .values_list("caseworker", "households")
    )
    members = colleagues(unit, Permission.OF_OFFICE, today)
    people = User.objects.filter(pk__in=[pk for pk in counted if pk]) | User.objects.filter(
        pk__in=members.values("pk")
    )
    rows = [
        CaseworkerLoad(str(person.pk), str(person), counted.get(person.pk, 0))
        for person in sorted(people, key=name_key)
    ]
    return [CaseworkerLoad(NOBODY, "Uten saksbehandler", counted.get(None, 0)), *rows]


def assignable(user: User, unit: Unit, source: str, today: date) -> list[int]:
    """Ids of the households that `source` has in the unit and the leader may give away."""
    rows = _responsibilities(user, unit, today)
    rows = (
        rows.filter(caseworker__isnull=True)
        if source == NOBODY
        else rows.filter(caseworker=int(source))
    )
    return list(rows.order_by("household_id").values_list("household_id", flat=True))


def _responsibilities(user: User, unit: Unit, today: date) -> QuerySet[Responsibility]:
    """The unit's, of households that the leader may see and give out."""
    visible = Household.objects.visible_to(user, Permission.ASSIGN_CASES)
    rows: QuerySet[Responsibility] = Responsibility.objects.valid_on(today).filter(
        unit=unit, household__in=visible.values("pk")
    )
    return rows
