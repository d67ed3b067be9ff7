"""What a calculation is worked out from: the people, and what they pay, earn and ask for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from households.months import Month
from households.rules import is_child_in

Amount = int | Decimal | Fraction
"""Kroner, exact: never a float."""

HALF = Fraction(1, 2)

LEISURE = "leisure"
"""The one-off that measure 6d wants grounds for: leisure lies in the child rates already."""


LAWFUL = re.compile(r"§ (20( a)?|2[3-6])(?![\w])")
"""Sections that let something be taken from a payment: a broken condition, recovery, refund."""


class CalculationError(ValueError):
    """Why there is no answer, in words for the caseworker."""


def kroner(amount: Amount) -> int:
    """Whole kroner, half a krone up."""
    return math.floor(Fraction(amount) + HALF)


def _check(*amounts: Amount) -> None:
    for amount in amounts:
        if not isinstance(amount, int | Decimal | Fraction):
            raise TypeError(f"not an exact amount: {amount!r}")
        if amount < 0:
            raise ValueError(f"a negative amount: {amount}")


class Living(StrEnum):
    """How the adults live: which of the rates for adults is theirs."""

    SINGLE = "single"
    COUPLE = "couple"
    SHARED = "shared"


@dataclass(frozen=True)
class Adult:
    """Somebody whom the norm is worked out for.

    `supports_children` tells of a duty to support a child who may live elsewhere.
    """

    person: int
    birth_date: date | None = None
    supports_children: bool = False
    lives_with_parents: bool = False


@dataclass(frozen=True)
class Child:
    """A child whom the adults support and who lives with them."""

    person: int
    birth_date: date


@dataclass(frozen=True)
class Unit:
    """Those whom one calculation is about: an adult or a couple, and their children.

    `month_on_assistance` counts the months since they were last new recipients, 1 for the first;
    None for somebody who is not new, whatever the months say.
    """

    living: Living
    adults: tuple[Adult, ...]
    children: tuple[Child, ...] = ()
    month_on_assistance: int | None = None

    def __post_init__(self) -> None:
        if len(self.adults) != (2 if self.living == Living.COUPLE else 1):
            raise CalculationError("Et par er to voksne; alle andre beregninger gjelder én voksen.")
        adults, children = self.adults, self.children
        persons = [adult.person for adult in adults] + [child.person for child in children]
        if len(persons) != len(set(persons)):
            raise CalculationError("Samme person står to ganger i beregningen.")

    def children_in(self, month: Month) -> tuple[Child, ...]:
        """Those who count as children in `month`, by the same rule as the statistics."""
        return tuple(child for child in self.children if is_child_in(child.birth_date, month))

    def supports_in(self, month: Month) -> bool:
        """Whether an adult has anybody under 18 to support: then no lower norm applies."""
        return bool(self.children_in(month)) or any(a.supports_children for a in self.adults)

    def persons_in(self, month: Month) -> set[int]:
        """Everybody whose income counts in `month`."""
        children = {child.person for child in self.children_in(month)}
        return children | {adult.person for adult in self.adults}


class HousingKind(StrEnum):
    RENT = "rent"
    POWER = "power"
    INSURANCE = "insurance"
    INTEREST = "interest"


@dataclass(frozen=True)
class HousingLine:
    """What is asked for a cost of the home, and how much of it is accepted."""

    kind: HousingKind
    claimed: Amount
    accepted: Amount

    def __post_init__(self) -> None:
        _check(self.claimed, self.accepted)
        if self.accepted > self.claimed:
            raise CalculationError("Godkjent boutgift kan ikke være høyere enn den som er oppgitt.")


class IncomeKind(StrEnum):
    WAGES = "wages"
    BENEFIT = "benefit"
    KVP = "kvp"
    INTRO = "intro"
    HOUSING_ALLOWANCE = "housing_allowance"
    CHILD_MAINTENANCE = "child_maintenance"
    CHILD_BENEFIT = "child_benefit"
    CHILD_WAGES = "child_wages"
    OTHER = "other"


@dataclass(frozen=True)
class Income:
    """What a person gets in the month. CHILD_WAGES is a child's own, of spare time and holidays."""

    kind: IncomeKind
    amount: Amount
    person: int

    def __post_init__(self) -> None:
        _check(self.amount)


@dataclass(frozen=True)
class OneOff:
    """Support for a single purpose, outside the cap; `guide` is the guiding amount, if any."""

    kind: str
    text: str
    amount: Amount
    grounds: str = ""
    guide: int | None = None
    person: int | None = None

    def __post_init__(self) -> None:
        _check(self.amount)
        if self.kind == LEISURE and not self.grounds.strip():
            raise CalculationError("Engangsstønad til fritid må begrunnes etter § 19.")


@dataclass(frozen=True)
class Supplement:
    """Something more a month than the norm gives, with the reason for it."""

    text: str
    amount: Amount
    grounds: str
    person: int | None = None

    def __post_init__(self) -> None:
        _check(self.amount)
        if not self.grounds.strip():
            raise CalculationError("Et tillegg til normen må begrunnes.")


@dataclass(frozen=True)
class Deduction:
    """What is taken from the payment, and the section of the act that allows it."""

    section: str
    text: str
    amount: Amount

    def __post_init__(self) -> None:
        _check(self.amount)
        if not LAWFUL.match(self.section):
            raise CalculationError("Et trekk må ha hjemmel i §§ 20, 20 a eller 23–26.")


@dataclass(frozen=True)
class Facts:
    """All that one month's calculation rests on besides the rates (grunnlaget)."""

    month: Month
    unit: Unit
    housing: tuple[HousingLine, ...] = ()
    incomes: tuple[Income, ...] = ()
    one_offs: tuple[OneOff, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    deductions: tuple[Deduction, ...] = ()

    def __post_init__(self) -> None:
        children = {child.person for child in self.unit.children}
        known = children | {adult.person for adult in self.unit.adults}
        if any(income.person not in known for income in self.incomes):
            raise CalculationError("En inntekt tilhører noen som ikke er med i beregningen.")
        if any(i.kind == IncomeKind.CHILD_WAGES and i.person not in children for i in self.incomes):
            raise CalculationError("Lønn fra fritid og ferie holdes utenfor bare for barn.")
