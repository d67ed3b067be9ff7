"""How many child families the services have mapped, planned with and discussed (Hovedmål 3).

Two kinds of families, each with its own number: those on assistance in the reference month, and
those over three years. A family is the report's own: a household with a supported child under 18.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from households.months import Month, year_of
from reports.counting import Stock
from reports.monthly import families_at
from reports.snapshot import Snapshot, month_bit

Figures = dict[str, Any]
MEASURES = ("mapped", "planned", "discussed")
NOWHERE, NO_DISTRICT = "", "Uten bydel"


@dataclass(frozen=True)
class Family:
    """A counted family, where it lives, and what has been done."""

    home: int
    district: str
    on_assistance: bool
    over_three_years: bool
    mapped: bool
    planned: bool
    discussed: bool


def families(snapshot: Snapshot, now: Stock) -> list[Family]:
    """Everybody that one of the two numbers counts."""
    month = now.month
    paid = families_at(snapshot, month)
    return [
        Family(
            home=home,
            district=snapshot.homes[home].district(month_bit(month)) or NOWHERE,
            on_assistance=home in paid,
            over_three_years=home in now.families,
            mapped=is_mapped(snapshot, home, month),
            planned=home in snapshot.followed.planned,
            discussed=home in snapshot.followed.discussed,
        )
        for home in sorted(paid | now.families)
    ]


def is_mapped(snapshot: Snapshot, home: int, month: Month) -> bool:
    """Whether every child of the family has a valid mapping there.

    Where only the number of children is known, nobody can have mapped them.
    """
    known, bit = snapshot.homes[home], month_bit(month)
    children = [child for child, months in known.children.items() if months & bit]
    if not children or known.stated.get(year_of(month)):
        return False
    return all((home, child) in snapshot.followed.mapped for child in children)


def coverage(snapshot: Snapshot, now: Stock, districts: Iterable[str]) -> Figures:
    """The figures of both kinds; by district in the order given, with those without one last.

    Those over three years have their own number elsewhere in the report, so it is not repeated.
    """
    counted = families(snapshot, now)
    paid = [family for family in counted if family.on_assistance]
    long_term = [family for family in counted if family.over_three_years]
    names = [*districts, NOWHERE]
    return {
        "on_assistance": {"families": len(paid)} | _part(paid, names, with_number=True),
        "over_three_years": _part(long_term, names, with_number=False),
    }


def _part(counted: Collection[Family], names: Iterable[str], *, with_number: bool) -> Figures:
    homes = Counter(family.district for family in counted)
    by_measure = {
        measure: Counter(family.district for family in counted if getattr(family, measure))
        for measure in MEASURES
    }
    return {measure: found.total() for measure, found in by_measure.items()} | {
        "by_district": [
            {"district": name or NO_DISTRICT}
            | ({"families": homes[name]} if with_number else {})
            | {measure: found[name] for measure, found in by_measure.items()}
            for name in names
        ]
    }
