"""The figures of the yearly report as one JSON object: the contract of `annual_report`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from accounts.models import District
from benefits import histories
from benefits.histories import Bits
from benefits.rules import DEFINITIONS, MORE_THAN_THREE_YEARS
from households.models import Person
from households.months import (
    Month,
    last_day,
    month_from,
    month_of,
    month_text,
    year_of,
)
from households.names import sort_key
from households.rules import age_on
from reports import counting, monthly
from reports.bridge import bridge
from reports.counting import Stock
from reports.coverage import NO_DISTRICT, coverage
from reports.snapshot import Snapshot, month_bit

Figures = dict[str, Any]
Progress = Callable[[int, str], None]

AGE_GROUPS = (
    ("Under 21", 0, 20),
    ("21–23", 21, 23),
    ("24–29", 24, 29),
    ("30–44", 30, 44),
    ("45–66", 45, 66),
    ("67 og over", 67, 999),
)
UNKNOWN_AGE = "Ukjent alder"
SEXES = (("Kvinner", "f"), ("Menn", "m"), ("Ikke oppgitt", ""))
APPROACHING = (3, 6, 12)
TABLE_YEARS = 4
TREND_YEARS = 5


class NoFinishedMonthError(ValueError):
    """The year has no finished month yet."""


def reference_month(year: int, today: date) -> Month:
    """December of `year`; of an unfinished year the last finished month.

    Raises NoFinishedMonthError when `year` has none by `today`.
    """
    this_month = month_of(today)
    finished = this_month if today == last_day(this_month) else this_month - 1
    month = min(month_from(year, 12), finished)
    if year_of(month) != year:
        raise NoFinishedMonthError(f"{year} har ingen avsluttet måned ennå.")
    return month


def figures_of(snapshot: Snapshot, code: str, *, progress: Progress | None = None) -> Figures:
    """The unmasked whole-city figures of `snapshot` by definition `code`; counts are whole.

    `progress(step, detail)` is called as each part is done: 1 definitions, 2 families and
    districts, 3 last year.
    """
    tell = progress or (lambda step, detail: None)
    month, year = snapshot.reference, year_of(snapshot.reference)
    by_definition = {}
    for number, each in enumerate(DEFINITIONS, 1):
        by_definition[each] = _by_definition(snapshot, month, each)
        tell(1, f"{number} av {len(DEFINITIONS)} ferdig")
    now = _stock(snapshot, month, code)
    before = _stock(snapshot, month - 12, code)
    families = monthly.child_families(snapshot, year)
    figures = _headline(snapshot, now, code) | {
        "by_definition": by_definition,
        "families_by_stated_number": families.families_by_stated_number,
        "by_district": _by_district(snapshot, now, before),
        "coverage": coverage(snapshot, now, _district_names()),
        "by_age_group": _by_age_group(snapshot, now),
        "by_sex": _by_sex(snapshot, now),
        "of_which": _of_which(snapshot, now),
        "key_figures": {
            "recipients_per_month": monthly.recipients_per_month(snapshot, year),
            "kvp_per_month": monthly.kvp_per_month(snapshot, year),
            "child_families_per_month": families.families_per_month,
            "children_in_child_families_per_month": families.children_per_month,
            "child_families": families.families,
            "children_in_child_families": families.children,
            "recipients_under_21": monthly.recipients_under_21(snapshot, year),
        },
    }
    tell(2, "")
    figures |= {
        "bridge": bridge(snapshot, before, now),
        "over_at_any_month_end": _over_at_any_month_end(snapshot, month, code),
        "approaching": _approaching(snapshot, now),
        "trend": _trend(snapshot, code, {month: now, month - 12: before}),
    }
    figures |= _tables(snapshot, year)
    tell(3, str(year - 1))
    return figures


def _stock(snapshot: Snapshot, month: Month, code: str) -> Stock:
    adults = counting.over_three_years(snapshot, month, code)
    return counting.stock(snapshot, month, adults)


def _headline(snapshot: Snapshot, now: Stock, code: str) -> Figures:
    definition = DEFINITIONS[code]
    return {
        "year": year_of(now.month),
        "reference_month": month_text(now.month),
        "definition": {
            "code": code,
            "name": definition.name,
            "text": definition.text,
            "gap_months": definition.gap_months,
        },
        "recipients_over_three_years": now.recipients,
        "adults_over_three_years": len(now.adults),
        "child_families_over_three_years": len(now.families),
        "children_in_families_over_three_years": now.children,
        "target": {
            "recipients": 0,
            "child_families": 0,
            "distance_recipients": now.recipients,
            "distance_child_families": len(now.families),
        },
        "left_censored": _left_censored(snapshot, now.month),
        "now_in_kvp": _now_in_kvp(snapshot, now.month),
        "main_income_assumed": sum(paid.assumed for paid in snapshot.paid.values()),
        "data_as_of": snapshot.as_of.isoformat(),
    }


def _by_definition(snapshot: Snapshot, month: Month, code: str) -> Figures:
    over = counting.over_three_years(snapshot, month, code)
    subsets = {
        "main_income": counting.with_main_income(snapshot, month, over),
        "density_50": counting.with_density(snapshot, month, over, code),
    }
    return _pair(snapshot, month, over) | {
        name: _pair(snapshot, month, subset) for name, subset in subsets.items()
    }


def _pair(snapshot: Snapshot, month: Month, adults: Iterable[int]) -> Figures:
    found = set(adults)
    return {
        "recipients": len(counting.groups_of(snapshot, month, found)),
        "child_families": len(counting.families_of(snapshot, month, found)),
    }


def _by_district(snapshot: Snapshot, now: Stock, before: Stock) -> list[Figures]:
    recipients = _districts(snapshot, now)
    previous = _districts(snapshot, before)
    bit = month_bit(now.month)
    families = Counter(snapshot.homes[home].district(bit) for home in now.families)
    return [
        {
            "district": name or NO_DISTRICT,
            "recipients": recipients[name],
            "child_families": families[name],
            "previous_recipients": previous[name],
        }
        for name in [*_district_names(), None]
    ]


def _district_names() -> list[str]:
    return sorted(District.objects.values_list("name", flat=True), key=sort_key)


def _districts(snapshot: Snapshot, stock: Stock) -> Counter[str | None]:
    return Counter(
        counting.district_of(snapshot, group.head, stock.month) for group in stock.groups
    )


def _by_age_group(snapshot: Snapshot, now: Stock) -> list[Figures]:
    day = last_day(now.month)
    births = [snapshot.persons[group.head].birth_date for group in now.groups]
    ages = [age_on(born, day) for born in births if born is not None]
    rows = [
        {"age_group": name, "recipients": sum(1 for age in ages if first <= age <= last)}
        for name, first, last in AGE_GROUPS
    ]
    return [*rows, {"age_group": UNKNOWN_AGE, "recipients": births.count(None)}]


def _by_sex(snapshot: Snapshot, now: Stock) -> list[Figures]:
    found = Counter(snapshot.persons[group.head].sex for group in now.groups)
    return [{"sex": name, "recipients": found[Person.Sex(code)]} for name, code in SEXES]


def _of_which(snapshot: Snapshot, now: Stock) -> Figures:
    """Recipients whose every month of the year was loan alone, or one-off and emergency alone."""
    year = _year_through(now.month)

    def only(word: Callable[[int], Bits]) -> int:
        return sum(
            1
            for group in now.groups
            if snapshot.paid[group.head].months & year and not word(group.head) & year
        )

    return {
        "loan_only": only(lambda person: snapshot.paid[person].grant),
        "one_off_only": only(lambda person: snapshot.paid[person].ordinary),
    }


def _year_through(month: Month) -> Bits:
    return histories.bits_between(month_from(year_of(month), 1), month)


def _left_censored(snapshot: Snapshot, month: Month) -> int:
    first = snapshot.first_month
    if first is None:
        return 0
    return sum(
        1
        for person in counting.live_here(snapshot, month)
        if histories.is_left_censored(snapshot.history(person), month, first)
    )


def _now_in_kvp(snapshot: Snapshot, month: Month) -> int:
    bit = month_bit(month)
    in_kvp = (person for person, touched in snapshot.kvp_touched.items() if touched & bit)
    return sum(
        1
        for person in counting.those_here(snapshot, in_kvp, month)
        if histories.is_now_in_kvp(snapshot.history(person), month, month)
    )


def _over_at_any_month_end(snapshot: Snapshot, month: Month, code: str) -> Figures:
    """The wider view: over at some month's end of the year, not only the last."""
    adults: set[int] = set()
    families: set[int] = set()
    for each in range(month_from(year_of(month), 1), month + 1):
        over = counting.over_three_years(snapshot, each, code)
        adults |= over
        families |= counting.families_of(snapshot, each, over)
    return {
        "recipients": len(counting.groups_of(snapshot, month, adults)),
        "child_families": len(families),
    }


