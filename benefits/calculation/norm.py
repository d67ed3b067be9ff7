"""The norm for subsistence (livsopphold) by household and age; domain.md 4.1 and 4.2, 1."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from benefits.calculation.dated import LAST_MIDDLE, LAST_SMALL, Norms, Rates
from benefits.calculation.result import Line, Part
from benefits.calculation.values import Adult, Child, Living, Unit, kroner
from households.months import Month, first_day, month_name, month_of
from households.rules import ADULT_AT, age_on

HIGHEST_YOUTH_AGE = 25
"""The highest limit known (Trondheim 2019): whoever is older never misses a youth norm."""

LONGEST_SHORT_TERM = 3
"""The longest short-term norm known, in months (Trondheim 2019)."""

LIVING_NAMES = {Living.SINGLE: "enslig", Living.COUPLE: "par", Living.SHARED: "bofellesskap"}


def month_on_assistance(benefit: Collection[Month], month: Month, gap: int) -> int:
    """1 in the first month as a new recipient; months between payments count.

    `benefit` are the months with assistance. Somebody without any for `gap` months is new again.
    """
    first = month
    for earlier in sorted((m for m in benefit if m < month), reverse=True):
        if first - earlier - 1 >= gap:
            break
        first = earlier
    return month - first + 1


def child_age(child: Child, month: Month) -> int:
    """The age that chooses the band: a new one from the month of the birthday (domain.md 4.2)."""
    return (month - month_of(child.birth_date)) // 12


def adult_age(adult: Adult, month: Month) -> int | None:
    """The age on the first of the month: a limit passed later in it does not count yet."""
    return None if adult.birth_date is None else age_on(adult.birth_date, first_day(month))


@dataclass(frozen=True)
class AdultNorm:
    """One norm that adults may have: which rate, and which part of it."""

    kind: str
    text: str
    living: Living
    factor: Fraction = Fraction(1)
    source: str = ""

    def of(self, norms: Norms) -> Fraction:
        return self.factor * norms.adult(self.living)

    def lines(self, unit: Unit, rates: Rates) -> Iterator[Line]:
        person = None if self.living == Living.COUPLE else unit.adults[0].person
        for issuer, norms in _issuers(rates):
            amount = kroner(self.of(norms))
            if amount:
                yield Line(
                    Part.NORM,
                    f"{self.kind}_{issuer}",
                    f"{self.text}, {_ISSUER_NAMES[issuer]}",
                    amount,
                    person,
                    source=", ".join(filter(None, (norms.source, self.source))),
                )


_ISSUER_NAMES = {"state": "veiledende sats", "municipality": "kommunens tillegg"}


def _issuers(rates: Rates) -> Iterator[tuple[str, Norms]]:
    yield "state", rates.state
    if rates.municipality:
        yield "municipality", rates.municipality


def norm_lines(unit: Unit, month: Month, rates: Rates) -> Iterator[Line]:
    """The adults' norm, then each child's; state and municipality apart (measure 6d)."""
    yield from _adult_lines(unit, month, rates)
    for child in unit.children_in(month):
        age = child_age(child, month)
        for issuer, norms in _issuers(rates):
            amount = norms.child(age)
            if amount:
                text = f"Barn {_band(age)} år, {_ISSUER_NAMES[issuer]}"
                yield Line(
                    Part.NORM, f"child_{issuer}", text, amount, child.person, source=norms.source
                )


def _band(age: int) -> str:
    if age <= LAST_SMALL:
        return "0–5"
    return "6–10" if age <= LAST_MIDDLE else "11–17"


def _adult_lines(unit: Unit, month: Month, rates: Rates) -> Iterator[Line]:
    """The lowest norm that holds: lower norms are never multiplied with each other."""
    lowest = min(adult_norms(unit, month, rates), key=lambda norm: norm.of(rates.state))
    at_home = _at_home(unit, month, rates)
    if at_home and at_home.amount <= kroner(lowest.of(rates.state)):
        yield at_home
    else:
        yield from lowest.lines(unit, rates)


def adult_norms(unit: Unit, month: Month, rates: Rates) -> list[AdultNorm]:
    """The full norm, and the lower ones that hold for adults without anybody to support."""
    name = LIVING_NAMES[unit.living]
    norms = [AdultNorm("adult", f"Livsopphold {name}", unit.living)]
    if unit.supports_in(month):
        return norms
    if rates.youth_factor and _is_young(unit, month, rates):
        factor, source = rates.youth_factor.value, rates.youth_factor.source
        norms.append(AdultNorm("youth", "Ungdomsnorm", Living.SINGLE, factor, source))
    if rates.short_term_factor and _is_new(unit, rates):
        factor, source = rates.short_term_factor.value, rates.short_term_factor.source
        text = f"Korttidsnorm {name}"
        norms.append(AdultNorm("short_term", text, unit.living, factor, source))
    return norms


def _is_young(unit: Unit, month: Month, rates: Rates) -> bool:
    """Under the limit on the first of the month; a couple has no youth norm."""
    age, limit = adult_age(unit.adults[0], month), rates.youth_age
    if unit.living == Living.COUPLE or age is None or limit is None:
        return False
    return age < limit.value


def _is_new(unit: Unit, rates: Rates) -> bool:
    number, months = unit.month_on_assistance, rates.short_term_months
    return number is not None and months is not None and number <= months.value


def _at_home(unit: Unit, month: Month, rates: Rates) -> Line | None:
    """The municipality's own norm for a single person of 18-21 who lives with the parents."""
    norm, limit, adult = rates.parents_home_norm, rates.parents_home_age, unit.adults[0]
    if not (norm and limit and _may_be_at_home(unit, month)):
        return None
    age = adult_age(adult, month)
    if age is None or not ADULT_AT <= age < limit.value:
        return None
    text = "Livsopphold hjemmeboende, kommunens sats"
    amount = kroner(norm.value)
    return Line(Part.NORM, "parents_home", text, amount, adult.person, source=norm.source)


def _may_be_at_home(unit: Unit, month: Month) -> bool:
    single = unit.living != Living.COUPLE and not unit.supports_in(month)
    return single and unit.adults[0].lives_with_parents


def norm_notices(unit: Unit, month: Month, rates: Rates) -> Iterator[str]:
    """Lower norms that may hold, but that nobody has entered for the month; who was left out."""
    for child in unit.children:
        if child not in unit.children_in(month):
            born = f"{child.birth_date:%d.%m.%Y}"
            yield f"Barn født {born} er ikke barn i {month_name(month)}, og er ikke med."
    if unit.supports_in(month):
        return
    yield from _notices_of_age(unit, month, rates)
    number, entered = unit.month_on_assistance, rates.short_term_factor and rates.short_term_months
    if not entered and number is not None and number <= LONGEST_SHORT_TERM:
        yield _not_entered("Korttidsnorm", month)


def _notices_of_age(unit: Unit, month: Month, rates: Rates) -> Iterator[str]:
    if unit.living == Living.COUPLE:
        return
    age = adult_age(unit.adults[0], month)
    if age is None:
        yield "Fødselsdatoen er ukjent: Lavere normer etter alder er ikke vurdert."
        return
    if age < HIGHEST_YOUTH_AGE and not (rates.youth_factor and rates.youth_age):
        yield _not_entered("Ungdomsnorm", month)
    if _may_be_at_home(unit, month) and not (rates.parents_home_norm and rates.parents_home_age):
        yield _not_entered("Norm for hjemmeboende", month)


def _not_entered(name: str, month: Month) -> str:
    return f"{name} er ikke lagt inn for {month_name(month)}, og er ikke brukt."
