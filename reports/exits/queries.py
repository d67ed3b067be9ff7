"""Those who left KVP in a year, where they lived, and whether they came back to assistance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import District
from benefits.models import KvpEnrolment, Payment, Placement
from households.models import Membership, Residence
from households.months import Month, month_of
from reports.exits.rules import FOLLOWED_MONTHS, Exit, Figures, figures

Row = tuple[int, date, date, str]
"""Person, first and last day, and code of an exit."""


def years(today: date) -> list[int]:
    """The years that are over and had exits, the latest first.

    This year grows by one exit at a time, and two looks at it would tell of one person.
    """
    ended = _exits().filter(valid_to__year__lt=today.year).dates("valid_to", "year")
    placed = Placement.objects.filter(ended_on__year__lt=today.year).exclude(exit_code="")
    return sorted(
        {day.year for day in chain(ended, placed.dates("ended_on", "year"))}, reverse=True
    )


def figures_of(year: int, today: date) -> Figures:
    """The figures of a year; in six queries, whatever it holds."""
    return figures_from(kvp_exits(year, today))


def figures_from(exits: Sequence[Exit]) -> Figures:
    return figures(exits, District.objects.order_by("pk").values_list("name", flat=True))


def kvp_exits(year: int, today: date) -> list[Exit]:
    """Those who left KVP in the year, each in the district of their last day."""
    ended = _exits().filter(valid_to__year=year).order_by("pk")
    told = ended.values_list("person_id", "valid_from", "valid_to", "exit_code")
    rows = [(person, first, last, code) for person, first, last, code in told if last]
    return exits_of(rows, today, _districts(rows))


def exits_of(
    rows: Sequence[Row], today: date, lived: Mapping[tuple[int, date], str] | None = None
) -> list[Exit]:
    """The rows with months and return; `lived` is the district by person and last day."""
    paid = _paid_months(rows)
    return [
        Exit(
            code=code,
            months=month_of(last) - month_of(first) + 1,
            district=(lived or {}).get((person, last), ""),
            returned=_returned(paid[person], month_of(last), today),
        )
        for person, first, last, code in rows
    ]


def _exits() -> QuerySet[KvpEnrolment]:
    """Ended enrolments; who moved to another district goes on there."""
    rows = KvpEnrolment.objects.filter(valid_to__isnull=False).exclude(exit_code="")
    return rows.exclude(status=KvpEnrolment.Status.MOVED_DISTRICT)


def _returned(paid: set[Month], exit_month: Month, today: date) -> bool | None:
    """Whether assistance was paid in the twelve months after; None while they are not over."""
    after = range(exit_month + 1, exit_month + FOLLOWED_MONTHS + 1)
    if month_of(today) <= after[-1]:
        return None
    return not paid.isdisjoint(after)


def _paid_months(rows: Sequence[Row]) -> dict[int, set[Month]]:
    """The months of assistance in the year after the exits, as applicant or together with one."""
    found: dict[int, set[Month]] = defaultdict(set)
    if not rows:
        return found
    people = {person for person, *_ in rows}
    ends = [month_of(last) for _, _, last, _ in rows]
    months = (min(ends) + 1, max(ends) + FOLLOWED_MONTHS)
    paid = Payment.objects.filter(scheme="assistance", status="paid", month__range=months)
    own = paid.filter(person__in=people).values_list("person", "month")
    shared = paid.filter(co_applicant__in=people).values_list("co_applicant", "month")
    for person, month in chain(own, shared):
        found[person].add(month)
    return found


class _Stay(NamedTuple):
    """That somebody belonged to a place, a household or a district, on these days."""

    place: Any
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def _districts(rows: Sequence[Row]) -> dict[tuple[int, date], str]:
    """Where each person lived on the last day, by the household that they came to last."""
    people = {person for person, *_ in rows}
    members = Membership.objects.filter(person__in=people, undone_at__isnull=True)
    members = members.order_by("valid_from", "pk")
    homes = _stays(members.values_list("person", "household", "valid_from", "valid_to"))
    known = {stay.place for stays in homes.values() for stay in stays}
    lived = Residence.objects.filter(household__in=known, district__isnull=False)
    lived = lived.order_by("valid_from", "pk")
    places = _stays(lived.values_list("household", "district__name", "valid_from", "valid_to"))
    return {
        (person, day): place.place
        for person, _, day, _ in rows
        for home in homes[person]
        if home.holds(day)
        for place in places[home.place]
        if place.holds(day)
    }


def _stays(rows: Iterable[tuple[int, Any, date, date | None]]) -> dict[int, list[_Stay]]:
    found: dict[int, list[_Stay]] = defaultdict(list)
    for key, *stay in rows:
        found[key].append(_Stay(*stay))
    return found
