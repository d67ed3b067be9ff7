"""What a calculation rests on, as one value: made from the stored rows, or from a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from benefits.calculation.result import Part
from benefits.calculation.special import Pupil
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
from benefits.models import Calculation, CalculationMember
from households.months import Month

SCHOOL = ("was_unaccompanied", "attends_school", "enrolled_on", "left_on", "completed_on")
"""The fields of measure 2b."""


@dataclass(frozen=True)
class Member:
    """Somebody who is counted with."""

    person: int
    birth_date: date | None
    is_child: bool = False
    supports_elsewhere: bool = False
    lives_with_parents: bool = False
    was_unaccompanied: bool = False
    attends_school: bool = False
    enrolled_on: date | None = None
    left_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One cost, income, grant, supplement or deduction; fields as those of CalculationInput."""

    part: Part
    kind: str
    amount: int
    text: str = ""
    accepted: int | None = None
    person: int | None = None
    guide: int | None = None
    guide_amount: int | None = None
    grounds: str = ""


@dataclass(frozen=True)
class Inputs:
    """The facts of a calculation for the months from `first_month` through `last_month`.

    One-offs are paid once, in the first month. `month_on_assistance` is that month's number.
    """

    first_month: Month
    last_month: Month
    living: str
    members: tuple[Member, ...]
    entries: tuple[Entry, ...] = ()
    scheme: str = Calculation.Scheme.ORDINARY
    month_on_assistance: int = 1
    discretion_amount: int | None = None
    discretion_grounds: str = ""

    @property
    def months(self) -> range:
        return range(self.first_month, self.last_month + 1)

    @property
    def adults(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if not member.is_child)

    @property
    def persons(self) -> set[int]:
        return {member.person for member in self.members}

    def part(self, part: Part) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.part == part)

    @property
    def pupil(self) -> Pupil | None:
        """The former unaccompanied minor among the adults, for measure 2b."""
        for member in self.adults:
            if member.was_unaccompanied and member.birth_date:
                return Pupil(
                    person=member.person,
                    birth_date=member.birth_date,
                    settled_as_unaccompanied_minor=True,
                    semester=self.first_month,
                    enrolled_on=member.enrolled_on,
                    left_on=member.left_on,
                    completed_on=member.completed_on,
                    attendance_confirmed=member.attends_school,
                )
        return None

    def facts(self, month: Month) -> Facts:
        """What the rules work `month` out from; raises CalculationError where it cannot be."""
        number = self.month_on_assistance + month - self.first_month
        return Facts(
            month=month,
            unit=Unit(Living(self.living), self._adults, self._children, number),
            housing=tuple(self._housing),
            incomes=tuple(self._incomes),
            one_offs=tuple(self._one_offs) if month == self.first_month else (),
            supplements=tuple(
                Supplement(e.text, e.amount, e.grounds, e.person)
                for e in self.part(Part.SUPPLEMENT)
            ),
            deductions=tuple(
                Deduction(e.kind, e.text, e.amount) for e in self.part(Part.DEDUCTION)
            ),
        )

    @property
    def _adults(self) -> tuple[Adult, ...]:
        return tuple(
            Adult(m.person, m.birth_date, m.supports_elsewhere, m.lives_with_parents)
            for m in self.adults
        )

    @property
    def _children(self) -> tuple[Child, ...]:
        return tuple(
            Child(m.person, m.birth_date) for m in self.members if m.is_child and m.birth_date
        )

    @property
    def _housing(self) -> Iterator[HousingLine]:
        for entry in self.part(Part.HOUSING):
            yield HousingLine(HousingKind(entry.kind), entry.amount, entry.accepted or 0)

    @property
    def _incomes(self) -> Iterator[Income]:
        for entry in self.part(Part.INCOME):
            if entry.person is not None:
                yield Income(IncomeKind(entry.kind), entry.amount, entry.person)

    @property
    def _one_offs(self) -> Iterator[OneOff]:
        for e in self.part(Part.ONE_OFF):
            yield OneOff(e.kind, e.text, e.amount, e.grounds, e.guide_amount, e.person)


def inputs_of(calculation: Calculation) -> Inputs:
    """The stored facts of a calculation."""
    members = calculation.members.select_related("person")
    return Inputs(
        first_month=calculation.first_month,
        last_month=calculation.last_month,
        living=calculation.living,
        scheme=calculation.scheme,
        month_on_assistance=calculation.month_on_assistance,
        members=tuple(
            Member(
                person=row.person_id,
                birth_date=row.person.birth_date,
                is_child=row.role == CalculationMember.Role.CHILD,
                supports_elsewhere=row.supports_elsewhere,
                lives_with_parents=row.lives_with_parents,
                **{name: getattr(row, name) for name in SCHOOL},
            )
            for row in members
        ),
        entries=tuple(
            Entry(
                part=Part(row.part),
                kind=row.kind,
                amount=row.amount,
                text=row.text,
                accepted=row.accepted,
                person=row.person_id,
                guide=row.guide_id,
                guide_amount=row.guide.amount if row.guide else None,
                grounds=row.grounds,
            )
            for row in calculation.inputs.select_related("guide")
        ),
        discretion_amount=calculation.discretion_amount,
        discretion_grounds=calculation.discretion_grounds,
    )
