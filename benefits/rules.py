"""Hovedmål 2d: who has received assistance (økonomisk sosialhjelp) for more than three years.

The plan, SSB and ASSS give no definition of their own, so the municipality chooses one of five.
This module is the truth about them: plain Python over sets of months, written to be read aloud.
`benefits.histories` gives the same answers fast, and is tested against this module.

Every question is asked `until` a reference month: what comes after it is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from households.months import Month, last_day, year_of

MORE_THAN_THREE_YEARS = 37
"""Months: three years are 36, so the 37th is the first that is more."""

NEW_RECIPIENT_AFTER = 6
"""Months without assistance after which a former recipient is a new one (Trondheim's own rule
for korttidsnorm). A gap this long ends a spell, and a spell this long past is no longer live."""

LONGEST_GAP = NEW_RECIPIENT_AFTER - 1

OFFICIAL = "DEF-1"


@dataclass(frozen=True)
class Definition:
    """One way to read "more than three years"; the texts are printed in the report.

    `gap_months` is the longest gap allowed inside a spell, None where spells play no part.
    """

    code: str
    name: str
    short: str
    text: str
    gap_months: int | None


_NEUTRAL_TEXT = (
    "Måneder der personen bare hadde kvalifiseringsprogram eller introduksjonsstønad, tas ut av "
    "tidslinjen: De teller ikke som stønad, og de er ikke opphold."
)

DEFINITIONS: dict[str, Definition] = {
    definition.code: definition
    for definition in (
        Definition(
            code="DEF-1",
            name="Løpende forløp",
            short="uten opphold på seks måneder eller mer",
            text=(
                "En person har mottatt økonomisk sosialhjelp i mer enn tre år når det løpende "
                "forløpet er på minst 37 måneder. Forløpet regnes fra første til siste måned med "
                "utbetalt bidrag eller lån. Opphold på inntil fem måneder bryter ikke forløpet og "
                "regnes med i lengden; etter et opphold på seks måneder eller mer begynner et nytt "
                "forløp. Siste utbetaling må være i rapportmåneden eller i en av de fem månedene "
                "før. " + _NEUTRAL_TEXT
            ),
            gap_months=LONGEST_GAP,
        ),
        Definition(
            code="DEF-2",
            name="Ubrutt",
            short="sosialhjelp hver måned i mer enn tre år",
            text=(
                "En person har mottatt økonomisk sosialhjelp i mer enn tre år når det er utbetalt "
                "bidrag eller lån i minst 37 måneder på rad, uten noe opphold. Siste utbetaling må "
                "være i rapportmåneden eller i en av de fem månedene før. " + _NEUTRAL_TEXT
            ),
            gap_months=0,
        ),
        Definition(
            code="DEF-3",
            name="Samlet",
            short="minst 37 av de siste 60 månedene",
            text=(
                "En person har mottatt økonomisk sosialhjelp i mer enn tre år når det er utbetalt "
                "bidrag eller lån i minst 37 av de siste 60 kalendermånedene til og med "
                "rapportmåneden. Månedene trenger ikke å henge sammen."
            ),
            gap_months=None,
        ),
        Definition(
            code="DEF-4",
            name="Som ASSS",
            short="minst seks måneder som hovedinntekt tre år på rad",
            text=(
                "En person har mottatt økonomisk sosialhjelp i mer enn tre år når sosialhjelp var "
                "viktigste kilde til livsopphold (VKLO 5) i minst seks stønadsmåneder i "
                "rapportåret og i hvert av de to årene før, og i minst én stønadsmåned i året før "
                "det igjen. Definisjonen bygger på ASSS-nettverkets mål for langtidsmottakere."
            ),
            gap_months=None,
        ),
        Definition(
            code="DEF-5",
            name="Kalenderår",
            short="minst én måned hvert av fire år",
            text=(
                "En person har mottatt økonomisk sosialhjelp i mer enn tre år når det er utbetalt "
                "bidrag eller lån i minst én måned i rapportåret og i hvert av de tre årene før. "
                "Dette er den videste definisjonen."
            ),
            gap_months=None,
        ),
    )
}


@dataclass(frozen=True)
class History:
    """One person's months, all that the three-year rule looks at.

    `benefit`: at least one paid assistance row above 0 kr (§§ 18-19, grant or loan).
    `neutral`: KVP or introduction benefit on any day of the month. Assistance in the same month
    wins: KVP with supplementary assistance counts, so such months are taken out of `neutral` here.
    `main_income`: benefit months with assistance as main source of livelihood (KOSTRA VKLO 5).
    """

    benefit: frozenset[Month] = frozenset()
    neutral: frozenset[Month] = frozenset()
    main_income: frozenset[Month] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "neutral", self.neutral - self.benefit)
        object.__setattr__(self, "main_income", self.main_income & self.benefit)


@dataclass(frozen=True)
class Spell:
    """A run of assistance (forløp) from its `first` to its `last` benefit month.

    `length` counts the gaps inside but not the neutral months; `paid` the benefit months.
    """

    first: Month
    last: Month
    length: int
    paid: int

    @property
    def density(self) -> Fraction:
        """The share of the spell's months that have a payment; 1 is every month."""
        return Fraction(self.paid, self.length)


