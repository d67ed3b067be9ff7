"""Questions about plans that pages, lists, flags and the yearly report ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from coordination.models import CoordinatedPlan
from households.actions import batches


def households_with_plan(on: date, households: Collection[int] | None = None) -> set[int]:
    """Of these households (ids; all without a choice), those with a valid plan across services.

    Valid is a coordinated or individual plan that was agreed by then and not ended, and whose
    review was not overdue: with that a plan counts no more than one that is missing (2c). A
    follow-up plan alone is no coordinated plan. One query for each few thousand households.
    """
    rows = CoordinatedPlan.objects.followed_on(on).filter(kind__in=CoordinatedPlan.ACROSS_SERVICES)
    rows = rows.order_by()
    if households is None:
        return set(rows.values_list("household", flat=True))
    return {
        pk
        for some in batches(sorted(households))
        for pk in rows.filter(household__in=some).values_list("household", flat=True)
    }
