"""A person's time on assistance, told for the screen: the headline and the strip of months.

The rule itself is benefits/rules.py (DEF-1); here it is only put into words and boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from benefits.rules import (
    LONGEST_GAP,
    MORE_THAN_THREE_YEARS,
    History,
    Spell,
    current_spell,
    is_over_three_years,
    months_until_over,
)
from households.months import NAMES, Month, month_from, month_name, year_of

THREE_YEARS = MORE_THAN_THREE_YEARS - 1
SHOWN_AHEAD = 12
"""Months: how far ahead the strip goes to show where three years are passed."""

SMALL_NUMBERS = dict(
    enumerate(("to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"), 2)
)

MONTH_LETTERS = tuple((name[0].upper(), name) for name in NAMES)
"""The heads of the strip's columns: the letter that is seen, the name that is read aloud."""

STATES = {
    "aid": "stønad",
    "kvp": "KVP, teller ikke",
    "intro": "introduksjonsstønad, teller ikke",
    "gap": "opphold uten stønad, teller",
    "earlier": "stønad før forløpet, teller ikke",
    "pause": "uten stønad",
    "next": "kommer",
    "none": "utenfor forløpet",
}


@dataclass(frozen=True)
class MonthCell:
    """One box: its state (a key of STATES), what is written in it, and the words for readers."""

    state: str
    label: str
    text: str
    is_now: bool
    is_mark: bool


@dataclass(frozen=True)
class StripYear:
    """A row of twelve boxes; `counts` is how many of them the clock counts."""

    year: int
    cells: tuple[MonthCell, ...]
    counts: int


@dataclass(frozen=True)
class Clock:
    """What the panel says of one history: figure, unit, the sentence that matters, the rest."""

    value: int
    unit: str
    statement: str
    condition: str
    details: str
    years: tuple[StripYear, ...]
    states: frozenset[str]
    marks_three_years: bool


@dataclass(frozen=True)
class Months:
    """All months that a strip can show of one person; the clock counts `benefit` alone."""

    benefit: frozenset[Month]
    kvp: frozenset[Month]
    intro: frozenset[Month]

    @property
    def history(self) -> History:
        return History(benefit=self.benefit, neutral=self.kvp | self.intro)


def counted_until(paid_this_month: bool, this_month: Month) -> Month:
    """The month the clock is read at: this one once it is paid, else the last finished one."""
    return this_month if paid_this_month else this_month - 1


def clock(months: Months, this_month: Month) -> Clock | None:
    """The clock of a person as it stands in `this_month`; None if nothing was ever paid."""
    history = months.history
    until = counted_until(this_month in months.benefit, this_month)
    spell = current_spell(history, until)
    if spell is None:
        return None
    reading = _Reading(months, spell, this_month, until, months_until_over(history, until))
    years = tuple(reading.years())
    cells = [cell for year in years for cell in year.cells]
    statement, condition = reading.sentence()
    return Clock(
        value=spell.length,
        unit=reading.unit(),
        statement=statement,
        condition=condition,
        details=reading.details(),
        years=years,
        states=frozenset(cell.state for cell in cells) - {"none"},
        marks_three_years=any(cell.is_mark for cell in cells),
    )


