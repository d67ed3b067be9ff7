"""What of this floor could tell who somebody was; kinds, outcomes, months and amounts stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Model

from decisions import letter_files
from decisions.models import (
    Appeal,
    ChildWeighed,
    Condition,
    Decision,
    DecisionChange,
    Letter,
    Matter,
)

GONE = "slettet"
CLEARED: dict[type[Model], dict[str, Any]] = {
    Decision: {
        "payment": "",
        "reassessed": "",
        "lines": [],
        "return_reason": GONE,
        "content_hash": GONE,
    },
    DecisionChange: {"note": ""},
    Matter: {
        "asked": GONE,
        "facts": "",
        "law": "",
        "discretion": "",
        "third_party": "",
    },
    ChildWeighed: {"text": "", "cap_text": ""},
    Condition: {"text": "", "statement": "", "children_weighed": ""},
    Appeal: {"text": "", "late_reason": GONE, "reconsideration": "", "body": ""},
}
OF_DRAFTS = ("payment", "reassessed", "lines", "return_reason")
"""A draft has no fingerprint, and must have none."""
KEPT = {Letter: "a random name and a checksum tell nothing; the bytes are erased"}


def anonymise_households(household_ids: Collection[int], at: datetime) -> None:
    """Clear the texts of the households' decisions, and erase their letters."""
    decisions = Decision.objects.filter(household__in=household_ids)
    decisions.update(**{name: CLEARED[Decision][name] for name in OF_DRAFTS})
    decisions.exclude(content_hash="").update(**CLEARED[Decision])
    ids = list(decisions.values_list("pk", flat=True))
    for model, blank in CLEARED.items():
        if model is not Decision:
            model._default_manager.filter(decision__in=ids).update(**blank)
    for letter in Letter.objects.filter(decision__in=ids, erased_at__isnull=True):
        letter_files.erase(letter, at)
