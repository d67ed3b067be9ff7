"""The children to map as lists show them, and what became of those that were not mapped (3a)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.access import parties_with, units_with
from accounts.models import Substitution, Unit, User
from accounts.policy import Permission
from children.codes import MappingState
from children.models import ChildMapping
from children.permits import mapping_parties
from children.queries import due_for, due_words
from children.rules import valid_to
from households.models import Household, MappingDuty, Responsibility
from households.queries import named_households
from households.rules import age_on

SMALLEST = 5
"""Fewer than this are not told of other offices."""
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class DueRow:
    """A child to map: whose, by when, how far it has come, and who has the case.

    `from_party` is who was asked, where it is another than the user's own.
    """

    duty: MappingDuty
    child: str
    age: int | None
    household: str
    state: str
    why: str
    late: bool
    caseworker_id: int | None
    caseworker: User | None
    is_mine: bool
    from_party: str

    @property
    def child_id(self) -> int:
        return self.duty.child_id


def due_rows(user: User, today: date) -> list[DueRow]:
    """What queries.due_for finds, the earliest deadline first."""
    parties = mapping_parties(user)
    rows = list(_with_facts(due_for(user), parties, today))
    in_name = named_households(user, {row.household_id for row in rows})
    people = User.objects.in_bulk({row.caseworker_id for row in rows if row.caseworker_id})
    absent = Substitution.objects.valid_on(today).filter(substitute=user)
    stands_for = {user.pk, *absent.values_list("absent", flat=True)}
    return [
        DueRow(
            duty=row,
            child=row.child.name,
            age=_age(row.child.birth_date, today),
            household=str(row.household) if row.household_id in in_name else row.household.number,
            state=_state(row, today),
            why=due_words(row.due_on, today),
            late=row.due_on < today,
            caseworker_id=row.caseworker_id,
            caseworker=people.get(row.caseworker_id),
            is_mine=row.caseworker_id in stands_for,
            from_party="" if row.party in parties else str(row.get_party_display()),
        )
        for row in rows
    ]


def _age(born: date | None, today: date) -> int | None:
    return None if born is None else max(0, age_on(born, today))


def _with_facts(duties: Any, parties: set[str], today: date) -> Any:
    """Each with the caseworker of the user's own party, and how far its mapping has come."""
    has = Responsibility.objects.valid_on(today).filter(
        household=OuterRef("household"), party__in=parties, caseworker__isnull=False
    )
    of_child = ChildMapping.objects.filter(
        household=OuterRef("household"), child=OuterRef("child"), party__in=parties
    )
    done = of_child.completed().order_by("-completed_on")
    rows = duties.annotate(
        caseworker_id=Subquery(has.values("caseworker")[:1]),
        is_begun=Exists(of_child.in_progress()),
        last_on=Subquery(done.values("completed_on")[:1]),
    )
    return rows.select_related("child", "household__contact", "intake").order_by("due_on", "pk")


def _state(row: Any, today: date) -> str:
    if row.is_begun:
        return str(MappingState.IN_PROGRESS.label)
    if row.last_on is None:
        return "Ikke startet"
    return "Noe endret siden sist?" if today <= valid_to(row.last_on) else "Kartleggingen er utløpt"


def exception_rows(user: User, today: date) -> QuerySet[Any]:
    """Open duties with an exception in the offices that the user leads, the latest first."""
    units = units_with(user, Permission.SEE_EXCEPTIONS)
    known = Household.objects.visible_to(user, Permission.SEE_EXCEPTIONS).values("pk")
    rows: QuerySet[Any] = MappingDuty.objects.visible_to(user).open().exclude(exception="")
    rows = rows.filter(household__in=known, intake__unit__in=units)
    return rows.select_related("child", "household__contact", "excepted_by").order_by(
        "-excepted_at", "-pk"
    )


@dataclass(frozen=True)
class OfficeReasons:
    """What became of an office's duties of the last year: how many, mapped, and per reason.

    A count from one to four is None: it could tell who (security.md 3.14).
    """

    office: str
    duties: int | None
    mapped: int | None
    reasons: tuple[int | None, ...]


REASONS = tuple(MappingDuty.Reason)


def shares_of_reasons(user: User, today: date) -> list[OfficeReasons]:
    """Each office's of the parties that the user leads at, by the office that was asked."""
    parties = parties_with(user, Permission.SEE_EXCEPTIONS)
    since = MappingDuty.objects.filter(party__in=parties, intake__received_on__gt=today - A_YEAR)
    told = Counter(since.values_list("intake__unit", "exception"))
    done = since.filter(fulfilled_on__isnull=False)
    mapped = Counter(done.values_list("intake__unit", flat=True))
    units = Unit.objects.filter(pk__in={unit for unit, _ in told}).order_by("name")
    return [
        OfficeReasons(
            office=str(unit),
            duties=_masked(sum(n for (pk, _), n in told.items() if pk == unit.pk)),
            mapped=_masked(mapped[unit.pk]),
            reasons=tuple(_masked(told[unit.pk, reason.value]) for reason in REASONS),
        )
        for unit in units
    ]


def _masked(count: int) -> int | None:
    return None if 0 < count < SMALLEST else count
