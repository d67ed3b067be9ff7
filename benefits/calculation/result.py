"""What a calculation gives: lines that add up to every total, the norm's and the decided amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from benefits.calculation.dated import Cap
from benefits.calculation.values import CalculationError
from households.months import Month


class Part(StrEnum):
    """Where in the calculation a line stands, in the order they are read."""

    NORM = "norm"
    HOUSING = "housing"
    CAP = "cap"
    INCOME = "income"
    ONE_OFF = "one_off"
    SUPPLEMENT = "supplement"
    DEDUCTION = "deduction"


PART_NAMES = {
    Part.NORM: "Livsopphold",
    Part.HOUSING: "Boutgifter",
    Part.CAP: "Avkortet etter stønadstaket",
    Part.INCOME: "Inntekter",
    Part.ONE_OFF: "Engangsstønad",
    Part.SUPPLEMENT: "Tillegg",
    Part.DEDUCTION: "Trekk",
}


TAKING = (Part.CAP, Part.INCOME, Part.DEDUCTION)
"""The parts whose lines lower the award; those of the others raise it."""


@dataclass(frozen=True)
class Line:
    """One row of the calculation, rounded once; never negative: its part tells what it does.

    `stated` is what was asked or given where that is another thing than what counts: the claimed
    rent, the child benefit that is kept out, the deduction there was no room for. `kind` is a code,
    and tells the state's rate (`_state`) from the municipality's supplement (`_municipality`).
    """

    part: Part
    kind: str
    text: str
    amount: int
    person: int | None = None
    stated: int | None = None
    guide: int | None = None
    grounds: str = ""
    source: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the sum as a page or letter prints it; `amount` is negative where it takes."""

    text: str
    amount: int
    is_total: bool = False


@dataclass(frozen=True)
class Discretion:
    """Another amount than the norm's, with the caseworker's grounds (domain.md 4.2, 6)."""

    amount: int
    grounds: str

    def __post_init__(self) -> None:
        if not self.grounds.strip():
            raise CalculationError("Et annet beløp enn det normen gir, må begrunnes.")
        if self.amount < 0:
            raise CalculationError("Stønaden kan ikke være mindre enn 0 kroner.")


@dataclass(frozen=True)
class Result:
    """One month's calculation. Every total is the sum of its lines.

    `cap` is the cap that held for this family, whether it reduced anything or not. `notices` are
    for the caseworker, not for the letter.
    """

    month: Month
    lines: tuple[Line, ...]
    cap: Cap | None = None
    discretion: Discretion | None = None
    notices: tuple[str, ...] = ()

    def part(self, part: Part) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.part == part)

    def total(self, part: Part) -> int:
        return sum(line.amount for line in self.part(part))

    @property
    def need_before_cap(self) -> int:
        return self.total(Part.NORM) + self.total(Part.HOUSING)

    @property
    def reduction(self) -> int:
        """What the cap takes, of the need or of the payout."""
        return self.total(Part.CAP)

    @property
    def ordinary(self) -> int:
        """What is left of the need when the cap and the income are taken from it.

        One sum does for both bases: a payout is reduced only where something is left of the need.
        """
        return max(0, self.need_before_cap - self.reduction - self.total(Part.INCOME))

    @property
    def surplus(self) -> int:
        """Income above the need: it lowers nothing else, but speaks in the discretion of § 19."""
        return max(0, self.total(Part.INCOME) + self.reduction - self.need_before_cap)

    @property
    def before_deductions(self) -> int:
        """What the statistics count: a deduction or refund lowers no gross figure."""
        return self.ordinary + self.total(Part.ONE_OFF) + self.total(Part.SUPPLEMENT)

    @property
    def norm_award(self) -> int:
        """What the norm gives; it stays when another amount is decided."""
        return self.before_deductions - self.total(Part.DEDUCTION)

    @property
    def award(self) -> int:
        return self.norm_award if self.discretion is None else self.discretion.amount

    @property
    def steps(self) -> tuple[Step, ...]:
        """The sum from the norm to what the norm gives, without the parts that have no line.

        Income above the need is not taken: the total after it says 0.
        """
        found = []
        for part in Part:
            if self.part(part):
                sign = -1 if part in TAKING else 1
                found.append(Step(PART_NAMES[part], sign * self.total(part)))
            if part == Part.HOUSING:
                found.append(Step("Behov", self.need_before_cap, is_total=True))
            if part == Part.INCOME:
                found.append(Step("Stønad til livsopphold og bolig", self.ordinary, is_total=True))
        return (*found, Step("Etter normen", self.norm_award, is_total=True))

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the rates come from, each once; "Demosats" is shown wherever the amounts are."""
        cap = [self.cap.source] if self.cap else []
        return tuple(dict.fromkeys([line.source for line in self.lines if line.source] + cap))

    def at_discretion(self, amount: int, *, grounds: str) -> Result:
        """The same calculation with another amount decided."""
        return replace(self, discretion=Discretion(amount, grounds))
