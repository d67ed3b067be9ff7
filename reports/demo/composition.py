"""Who lives in a household on a day, so that what a demo tells of it agrees with itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from households.models import Membership
from households.rules import ADULT_AT, age_on


class Stay(NamedTuple):
    born: date | None
    valid_from: date
    valid_to: date | None


class Composition:
    """All memberships, read once."""

    def __init__(self) -> None:
        self.stays: dict[int, list[Stay]] = defaultdict(list)
        rows = Membership.objects.order_by("pk").values_list(
            "household", "person__birth_date", "valid_from", "valid_to"
        )
        for household, born, first, last in rows.iterator():
            self.stays[household].append(Stay(born, first, last))

    def children(self, household: int, on: date) -> int:
        return sum(_is_child(stay, on) for stay in self._there(household, on))

    def adults(self, household: int, on: date) -> int:
        return sum(not _is_child(stay, on) for stay in self._there(household, on))

    def rooms(self, household: int, on: date, drawn: int) -> int:
        """What was drawn by chance, as near as it fits: a living room, and beds for all."""
        children = self.children(household, on)
        adults = max(1, self.adults(household, on))
        beds = (adults + 1) // 2 + (children + 1) // 2
        least = 1 if adults == 1 and not children else 1 + beds
        most = max(2, 1 + beds)
        return max(least, min(most, drawn))

    def _there(self, household: int, on: date) -> Iterable[Stay]:
        return (
            stay
            for stay in self.stays[household]
            if stay.valid_from <= on and (stay.valid_to is None or stay.valid_to >= on)
        )


def _is_child(stay: Stay, on: date) -> bool:
    return stay.born is not None and stay.born <= on and age_on(stay.born, on) < ADULT_AT