def current_spell(history: History, until: Month, gap_months: int = LONGEST_GAP) -> Spell | None:
    """The latest spell up to `until`, live or not (`is_live`); None without any benefit month.

    Walks back from the last benefit month until a gap is longer than `gap_months`.
    """
    paid = sorted((month for month in history.benefit if month <= until), reverse=True)
    if not paid:
        return None
    last = first = paid[0]
    for earlier in paid[1:]:
        if len(_counting_months(history, earlier + 1, first - 1)) > gap_months:
            break
        first = earlier
    return Spell(
        first=first,
        last=last,
        length=len(_counting_months(history, first, last)),
        paid=_benefit_months(history, first, last),
    )


def gaps_in(history: History, spell: Spell) -> list[Month]:
    """The months inside `spell` that count in its length but have no payment, oldest first."""
    inside = _counting_months(history, spell.first, spell.last)
    return [month for month in inside if month not in history.benefit]


def is_live(history: History, until: Month) -> bool:
    """Whether there is a benefit month in the six calendar months that end with `until`.

    On the real calendar: a person in KVP alone for half a year is no longer live.
    """
    return _benefit_months(history, until - LONGEST_GAP, until) > 0


def is_over_three_years(history: History, until: Month, code: str = OFFICIAL) -> bool:
    """Whether the person counts by definition `code`, whose `text` says the rule in words.

    KeyError for a code that is not in `DEFINITIONS`. `until` need not be a December: DEF-4 and
    DEF-5 then take the year of `until` as far as it has come.
    """
    gap_months = DEFINITIONS[code].gap_months
    if gap_months is not None:
        return is_live(history, until) and _has_long_spell(history, until, gap_months)
    return _WITHOUT_SPELLS[code](history, until)


def _has_long_spell(history: History, until: Month, gap_months: int) -> bool:
    """DEF-1 and DEF-2, apart from the spell being live."""
    spell = current_spell(history, until, gap_months)
    return spell is not None and spell.length >= MORE_THAN_THREE_YEARS


def _has_37_of_60_months(history: History, until: Month) -> bool:
    """DEF-3."""
    return _benefit_months(history, until - 59, until) >= MORE_THAN_THREE_YEARS


def _is_main_income_year_after_year(history: History, until: Month) -> bool:
    """DEF-4: six months make a year long-term in ASSS; the year before need only have begun."""
    main_income = [month for month in history.main_income if month <= until]
    in_year = [sum(year_of(month) == year for month in main_income) for year in _years(until)]
    return in_year[0] >= 1 and all(count >= 6 for count in in_year[1:])


def _has_benefit_in_four_calendar_years(history: History, until: Month) -> bool:
    """DEF-5."""
    years = {year_of(month) for month in history.benefit if month <= until}
    return years.issuperset(_years(until))


_WITHOUT_SPELLS: dict[str, Callable[[History, Month], bool]] = {
    "DEF-3": _has_37_of_60_months,
    "DEF-4": _is_main_income_year_after_year,
    "DEF-5": _has_benefit_in_four_calendar_years,
}


def spell_behind(history: History, until: Month, code: str = OFFICIAL) -> Spell | None:
    """The spell whose length and density are shown beside definition `code`.

    DEF-3, DEF-4 and DEF-5 know no spells and borrow that of DEF-1.
    """
    gap_months = DEFINITIONS[code].gap_months
    return current_spell(history, until, LONGEST_GAP if gap_months is None else gap_months)


