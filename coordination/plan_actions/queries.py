"""What the pages of the plan actions show; nothing here is about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, When

from accounts.models import RoleAssignment, User
from benefits.models import Measure
from coordination.models import (
    GrantApplication,
    MeasureReview,
    PlanAction,
    PlanActionChange,
    PlanJudgement,
)


@dataclass(frozen=True)
class Line:
    """A plan action in the list: red when it is late, near when the reminder has come."""

    action: PlanAction
    is_overdue: bool
    is_near: bool
    days_left: int


@dataclass(frozen=True)
class Reminder:
    """How many deadlines have passed, and how many are near."""

    overdue: int
    near: int
    days: int

    def __bool__(self) -> bool:
        return bool(self.overdue or self.near)


@dataclass(frozen=True)
class YearsReview:
    """A measure that was on offer in the year, and its review; none is missing (1f)."""

    measure: Measure
    review: MeasureReview | None


def plan_actions() -> QuerySet[PlanAction]:
    """The nearest deadline first; what waits for an answer, and what is over, below."""
    due = Case(When(status__in=PlanAction.DUE, then=0), default=1, output_field=IntegerField())
    rows = PlanAction.objects.select_related("owner", "district", "review", "grant")
    return rows.order_by(due, "deadline", "pk")


def lines(rows: Any, today: date) -> list[Line]:
    return [_line(row, today) for row in rows]


def _line(row: PlanAction, today: date) -> Line:
    left = (row.deadline - today).days
    is_near = row.status in PlanAction.DUE and 0 <= left <= settings.PLAN_REMINDER_DAYS
    return Line(row, row.is_overdue(today), is_near, left)


def reminder(today: date) -> Reminder:
    """What the front pages of leaders say; one query."""
    days = settings.PLAN_REMINDER_DAYS
    late = Count("pk", filter=Q(pk__in=PlanAction.objects.overdue(today).values("pk")))
    near = Count("pk", filter=Q(pk__in=PlanAction.objects.near(today, days).values("pk")))
    found = PlanAction.objects.aggregate(late=late, near=near)
    return Reminder(found["late"], found["near"], days)


def plan_action_of(number: int) -> PlanAction | None:
    parts = (
        Prefetch("judgements", PlanJudgement.objects.select_related("judged_by")),
        Prefetch("changes", PlanActionChange.objects.select_related("by")),
    )
    rows = plan_actions().select_related(
        "owner", "district", "review__measure", "grant__measure", "made_by"
    )
    return rows.filter(pk=number).prefetch_related(*parts).first()


def owners(today: date) -> QuerySet[User]:
    """Everybody who has a role today: whoever leads the work may be anywhere in the cooperation."""
    employed = RoleAssignment.objects.valid_on(today).values("user")
    return User.objects.filter(pk__in=employed, is_active=True).order_by(
        "first_name", "last_name", "pk"
    )


def participants(measure: Measure) -> int:
    """How many hold a place in the measure today."""
    return measure.placements.holding_a_place().count()


def grants_of(measure: Measure) -> QuerySet[GrantApplication]:
    return GrantApplication.objects.filter(measure=measure).select_related("action")


def years_reviews(year: int, target: str = Measure.Target.YOUTH) -> list[YearsReview]:
    """Each measure for the target group that was on offer in the year, missing reviews first."""
    offered = Measure.objects.filter(target=target, valid_from__lte=date(year, 12, 31))
    offered = offered.exclude(valid_to__lt=date(year, 1, 1)).order_by("name")
    reviews = MeasureReview.objects.filter(year=year).select_related("action__owner")
    held = {row.measure_id: row for row in reviews}
    found = [YearsReview(measure, held.get(measure.pk)) for measure in offered]
    return sorted(found, key=lambda row: (row.review is not None, row.measure.name))