@dataclass(frozen=True)
class _Reading:
    """The clock read once; `left` is the months until three years are passed, if on the way."""

    months: Months
    spell: Spell
    this_month: Month
    until: Month
    left: int | None

    @property
    def history(self) -> History:
        return self.months.history

    @property
    def stands_still(self) -> bool:
        """Whether this month is neutral, so that no time goes by."""
        return self.this_month in self.history.neutral

    def unit(self) -> str:
        if self.spell.length < MORE_THAN_THREE_YEARS and (self.left or self.stands_still):
            return f"av {THREE_YEARS} måneder"
        return _months_word(self.spell.length)

    def sentence(self) -> tuple[str, str]:
        """The sentence that matters, and the condition or consequence that follows it."""
        if is_over_three_years(self.history, self.until):
            return f"Passerte tre år i {month_name(self.passed)}.", ""
        if self.stands_still:
            what = "KVP" if self.this_month in self.months.kvp else "introduksjonsprogrammet"
            return f"Tiden står stille mens {what} løper.", self.after_a_break()
        if self.left is not None:
            passes = month_name(self.until + self.left)
            return f"Passerer tre år i {passes}", "hvis stønaden fortsetter."
        return f"Ingen stønad siden {month_name(self.spell.last)}.", self.after_a_break()

    def after_a_break(self) -> str:
        """What a payment this month would do."""
        since = range(self.spell.last + 1, self.this_month)
        break_length = sum(month not in self.history.neutral for month in since)
        goes_on = break_length <= LONGEST_GAP
        return f"Ny stønad {'fortsetter forløpet' if goes_on else 'begynner et nytt forløp'}."

    def details(self) -> str:
        """Start, density and what is kept out, each a sentence."""
        spell, kept_out = self.spell, self.kept_out()
        sentences = [
            f"Forløpet startet {month_name(spell.first)}.",
            f"Utbetaling i {spell.paid} av {spell.length} {_months_word(spell.length)}.",
        ]
        if kept_out:
            sentences.append(f"{kept_out[0].upper()}{kept_out[1:]} er holdt utenfor.")
        return " ".join(sentences)

    def kept_out(self) -> str:
        """The neutral months inside the spell, in words; empty without any."""
        inside = set(range(self.spell.first, self.spell.last + 1)) - self.months.benefit
        kvp, intro = len(inside & self.months.kvp), inside & self.months.intro - self.months.kvp
        told = ((kvp, "KVP"), (len(intro), "introduksjonsstønad"))
        return " og ".join(
            f"{_in_words(number)} med bare {what}" for number, what in told if number
        )

    @cached_property
    def ordinals(self) -> dict[Month, int]:
        """The number in the spell of each counting month, and of those that would follow."""
        last = max(self.until, self.spell.last) + MORE_THAN_THREE_YEARS
        shown = range(self.spell.first, last + 1)
        return {
            month: number
            for number, month in enumerate((m for m in shown if m not in self.history.neutral), 1)
        }

    @property
    def passed(self) -> Month:
        """The 37th month of the spell."""
        return next(m for m, number in self.ordinals.items() if number == MORE_THAN_THREE_YEARS)

    @property
    def last_shown(self) -> Month:
        """The last month of the strip: where three years are passed if that is near."""
        if self.left is not None and not self.stands_still:
            near = self.left <= SHOWN_AHEAD
            return self.until + self.left if near else self.this_month + 1
        is_recent = self.spell.last >= self.this_month - SHOWN_AHEAD
        return max(self.spell.last, self.this_month) if is_recent else self.spell.last

    def years(self) -> Iterator[StripYear]:
        for year in range(year_of(self.spell.first), year_of(self.last_shown) + 1):
            shown = range(month_from(year, 1), month_from(year, 12) + 1)
            cells = tuple(self.cell(month) for month in shown)
            yield StripYear(year, cells, sum(cell.state in ("aid", "gap") for cell in cells))

    def cell(self, month: Month) -> MonthCell:
        state = self.state(month)
        counts = state in ("aid", "gap", "next")
        is_mark = counts and self.ordinals.get(month) == MORE_THAN_THREE_YEARS
        is_now = month == self.this_month
        numbered = is_mark or (is_now and state == "aid")
        letters = {"kvp": "K", "intro": "I", "gap": "–"}
        label = str(self.ordinals[month]) if numbered else letters.get(state, "")
        return MonthCell(state, label, f"{month_name(month)}: {STATES[state]}", is_now, is_mark)

    def state(self, month: Month) -> str:
        months, spell = self.months, self.spell
        if month < spell.first:
            return "earlier" if month in months.benefit else "none"
        if month in months.benefit:
            return "aid"
        if month in months.kvp or month in months.intro:
            return "kvp" if month in months.kvp else "intro"
        if month <= spell.last:
            return "gap"
        if month < self.this_month:
            return "pause"
        comes = self.left is not None and not self.stands_still and month <= self.last_shown
        return "next" if comes else "none"


def _months_word(number: int) -> str:
    return "måned" if number == 1 else "måneder"


def _in_words(number: int) -> str:
    """A number of months: "én måned", "ti måneder", "14 måneder"."""
    return "én måned" if number == 1 else f"{SMALL_NUMBERS.get(number, number)} måneder"
