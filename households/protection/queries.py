"""Who in a household has which grade since when, what waits, and whose grade is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from households.access import Protection
from households.models import Household, Person, ProtectionChange, Residence, Responsibility
from households.person_bar import is_present


@dataclass(frozen=True)
class Grade:
    """A member's grade: since when and by whom, where that was changed here; and what waits."""

    person_id: int
    name: str
    label: str
    is_protected: bool
    since: datetime | None
    changed_by: str
    waiting: ProtectionChange | None


def grades(household: Household) -> list[Grade]:
    """The grade of each present or former member of a household that came through the door."""
    persons = {row.person_id: row.person for row in household.all_memberships}
    last: dict[int, ProtectionChange] = {}
    waiting: dict[int, ProtectionChange] = {}
    for change in history(household):
        if change.outcome == ProtectionChange.Outcome.WAITING:
            waiting[change.person_id] = change
        elif change.outcome == ProtectionChange.Outcome.MADE:
            last.setdefault(change.person_id, change)
    return [_grade(person, last.get(pk), waiting.get(pk)) for pk, person in persons.items()]


def _grade(
    person: Person, last: ProtectionChange | None, waiting: ProtectionChange | None
) -> Grade:
    return Grade(
        person_id=person.pk,
        name=person.name,
        label=str(person.get_protection_display()),
        is_protected=person.protection != Protection.NONE,
        since=last.decided_at if last else None,
        changed_by=str(last.decided_by) if last else "",
        waiting=waiting,
    )


def history(household: Household) -> list[ProtectionChange]:
    """All changes of the members' grades, the latest first."""
    persons = {row.person_id for row in household.all_memberships}
    changes = ProtectionChange.objects.filter(person__in=persons)
    return list(changes.select_related("person", "proposed_by", "decided_by"))


@dataclass(frozen=True)
class Unsettled:
    """A household in the queue of unknown grades, by number alone."""

    household_id: int
    number: str
    persons: int
    proposed_by: str
    proposed_at: datetime | None
    may_settle: bool
    may_decide: bool


def unsettled(user: User) -> list[Unsettled]:
    """The queue as `user` may see it: number, how many, and what waits for a second person."""
    households = Household.objects.with_unknown_grade(user).order_by("pk")
    leads = units_with(user, Permission.SETTLE_PROTECTION)
    return [_unsettled(household, user, leads) for household in households]


def _unsettled(household: Household, user: User, leads: set[int]) -> Unsettled:
    unknown = Person.objects.filter(
        memberships__household=household, protection=Protection.UNKNOWN
    ).distinct()
    waits = ProtectionChange.objects.waiting().filter(person__in=unknown)
    waiting = waits.select_related("proposed_by").first()
    is_own = waits.filter(proposed_by=user).exists()
    responsible = Responsibility.objects.valid_on(timezone.localdate())
    leads_it = responsible.filter(household=household, unit__in=leads).exists()
    return Unsettled(
        household_id=household.pk,
        number=household.number,
        persons=unknown.count(),
        proposed_by=str(waiting.proposed_by) if waiting else "",
        proposed_at=waiting.proposed_at if waiting else None,
        may_settle=waiting is None and leads_it,
        may_decide=waiting is not None and not is_own,
    )


@dataclass(frozen=True)
class Phone:
    name: str
    number: str


@dataclass(frozen=True)
class Place:
    """Where a household lives and how its members are reached: shown once, to who has asked."""

    district: str
    address: str
    phones: tuple[Phone, ...]


def place_of(household: Household, today: date) -> Place:
    """The place of a household that came through the door, hidden or not."""
    home = (
        Residence.objects.valid_on(today)
        .filter(household=household)
        .select_related("district")
        .order_by("-valid_from")
        .first()
    )
    present = [row.person for row in household.all_memberships if is_present(row, today)]
    return Place(
        district=str(home) if home else "Uten bydel",
        address=home.address if home else "",
        phones=tuple(Phone(person.name, person.phone) for person in present if person.phone),
    )


def waiting_in(household: Household) -> QuerySet[ProtectionChange]:
    """The lowerings that wait for a second person, of present and former members."""
    members = [row.person_id for row in household.all_memberships]
    return ProtectionChange.objects.waiting().filter(person__in=members)
