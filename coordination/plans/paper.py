"""The plan as PDF, to be handed to the household: plain words, no codes (plan.typ)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Party
from config.typesetting import FONTS, typeset
from coordination.models import PlanDirection, PlanGoal, PlanStep
from coordination.plans.page import PlanShown

TEMPLATE = Path(__file__).with_name("plan.typ")
WAYS = {
    PlanDirection.Direction.JOB: "er på vei til jobb",
    PlanDirection.Direction.MEASURE: "skal delta i et tiltak",
    PlanDirection.Direction.CLARIFY: "skal få avklart hva som er riktig vei videre",
}
TITLES = {
    "coordinated": "Planen deres",
    "individual": "Individuell plan",
    "follow_up": "Plan for oppfølging",
}
DONE = {PlanStep.State.DONE: "Gjort", PlanStep.State.DROPPED: "Ikke lenger aktuelt"}


def paper(shown: PlanShown, *, hides_place: bool, at: datetime) -> bytes:
    """Tagged, in Norwegian; what is not open to who prints it is left out."""
    plan = shown.plan
    unit = Party(plan.party).label if hides_place else str(plan.unit)
    values: dict[str, Any] = {
        "fonts": FONTS,
        "author": f"{settings.MUNICIPALITY} kommune",
        "unit": unit,
        "title": TITLES[plan.kind],
        "date": f"{at:%d.%m.%Y}",
        "coordinator": str(plan.coordinator),
        "started": f"{plan.started_on:%d.%m.%Y}" if plan.started_on else "",
        "review": f"{plan.next_review_on:%d.%m.%Y}" if plan.next_review_on else "",
        "goals": [
            [row.person.name, row.words]
            for row in shown.goals
            if row.state != PlanGoal.State.DROPPED
        ],
        "ways": [
            f"{row.row.person.name} {WAYS[PlanDirection.Direction(row.row.direction)]}."
            for row in shown.headings
        ],
        "steps": [_step(row.row) for row in shown.steps],
        "people": [[str(Party(row.party).label), str(row.contact)] for row in shown.parties],
        "is_cut": shown.is_cut,
    }
    return typeset(TEMPLATE.read_bytes(), "plan", values, at)


def _step(row: PlanStep) -> list[str]:
    when = DONE.get(PlanStep.State(row.state), f"Innen {row.due_on:%d.%m.%Y}")
    return [row.what, f"{row.responsible}, {Party(row.party).label}", when]
