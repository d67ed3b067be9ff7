"""The ordinary monthly award: need, cap, income krone for krone; domain.md 4.2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benefits.calculation.dated import Cap, CapBasis, Rates
from benefits.calculation.norm import norm_lines, norm_notices
from benefits.calculation.result import Line, Part, Result
from benefits.calculation.values import Facts, HousingKind, Income, IncomeKind, kroner
from config.templatetags import tall
from households.months import Month, first_day, month_from

CHILD_BENEFIT_KEPT_OUT = month_from(2022, 9)
"""From this month the law keeps child benefit out (§ 18 third paragraph); before, it counted."""

HOUSING_NAMES = {
    HousingKind.RENT: "Husleie",
    HousingKind.POWER: "Strøm og oppvarming",
    HousingKind.INSURANCE: "Innboforsikring",
    HousingKind.INTEREST: "Renter på boliglån",
}
INCOME_NAMES = {
    IncomeKind.WAGES: "Lønn",
    IncomeKind.BENEFIT: "Trygd og andre ytelser",
    IncomeKind.KVP: "Kvalifiseringsstønad",
    IncomeKind.INTRO: "Introduksjonsstønad",
    IncomeKind.HOUSING_ALLOWANCE: "Bostøtte",
    IncomeKind.CHILD_MAINTENANCE: "Barnebidrag",
    IncomeKind.CHILD_BENEFIT: "Barnetrygd",
    IncomeKind.CHILD_WAGES: "Barns lønn fra fritid og ferie",
    IncomeKind.OTHER: "Annen inntekt",
}


def calculate(facts: Facts, rates: Rates) -> Result:
    """What the ordinary scheme gives in the month, by the rates of its first day."""
    if rates.on != first_day(facts.month):
        raise ValueError(f"rates of {rates.on} for a calculation of another month")
    unit, month = facts.unit, facts.month
    need = [*norm_lines(unit, month, rates), *housing_lines(facts)]
    cap = rates.cap if unit.children_in(month) else None
    notices = tuple(norm_notices(unit, month, rates))
    return finished(facts, need, list(income_lines(facts)), cap=cap, notices=notices)


def finished(
    facts: Facts,
    need: list[Line],
    incomes: list[Line],
    *,
    cap: Cap | None = None,
    notices: tuple[str, ...] = (),
) -> Result:
    """The result of a need and an income, with what stands outside the cap and what is taken."""
    capped = cap_lines(total(need), total(incomes), cap)
    paid = Result(facts.month, (*need, *capped, *incomes, *_outside_the_cap(facts)), cap)
    taken = _deduction_lines(facts, paid.before_deductions)
    return Result(facts.month, (*paid.lines, *taken), cap, notices=notices)


def total(lines: Iterable[Line]) -> int:
    return sum(line.amount for line in lines)


def housing_lines(facts: Facts) -> Iterator[Line]:
    """What is accepted of each cost counts; what was claimed stands beside it."""
    for cost in facts.housing:
        text = HOUSING_NAMES[cost.kind]
        accepted, claimed = kroner(cost.accepted), kroner(cost.claimed)
        yield Line(Part.HOUSING, cost.kind, text, accepted, stated=claimed)


def counts(income: Income, month: Month) -> bool:
    """Whether an income lowers the award: all do, krone for krone, but those the law keeps out."""
    if income.kind == IncomeKind.CHILD_BENEFIT:
        return month < CHILD_BENEFIT_KEPT_OUT
    return income.kind != IncomeKind.CHILD_WAGES


def income_lines(facts: Facts) -> Iterator[Line]:
    """Each income, also what is kept out, so that all can see that it is."""
    members = facts.unit.persons_in(facts.month)
    for income in facts.incomes:
        if income.person in members:
            yield income_line(income, facts.month)


def income_line(income: Income, month: Month) -> Line:
    stated, name = kroner(income.amount), INCOME_NAMES[income.kind]
    if counts(income, month):
        return Line(Part.INCOME, income.kind, name, stated, income.person, stated)
    text = f"{name} (regnes ikke med)"
    return Line(Part.INCOME, income.kind, text, 0, income.person, stated)


def cap_lines(need: int, income: int, cap: Cap | None) -> list[Line]:
    """What the cap takes: of the need before income (the default), or of the payout after it."""
    if cap is None:
        return []
    limited = need if cap.basis == CapBasis.NEED else need - income
    if limited <= cap.amount:
        return []
    text = f"Stønadstak for barnefamilier {tall(cap.amount)} kr, {_BASIS_NAMES[cap.basis]}"
    reduction = limited - cap.amount
    return [Line(Part.CAP, cap.basis, text, reduction, source=cap.source)]


_BASIS_NAMES = {CapBasis.NEED: "av behovet", CapBasis.PAYOUT: "av utbetalingen"}


def _outside_the_cap(facts: Facts) -> Iterator[Line]:
    for one in facts.one_offs:
        amount, grounds = kroner(one.amount), one.grounds
        yield Line(
            Part.ONE_OFF, one.kind, one.text, amount, one.person, guide=one.guide, grounds=grounds
        )
    for more in facts.supplements:
        amount, grounds = kroner(more.amount), more.grounds
        yield Line(Part.SUPPLEMENT, "supplement", more.text, amount, more.person, grounds=grounds)


def _deduction_lines(facts: Facts, room: int) -> Iterator[Line]:
    """Each deduction in turn, as far as there is anything to take it from."""
    for deduction in facts.deductions:
        wanted = kroner(deduction.amount)
        taken = min(wanted, room)
        room -= taken
        text = f"{deduction.text} ({deduction.section})"
        yield Line(Part.DEDUCTION, deduction.section, text, taken, stated=wanted)
