"""What of the meetings could tell who a family was; days, rules, modes and states stay."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model

from coordination.models import AgendaItem, OskAction, OskDecision

GONE = "slettet"
CLEARED: dict[type[Model], dict[str, Any]] = {
    OskDecision: {"text": GONE},
    OskAction: {"what": GONE},
    AgendaItem: {"request": GONE},
}


def anonymise_households(household_ids: Collection[int]) -> None:
    """Clear what is written about the households, and take them off every list."""
    items = AgendaItem.objects.filter(household__in=household_ids)
    items.coming().delete()
    items.exclude(request="").update(**CLEARED[AgendaItem])
    for model in (OskDecision, OskAction):
        rows = model._default_manager.filter(item__household__in=household_ids)
        rows.update(**CLEARED[model])
