"""Benefit months of everybody at once, as bits: one pass over the payments (performance.md 1)."""

from __future__ import annotations

from collections.abc import Iterator
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


@dataclass
class PaidMonths:
    """A person's months with paid assistance, each a bit string whose bit 0 is month BASE.

    `own`: months the person was paid as applicant; `months`: those, and the months of a spouse
    who applied with them. `main_income`, `grant` and `ordinary` are months of `months` with
    assistance as main income, with a grant, and with something else than one-off or emergency aid.
    """

    own: Bits = 0
    months: Bits = 0
    main_income: Bits = 0
    grant: Bits = 0
    ordinary: Bits = 0

    def add(self, words: list[Bits]) -> None:
        months, main_income, grant, ordinary = words
        self.months |= months
        self.main_income |= main_income
        self.grant |= grant
        self.ordinary |= ordinary


# Each row: person, block of 60 months, and four words of bits. PostgreSQL can OR the bits of the
# raw rows; SQLite cannot, so there the rows are first made one a month and their bits added.
_POSTGRESQL = """
    SELECT {person}, month / 60, bit_or(1::bigint << (month %% 60)),
        bit_or(CASE WHEN main_income = '5' THEN 1::bigint << (month %% 60) ELSE 0 END),
        bit_or(CASE WHEN kind = 'grant' THEN 1::bigint << (month %% 60) ELSE 0 END),
        bit_or(CASE WHEN category IN ('engangsstonad', 'nodhjelp') THEN 0
            ELSE 1::bigint << (month %% 60) END)
    FROM benefits_payment
    WHERE scheme = 'assistance' AND status = 'paid' AND {person} IS NOT NULL
        AND month <= %s AND registered_on <= %s
    GROUP BY 1, 2
"""
_SQLITE = """
    SELECT person, month / 60, SUM(1 << (month %% 60)), SUM(main_income << (month %% 60)),
        SUM(is_grant << (month %% 60)), SUM(ordinary << (month %% 60))
    FROM (
        SELECT {person} AS person, month, MAX(main_income = '5') AS main_income,
            MAX(kind = 'grant') AS is_grant,
            MAX(category NOT IN ('engangsstonad', 'nodhjelp')) AS ordinary
        FROM benefits_payment
        WHERE scheme = 'assistance' AND status = 'paid' AND {person} IS NOT NULL
            AND month <= %s AND registered_on <= %s
        GROUP BY 1, 2
    )
    GROUP BY 1, 2
"""


def paid_months(until: Month, as_of: date) -> dict[int, PaidMonths]:
    """Every person's paid months through `until`, of what was registered by `as_of`, by id."""
    found: dict[int, PaidMonths] = {}
    for person, words in _words("person_id", until, as_of):
        row = found.setdefault(person, PaidMonths())
        row.own |= words[0]
        row.add(words)
    for person, words in _words("co_applicant_id", until, as_of):
        found.setdefault(person, PaidMonths()).add(words)
    return found


def _words(person: str, until: Month, as_of: date) -> Iterator[tuple[int, list[Bits]]]:
    """Each person's blocks, their words moved to where BASE is bit 0."""
    text = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(text.format(person=person), [until, as_of])
        while rows := cursor.fetchmany(10_000):
            for person_id, block, *words in rows:
                shift = block * BLOCK - BASE
                yield person_id, [word << shift for word in words]


def couples(until: Month, as_of: date) -> set[tuple[int, int]]:
    """Pairs of persons who have applied together, the smaller id first."""
    rows = _counted(until, as_of).filter(co_applicant__isnull=False)
    pairs = rows.order_by().values_list("person_id", "co_applicant_id").distinct()
    return {(min(pair), max(pair)) for pair in pairs}


def first_month_with_data() -> Month | None:
    """The first month with any payment of assistance to anyone; None for an empty database."""
    return Payment.objects.assistance_paid().aggregate(first=models.Min("month"))["first"]


def assumed_main_income(until: Month, as_of: date) -> int:
    """How many counted payments came without a main source of livelihood (taken as VKLO 5)."""
    return _counted(until, as_of).filter(main_income_assumed=True).count()


def _counted(until: Month, as_of: date) -> models.QuerySet[Payment]:
    paid = Payment.objects.assistance_paid()
    return paid.filter(month__lte=until, registered_on__lte=as_of)


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
