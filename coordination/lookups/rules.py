"""Which look-ups somebody should look at afterwards (security.md 3.9), as pure rules."""

from __future__ import annotations

import hmac
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from households.names import search_key

SAMPLED_IN = 50
"""One of so many reads is drawn: 2 %."""
MOST_PERSONS_A_DAY = 100
DAYS_OF_ACTIVITY = 30
MOST_BREAK_GLASSES = 3
DAYS_OF_BREAK_GLASSES = 30


@dataclass(frozen=True, order=True)
class Lookups:
    """One user's look-ups of one household on one day, from one unit."""

    user_id: int
    unit_id: int
    household_id: int
    openings: int = 0
    persons: frozenset[int] = frozenset()


def sampled(lookups: Sequence[Lookups], *, key: str, day: date) -> list[Lookups]:
    """2 % of the day's reads of one unit, at least one; drawn alike each time it is asked.

    Nobody without the key can tell beforehand which ones.
    """
    reads = sum(row.openings for row in lookups)
    drawn = sorted(lookups, key=lambda row: _lot(row, key, day))
    return drawn[: math.ceil(reads / SAMPLED_IN)]


def _lot(row: Lookups, key: str, day: date) -> str:
    words = f"{day.isoformat()}|{row.user_id}|{row.unit_id}|{row.household_id}"
    return hmac.new(key.encode(), words.encode(), "sha256").hexdigest()


def shares_surname(one: str, others: Iterable[str]) -> bool:
    """Whether a word of the surname `one` is a word of another: Berg and Berg Hansen are alike."""
    own = set(search_key(one).split())
    return any(own & set(search_key(other).split()) for other in others)


def is_inactive(last_registered: date | None, day: date) -> bool:
    """Whether nothing was registered on the household in the 30 days before `day`."""
    return last_registered is None or day - last_registered > timedelta(days=DAYS_OF_ACTIVITY)


def too_many_persons(lookups: Iterable[Lookups]) -> bool:
    """Whether one user opened more than 100 persons; `lookups` are that user's of one day."""
    opened: frozenset[int] = frozenset().union(*(row.persons for row in lookups))
    return len(opened) > MOST_PERSONS_A_DAY
