"""What is paid: amounts from the norm, the children's ages and the rent, on varying days.

Every paid month of a case gets at least one paid row of assistance above 0 kr; no other month
does. Rows that are planned, stopped or cancelled count nowhere, and are there to show it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benefits.models import Payment
from households.codes import MainIncome
from households.months import Month, first_day, last_day, number_of, year_of
from reports.demo.cases import Case, Enrolment, Support
from reports.demo.rates import Rate
from reports.demo.targets import Span

Category, Kind, Scheme, Status = Payment.Category, Payment.Kind, Payment.Scheme, Payment.Status

CHILD_SUPPLEMENT = 250
"""Trondheim's own supplement to the state's rate for each child (formannskapet 24/12)."""
CAP, CAP_RATE = 24_000, 5_500
"""The cap of 2013 and the single person's rate then: the cap of a demo follows the rates."""
YOUTH_LIMIT, YOUTH_SHARE = 24, 2 / 3
KVP_YOUTH_LIMIT = 25
KVP_CHILD_A_DAY, DAYS_A_MONTH = 27, 21
SMALLEST = 400
OTHER_INCOMES = (
    MainIncome.BENEFIT,
    MainIncome.BENEFIT,
    MainIncome.BENEFIT,
    MainIncome.WORK,
    MainIncome.WORK,
    MainIncome.COURSE,
    MainIncome.OTHER,
)
PAY_DAYS = (5, 10, 12, 15, 15, 18, 20, 20, 25, 27)
WINTER = (1, 2, 3, 12)
DECEMBER = 12


def cap_of(rate: Rate) -> int:
    """The cap of a demo while `rate` holds."""
    return int(round(CAP * rate.single / CAP_RATE, -2))


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rows of one month have in common.

    `by_partner` tells that the spouse is the applicant and the case's applicant the other.
    """

    month: Month
    main_income: str
    scheme: str = Scheme.ASSISTANCE
    status: str = Status.PAID
    with_spouse: bool = False
    by_partner: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One payment of a case, in whole kroner."""

    paid_on: date
    amount: int
    category: str
    terms: Terms
    kind: str = Kind.GRANT


@dataclass(frozen=True)
class Norms:
    """Rates and base amounts (G) by date, each list sorted; the last one goes on."""

    rates: Sequence[Rate]
    base_amounts: Sequence[tuple[date, int]]

    def rate(self, month: Month) -> Rate:
        starts = [rate.valid_from for rate in self.rates]
        return self.rates[max(0, bisect_right(starts, first_day(month)) - 1)]

    def base_amount(self, month: Month) -> int:
        starts = [start for start, _ in self.base_amounts]
        return self.base_amounts[max(0, bisect_right(starts, first_day(month)) - 1)][1]


