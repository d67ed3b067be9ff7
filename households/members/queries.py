"""Questions about who lives in a household, and where else they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from households.access import known_members
from households.models import (
    Household,
    Intake,
    Membership,
    MembershipChange,
    Person,
    Responsibility,
)
from households.person_bar import is_present


@dataclass(frozen=True)
class Stated:
    """Somebody who was said to live in the household when one of them asked for something."""

    intake_id: int
    number: int
    name: str
    born: date | None
    role: str


def homes_beside(user: User, person: Person, household: Household, since: date) -> list[Membership]:
    """The person's memberships on `since` or later in other households that the user may see."""
    return [row for row in homes_anywhere(user, person, since) if row.household_id != household.pk]


def homes_anywhere(user: User, person: Person, since: date) -> list[Membership]:
    """The person's memberships on `since` or later in households that the user may see."""
    rows: Any = known_members(user).filter(person=person, undone_at__isnull=True)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    return list(rows.select_related("household__contact").order_by("pk"))


def kept_by(user: User, rows: Iterable[Membership]) -> list[Membership]:
    """Those in households where the user writes who lives there."""
    units = units_with(user, Permission.KEEP_MEMBERS)
    has = Responsibility.objects.valid_on(timezone.localdate()).filter(unit__in=units)
    rows = list(rows)
    theirs = has.filter(household__in={row.household_id for row in rows})
    kept = set(theirs.values_list("household", flat=True))
    return [row for row in rows if row.household_id in kept]


def former_members(household: Household, today: date) -> list[Person]:
    """Whoever has lived in a household that came through the door, and does not today."""
    rows = [row for row in household.all_memberships if row.undone_at is None]
    here = {row.person_id for row in rows if is_present(row, today)}
    gone = {row.person_id: row.person for row in rows if row.person_id not in here}
    return sorted(gone.values(), key=lambda person: person.name)


def changes_of(household: Household) -> list[MembershipChange]:
    """What has been done with who belongs to the household, the latest first."""
    rows = MembershipChange.objects.filter(household=household).select_related("person", "by")
    return list(rows.order_by("-at", "-pk"))


def not_yet_added(intakes: Iterable[Intake], household: Household) -> list[Stated]:
    """Who was stated in these intakes and is nobody who is, or was, a member, by name and birth."""
    known = {
        (_plain(row.person.first_name), row.person.birth_date) for row in household.all_memberships
    }
    found: dict[tuple[str, date | None], Stated] = {}
    for intake in intakes:
        for number, told in enumerate(intake.stated_members):
            born = date.fromisoformat(told["birth_date"]) if told["birth_date"] else None
            key = (_plain(told["first_name"]), born)
            if key not in known:
                name = f"{told['first_name']} {told['last_name']}".strip()
                role = Membership.Role(told["role"]).label
                found.setdefault(key, Stated(intake.pk, number, name, born, str(role)))
    return list(found.values())


def _plain(name: str) -> str:
    return name.strip().casefold()
