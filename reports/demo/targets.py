"""The plan's table (design.md 6) as head counts by month; years are relative to the report's.

Means run from January to September and must come out exactly, so each year's offsets from the
mean add up to zero over those nine months. Between September and January the counts glide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from households.months import Month, month_from, number_of, year_of

V = TypeVar("V")

MEAN_MONTHS = 9
YEARS_BEFORE = 7
LAST_YEAR_SHOWN = 2
APRIL = 4

RECIPIENTS = {-7: 2012, -6: 2041, -5: 2066, -4: 2083, -3: 2070, -2: 1458, -1: 1482, 0: 1404}
RECIPIENTS |= {1: 1391, 2: 1383}
FAMILIES = {-7: 521, -6: 529, -5: 537, -4: 540, -3: 536, -2: 381, -1: 388, 0: 367, 1: 363, 2: 360}
CHILDREN = 734
UNDER_21 = {-7: 249, -6: 253, -5: 251, -4: 248, -3: 244, -2: 217, -1: 169, 0: 133, 1: 129, 2: 127}

SEASON = (22, 10, 5, -3, -12, -8, 2, -10, -6)
SEASONS = {  # KVP took over when it was rolled out, so these two years fall
    -3: (112, 84, 56, 28, 0, -28, -56, -84, -112),
    -2: (64, 40, 20, 4, -12, -24, -20, -36, -36),
}
FAMILY_SEASON = (5, 3, 1, -1, -3, -2, 1, -2, -2)
FAMILY_SEASONS = {-3: (28, 21, 14, 7, 0, -7, -14, -21, -28), -2: (12, 8, 4, 1, -2, -4, -5, -7, -7)}

KVP_AT_MONTH_END = {
    -3: (0, 25, 62, 104, 148, 190, 226, 268, 312, 352, 394, 432),
    -2: (458, 464, 470, 474, 474, 470, 463, 458, 454, 446, 438, 428),
    -1: (418, 410, 401, 392, 384, 377, 368, 362, 362, 370, 382, 394),
    0: (402, 410, 418, 427, 434, 440, 442, 443, 445, 446, 444, 441),
    1: (438, 436, 435, 437, 439, 440, 438, 436, 435, 434, 433, 432),
}
KVP_EXITS = {
    -3: (0, 0, 0, 0, 0, 0, 0, 2, 2, 3, 3, 3),
    -2: (17, 17, 17, 18, 18, 18, 18, 18, 18, 19, 19, 19),
    -1: (17, 17, 17, 17, 17, 16, 16, 16, 17, 17, 17, 16),
    0: (17,) * 12,
}
EXIT_CODES = {  # of the 200 who left KVP in the year before the report's (Tabell 2)
    "01": 56,
    "11": 20,
    "03": 12,
    "04": 10,
    "13": 6,
    "14": 44,
    "15": 12,
    "16": 24,
    "10": 9,
    "17": 7,
}


@dataclass(frozen=True)
class LongTermYear:
    """Those over three years in December, and what became of those of the December before.

    `left` is (to KVP, six months without, moved, died) and `married` the recipients who joined
    households with another one of them, so that two became one.
    """

    recipients: int
    families: int
    left: tuple[int, int, int, int] = (0, 0, 0, 0)
    families_left: int = 0
    married: int = 0
    grown: int = 0
    born: int = 0


LONG_TERM = {
    -4: LongTermYear(320, 88),
    -3: LongTermYear(309, 84, (46, 33, 8, 6), 22, married=2, grown=2, born=1),
    -2: LongTermYear(296, 79, (17, 42, 8, 6), 18, married=1, grown=2, born=1),
    -1: LongTermYear(281, 72, (14, 41, 8, 6), 17, married=1, grown=3, born=2),
    0: LongTermYear(267, 67, (12, 39, 8, 5), 15, married=2, grown=3, born=2),
    1: LongTermYear(256, 64, (12, 38, 7, 6), 15, married=1, grown=2, born=2),
    2: LongTermYear(248, 62, (12, 38, 7, 6), 14, married=1, grown=2, born=1),
}


@dataclass(frozen=True)
class Span:
    """The months of a demo: from January seven years before the report's year to `last`."""

    year: int
    last: Month

    @property
    def first(self) -> Month:
        return month_from(self.year - YEARS_BEFORE, 1)

    @property
    def reference(self) -> Month:
        return month_from(self.year, 12)

    @property
    def months(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def planned_months(self) -> range:
        """Months with a plan, shown or not: what will happen shapes what has happened."""
        return range(self.first, self.month(LAST_YEAR_SHOWN, 12) + 1)

    def month(self, years_after: int, number: int) -> Month:
        """Month `number` of the year that lies `years_after` the report's (negative: before)."""
        return month_from(self.year + years_after, number)

    def mean_months(self, years_after: int = 0) -> range:
        """January to September, over which the plan's means are taken."""
        first = self.month(years_after, 1)
        return range(first, first + MEAN_MONTHS)


def span_of(year: int, this_month: Month) -> Span:
    """From seven years before `year` to the last finished month, or two years after `year`."""
    return Span(year, min(this_month - 1, month_from(year + LAST_YEAR_SHOWN, 12)))


def recipients(span: Span, month: Month) -> int:
    """How many are paid assistance in `month`; a couple counts once."""
    return _seasonal(span, month, RECIPIENTS, SEASON, SEASONS)


def families(span: Span, month: Month) -> int:
    """How many of the recipients have a child under 18 at home in `month`."""
    return _seasonal(span, month, FAMILIES, FAMILY_SEASON, FAMILY_SEASONS)


def under_21(span: Span, month: Month) -> int:
    """How many of the recipients are under 21 in `month`: exact in April, gliding between."""
    years = year_of(month) - span.year
    if number_of(month) < APRIL:
        years -= 1
    since = (number_of(month) - APRIL) % 12
    return _between(_of(UNDER_21, years), _of(UNDER_21, years + 1), since, 12)


def in_kvp(span: Span, month: Month) -> int:
    """How many are in KVP on the last day of `month`."""
    years = year_of(month) - span.year
    if years < min(KVP_AT_MONTH_END):
        return 0
    return _of(KVP_AT_MONTH_END, years)[number_of(month) - 1]


def kvp_exits(span: Span, month: Month) -> int:
    """How many leave KVP between the last day of the month before and that of `month`."""
    years = year_of(month) - span.year
    return _of(KVP_EXITS, years)[number_of(month) - 1] if years >= min(KVP_EXITS) else 0


def _seasonal(
    span: Span,
    month: Month,
    means: Mapping[int, int],
    season: Sequence[int],
    seasons: Mapping[int, Sequence[int]],
) -> int:
    def in_mean(years: int, number: int) -> int:
        return _of(means, years) + seasons.get(years, season)[number - 1]

    years, number = year_of(month) - span.year, number_of(month)
    if number <= MEAN_MONTHS:
        return in_mean(years, number)
    september, january = in_mean(years, MEAN_MONTHS), in_mean(years + 1, 1)
    return _between(september, january, number - MEAN_MONTHS, 12 - MEAN_MONTHS + 1)


def _between(start: int, end: int, part: int, whole: int) -> int:
    return start + round((end - start) * part / whole)


def _of(by_year: Mapping[int, V], years: int) -> V:
    """The value of a year; outside the table that of the nearest year in it."""
    return by_year[min(max(years, min(by_year)), max(by_year))]
