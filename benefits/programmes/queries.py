"""The cases of a household as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from benefits.models import (
    BEFORE_START,
    IN_PROGRAMME,
    KvpAbsence,
    KvpActivity,
    KvpCase,
    KvpEnrolment,
    KvpEvaluation,
    KvpExtension,
    KvpLeave,
    KvpState,
)
from benefits.programmes import weeks as by_week
from benefits.programmes.next_steps import Step, last_day_of, steps_of
from households.models import Household

LINE = (*BEFORE_START, KvpState.STARTED)


@dataclass(frozen=True)
class Stage:
    """A stage of the line on top of a case: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True)
class Plan:
    """The programme week by week, and what its plan lacks."""

    first: date
    last: date
    weeks: list[by_week.Week]
    gaps: list[by_week.Gap]
    warnings: list[str]


@dataclass(frozen=True)
class Shown:
    """A case as it is shown: the line of stages, what comes next, and the plan if there is one."""

    case: KvpCase
    stages: list[Stage]
    steps: list[Step]
    plan: Plan | None
    away: list[by_week.MonthAway]

    @property
    def next_step(self) -> Step | None:
        return self.steps[0] if self.steps else None


def _standing_evaluations() -> Any:
    rows: Any = KvpEvaluation.objects.filter(struck_at=None)
    return rows.select_related("held_by")


def with_dates(rows: QuerySet[KvpCase]) -> QuerySet[KvpCase]:
    """Each with what tells when something is due in it."""
    extensions = KvpExtension.objects.select_related("decision")
    return rows.prefetch_related(
        Prefetch("evaluations", queryset=_standing_evaluations()),
        Prefetch("leaves", queryset=KvpLeave.objects.filter(struck_at=None)),
        "follow_ups",
        Prefetch("extensions", queryset=extensions),
    )


def with_parts(rows: QuerySet[KvpCase]) -> QuerySet[KvpCase]:
    """Each with all that its pages show, in a few questions."""
    activities: Any = KvpActivity.objects.filter(struck_at=None)
    absences: Any = KvpAbsence.objects.filter(struck_at=None)
    found = rows.select_related("person", "unit", "enrolment", "decision", "assessed_by")
    return with_dates(found).prefetch_related(
        "conditions",
        Prefetch("activities", queryset=activities),
        Prefetch("absences", queryset=absences.select_related("registered_by")),
    )


def cases_of(household: Household) -> QuerySet[KvpCase]:
    return with_parts(KvpCase.objects.filter(household=household))


def case_of(household: Household, case_id: int) -> KvpCase | None:
    return cases_of(household).filter(pk=case_id).first()


def enrolments_without_case(household: Household) -> QuerySet[KvpEnrolment]:
    """Times in the programme that the members had before, or elsewhere: imported."""
    people = [row.person_id for row in household.all_memberships]
    rows = KvpEnrolment.objects.filter(person__in=people, case=None)
    return rows.select_related("person").order_by("-valid_from")


def shown(case: KvpCase, today: date) -> Shown:
    away = [
        by_week.Away(row.day, row.hours, row.is_valid)
        for row in case.absences.all()
        if row.kind != KvpAbsence.Kind.PAID_WORK
    ]
    return Shown(
        case=case,
        stages=stages_of(case),
        steps=steps_of(case, today),
        plan=plan_of(case),
        away=by_week.by_month(away),
    )


def plan_of(case: KvpCase) -> Plan | None:
    """Of a case that has started; until then there are no days to plan against."""
    if case.enrolment is None:
        return None
    first = case.enrolment.valid_from
    programme = by_week.Span(first, max(first, case.enrolment.valid_to or last_day_of(case)))
    activities = [
        by_week.Activity(
            row.kind, row.hours, by_week.Span(row.valid_from, row.valid_to), row.provider.strip()
        )
        for row in case.activities.all()
    ]
    leaves = [by_week.Span(row.valid_from, row.valid_to) for row in case.leaves.all()]
    found = by_week.weeks_of(programme, activities, leaves)
    evaluations = [row.planned_on for row in case.evaluations.all()]
    is_on = case.is_running
    return Plan(
        first=programme.first,
        last=programme.last,
        weeks=found,
        gaps=by_week.gaps_of(found) if is_on else [],
        warnings=by_week.warnings_of(programme, activities, evaluations) if is_on else [],
    )


def stages_of(case: KvpCase) -> list[Stage]:
    """The line of stages; a case that is over has its end as the last."""
    state = KvpState(case.state)
    if state in IN_PROGRAMME or state in LINE:
        shown_as = KvpState.STARTED if state in IN_PROGRAMME else state
        at = LINE.index(shown_as)
        return [
            Stage(
                str((state if place == at else one).label),
                "current" if place == at else "done" if place < at else "coming",
            )
            for place, one in enumerate(LINE)
        ]
    passed = [KvpState.ENQUIRY]
    passed += [KvpState.APPLIED] if case.applied_on else []
    passed += [KvpState.ASSESSMENT] if case.assessed_on else []
    passed += [KvpState.DECIDED] if case.decided_on else []
    passed += [KvpState.STARTED] if case.enrolment_id else []
    return [*(Stage(str(one.label), "done") for one in passed), Stage(str(state.label), "current")]


def changes_of(case: KvpCase) -> Any:
    return case.changes.select_related("by")
