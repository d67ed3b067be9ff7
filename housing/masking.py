"""Figures of households that everybody who may see reports reads: small cells are masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from typing import Any

SMALLEST = 5
"""A count of households below this is not told (domain.md, measure 1h)."""


def shown(count: int | None) -> int | None:
    """The count; None, a masked cell, when it is so small that it could tell who it is."""
    if count is None or 0 < count < SMALLEST:
        return None
    return count


COUNTS = (
    *("households", "told", "lodged", "either", "with_children"),
    *("petitions", "in_time", "averted", "carried_out", "bought", "own", "child_families"),
)
"""Names of what counts households."""
WITH_HOUSEHOLDS = ("nights", "mean", "cost", "nights_with_children")
"""What would tell the same of so few households, and is masked with their number."""


def masked(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of figures (dataclasses or dicts) with every small count of households hidden."""
    found = []
    for row in rows:
        told = asdict(row) if is_dataclass(row) and not isinstance(row, type) else dict(row)
        few = "households" in told and shown(told["households"]) is None
        told |= {name: shown(told[name]) for name in COUNTS if name in told}
        if few:
            told |= dict.fromkeys((name for name in WITH_HOUSEHOLDS if name in told), None)
        found.append(told)
    return found
