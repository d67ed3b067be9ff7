"""Who is over three years, or soon will be (DEF-1), from only the months that can matter.

Without neutral months a spell of 37 months that is live shows itself in the last 47: it has a
payment 36 to 41 months before its last one. Months of KVP or introduction benefit push that back,
so whoever has any in the window is read whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from benefits.histories import (
    BASE,
    BitHistory,
    Bits,
    bits_between,
    is_over_three_years,
    latest_length,
)
from benefits.queries import BLOCK
from benefits.rules import LONGEST_GAP, MORE_THAN_THREE_YEARS
from households.months import Month, first_day, last_day

WINDOW = MORE_THAN_THREE_YEARS + 2 * LONGEST_GAP
"""Months before the reference month; one more than the rule needs, to ask for the month before."""

MONTH_OF = {
    "postgresql": "(EXTRACT(YEAR FROM {0}) * 12 + EXTRACT(MONTH FROM {0}) - 1)::bigint",
    "sqlite": "CAST(strftime('%%Y', {0}) AS INTEGER) * 12 "
    "+ CAST(strftime('%%m', {0}) AS INTEGER) - 1",
}


class Among(NamedTuple):
    """A query of (group, person), which narrows a question to those persons."""

    sql: str
    params: list[Any]


@dataclass
class Recent:
    """Those who may count, and the persons of each group that was asked about.

    `window` holds the months of those without neutral months in the window, with bit 0 at `since`;
    `whole` the whole histories of the others. True to the rule of three years at the reference
    month and the one before it; nothing else may be asked of them.
    """

    since: Month
    window: dict[int, Bits]
    whole: dict[int, BitHistory]
    groups: list[tuple[int, int]] = field(default_factory=list)

    def history(self, person: int) -> BitHistory | None:
        if person in self.whole:
            return self.whole[person]
        months = self.window.get(person)
        return None if months is None else BitHistory(months << self.since - BASE)


def over_three_years(until: Month, as_of: date) -> set[int]:
    """Everybody over three years at `until` (DEF-1), of what was registered by `as_of`."""
    found = recent(until, as_of)
    live = WINDOW - LONGEST_GAP
    over = {
        person
        for person, months in found.window.items()
        if months >> live and latest_length(months) >= MORE_THAN_THREE_YEARS
    }
    whole = found.whole.items()
    return over | {person for person, history in whole if is_over_three_years(history, until)}


def recent(
    until: Month, as_of: date = date.max, *, among: Among | None = None, soon: int = 0
) -> Recent:
    """Those who may be over three years at `until`, or within `soon` months more; one query.

    With `soon` also everybody whose spell is as long as the shortest one that is that near.
    """
    window: dict[int, Bits] = {}
    paid: dict[int, Bits] = defaultdict(int)
    neutral: dict[int, Bits] = defaultdict(int)
    groups: list[tuple[int, int]] = []
    for what, one, two, three in _rows(until, as_of, among, soon):
        if what == "recent":
            window[one] = three
        elif what == "whole":
            paid[one] |= three << two * BLOCK - BASE
        elif what == "neutral":
            neutral[one] |= bits_between(two, until if three is None else min(three, until))
        else:
            groups.append((one, two))
    whole = {person: BitHistory(paid[person], months) for person, months in neutral.items()}
    window = {person: months for person, months in window.items() if person not in whole}
    return Recent(until - WINDOW, window, whole, groups)


_PAID = "scheme = 'assistance' AND status = 'paid'"
_TOUCHED = """
    SELECT person_id FROM {table} WHERE registered_on <= %s AND valid_from <= %s
        AND (valid_to IS NULL OR valid_to >= %s)
"""
_RECENT_OF = """
    SELECT {person} AS person, month FROM benefits_payment
    WHERE month BETWEEN %s AND %s AND registered_on <= %s AND {paid}
        AND {person} IS NOT NULL {narrowed}
"""
_RECENT = """
    SELECT 'recent', person, 0, {recent_bits} FROM ({own} {union} {together}) paid
    GROUP BY person HAVING MAX(month) >= %s AND MIN(month) <= %s
"""
_WHOLE = """
    SELECT 'whole', person, month / 60, {bits}
    FROM (
        SELECT {distinct} {person} AS person, month FROM benefits_payment
        WHERE {person} IN (SELECT person_id FROM touched) AND month <= %s
            AND registered_on <= %s AND {paid} {narrowed}
    ) paid
    GROUP BY person, month / 60
"""
_NEUTRAL = """
    SELECT 'neutral', person_id, {first}, {last} FROM {table}
    WHERE person_id IN (SELECT person_id FROM touched) AND registered_on <= %s
        AND valid_from <= %s {narrowed}
"""
_WORDS = {
    "postgresql": {
        "recent_bits": "bit_or(1::bigint << (month - {since}))",
        "bits": "bit_or(1::bigint << (month %% 60))",
        "distinct": "",
        "union": "UNION ALL",
    },
    "sqlite": {
        "recent_bits": "SUM(1 << (month - {since}))",
        "bits": "SUM(1 << (month %% 60))",
        "distinct": "DISTINCT",
        "union": "UNION",
    },
}
_PERIODS = ("benefits_kvpenrolment", "households_introperiod")


def _rows(until: Month, as_of: date, among: Among | None, soon: int) -> list[tuple[Any, ...]]:
    since, end = until - WINDOW, last_day(until)
    shortest = MORE_THAN_THREE_YEARS - soon - (LONGEST_GAP if soon else 0)
    params: list[Any] = [
        *[as_of, end, first_day(since)] * len(_PERIODS),
        *[since, until, as_of] * 2,
        until - LONGEST_GAP - 1,
        until - shortest + 1,
        *[until, as_of] * 2,
        *[as_of, end] * len(_PERIODS),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_text(since, among), [*(among.params if among else ()), *params])
        return list(cursor.fetchall())


def _text(since: Month, among: Among | None) -> str:
    """SQLite cannot OR bits, so there each month is first made one and their bits added."""
    words = _WORDS[connection.vendor] | {"paid": _PAID}
    words["recent_bits"] = words["recent_bits"].format(since=since)
    month = MONTH_OF[connection.vendor]
    first, last = month.format("valid_from"), month.format("valid_to")

    def of(person: str) -> dict[str, str]:
        chosen = f"AND {person} IN (SELECT person_id FROM adults)" if among else ""  # nosec B608
        return words | {"person": person, "narrowed": chosen}

    columns = ("person_id", "co_applicant_id")
    own, together = (_RECENT_OF.format(**of(column)) for column in columns)
    parts = [
        _RECENT.format(**words, own=own, together=together),
        *(_WHOLE.format(**of(column)) for column in columns),
        *(
            _NEUTRAL.format(**of("person_id"), first=first, last=last, table=table)
            for table in _PERIODS
        ),
    ]
    touched = " UNION ".join(_TOUCHED.format(table=table) for table in _PERIODS)
    lists = f"touched AS ({touched})"
    if among:
        lists = f"adults (group_id, person_id) AS ({among.sql}), {lists}"
        parts.append("SELECT 'group', group_id, person_id, NULL FROM adults")
    return f"WITH {lists} {' UNION ALL '.join(parts)}"
