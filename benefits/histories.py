"""The three-year rule for a whole municipality at once: the fast twin of `benefits.rules`.

A set of months is a whole number here: bit i stands for the month `BASE + i`. A spell, a gap or
a window of months is then a few operations on numbers instead of a walk over months. What each
question means is said in `benefits.rules`, under the same name; a property test keeps the two
equal on random histories.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from benefits.rules import (
    DEFINITIONS,
    LONGEST_GAP,
    MORE_THAN_THREE_YEARS,
    NEW_RECIPIENT_AFTER,
    OFFICIAL,
    History,
    Spell,
)
from households.months import Month, month_from, number_of

BASE: Month = month_from(1900, 1)
"""Bit 0. No earlier month can be held, and no question asked about one before 1905."""

Bits = int
Runs = list[tuple[int, int]]


class BitHistory(NamedTuple):
    """A person's months as in `rules.History`, each set as one number.

    Made from raw bits, `neutral` may overlap `benefit` and `main_income` may reach beyond it: the
    functions below set that right as `rules.History` does.
    """

    benefit: Bits = 0
    neutral: Bits = 0
    main_income: Bits = 0


def bit_history(history: History) -> BitHistory:
    """`history` in bits."""
    return BitHistory(bits(history.benefit), bits(history.neutral), bits(history.main_income))


def plain_history(history: BitHistory) -> History:
    """`history` as `benefits.rules` reads it."""
    return History(
        months_in(history.benefit), months_in(history.neutral), months_in(history.main_income)
    )


def bits(months: Iterable[Month]) -> Bits:
    """The months as one number; ValueError for a month before `BASE`."""
    found = 0
    for month in months:
        found |= 1 << (month - BASE)
    return found


def bits_between(first: Month, last: Month) -> Bits:
    """The months `first` to `last`, both included, as one number; 0 if `last` comes first."""
    return _lowest(last + 1 - BASE) & ~_lowest(first - BASE)


def months_in(number: Bits) -> frozenset[Month]:
    """The months that `number` stands for."""
    found = set()
    while number:
        rest = number & (number - 1)  # without the lowest one
        found.add(BASE + (number ^ rest).bit_length() - 1)
        number = rest
    return frozenset(found)


def first_month_in(number: Bits) -> Month | None:
    """The earliest month that `number` stands for, None for 0."""
    return BASE + (number & -number).bit_length() - 1 if number else None


def last_month_in(number: Bits) -> Month | None:
    """The latest month that `number` stands for, None for 0."""
    return BASE + number.bit_length() - 1 if number else None


def current_spell(history: BitHistory, until: Month, gap_months: int = LONGEST_GAP) -> Spell | None:
    benefit = up_to(until, history.benefit)
    if not benefit:
        return None
    paid, removed = _without_neutral(benefit, history.neutral)
    first = _spell_start(paid, gap_months)
    return Spell(
        first=BASE + _put_back(first, removed),
        last=BASE + benefit.bit_length() - 1,
        length=paid.bit_length() - first,
        paid=(paid >> first).bit_count(),
    )


def is_live(history: BitHistory, until: Month) -> bool:
    return _window(history.benefit, until - LONGEST_GAP, until) != 0


def is_over_three_years(history: BitHistory, until: Month, code: str = OFFICIAL) -> bool:
    if DEFINITIONS[code].gap_months is not None:
        return _window(months_over_three_years(history, code), until, until) == 1
    if code == "DEF-3":
        return _window(history.benefit, until - 59, until).bit_count() >= MORE_THAN_THREE_YEARS
    if code == "DEF-4":
        first, *later = _counts_of_four_years(history.benefit & history.main_income, until)
        return first >= 1 and min(later) >= 6
    return all(_counts_of_four_years(history.benefit, until))


def months_over_three_years(history: BitHistory, code: str = OFFICIAL) -> Bits:
    """All the months at which `is_over_three_years` holds, for a definition made of spells.

    They begin with the benefit months whose spell is long by then; each stays true until the
    next benefit month, or until the spell is no longer live.
    """
    gap_months = DEFINITIONS[code].gap_months
    if gap_months is None:
        raise ValueError(f"{code} knows no spells")
    paid, removed = _without_neutral(history.benefit, history.neutral)
    over = _put_all_back(paid & _ends_of_three_years(_drawn_out(paid, gap_months)), removed)
    for _ in range(LONGEST_GAP):
        over |= over << 1 & ~history.benefit
    return over


def _ends_of_three_years(number: Bits) -> Bits:
    """The ones in `number` that have as many ones below them as make more than three years."""
    seen = 1
    while seen < MORE_THAN_THREE_YEARS:
        step = min(seen, MORE_THAN_THREE_YEARS - seen)
        number &= number << step
        seen += step
    return number


def spell_behind(history: BitHistory, until: Month, code: str = OFFICIAL) -> Spell | None:
    gap_months = DEFINITIONS[code].gap_months
    return current_spell(history, until, LONGEST_GAP if gap_months is None else gap_months)


def has_main_income(history: BitHistory, until: Month) -> bool:
    last = up_to(until, history.benefit).bit_length() - 1
    return last >= 0 and history.main_income >> last & 1 == 1


def months_until_over(history: BitHistory, until: Month) -> int | None:
    behind = counted_months(history, until)
    if behind is None or _live_spell_not_over(history, until) is None:
        return None
    return max(1, MORE_THAN_THREE_YEARS - behind)


def counted_months(history: BitHistory, until: Month) -> int | None:
    """What the clock has counted at `until`: a live spell, with the months after its last payment.

    None without one. Those months count as soon as there is another payment.
    """
    spell = current_spell(history, until) if is_live(history, until) else None
    if spell is None:
        return None
    return spell.length + _counting_months_since(spell.last, history, until)


def is_left_censored(history: BitHistory, until: Month, first_data_month: Month) -> bool:
    spell = _live_spell_not_over(history, until)
    return spell is not None and spell.first - first_data_month < NEW_RECIPIENT_AFTER


def _live_spell_not_over(history: BitHistory, until: Month) -> Spell | None:
    """The spell of a person on the way to three years (DEF-1), None for all others."""
    spell = current_spell(history, until) if is_live(history, until) else None
    return spell if spell is not None and spell.length < MORE_THAN_THREE_YEARS else None


def is_now_in_kvp(history: BitHistory, until: Month, last_kvp: Month | None) -> bool:
    if last_kvp != until or is_live(history, until):
        return False
    spell = current_spell(history, until)
    return (
        spell is not None
        and spell.length >= MORE_THAN_THREE_YEARS
        and _counting_months_since(spell.last, history, until) <= LONGEST_GAP
    )


def latest_length(paid: Bits, gap_months: int = LONGEST_GAP) -> int:
    """The length of the latest spell in `paid`, of someone without neutral months."""
    return paid.bit_length() - _spell_start(paid, gap_months) if paid else 0


def up_to(until: Month, number: Bits) -> Bits:
    """`number` without the months after `until`."""
    return number & _lowest(until + 1 - BASE)


def _lowest(count: int) -> Bits:
    """The `count` lowest bits; none if `count` is below zero."""
    return (1 << count) - 1 if count > 0 else 0


def _window(number: Bits, first: Month, last: Month) -> Bits:
    """The months `first` to `last`, both included, moved down so that bit 0 is `first`."""
    return number >> (first - BASE) & _lowest(last + 1 - first)


def _counts_of_four_years(number: Bits, until: Month) -> list[int]:
    """Months in each of the three years before that of `until` and in its own, oldest first."""
    january = until - number_of(until) + 1
    years = _window(number, january - 36, until)
    return [(years >> start & 0xFFF).bit_count() for start in (0, 12, 24, 36)]


def _counting_months_since(month: Month, history: BitHistory, until: Month) -> int:
    """The months after the last benefit `month` up to `until` that are not neutral."""
    return until - month - _window(history.neutral, month + 1, until).bit_count()


def _spell_start(paid: Bits, gap_months: int) -> int:
    """The lowest bit of the latest spell in `paid`, which holds no neutral months."""
    return _start_of_top_run(_drawn_out(paid, gap_months))


def _drawn_out(paid: Bits, gap_months: int) -> Bits:
    """Every benefit month drawn out over the `gap_months` after it.

    Where no longer gap comes between, the bits then stand side by side: a run of ones is a spell.
    """
    for _ in range(gap_months):
        paid |= paid << 1
    return paid


def _start_of_top_run(number: Bits) -> int:
    """The lowest bit of the unbroken run of ones that ends in the highest."""
    return (number ^ _lowest(number.bit_length())).bit_length()


def _without_neutral(benefit: Bits, neutral: Bits) -> tuple[Bits, Runs]:
    """`benefit` on a timeline without the neutral months before its end, and what was taken out.

    The runs taken out are (lowest bit, how many), the latest first, in places on the calendar.
    """
    removed: Runs = []
    neutral &= ~benefit & _lowest(benefit.bit_length())
    while neutral:
        start, end = _start_of_top_run(neutral), neutral.bit_length()
        benefit = benefit >> end << start | benefit & _lowest(start)
        removed.append((start, end - start))
        neutral &= _lowest(start)
    return benefit, removed


def _put_back(bit: int, removed: Runs) -> int:
    """Where `bit` of the shortened timeline stands on the calendar."""
    for start, count in reversed(removed):
        if bit >= start:
            bit += count
    return bit


def _put_all_back(number: Bits, removed: Runs) -> Bits:
    """`number`, a set on the shortened timeline, on the calendar."""
    for start, count in reversed(removed):
        number = number >> start << start + count | number & _lowest(start)
    return number
