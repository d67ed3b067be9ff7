"""Small pieces that courses are put together from: ages, children, spells with gaps."""

from __future__ import annotations

from random import Random

from households.months import Month
from reports.demo.cases import LONGEST_GAP, YOUNG_UNDER, Child, Partner

CHILDREN = (1,) * 38 + (2,) * 33 + (3,) * 18 + (4,) * 8 + (5,) * 3
"""How many children a family has, by hundredths; the mean is a little over two."""
GROWN_UP = 18 * 12
YOUNGEST_PARENT = 19 * 12


def adult_born(rng: Random, month: Month, youngest: int = 21, oldest: int = 63) -> Month:
    """The birth month of an adult who is at least `youngest` (and 21) the whole of `month`."""
    years = youngest + int((oldest - youngest + 1) * rng.random() ** 1.35)
    return month - max(years, YOUNG_UNDER) * 12 - rng.randint(1, 12)


def children_of(
    rng: Random, month: Month, parent_born: Month, oldest_youngest: int = 13, count: int = 0
) -> list[Child]:
    """The children of a family in `month`, the youngest at most `oldest_youngest` years old.

    No child is born before the parent was 19, and all are under 18 in `month`.
    """
    limit = max(1, min(oldest_youngest * 12, month - parent_born - YOUNGEST_PARENT))
    age = rng.randint(0, limit)
    ages = [age]
    for _ in range((count or rng.choice(CHILDREN)) - 1):
        age += rng.randint(14, 50)
        if age >= GROWN_UP - 12 or month - age - parent_born < YOUNGEST_PARENT:
            break
        ages.append(age)
    return [Child(month - age) for age in ages]


def partner_of(rng: Random, born: Month, married: float = 0.6) -> Partner:
    """A spouse (with probability `married`) or cohabitant, near in age and never under 21 late."""
    return Partner(born=born + rng.randint(-60, 24), married=rng.random() < married)


def months_with_gap(rng: Random, first: Month, last: Month, chance: float = 0.3) -> set[Month]:
    """The months from `first` through `last`, now and then with one gap of at most five months.

    The two months at either end are always paid, so that what comes before and after is known.
    """
    months = set(range(first, last + 1))
    inside = last - first - 3
    if inside >= 1 and rng.random() < chance:
        gap = min(rng.choice((1, 1, 1, 2, 2, 3, 4, 5)), inside, LONGEST_GAP)
        start = rng.randint(first + 2, last - 1 - gap)
        months -= set(range(start, start + gap))
    return months


def length_of_spell(rng: Random) -> int:
    """How many months a short spell lasts: mostly a few, seldom years."""
    draw = rng.random()
    if draw < 0.45:
        return rng.randint(1, 3)
    if draw < 0.75:
        return rng.randint(4, 8)
    if draw < 0.94:
        return rng.randint(9, 18)
    return rng.randint(19, 34)
