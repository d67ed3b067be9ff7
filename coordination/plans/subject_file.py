"""The plans of a citizen's households, as the citizen gets to see them.

What others in the household have said they want, and where they are heading, is in their own files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from coordination.models import CoordinatedPlan, PlanDirection, PlanGoal
from households.subject import Part, Row, Subject, unit_name

COVERS: set[type[Model]] = {PlanGoal, PlanDirection}
PLANS = {
    "kind": "Plan",
    "unit": "Kontor",
    "offered_on": "Tilbudt",
    "answer": "Svar",
    "started_on": "Gjelder fra",
    "next_review_on": "Neste gjennomgang",
    "goals": "Dine mål",
    "direction": "Din retning, og hvordan det gikk",
    "steps": "Hvem gjør hva",
    "requests": "Spørsmål til andre tjenester",
    "reviews": "Gjennomganger",
    "ended_on": "Avsluttet",
    "end": "Hvorfor avsluttet",
    "history": "Hva som har skjedd",
}


def parts(subject: Subject) -> Iterator[Part]:
    plans: Any = CoordinatedPlan.objects.filter(household__in=subject.household_ids)
    plans = plans.select_related("unit").prefetch_related(
        "goals", "steps", "requests", "changes", "reviews", "directions__results__review"
    )
    rows = [_told(plan, subject) for plan in plans.order_by("offered_on", "pk")]
    yield Part("plans", "Planer for husstanden", PLANS, rows)


def _told(plan: Any, subject: Subject) -> Row:
    def masked(texts: Iterable[str]) -> str:
        return subject.masked("; ".join(texts))

    own = subject.person.pk
    return {
        "kind": plan.get_kind_display(),
        "unit": unit_name(plan.unit, subject),
        "offered_on": plan.offered_on,
        "answer": plan.get_answer_display(),
        "started_on": plan.started_on,
        "next_review_on": plan.next_review_on,
        "goals": masked(
            f"{row.words} ({row.get_state_display().lower()})"
            for row in plan.goals.all()
            if row.person_id == own
        ),
        "direction": masked(_way(row) for row in plan.directions.all() if row.person_id == own),
        "steps": masked(_step(row) for row in plan.steps.all()),
        "requests": masked(
            f"{row.get_party_display()}: {row.text} ({row.get_answer_display().lower()}) {row.line}"
            for row in plan.requests.all()
        ),
        "reviews": masked(f"{row.on:%d.%m.%Y} {row.text}".strip() for row in plan.reviews.all()),
        "ended_on": plan.ended_on,
        "end": masked(text for text in (plan.get_end_reason_display(), plan.end_text) if text),
        "history": "; ".join(f"{change}" for change in plan.changes.all()),
    }


def _way(row: Any) -> str:
    results = ", ".join(
        f"{one.review.on:%d.%m.%Y} {one.get_result_display().lower()}" for one in row.results.all()
    )
    return (
        f"{row.get_direction_display()} fra {row.set_on:%d.%m.%Y}: {results or 'ikke gjennomgått'}"
    )


def _step(row: Any) -> str:
    effect = f", {row.get_effect_display().lower()}" if row.effect else ""
    state = row.get_state_display().lower()
    return f"{row.get_party_display()}: {row.what} (frist {row.due_on:%d.%m.%Y}, {state}{effect})"
