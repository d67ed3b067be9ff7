"""What is due in a plan, for the household's page and for the work list alike.

A review and a step are late by what was agreed after the poverty plan (2c) and so red; what we only
remind ourselves of, an answer or a judgement afterwards, is grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from coordination.models import CoordinatedPlan, PlanRequest, PlanStep
from coordination.plans.rules import answer_by, is_late, is_told
from coordination.worklist.due import OWN, PLAN, in_days


@dataclass(frozen=True)
class PlanDue:
    """One thing due in a plan: of which kind, whose, by when, and how late."""

    key: str
    kind: str
    what: str
    status: str
    registered: date
    due: date
    why: str
    late: str
    party: str
    who: User | None

    @property
    def is_red(self) -> bool:
        return self.late == PLAN


def dues_in(plan: Any, today: date) -> list[PlanDue]:
    """All that is due in a plan that was read `with_due`, the earliest first."""
    if plan.state == CoordinatedPlan.State.ACTIVE:
        rows = [*_reviews(plan, today), *_steps(plan, today), *_requests(plan, today)]
    else:
        rows = [*_offers(plan, today), *_requests(plan, today)]
    return sorted(rows, key=lambda row: (row.due, row.key))


def _offers(plan: CoordinatedPlan, today: date) -> Iterator[PlanDue]:
    due = answer_by(plan.offered_on)
    yield PlanDue(
        key=f"plan-tilbud-{plan.pk}",
        kind="Plan",
        what=f"Svar på tilbud om {plan.get_kind_display().lower()}",
        status="Tilbudt",
        registered=plan.offered_on,
        due=due,
        why=f"tilbudt for {in_days((today - plan.offered_on).days)} siden",
        late=OWN if is_late(due, today) else "",
        party=plan.party,
        who=plan.coordinator,
    )


def _reviews(plan: CoordinatedPlan, today: date) -> Iterator[PlanDue]:
    day = plan.next_review_on
    if day is None or not is_told(day, today):
        return
    late = is_late(day, today)
    yield PlanDue(
        key=f"plan-gjennomgang-{plan.pk}",
        kind="Plan",
        what=f"Gjennomgang av {plan.get_kind_display().lower()}",
        status="Gjelder",
        registered=plan.started_on or plan.offered_on,
        due=day,
        why=_over(day, today) if late else "avtalt gjennomgang",
        late=PLAN if late else "",
        party=plan.party,
        who=plan.coordinator,
    )


def _steps(plan: Any, today: date) -> Iterator[PlanDue]:
    for row in plan.steps_due:
        is_open = row.state == PlanStep.State.OPEN
        day = row.due_on if is_open else row.evaluate_on
        if not is_told(day, today):
            continue
        late = is_late(day, today)
        yield PlanDue(
            key=f"plan-tiltak-{row.pk}",
            kind="Tiltak i plan",
            what=row.what if is_open else f"Hjalp det? {row.what}",
            status="Pågår" if is_open else "Til evaluering",
            registered=timezone.localdate(row.added_at),
            due=day,
            why=_over(day, today) if late else "avtalt i planen",
            late=(PLAN if is_open else OWN) if late else "",
            party=row.party,
            who=row.responsible,
        )


def _requests(plan: Any, today: date) -> Iterator[PlanDue]:
    for row in plan.requests_waiting:
        due = answer_by(row.asked_on)
        late = is_late(due, today)
        yield PlanDue(
            key=f"plan-sporsmal-{row.pk}",
            kind="Spørsmål til part",
            what=f"{row.get_party_display()} er spurt: {row.text}",
            status="Ikke besvart",
            registered=row.asked_on,
            due=due,
            why=f"spurt for {in_days((today - row.asked_on).days)} siden",
            late=OWN if late else "",
            party=row.party,
            who=None,
        )


def _over(day: date, today: date) -> str:
    return f"{in_days((today - day).days)} over avtalt dag"


def with_due(rows: QuerySet[CoordinatedPlan], today: date) -> QuerySet[CoordinatedPlan]:
    """Each with its open steps, those to judge afterwards, and its requests without an answer."""
    limit = today + timedelta(days=settings.PLANS["notice_days"])
    steps = _step_rows(limit).select_related("responsible")
    waiting = PlanRequest.objects.filter(answer="")
    return rows.select_related("coordinator").prefetch_related(
        Prefetch("steps", steps, to_attr="steps_due"),
        Prefetch("requests", waiting, to_attr="requests_waiting"),
    )


def _step_rows(limit: date) -> Any:
    still = Q(state=PlanStep.State.OPEN, due_on__lte=limit)
    to_judge = Q(state=PlanStep.State.DONE, effect="", evaluate_on__lte=limit)
    return PlanStep.objects.filter(still | to_judge)


def something_due(rows: QuerySet[CoordinatedPlan], today: date) -> QuerySet[CoordinatedPlan]:
    """Only those in which something is due, so that a list reads no others."""
    limit = today + timedelta(days=settings.PLANS["notice_days"])
    of_plan = {"plan": OuterRef("pk")}
    return rows.filter(
        Q(started_on__isnull=True)
        | Q(next_review_on__lte=limit)
        | Exists(_step_rows(limit).filter(**of_plan))
        | Exists(PlanRequest.objects.filter(answer="", **of_plan))
    )
