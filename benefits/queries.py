"""Benefit months of everybody at once, as bits: one pass over the payments (performance.md 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, models
from django.db.models import Q

from benefits.histories import BASE, Bits, bits_between
from benefits.models import KvpEnrolment, Payment
from households.models import IntroPeriod
from households.months import Month, last_day, month_of

BLOCK = 60
"""Months in one word of the query: five years fit in a 64-bit number."""


@dataclass(slots=True)
class PaidMonths:
    """A person's months with paid assistance, each a bit string whose bit 0 is month BASE.

    `own`: months the person was paid as applicant; `months`: those, and the months of a spouse
    who applied with them. `main_income`, `grant` and `ordinary` are months of `months` with
    assistance as main income, with a grant, and with something else than one-off or emergency aid.
    `month_sum` adds up the months of all rows, one by one: it moves when any one row does.
    `assumed` counts the person's own rows without a main source of livelihood (taken as VKLO 5).
    """

    own: Bits = 0
    months: Bits = 0
    main_income: Bits = 0
    grant: Bits = 0
    ordinary: Bits = 0
    month_sum: int = 0
    assumed: int = 0

    def add(self, row: Sequence[int]) -> None:
        """Add a block of months."""
        block, months, main_income, grant, ordinary, month_sum, _ = row
        shift = block * BLOCK - BASE
        self.months |= months << shift
        self.main_income |= main_income << shift
        self.grant |= grant << shift
        self.ordinary |= ordinary << shift
        self.month_sum += month_sum

    def add_own(self, row: Sequence[int]) -> None:
        """Add a block of months in which the person was paid as applicant."""
        self.own |= row[1] << row[0] * BLOCK - BASE
        self.assumed += row[-1]
        self.add(row)


# Each row: person, block of 60 months, four words of bits, and two sums. PostgreSQL can OR the bits
# of the raw rows; SQLite cannot, so there the rows are first made one a month and their bits added.
_POSTGRESQL = """
    SELECT {person}, month / 60, bit_or(1::bigint << (month %% 60)),
        bit_or(CASE WHEN main_income = '5' THEN 1::bigint << (month %% 60) ELSE 0 END),
        bit_or(CASE WHEN kind = 'grant' THEN 1::bigint << (month %% 60) ELSE 0 END),
        bit_or(CASE WHEN category IN ('engangsstonad', 'nodhjelp') THEN 0
            ELSE 1::bigint << (month %% 60) END),
        SUM(month), SUM(main_income_assumed::int)
    FROM benefits_payment
    WHERE month <= %s AND registered_on <= %s AND {person} IS NOT NULL
        AND scheme = 'assistance' AND status = 'paid'
    GROUP BY 1, 2
"""
_SQLITE = """
    SELECT person, month / 60, SUM(1 << (month %% 60)), SUM(main_income << (month %% 60)),
        SUM(is_grant << (month %% 60)), SUM(ordinary << (month %% 60)),
        SUM(month_sum), SUM(assumed)
    FROM (
        SELECT {person} AS person, month, MAX(main_income = '5') AS main_income,
            MAX(kind = 'grant') AS is_grant,
            MAX(category NOT IN ('engangsstonad', 'nodhjelp')) AS ordinary,
            SUM(month) AS month_sum, SUM(main_income_assumed) AS assumed
        FROM benefits_payment
        WHERE month <= %s AND registered_on <= %s AND {person} IS NOT NULL
            AND scheme = 'assistance' AND status = 'paid'
        GROUP BY 1, 2
    )
    GROUP BY 1, 2
"""


def paid_months(until: Month, as_of: date) -> dict[int, PaidMonths]:
    """Every person's paid months through `until`, of what was registered by `as_of`, by id."""
    found: dict[int, PaidMonths] = defaultdict(PaidMonths)
    for person, *row in _blocks("person_id", until, as_of):
        found[person].add_own(row)
    for person, *row in _blocks("co_applicant_id", until, as_of):
        found[person].add(row)
    return dict(found)


def _blocks(person: str, until: Month, as_of: date) -> Iterator[tuple[int, ...]]:
    """Each person's blocks of months."""
    text = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(text.format(person=person), [until, as_of])
        while rows := cursor.fetchmany(10_000):
            yield from rows


def couples(until: Month, as_of: date) -> set[tuple[int, int]]:
    """Pairs of persons who have applied together, the smaller id first."""
    paid = Payment.objects.assistance_paid().filter(month__lte=until, registered_on__lte=as_of)
    together = paid.filter(co_applicant__isnull=False)
    pairs = together.order_by().values_list("person_id", "co_applicant_id").distinct()
    return {(min(pair), max(pair)) for pair in pairs}


def kvp_periods(until: Month, as_of: date) -> Iterator[tuple[int, date, date | None]]:
    """(person, first day, last day or None) of each time in KVP begun by `until`."""
    return _periods(KvpEnrolment.objects.all(), until, as_of)


def intro_periods(until: Month, as_of: date) -> Iterator[tuple[int, date, date | None]]:
    """(person, first day, last day or None) of each time on introduction benefit."""
    return _periods(IntroPeriod.objects.all(), until, as_of)


def _periods(
    rows: models.QuerySet[models.Model], until: Month, as_of: date
) -> Iterator[tuple[int, date, date | None]]:
    begun = rows.filter(Q(valid_from__lte=last_day(until)), registered_on__lte=as_of)
    ordered = begun.order_by("person_id", "valid_from")
    yield from ordered.values_list("person_id", "valid_from", "valid_to").iterator()


def touched_months(first: date, last: date | None, until: Month) -> Bits:
    """The months from `first` through `last` that the period covers any day of, as bits."""
    end = until if last is None else min(until, month_of(last))
    return bits_between(month_of(first), end)


def whole_ends(first: date, last: date | None, until: Month) -> Bits:
    """The months through `until` whose last day the period covers, as bits."""
    end = until
    if last is not None:
        month = month_of(last)
        end = min(until, month if last == last_day(month) else month - 1)
    return bits_between(month_of(first), end)


def assistance_months(persons: Collection[int], before: Month) -> frozenset[Month]:
    """The months before `before` in which any of `persons` was paid, or applied with, assistance.

    What tells whether they are new recipients: a couple is new only when both are.
    """
    theirs = Q(person__in=persons) | Q(co_applicant__in=persons)
    paid = Payment.objects.assistance_paid().filter(theirs, month__lt=before)
    return frozenset(paid.order_by().values_list("month", flat=True).distinct())
