"""Where many households stand on the way to three years: one query, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear

from benefits.histories import (
    BASE,
    BitHistory,
    Bits,
    bits_between,
    current_spell,
    is_live,
    is_over_three_years,
    last_month_in,
    months_until_over,
)
from benefits.models import Payment
from coordination.clocks import counted_until
from households.models import Household, Membership
from households.months import Month, month_of

BLOCK = 60
"""Months in one word of the query: five years of bits fit in a 64-bit number."""

NEAR_MONTHS = 6

PAID, NEUTRAL = "paid", "neutral"


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


def standings(households: QuerySet[Household] | Iterable[int], today: date) -> dict[int, Standing]:
    """Each household's standing by its id; one that never had assistance is left out."""
    this_month = month_of(today)
    found: dict[int, list[Standing]] = defaultdict(list)
    for household_id, history in _histories(households, today):
        found[household_id].append(_standing(history, this_month))
    return {household_id: _foremost(rows) for household_id, rows in found.items()}


def _standing(history: BitHistory, this_month: Month) -> Standing:
    last_paid = last_month_in(history.benefit)
    until = counted_until(last_paid == this_month, this_month)
    spell = current_spell(history, until)
    if spell is None or not is_live(history, until):
        return Standing(last_paid=last_paid)
    left = months_until_over(history, until)
    return Standing(
        length=spell.length,
        is_over=is_over_three_years(history, until),
        left=left,
        passes=None if left is None else until + left,
        last_paid=last_paid,
    )


def _foremost(rows: list[Standing]) -> Standing:
    first = max(rows, key=lambda row: row.length)
    last_paid = max((row.last_paid for row in rows if row.last_paid is not None), default=None)
    return Standing(first.length, first.is_over, first.left, first.passes, last_paid)


def _histories(
    households: QuerySet[Household] | Iterable[int], today: date
) -> Iterator[tuple[int, BitHistory]]:
    """(household id, history) of each adult member who was ever paid assistance."""
    benefit: dict[tuple[int, int], Bits] = defaultdict(int)
    neutral: dict[tuple[int, int], Bits] = defaultdict(int)
    for household_id, person_id, what, first, second in _rows(households, today):
        if what == PAID:
            benefit[household_id, person_id] |= int(second) << (first * BLOCK - BASE)
        else:
            neutral[household_id, person_id] |= bits_between(int(first), int(second))
    for key, months in benefit.items():
        yield key[0], BitHistory(benefit=months, neutral=neutral[key])


def _rows(households: QuerySet[Household] | Iterable[int], today: date) -> QuerySet[Any]:
    """Rows of (household, person, PAID, block, bits) and (…, NEUTRAL, first, last month)."""
    adults = (
        Membership.objects.valid_on(today)
        .filter(household__in=households)
        .exclude(role=Membership.Role.CHILD)
    )
    own, together = (_paid(adults, path, today) for path in ("payments", "co_payments"))
    periods = [_neutral(adults, path, today) for path in ("kvp_enrolments", "intro_periods")]
    return own.union(together, *periods, all=True)


def _paid(adults: QuerySet[Membership], path: str, today: date) -> QuerySet[Any]:
    """A word of bits for each person and five years; each month's bit is added once."""
    month: Any = F(f"person__{path}__month")
    bit = Cast(Value(1), BigIntegerField()).bitleftshift(month % BLOCK)
    counted = {
        f"person__{path}__scheme": Payment.Scheme.ASSISTANCE,
        f"person__{path}__status": Payment.Status.PAID,
        f"person__{path}__month__lte": month_of(today),
    }
    return (
        adults.filter(**counted)
        .annotate(what=Value(PAID), first=month / BLOCK)
        .values("household_id", "person_id", "what", "first")
        .annotate(second=Sum(bit, distinct=True, output_field=BigIntegerField()))
        .values_list("household_id", "person_id", "what", "first", "second")
    )


def _neutral(adults: QuerySet[Membership], path: str, today: date) -> QuerySet[Any]:
    """The first and last month of each period begun by `today`; an open one lasts until then."""
    begun = adults.filter(**{f"person__{path}__valid_from__lte": today})
    end = Coalesce(F(f"person__{path}__valid_to"), Value(today))
    return begun.annotate(
        what=Value(NEUTRAL),
        first=_month(F(f"person__{path}__valid_from")),
        second=_month(end),
    ).values_list("household_id", "person_id", "what", "first", "second")


def _month(day: Any) -> Any:
    """A date as a month number, in the database (households/months.py)."""
    return ExtractYear(day) * 12 + ExtractMonth(day) - 1
