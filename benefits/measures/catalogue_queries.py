"""What the pages of the catalogue and of the placements show (measures 1d and 1e)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from benefits.measures import placement_rules
from benefits.measures.placement_rules import outcomes_due
from benefits.models import (
    DatedSetting,
    Measure,
    Placement,
    PlacementAttendance,
    PlacementChange,
    PlacementOutcome,
    PlacementState,
)
from benefits.models.placements import IN_STATE
from households.models import Household, Membership
from households.rules import ADULT_AT, age_on, years_before

YOUNG_UNDER = 24
"""The plan's limit (1b), where nobody has set one for the day."""


def measures() -> QuerySet[Any]:
    """Each with how many hold a place, and how many wait; counts of everybody's, nobody named."""
    return Measure.objects.annotate(
        taken=Count(
            "placements",
            filter=Q(placements__ended_on=None, placements__placed_on__isnull=False),
        ),
        waiting=Count(
            "placements", filter=Q(placements__ended_on=None, placements__placed_on=None)
        ),
    )


def with_room(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `measures` that take one more."""
    return rows.filter(Q(capacity=None) | Q(taken__lt=F("capacity")), waiting=0)


def measure_of(number: int) -> Any:
    return measures().select_related("made_by").filter(pk=number).first()


def on_offer(today: date) -> QuerySet[Measure]:
    """What somebody can be placed in today."""
    return Measure.objects.valid_on(today).order_by("name")


def counts_by_state(measure: Measure) -> list[tuple[str, int]]:
    """How many placements of all offices are in each state."""
    counted = {state.name: Count("pk", filter=IN_STATE[state]) for state in PlacementState}
    found = Placement.objects.filter(measure=measure).aggregate(**counted)
    return [(state.label, found[state.name]) for state in PlacementState]


def placements(user: User) -> Any:
    """Those of the user's own office, each with its hours and its measure."""
    rows = Placement.objects.visible_to(user).select_related("person", "measure")
    return rows.prefetch_related("hours").order_by("person__sort_name", "person", "pk")


@dataclass(frozen=True)
class Shown:
    """A placement as the household's pages tell it."""

    placement: Placement
    place: int | None

    @property
    def hours(self) -> Any:
        """Of the latest period."""
        rows = list(self.placement.hours.all())
        return rows[-1] if rows else None

    @property
    def is_combined(self) -> bool:
        return any(row.work_hours and row.training_hours for row in self.placement.hours.all())


def shown(rows: Any) -> list[Shown]:
    """Each with its number in the line of its measure, if it waits."""
    found = list(rows)
    waiting = {row.measure_id for row in found if row.state == PlacementState.WAITING}
    lines: dict[int, list[int]] = {}
    in_line = Placement.objects.filter(measure__in=waiting).waiting() if waiting else ()
    for row in in_line:
        lines.setdefault(row.measure_id, []).append(row.pk)
    return [Shown(row, _place(lines.get(row.measure_id, []), row)) for row in found]


def _place(line: list[int], row: Placement) -> int | None:
    return line.index(row.pk) + 1 if row.pk in line else None


def waiting_with_number() -> Any:
    """Those in the lines of all measures, each with its `number` in its own."""
    before = Q(asked_on__lt=OuterRef("asked_on"))
    before |= Q(asked_on=OuterRef("asked_on"), pk__lte=OuterRef("pk"))
    ahead = Placement.objects.filter(before, measure=OuterRef("measure"))
    lines = ahead.in_state(PlacementState.WAITING).order_by().values("measure")
    number = Subquery(lines.annotate(number=Count("pk")).values("number"))
    return Placement.objects.in_state(PlacementState.WAITING).annotate(number=number)


def placements_of(household: Household) -> list[Shown]:
    """Open ones first, then the latest."""
    rows = Placement.objects.filter(household=household).select_related("person", "measure")
    ordered = rows.prefetch_related("hours").order_by(
        F("ended_on").desc(nulls_first=True), "-asked_on", "-pk"
    )
    return shown(ordered)


def placement_of(household: Household, placement_id: int) -> Placement | None:
    rows = Placement.objects.filter(household=household, pk=placement_id)
    parts = (
        "hours",
        Prefetch("attendance", PlacementAttendance.objects.order_by("-first_day", "-pk")),
        Prefetch("outcomes", PlacementOutcome.objects.order_by("months")),
        Prefetch("changes", PlacementChange.objects.select_related("by").order_by("at", "pk")),
    )
    found: Placement | None = (
        rows.select_related("person", "measure").prefetch_related(*parts).first()
    )
    return found


def outcomes_to_note(placement: Placement, today: date) -> list[tuple[int, date]]:
    """Which times have come, whether or not they are noted."""
    if placement.ended_on is None or placement.started_on is None:
        return []
    return outcomes_due(placement.ended_on, (), today)


def outside_target(placement: Placement, today: date) -> str:
    """A warning where the person is not one of those whom the measure is for."""
    born, home = placement.person.birth_date, placement.household_id
    children = Membership.objects.valid_on(today).filter(
        household=home,
        role=Membership.Role.CHILD,
        person__birth_date__gt=years_before(today, ADULT_AT),
    )
    limit = DatedSetting.objects.valid_on(today).filter(key=DatedSetting.Key.YOUTH_FOLLOW_UP_AGE)
    under = limit.values_list("value", flat=True).first()
    return placement_rules.outside_target(
        placement.measure.target,
        age=None if born is None else age_on(born, today),
        under=YOUNG_UNDER if under is None else int(under),
        is_parent=children.exclude(person=placement.person).exists(),
    )
