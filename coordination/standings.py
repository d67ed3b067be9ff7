"""Where many households stand on the way to three years: one query, whatever their number."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from benefits import windows
from benefits.histories import (
    BASE,
    BitHistory,
    Bits,
    bits_between,
    current_spell,
    is_live,
    last_month_in,
    months_until_over,
)
from benefits.rules import MORE_THAN_THREE_YEARS
from benefits.windows import MONTH_OF, Among
from coordination.clocks import counted_until
from households.months import Month, month_of

BLOCK = 60
"""Months in one word of the query: five years of bits fit in a 64-bit number."""

NEAR_MONTHS = 6

PAID, NEUTRAL = "paid", "neutral"
PAID_BY = ("person_id", "co_applicant_id")
PERIODS = ("benefits_kvpenrolment", "households_introperiod")


@dataclass(frozen=True)
class Standing:
    """The adult of a household whose live spell is longest, and when anyone there was last paid.

    `length` is 0 and `left` None when nobody has had assistance for six months; `left` is the
    months to go until `passes`, when three years are passed if each of them is paid.
    """

    length: int = 0
    is_over: bool = False
    left: int | None = None
    passes: Month | None = None
    last_paid: Month | None = None

    @property
    def is_near(self) -> bool:
        """Whether three years are passed within NEAR_MONTHS, if the assistance goes on."""
        return self.left is not None and self.left <= NEAR_MONTHS


def standings(households: Iterable[int], today: date) -> dict[int, Standing]:
    """Each household's standing by its id; one that never had assistance is left out."""
    this_month = month_of(today)
    found: dict[int, list[Standing]] = defaultdict(list)
    for household_id, history in _histories(households, today):
        found[household_id].append(_standing(history, this_month))
    return {household_id: _foremost(rows) for household_id, rows in found.items()}


def recent_standings(households: Iterable[int], today: date) -> dict[int, Standing]:
    """Standings that tell rightly who is over or near three years, and nothing else.

    Only the months that can matter for that are read. Households where nobody is are left out.
    """
    this_month, ids = month_of(today), list(households)
    if not ids:
        return {}
    words = _DIALECTS[connection.vendor]
    among = Among(_ADULTS.format(**words), [_array(ids), today, today])
    recent = windows.recent(this_month, among=among, soon=NEAR_MONTHS)
    found: dict[int, list[Standing]] = defaultdict(list)
    for household_id, person_id in recent.groups:
        history = recent.history(person_id)
        if history is not None and history.benefit:
            found[household_id].append(_standing(history, this_month))
    return {household_id: _foremost(rows) for household_id, rows in found.items()}


def _standing(history: BitHistory, this_month: Month) -> Standing:
    last_paid = last_month_in(history.benefit)
    until = counted_until(last_paid == this_month, this_month)
    spell = current_spell(history, until) if is_live(history, until) else None
    if spell is None:
        return Standing(last_paid=last_paid)
    is_over = spell.length >= MORE_THAN_THREE_YEARS
    left = None if is_over else months_until_over(history, until)
    return Standing(
        length=spell.length,
        is_over=is_over,
        left=left,
        passes=None if left is None else until + left,
        last_paid=last_paid,
    )


def _foremost(rows: list[Standing]) -> Standing:
    first = max(rows, key=lambda row: row.length)
    last_paid = max((row.last_paid for row in rows if row.last_paid is not None), default=None)
    return Standing(first.length, first.is_over, first.left, first.passes, last_paid)


def _histories(households: Iterable[int], today: date) -> Iterator[tuple[int, BitHistory]]:
    """(household id, history) of each adult member who was ever paid assistance."""
    for household_id, _, history in histories(households, today):
        yield household_id, history


def histories(households: Iterable[int], today: date) -> Iterator[tuple[int, int, BitHistory]]:
    """(household id, person id, history) of each adult member who was ever paid; one query."""
    benefit: dict[tuple[int, int], Bits] = defaultdict(int)
    neutral: dict[tuple[int, int], Bits] = defaultdict(int)
    this_month = month_of(today)
    for household_id, person_id, what, first, second in _rows(households, today):
        if what == PAID:
            benefit[household_id, person_id] |= second << (first * BLOCK - BASE)
        else:
            last = this_month if second is None else second
            neutral[household_id, person_id] |= bits_between(first, last)
    for key, months in benefit.items():
        yield *key, BitHistory(benefit=months, neutral=neutral[key])


def _rows(households: Iterable[int], today: date) -> Iterator[tuple[int, int, str, int, Any]]:
    """Rows of (household, person, PAID, block, bits) and (…, NEUTRAL, first, last month)."""
    ids = list(households)
    if not ids:
        return
    this_month = month_of(today)
    with connection.cursor() as cursor:
        cursor.execute(_text(), [_array(ids), today, today, this_month, this_month, today, today])
        yield from cursor.fetchall()


_ADULTS = """
    SELECT household_id, person_id FROM households_membership
    WHERE household_id {among} AND role <> 'child'
        AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)
"""
# Who may be seen is asked once, whatever is then read about them; the payments are found by person.
# SQLite cannot OR bits, so there each month is first made one and their bits added.
_PAID = """
    SELECT household_id, person_id, 'paid', month / 60, {bits}
    FROM (
        SELECT {distinct} adults.household_id, adults.person_id, payment.month
        FROM adults CROSS JOIN benefits_payment payment
        WHERE payment.{person} = adults.person_id AND payment.scheme = 'assistance'
            AND payment.status = 'paid' AND payment.month <= %s
    ) paid
    GROUP BY 1, 2, 4
"""
_NEUTRAL = """
    SELECT adults.household_id, adults.person_id, 'neutral', {first}, {last}
    FROM adults CROSS JOIN {table} period
    WHERE period.person_id = adults.person_id AND period.valid_from <= %s
"""
_DIALECTS = {
    "postgresql": {
        "among": "= ANY(%s)",
        "distinct": "",
        "bits": "bit_or(1::bigint << (month %% 60))",
    },
    "sqlite": {
        "among": "IN (SELECT value FROM json_each(%s))",
        "distinct": "DISTINCT",
        "bits": "SUM(1 << (month %% 60))",
    },
}


def _array(ids: list[int]) -> Any:
    return ids if connection.vendor == "postgresql" else json.dumps(ids)


def _text() -> str:
    """The whole query; the last month of an open period is None."""
    words = _DIALECTS[connection.vendor]
    own, together = (_PAID.format(person=column, **words) for column in PAID_BY)
    month = MONTH_OF[connection.vendor]
    first = month.format("period.valid_from")
    last = month.format("period.valid_to")
    periods = [_NEUTRAL.format(table=table, first=first, last=last) for table in PERIODS]
    parts = " UNION ALL ".join([own, together, *periods])
    return f"WITH adults AS MATERIALIZED ({_ADULTS.format(**words)}) {parts}"