class Cashier:
    """Makes the rows of cases; `main_income` remembers what each case lived on in each year."""

    def __init__(self, rng: Random, span: Span, norms: Norms) -> None:
        self.rng, self.span = rng, span
        self.rates = {month: norms.rate(month) for month in span.planned_months}
        self.base_amounts = {month: norms.base_amount(month) for month in span.planned_months}
        self._incomes: dict[tuple[Case, int], MainIncome] = {}
        self._usual: dict[Case, MainIncome] = {}

    def rows(self, case: Case) -> Iterator[Row]:
        """All rows of a case, oldest first within each scheme."""
        pay_day = self.rng.choice(PAY_DAYS)
        rent = self.rng.randint(52, 98) / 100
        is_rent_apart = self.rng.random() < 0.25
        for month in sorted(case.paid):
            need, rent_kr = self._need(case, month, rent)
            yield from self._month(case, month, pay_day, need, rent_kr if is_rent_apart else 0)
        for enrolment in case.enrolments:
            yield from self._kvp(case, enrolment)
        yield from self._not_paid(case, pay_day)

    def main_income(self, case: Case, month: Month) -> MainIncome:
        """The main source of livelihood: steady, with a change in some years."""
        if any(enrolment.touches(month) for enrolment in case.enrolments):
            return MainIncome.KVP
        if any(intro.first <= month <= intro.last for intro in case.intros):
            return MainIncome.INTRODUCTION
        key = case, year_of(month)
        if key not in self._incomes:
            usual = self._usual.setdefault(case, self._draw_income(0.85))
            changes = self.rng.random() < 0.07
            self._incomes[key] = self._draw_income(0.5) if changes else usual
        return self._incomes[key]

    def _draw_income(self, assistance: float) -> MainIncome:
        if self.rng.random() < assistance:
            return MainIncome.ASSISTANCE
        return self.rng.choice(OTHER_INCOMES)

    def _need(self, case: Case, month: Month, rent: float) -> tuple[int, int]:
        """Norm and rent of the household in kroner, cut at the cap for a child family."""
        rate = self.rates[month]
        is_couple = case.partner is not None and case.partner.is_here(month)
        ages = [(month - child.born) // 12 for child in case.children if child.counts_in(month)]
        adult = rate.couple if is_couple else rate.single
        if case.host is not None:
            adult = rate.shared
        elif not ages and not is_couple and month - case.born < YOUTH_LIMIT * 12:
            adult = round(rate.single * YOUTH_SHARE)
        basic = adult + sum(rate.child(min(age, 17)) + CHILD_SUPPLEMENT for age in ages)
        rooms = 1 + 0.35 * len(ages) + 0.2 * is_couple
        rent_kr = 0 if case.host is not None else round(rate.single * 1.5 * rent * rooms, -2)
        need = basic + int(rent_kr)
        if ages:
            need = min(need, cap_of(rate))
        return need, int(rent_kr)

    def _month(self, case: Case, month: Month, pay_day: int, need: int, rent: int) -> Iterator[Row]:
        income = self.main_income(case, month)
        with_spouse = case.spouse_applies(month)
        by_partner = with_spouse and case.takes_turns and month % 2 == 1
        terms = Terms(month, income, with_spouse=with_spouse, by_partner=by_partner)
        low, high = (0, 25) if income == MainIncome.ASSISTANCE else (45, 85)
        award = max(SMALLEST, need * (100 - self.rng.randint(low, high)) // 100)
        day = self._day(month, pay_day + self.rng.randint(-2, 2))
        support = case.support if year_of(month) == self.span.year else Support.ORDINARY
        if support is Support.LOAN_ONLY:
            yield Row(day, award, Category.SUBSISTENCE, terms, Kind.LOAN)
        elif support is Support.ONE_OFF_ONLY:
            category = self.rng.choice((Category.ONE_OFF, Category.ONE_OFF, Category.EMERGENCY))
            yield Row(day, self.rng.randint(8, 45) * 100, category, terms)
        else:
            apart = min(rent, award * 6 // 10)
            yield Row(day, award - apart, Category.SUBSISTENCE, terms)
            if apart:
                yield Row(self._day(month, self.rng.randint(1, 6)), apart, Category.HOUSING, terms)
            yield from self._extras(terms, is_first=month - 1 not in case.paid)

    def _extras(self, terms: Terms, *, is_first: bool) -> Iterator[Row]:
        """Now and then power, a single purpose, an emergency or a loan, beside the award."""
        number = number_of(terms.month)
        draws = (
            (0.10 if number in WINTER else 0.01, Category.POWER, 6, 38, Kind.GRANT),
            (0.16 if number == DECEMBER else 0.04, Category.ONE_OFF, 8, 60, Kind.GRANT),
            (0.05 if is_first else 0.006, Category.EMERGENCY, 3, 18, Kind.GRANT),
            (0.012, Category.HOUSING, 60, 240, Kind.LOAN),
            (0.008, Category.OTHER, 3, 25, Kind.GRANT),
        )
        for chance, category, low, high, kind in draws:
            if self.rng.random() < chance:
                day = self._day(terms.month, self.rng.randint(1, 28))
                yield Row(day, self.rng.randint(low, high) * 100, category, terms, kind)

    def _kvp(self, case: Case, enrolment: Enrolment) -> Iterator[Row]:
        """Two G a year in twelve parts, two thirds of it for the young, and for each child."""
        last = self.span.last if enrolment.last is None else enrolment.last
        for month in range(enrolment.first, last + 1):
            whole = self.base_amounts[month] * 2 / 12
            if month - case.born < KVP_YOUTH_LIMIT * 12:
                whole *= 2 / 3
            children = sum(child.counts_in(month) for child in case.children)
            part = 0.5 if month in (enrolment.first, enrolment.last) else 1.0
            part *= 1 - 0.04 * (self.rng.random() < 0.12)  # absence now and then
            amount = round(part * (whole + children * KVP_CHILD_A_DAY * DAYS_A_MONTH))
            terms = Terms(month, MainIncome.KVP, scheme=Scheme.KVP)
            yield Row(self._day(month, 28), amount, Category.SUBSISTENCE, terms)

    def _not_paid(self, case: Case, pay_day: int) -> Iterator[Row]:
        """Planned for next month, stopped after the end, cancelled for a mistake."""
        if not case.paid:
            return
        last, chance = max(case.paid), self.rng.random()
        income = self.main_income(case, last)

        def unpaid(month: Month, status: Payment.Status) -> Row:
            terms = Terms(month, income, status=status)
            amount = self.rng.randint(20, 120) * 100
            return Row(self._day(month, pay_day), amount, Category.SUBSISTENCE, terms)

        if last == self.span.last and chance < 0.7 and case.died is None and case.moved is None:
            yield unpaid(last + 1, Status.PLANNED)
        elif last < self.span.last and chance < 0.07:
            yield unpaid(last + 1, Status.STOPPED)
        if self.rng.random() < 0.05:
            yield unpaid(self.rng.choice(sorted(case.paid)), Status.CANCELLED)
        gaps = sorted(set(range(min(case.paid), last)) - case.paid)
        if gaps and self.rng.random() < 0.08:
            yield unpaid(self.rng.choice(gaps), Status.CANCELLED)

    def _day(self, month: Month, number: int) -> date:
        """That day of the month, or the working day before; after it at the month's beginning."""
        day = first_day(month).replace(day=min(max(number, 1), last_day(month).day))
        back = max(0, day.weekday() - 4)
        earlier = day - timedelta(days=back)
        return earlier if earlier.month == day.month else day + timedelta(days=3 - back)
