"""The rates and settings of one day, as one value; `benefits.rates` looks them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from benefits.calculation.values import CalculationError, Living

LAST_SMALL, LAST_MIDDLE = 5, 10
"""The last year of age in the two lower bands of the child rates."""


class MissingRatesError(CalculationError):
    """No rates of the state hold on the day; they are never extrapolated."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Det er ikke lagt inn veiledende satser fra staten som gjelder {day:%d.%m.%Y}. "
            "En administrator må legge dem inn før stønaden kan beregnes."
        )


class MissingSettingsError(CalculationError):
    """A scheme cannot be worked out without these settings."""

    def __init__(self, names: Iterable[str], day: date) -> None:
        super().__init__(
            f"Ordningen kan ikke beregnes: Innstillinger som mangler {day:%d.%m.%Y}: "
            f"{'; '.join(names)}."
        )


@dataclass(frozen=True)
class Norms:
    """Monthly rates of one issuer, in whole kroner."""

    single: int
    couple: int
    shared: int
    child_0_5: int
    child_6_10: int
    child_11_17: int
    source: str

    def adult(self, living: Living) -> int:
        amount: int = getattr(self, living.value)
        return amount

    def child(self, age: int) -> int:
        if age <= LAST_SMALL:
            return self.child_0_5
        return self.child_6_10 if age <= LAST_MIDDLE else self.child_11_17


class CapBasis(StrEnum):
    """What the cap limits; the plan's order is ambiguous (domain.md 4.2)."""

    NEED = "need"
    PAYOUT = "payout"


@dataclass(frozen=True)
class Cap:
    """The most that a child family can get a month for housing and basic costs; measure 2a."""

    amount: int
    basis: CapBasis
    source: str


@dataclass(frozen=True)
class Setting:
    """One dated figure."""

    value: Fraction
    source: str


@dataclass(frozen=True)
class Rates:
    """What holds on a day. A norm whose settings are None does not exist on that day."""

    on: date
    state: Norms
    municipality: Norms | None = None
    cap: Cap | None = None
    youth_factor: Setting | None = None
    youth_age: Setting | None = None
    short_term_factor: Setting | None = None
    short_term_months: Setting | None = None
    parents_home_norm: Setting | None = None
    parents_home_age: Setting | None = None


@dataclass(frozen=True)
class SpecialRates:
    """The settings of the scheme for former unaccompanied minors (measure 2b).

    `share` is the part of the wages above `disregard` that lowers the payment.
    """

    on: date
    amount: Setting
    disregard: Setting
    share: Setting
    from_age: Setting
    until_age: Setting
