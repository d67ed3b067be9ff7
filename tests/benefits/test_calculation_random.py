"""Ten thousand calculations against a second one in plain integers, written apart from the rules.

Amounts there are in øre, factors in millionths; nothing of `benefits.calculation` is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random, SystemRandom

from benefits.calculation.award import calculate
from benefits.calculation.dated import CapBasis, Rates
from benefits.calculation.result import Part, Result
from benefits.calculation.values import (
    Adult,
    Child,
    Deduction,
    Facts,
    HousingKind,
    HousingLine,
    Income,
    IncomeKind,
    Living,
    OneOff,
    Supplement,
    Unit,
)
from households.months import first_day, month_text
from tests.benefits.calculation_cases import CAP, rates_2013, rates_2019

ROUNDS = 10_000
MILLION = 1_000_000
ADULT_RATES = {2013: (5_500, 9_100, 4_550), 2019: (6_150, 10_250, 5_150)}
CHILD_RATES = {2013: (2_100, 2_800, 3_500), 2019: (2_400, 3_100, 4_000)}
YOUTH = {2013: (24, 666_667), 2019: (25, 669_919)}
SUPPLEMENT = {2013: 250, 2019: 0}
LIVING = [Living.SINGLE, Living.COUPLE, Living.SHARED]


def test_ten_thousand_random_calculations_agree_with_plain_integers() -> None:
    seed = SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # noqa: T201
    rng = Random(seed)
    seen = {"capped": 0, "nothing": 0, "short": 0, "youth": 0, "undeducted": 0}
    for number in range(ROUNDS):
        given, rates = random_case(rng)
        result = calculate(given, rates)
        assert totals(result) == plain(given, rates), f"seed {seed}, number {number}: {given}"
        assert result.award >= 0
        assert all(isinstance(line.amount, int) and line.amount >= 0 for line in result.lines)
        assert sum(SIGN[line.part] * line.amount for line in result.lines) == (
            result.award - result.surplus
        )
        count(seen, result)
    assert all(times > 50 for times in seen.values()), seen


SIGN = {part: -1 if part in (Part.CAP, Part.INCOME, Part.DEDUCTION) else 1 for part in Part}


def count(seen: dict[str, int], result: Result) -> None:
    kinds = {line.kind for line in result.lines}
    seen["capped"] += result.reduction > 0
    seen["nothing"] += result.award == 0
    seen["short"] += "short_term_state" in kinds
    seen["youth"] += "youth_state" in kinds
    seen["undeducted"] += any(line.amount != line.stated for line in result.part(Part.DEDUCTION))


def totals(result: Result) -> tuple[int, ...]:
    sums = [result.total(part) for part in Part]
    return (*sums, result.ordinary, result.surplus, result.award)


def random_case(rng: Random) -> tuple[Facts, Rates]:
    month = 12 * rng.choice([2013, 2019]) + rng.randrange(12)
    text = month_text(month)
    basis = rng.choice(list(CapBasis))
    cap = rng.choice([None, replace(CAP, basis=basis, amount=rng.choice([24_000, 15_000, 0]))])
    rates = rates_2013(text, cap=cap) if month < 12 * 2019 else rates_2019(text, cap=cap)
    living = rng.choice(LIVING)
    young = rng.random() < 0.5
    adults = tuple(
        Adult(number, random_day(rng, month, 17, 27 if young else 60), rng.random() < 0.1)
        for number in range(1, 3 if living == Living.COUPLE else 2)
    )
    births = [random_day(rng, month, -1, 20) for _ in range(rng.choice([0, 0, 0, 1, 2, 5, 9]))]
    children = tuple(Child(10 + number, born) for number, born in enumerate(births))
    unit = Unit(living, adults, children, rng.choice([None, 1, 3, 4]))
    facts = Facts(
        month,
        unit,
        tuple(random_housing(rng)),
        tuple(random_incomes(rng, unit)),
        tuple(OneOff("other", "Ting", ore(rng, 5_000)) for _ in range(rng.choice([0, 0, 1]))),
        tuple(Supplement("Mer", ore(rng, 900), "Fordi") for _ in range(rng.choice([0, 2]))),
        tuple(Deduction("§ 26", "Trekk", ore(rng, 4_000)) for _ in range(rng.choice([0, 2]))),
    )
    return facts, rates


def random_housing(rng: Random) -> Iterator[HousingLine]:
    for kind in rng.sample(list(HousingKind), rng.randrange(5)):
        claimed = ore(rng, 9_000)
        yield HousingLine(kind, claimed, min(claimed, ore(rng, 9_000)))


def random_incomes(rng: Random, unit: Unit) -> Iterator[Income]:
    children = [child.person for child in unit.children]
    persons = [adult.person for adult in unit.adults] + children
    for kind in rng.sample(list(IncomeKind), rng.choice([0, 1, 2, 4])):
        owners = children if kind == IncomeKind.CHILD_WAGES else persons
        if owners:
            yield Income(kind, ore(rng, 12_000), rng.choice(owners))


def random_day(rng: Random, month: int, youngest: int, oldest: int) -> date:
    """A birth date; often on the edges of the month."""
    born = month - 12 * rng.randint(youngest, oldest) - rng.choice([0, 0, 0, 5])
    return first_day(born).replace(day=rng.choice([1, 1, 2, 15, 28]))


def ore(rng: Random, top: int) -> Decimal:
    return Decimal(rng.choice([rng.randrange(top) * 100, rng.randrange(top * 100), 50])) / 100


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def whole(amount: object) -> int:
    return half_up(int(amount * 100), 100)  # type: ignore[operator]


def plain(given: Facts, rates: Rates) -> tuple[int, ...]:
    """The same totals, worked out from domain.md in integers."""
    month, unit, year = given.month, given.unit, given.month // 12
    ages = {
        child.person: (month - child.birth_date.year * 12 - child.birth_date.month + 1) // 12
        for child in unit.children
    }
    there = {
        person: age
        for person, age in ages.items()
        if age >= 0
        and month <= born_month(next(c for c in unit.children if c.person == person)) + 216
    }
    norm = plain_adult(given, bool(there))
    for age in there.values():
        band = 0 if age < 6 else 1 if age < 11 else 2
        norm += CHILD_RATES[year][band] + SUPPLEMENT[year]
    housing = sum(whole(cost.accepted) for cost in given.housing)
    income = 0
    for item in given.incomes:
        if item.person >= 10 and item.person not in there:
            continue
        if item.kind != "child_wages":
            income += whole(item.amount)
    need, reduction = norm + housing, 0
    ordinary = max(0, need - income)
    if rates.cap and there:
        if rates.cap.basis == "need":
            reduction = max(0, need - rates.cap.amount)
            ordinary = max(0, min(need, rates.cap.amount) - income)
        else:
            reduction = max(0, ordinary - rates.cap.amount)
            ordinary = min(ordinary, rates.cap.amount)
    surplus = max(0, income - (need - reduction))
    one_offs = sum(whole(one.amount) for one in given.one_offs)
    more = sum(whole(one.amount) for one in given.supplements)
    gross = ordinary + one_offs + more
    taken = min(gross, sum(whole(one.amount) for one in given.deductions))
    award = gross - taken
    return norm, housing, reduction, income, one_offs, more, taken, ordinary, surplus, award


def born_month(child: Child) -> int:
    return child.birth_date.year * 12 + child.birth_date.month - 1


def plain_adult(given: Facts, children: bool) -> int:
    year, number = divmod(given.month, 12)
    rates, unit = ADULT_RATES[year], given.unit
    full = rates[LIVING.index(unit.living)]
    if children or any(adult.supports_children for adult in unit.adults):
        return full
    found = [full]
    limit, factor = YOUTH[year]
    born = unit.adults[0].birth_date
    assert born is not None
    had_birthday = (born.month, born.day) <= (number + 1, 1)
    age = year - born.year - (0 if had_birthday else 1)
    if unit.living != Living.COUPLE and age < limit:
        found.append(half_up(rates[0] * factor, MILLION))
    if year == 2019 and unit.month_on_assistance in (1, 2, 3):
        found.append(half_up(full * 800_000, MILLION))
    return min(found)
