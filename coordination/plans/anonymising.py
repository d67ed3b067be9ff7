"""What of a plan could tell who a household was; days, kinds, directions and results stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from coordination.models import CoordinatedPlan, PlanGoal, PlanRequest, PlanReview, PlanStep

GONE = "slettet"
CLEARED: dict[type[Model], dict[str, Any]] = {
    PlanGoal: {"words": GONE},
    PlanStep: {"what": GONE},
    PlanReview: {"text": ""},
    PlanRequest: {"text": GONE, "line": ""},
    CoordinatedPlan: {"end_text": ""},
}


def anonymise_households(household_ids: Collection[int]) -> None:
    """Clear what is written in the plans of the households."""
    for model, blank in CLEARED.items():
        way = "household" if model is CoordinatedPlan else "plan__household"
        model._default_manager.filter(**{f"{way}__in": household_ids}).update(**blank)
