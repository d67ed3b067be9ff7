"""A programme week by week: the hours of its plan against full time, and what the plan lacks.

KVP is full time: 37.5 hours a week, all year; work at the latest from half-way, job search in the
last part, and evaluation dates stated (KVP-F § 1; domain.md 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from households.months import Month, month_name, month_of

FULL_WEEK = Decimal("37.5")
WORKING_DAYS = 5
LAST_PART = 4
"""Our own reading of "the last part": a fourth of the time."""
ZERO = Decimal(0)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both in it."""

    first: date
    last: date


@dataclass(frozen=True)
class Activity:
    """Hours a week of one kind between two days."""

    kind: str
    hours: Decimal
    span: Span
    place: str = ""


@dataclass(frozen=True)
class Week:
    """A week of the programme: its Monday, the hours planned, and those that it should have.

    Hours of a week that the programme or a leave cuts are those of its working days.
    """

    monday: date
    planned: Decimal
    needed: Decimal

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def missing(self) -> Decimal:
        return max(ZERO, self.needed - self.planned)

    @property
    def state(self) -> str:
        """For the strip: leave, full, short or empty."""
        if not self.needed:
            return "leave"
        if not self.missing:
            return "full"
        return "short" if self.planned else "empty"


def weeks_of(
    programme: Span, activities: Sequence[Activity], leaves: Sequence[Span] = ()
) -> list[Week]:
    """Every week of the programme, in order."""
    found = []
    monday = programme.first - timedelta(days=programme.first.weekday())
    while monday <= programme.last:
        days = [
            day
            for day in (monday + timedelta(days=number) for number in range(WORKING_DAYS))
            if _within(day, programme) and not any(_within(day, leave) for leave in leaves)
        ]
        planned = sum(
            (row.hours * sum(_within(day, row.span) for day in days) for row in activities), ZERO
        )
        needed = FULL_WEEK * len(days) / WORKING_DAYS
        found.append(Week(monday, (planned / WORKING_DAYS).quantize(TENTH), needed))
        monday += timedelta(days=7)
    return found


def _within(day: date, span: Span) -> bool:
    return span.first <= day <= span.last


@dataclass(frozen=True)
class Gap:
    """Weeks on end (Mondays) that lack the same number of hours."""

    first: date
    last: date
    missing: Decimal


def gaps_of(weeks: Iterable[Week]) -> list[Gap]:
    """Where the plan is short of full time, in order; weeks that lack as much are one gap."""
    found: list[Gap] = []
    for week in weeks:
        if not week.missing:
            continue
        last = found[-1] if found else None
        follows = last is not None and week.monday - last.last == timedelta(days=7)
        if last is not None and follows and last.missing == week.missing:
            found[-1] = Gap(last.first, week.monday, last.missing)
        else:
            found.append(Gap(week.monday, week.monday, week.missing))
    return found


def half_way(programme: Span) -> date:
    return programme.first + (programme.last - programme.first) / 2


def last_part(programme: Span) -> date:
    """The first day of the last part."""
    days = (programme.last - programme.first).days + 1
    return programme.last - timedelta(days=days // LAST_PART)


def warnings_of(
    programme: Span, activities: Sequence[Activity], evaluations: Sequence[date]
) -> list[str]:
    """What the law's regulation wants in the plan and is not there, each with its day."""
    found = []
    half, late = half_way(programme), last_part(programme)
    works = any(
        row.kind == "work" and row.span.first <= half and row.span.last >= half
        for row in activities
    )
    if not works:
        found.append(f"Planen har ikke noe arbeidsrettet fra halvveis, {half:%d.%m.%Y}.")
    if not any(row.kind == "job_search" and row.span.last >= late for row in activities):
        found.append(f"Planen har ikke jobbsøking i siste del, fra {late:%d.%m.%Y}.")
    if not evaluations:
        found.append("Planen har ingen dato for evaluering.")
    return [*found, *too_much(weeks_of(programme, activities)), *_doubled(activities)]


def too_much(weeks: Iterable[Week]) -> list[str]:
    """That weeks have more than full time, with the first of them and how many there are."""
    over = [week for week in weeks if week.planned > week.needed > ZERO]
    if not over:
        return []
    first = over[0]
    count = "uka" if len(over) == 1 else f"{len(over)} uker, den første"
    hours = f"{first.planned.normalize():f}".replace(".", ",")
    return [f"Planen har mer enn 37,5 timer i {count} fra {first.monday:%d.%m.%Y}: {hours} timer."]


def _doubled(activities: Sequence[Activity]) -> list[str]:
    """Activities of the same kind and place that stand twice in some week."""
    found: dict[str, None] = {}
    for number, row in enumerate(activities):
        for other in activities[number + 1 :]:
            alike = row.kind == other.kind and row.place == other.place
            first = max(row.span.first, other.span.first)
            if alike and row.place and first <= min(row.span.last, other.span.last):
                found[f"{row.place} står to ganger i planen fra {first:%d.%m.%Y}."] = None
    return list(found)


@dataclass(frozen=True)
class Away:
    """Hours away on one day, valid or not."""

    day: date
    hours: Decimal
    is_valid: bool


@dataclass(frozen=True)
class MonthAway:
    """Hours away in a month."""

    month: Month
    valid: Decimal
    invalid: Decimal

    @property
    def name(self) -> str:
        return month_name(self.month)


def by_month(rows: Iterable[Away]) -> list[MonthAway]:
    """The hours away by month, the latest first."""
    found: dict[Month, list[Decimal]] = {}
    for row in rows:
        sums = found.setdefault(month_of(row.day), [ZERO, ZERO])
        sums[0 if row.is_valid else 1] += row.hours
    return [MonthAway(month, *found[month]) for month in sorted(found, reverse=True)]
