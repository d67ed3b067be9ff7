"""What of this floor could tell who a child was; levels, dates, barriers and states stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from children.models import (
    ChildMapping,
    ChildObservation,
    FamilyDialogue,
    FamilyFacts,
    MappedDomain,
    Transition,
    TransitionChange,
)

GONE = "slettet"
"""What stands where a text must stand, once it is gone."""
CLEARED: dict[type[Model], dict[str, Any]] = {
    ChildMapping: {
        **dict.fromkeys(("home_here", "housing_here", "economy_here", "network_here"), ""),
        **dict.fromkeys(("activities", "leisure_cost", "leisure_wish"), ""),
        **dict.fromkeys(("voice_words", "voice_reason", "report_text", "lasting_needs_text"), ""),
        **dict.fromkeys(("known", "assessed", "weighed"), ""),
    },
    MappedDomain: {"facts": "", "childs_view": "", "action": ""},
    FamilyFacts: dict.fromkeys(("home", "housing", "economy", "network"), ""),
    ChildObservation: {"text": GONE},
    Transition: {"needs": GONE},
    TransitionChange: {"told": ""},
    FamilyDialogue: {"agreed": ""},
}
WAYS: dict[type[Model], str] = {
    MappedDomain: "mapping__household",
    TransitionChange: "transition__household",
}
"""How a part of a whole leads to its household."""
WHERE_GIVEN: dict[type[Model], tuple[str, ...]] = {
    ChildMapping: ("paragraph", "reason"),
    FamilyFacts: ("elsewhere",),
    Transition: (
        *("receiver_name", "receiver_contact", "plan", "own_words", "answered_name"),
        *("answer_text", "aftercare_text", "ended_text"),
    ),
    FamilyDialogue: ("interpreter_reason",),
}
"""Texts that must stand where another field does: those that are empty stay so."""


def anonymise_households(household_ids: Collection[int]) -> None:
    """Clear the texts about the children of the households."""
    for model, blank in CLEARED.items():
        way = WAYS.get(model, "household")
        rows = model._default_manager.filter(**{f"{way}__in": household_ids})
        rows.update(**blank)
        for name in WHERE_GIVEN.get(model, ()):
            rows.exclude(**{name: ""}).update(**{name: GONE})