def _approaching(snapshot: Snapshot, now: Stock) -> list[Figures]:
    """Live and not over by DEF-1, but will be in 3, 6 or 12 months if paid every month."""
    counted = {
        person for person in counting.live_here(snapshot, now.month) if person not in now.adults
    }
    left = {
        person: months
        for person in counted
        if (months := histories.months_until_over(snapshot.history(person), now.month))
    }
    return [
        {"months": limit} | _pair(snapshot, now.month, [p for p, m in left.items() if m <= limit])
        for limit in APPROACHING
    ]


def _trend(snapshot: Snapshot, code: str, known: dict[Month, Stock]) -> list[Figures]:
    """Up to five years, as far back as the data could hold a spell of more than three years."""
    rows = []
    for back in range(TREND_YEARS - 1, -1, -1):
        month = snapshot.reference - 12 * back
        first = snapshot.first_month
        if first is None or month - first + 1 < MORE_THAN_THREE_YEARS:
            continue
        stock = known.get(month) or _stock(snapshot, month, code)
        rows.append(
            {
                "year": year_of(month),
                "recipients": stock.recipients,
                "child_families": len(stock.families),
            }
        )
    return rows


def _tables(snapshot: Snapshot, year: int) -> Figures:
    """Tabell 1 and the row of those under 21, for the years the data reach back to."""
    years = [y for y in range(year - TABLE_YEARS + 1, year + 1) if monthly.has_data_in(snapshot, y)]
    return {
        "table_1": [
            {
                "year": each,
                "recipients_per_month": monthly.recipients_per_month(snapshot, each),
                "kvp_per_month": monthly.kvp_per_month(snapshot, each),
            }
            for each in years
        ],
        "under_21_april": [
            {"year": each, "recipients": monthly.recipients_under_21(snapshot, each)}
            for each in years
        ],
    }