def density_at_least(spell: Spell | None, share: Fraction) -> bool:
    """Whether `spell` is no thinner than `share` (0 to 1); a person without a spell has none."""
    return spell is not None and spell.density >= share


def has_main_income(history: History, until: Month) -> bool:
    """Whether assistance was the main livelihood (VKLO 5) in the last benefit month up to `until`.

    The last, because KOSTRA records VKLO as it was at the last contact.
    """
    months = [month for month in history.benefit if month <= until]
    return bool(months) and max(months) in history.main_income


def months_until_over(history: History, until: Month) -> int | None:
    """How many months more, each with a payment, before the person is over three years (DEF-1).

    At least 1. None for those who are over already, and for those not live: whether they come
    back is not known.
    """
    spell = current_spell(history, until)
    if spell is None or not is_live(history, until) or is_over_three_years(history, until):
        return None
    return max(1, MORE_THAN_THREE_YEARS - len(_counting_months(history, spell.first, until)))


def is_left_censored(history: History, until: Month, first_data_month: Month) -> bool:
    """Whether the data begin too late to know if the person is over three years (DEF-1).

    So it is for a live person, not counted, whose spell begins in the first six calendar months
    of the data: a payment from before them might belong to the spell. `first_data_month` is the
    first month with any payment to anyone.
    """
    spell = current_spell(history, until)
    return (
        spell is not None
        and is_live(history, until)
        and not is_over_three_years(history, until)
        and spell.first - first_data_month < NEW_RECIPIENT_AFTER
    )


def is_now_in_kvp(history: History, until: Month, last_kvp: Month | None) -> bool:
    """Whether a long spell (DEF-1) is not counted only because KVP has taken over ("nå i KVP").

    `last_kvp` is the last month up to `until` with KVP on any day. The spell must be one that a
    payment next month would carry on.
    """
    spell = current_spell(history, until)
    return (
        spell is not None
        and last_kvp == until
        and not is_live(history, until)
        and spell.length >= MORE_THAN_THREE_YEARS
        and len(_counting_months(history, spell.last + 1, until)) <= LONGEST_GAP
    )


class Left(StrEnum):
    """What became of a person who was counted a year before and is counted no longer."""

    TO_KVP = "to_kvp"
    WITHOUT_6_MONTHS = "without_6_months"
    MOVED = "moved"
    DIED = "died"
    UNKNOWN = "unknown"


def what_became(
    history: History,
    until: Month,
    *,
    died_on: date | None,
    moved_on: date | None,
    last_kvp: Month | None,
) -> Left:
    """Why a person counted at `until - 12` is not counted at `until`: the first that holds of

    1. died: by the last day of `until`;
    2. moved: out of the municipality by that day. `moved_on` is the move that still stands then,
       None for a person who has come back;
    3. to KVP: in KVP at `until`, or at some time in its last six months and without assistance in
       all six. `last_kvp` is the last month up to `until` with KVP on any day;
    4. without for six months: no assistance in those six months, or a break of that length during
       the year and a new spell since;
    5. unknown: still in the same spell, or without any benefit month. So it is when payments were
       cancelled or corrected after last year's report, or when another definition than DEF-1 has
       let go of someone who is still paid.
    """
    day = last_day(until)
    if died_on is not None and died_on <= day:
        return Left.DIED
    if moved_on is not None and moved_on <= day:
        return Left.MOVED
    live = is_live(history, until)
    if last_kvp is not None and last_kvp >= (until if live else until - LONGEST_GAP):
        return Left.TO_KVP
    spell = current_spell(history, until)
    if spell is not None and (not live or spell.first > until - 12):
        return Left.WITHOUT_6_MONTHS
    return Left.UNKNOWN


def _counting_months(history: History, first: Month, last: Month) -> list[Month]:
    """The months `first` to `last`, both included, without the neutral ones."""
    return [month for month in range(first, last + 1) if month not in history.neutral]


def _benefit_months(history: History, first: Month, last: Month) -> int:
    """How many benefit months there are from `first` to `last`, both included."""
    return sum(first <= month <= last for month in history.benefit)


def _years(until: Month) -> list[int]:
    """The year of `until` and the three before it, oldest first."""
    return list(range(year_of(until) - 3, year_of(until) + 1))
