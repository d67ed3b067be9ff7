"""Figures of housing for the whole municipality: waiting times, offers, and private homes gained.

No figure tells a person; published, they are masked (reports). A household whose place is hidden is
in no district.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from households.models import Household
from housing.advice.rules import OWN_FINDING
from housing.codes import DeclineReason, ExitCause, OfferAnswer
from housing.figures.rules import Times, Waited, days_between, is_within, times_of
from housing.models import AdviceCase, Allocation, Offer, QueueEntry

NO_DISTRICT = "Uten bydel"


@dataclass(frozen=True)
class Group:
    """A row of the table: homes accepted in the period, and who waits on its last day."""

    name: str
    accepted: Times
    waiting: Times


@dataclass(frozen=True)
class Figures:
    """Of a period, both days included."""

    first: date
    last: date
    whole: Group
    by_district: list[Group]
    by_rooms: list[Group]
    declines: list[tuple[str, int]]
    offers: int
    exits: list[tuple[str, int]]
    private_homes: int
    target_months: int

    @property
    def is_on_target(self) -> bool:
        return is_within(self.whole.accepted.mean, self.target_months)


def accepted(first: date, last: date) -> list[Waited]:
    """What those waited who accepted a home in the period."""
    rows = _accepted(first, last).values_list(
        *("accepted_on", "offer__entry__approved_on", "household"),
        *("dwelling__district__name", "dwelling__rooms"),
    )
    found = list(rows)
    hidden = _hidden(row[2] for row in found)
    return [
        Waited(days_between(since, on), _place(name, home, hidden), rooms)
        for on, since, home, name, rooms in found
    ]


def _accepted(first: date, last: date) -> QuerySet[Allocation]:
    return Allocation.objects.filter(accepted_on__range=(first, last)).order_by()


def waiting(on: date) -> list[Waited]:
    """What those have waited who stand in the queue that day, by what they need."""
    rows = QueueEntry.objects.filter(queued_on__lte=on).exclude(ended_on__lte=on)
    found = list(
        rows.order_by().values_list(
            "approved_on", "household", "unit__district__name", "application__rooms"
        )
    )
    hidden = _hidden(row[1] for row in found)
    return [
        Waited(days_between(since, on), _place(name, home, hidden), rooms)
        for since, home, name, rooms in found
    ]


def _place(name: str | None, household: int, hidden: set[int]) -> str:
    return NO_DISTRICT if household in hidden or not name else name


def _hidden(households: Iterable[int]) -> set[int]:
    rows: Any = Household.objects.with_place_hidden().filter(place_hidden=True)
    return set(rows.values_list("pk", flat=True)) & set(households)


def figures(first: date, last: date) -> Figures:
    done, now = accepted(first, last), waiting(last)
    districts = sorted({row.district for row in (*done, *now)} - {NO_DISTRICT})
    if any(row.district == NO_DISTRICT for row in (*done, *now)):
        districts.append(NO_DISTRICT)
    sizes = sorted({row.rooms for row in (*done, *now)})
    return Figures(
        first=first,
        last=last,
        whole=_group("Hele kommunen", done, now),
        by_district=[
            _group(
                name,
                [row for row in done if row.district == name],
                [row for row in now if row.district == name],
            )
            for name in districts
        ],
        by_rooms=[
            _group(
                f"{size} rom",
                [row for row in done if row.rooms == size],
                [row for row in now if row.rooms == size],
            )
            for size in sizes
        ],
        declines=declines(first, last),
        offers=Offer.objects.filter(offered_on__range=(first, last)).count(),
        exits=exits(first, last),
        private_homes=private_homes(first, last),
        target_months=settings.HOUSING["target_months"],
    )


def _group(name: str, done: list[Waited], now: list[Waited]) -> Group:
    return Group(name, times_of([row.days for row in done]), times_of([row.days for row in now]))


def declines(first: date, last: date) -> list[tuple[str, int]]:
    """Noes by reason, the most usual first."""
    rows = Offer.objects.filter(answer=OfferAnswer.DECLINED, answered_on__range=(first, last))
    counted = Counter(rows.order_by().values_list("reason", flat=True))
    return [(str(DeclineReason(reason).label), number) for reason, number in counted.most_common()]


def exits(first: date, last: date) -> list[tuple[str, int]]:
    """Who left the queue, by cause, in the list's order."""
    rows = QueueEntry.objects.filter(ended_on__range=(first, last)).order_by()
    counted = dict(rows.values_list("exit_cause").annotate(number=Count("pk")))
    return [(str(one.label), counted[one]) for one in ExitCause if one in counted]


def private_homes(first: date, last: date) -> int:
    """Households whose advice ended with a home of their own finding (5a)."""
    rows = AdviceCase.objects.filter(outcome__in=OWN_FINDING, closed_on__range=(first, last))
    return rows.order_by().values("household").distinct().count()


@dataclass(frozen=True)
class Headline:
    """The year so far, over the queue."""

    year: int
    accepted: Times
    is_on_target: bool
    target_months: int


def headline(today: date) -> Headline:
    first, months = today.replace(month=1, day=1), settings.HOUSING["target_months"]
    rows = _accepted(first, today).values_list("offer__entry__approved_on", "accepted_on")
    times = times_of([days_between(*days) for days in rows])
    return Headline(today.year, times, is_within(times.mean, months), months)
