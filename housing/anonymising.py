"""What of this floor could tell who somebody was; dates, codes, needs and states stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from housing.models import (
    AdviceCase,
    AdviceSession,
    AdviceStep,
    Allocation,
    CareerPlan,
    HousingApplication,
    HousingChange,
    LodgingStay,
    Offer,
    QueueEntry,
    QueueMove,
    QueuePause,
    Tenancy,
    TenancyRisk,
    TenancySupport,
)

GONE = "slettet"
"""What stands where a text must stand, once it is gone."""
CLEARED: dict[type[Model], dict[str, Any]] = {
    HousingApplication: {
        "situation": GONE,
        "assessment": "",
        "conditions": "",
        "interim_reason": "",
    },
    QueueEntry: {"exit_text": ""},
    QueuePause: {"reason": GONE},
    QueueMove: {"grounds": GONE, "decided_text": ""},
    Offer: {"passed_over": "", "text": ""},
    Allocation: {"released_text": ""},
    AdviceCase: {"outcome_text": ""},
    AdviceSession: {"text": GONE},
    AdviceStep: {"text": GONE, "result": ""},
    HousingChange: {"told": GONE},
    LodgingStay: {"unsuited_text": "", "quality_text": ""},
    Tenancy: {"review_text": "", "outside_text": ""},
    TenancyRisk: {"text": "", "ended_text": ""},
    TenancySupport: {"text": GONE},
    CareerPlan: {"steps": GONE},
}
WHERE_GIVEN: dict[type[Model], tuple[str, ...]] = {
    LodgingStay: ("declined_text",),
    Tenancy: ("short_text",),
    TenancyRisk: ("landlord", "contact_text"),
    CareerPlan: ("ended_text",),
}
"""Texts that must stand where another field does: those that are empty stay so."""
WAYS: dict[type[Model], str] = {
    QueuePause: "entry__household",
    QueueMove: "entry__household",
    AdviceSession: "case__household",
    AdviceStep: "case__household",
    LodgingStay: "need__household",
}
"""How a part of a whole leads to its household."""


def anonymise_households(household_ids: Collection[int]) -> None:
    """Clear the texts of the households' housing cases."""
    for model, blank in CLEARED.items():
        way = WAYS.get(model, "household")
        rows = model._default_manager.filter(**{f"{way}__in": household_ids})
        rows.update(**blank)
        for name in WHERE_GIVEN.get(model, ()):
            rows.exclude(**{name: ""}).update(**{name: GONE})
