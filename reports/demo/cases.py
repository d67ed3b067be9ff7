"""One applicant's course over the years: the months paid, the household, KVP and introduction.

Pure values in calendar months; days, names and amounts come later. Objects are compared by
identity, since a child or a partner may belong to two cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from households.access import Protection
from households.months import Month, number_of
from households.rules import ADULT_AT

YOUNG_UNDER = 21
APRIL = 4
LONGEST_GAP = 5
NEW_AFTER = 7
"""Months from a last payment to the first of a new spell: six without between them."""
LONGEST_SHORT = 36
"""Months that a spell may last without being over three years."""


class Support(Enum):
    """How a person is supported in the report's year."""

    ORDINARY = auto()
    LOAN_ONLY = auto()
    ONE_OFF_ONLY = auto()


@dataclass(slots=True, eq=False)
class Child:
    """A child of a case, or of two: `shared` tells that it lives with both parents in turn."""

    born: Month
    shared: bool = False

    def counts_in(self, month: Month) -> bool:
        """From the month of birth through the month of the 18th birthday."""
        return self.born <= month <= self.born + ADULT_AT * 12


@dataclass(slots=True, eq=False)
class Partner:
    """Whom the applicant lives with; a spouse applies with the applicant, a cohabitant does not.

    `first` None is from the start, `last` None is until the end. `case` is the partner's own
    earlier course, when they had one.
    """

    born: Month
    married: bool
    first: Month | None = None
    last: Month | None = None
    case: Case | None = None

    def is_here(self, month: Month) -> bool:
        return (self.first is None or self.first <= month) and (
            self.last is None or month <= self.last
        )


@dataclass(slots=True, eq=False)
class Enrolment:
    """A time in KVP. It begins early in `first` and ends within `last`, or on its last day."""

    first: Month
    last: Month | None = None
    at_month_end: bool = False
    exit_code: str = ""

    @property
    def back_on_assistance(self) -> bool:
        """Whether the person went from KVP to assistance (KOSTRA 15 and 16)."""
        return self.exit_code in ("15", "16")

    def touches(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)

    def at_end_of(self, month: Month) -> bool:
        """Whether the person is in KVP on the last day of `month`."""
        if self.last is None or month < self.last:
            return self.first <= month
        return month == self.last and self.at_month_end


@dataclass(frozen=True, slots=True)
class Intro:
    """Whole months with introduction benefit."""

    first: Month
    last: Month


@dataclass(slots=True, eq=False)
class Case:
    """An applicant and the household, with every month that assistance was paid."""

    born: Month
    paid: set[Month] = field(default_factory=set)
    partner: Partner | None = None
    children: list[Child] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    intros: list[Intro] = field(default_factory=list)
    died: Month | None = None
    moved: Month | None = None
    former: Case | None = None
    """The case of which the applicant was the partner before they parted."""
    host: Case | None = None
    """The household the applicant lives in as a grown child or a lodger, from `hosted_from`."""
    hosted_from: Month | None = None
    support: Support = Support.ORDINARY
    protection: Protection = Protection.NONE
    takes_turns: bool = False
    """Whether the spouses apply in turn, now one and now the other."""
    known_from: Month | None = None
    """The month the household was first known in, when nothing need be paid to it."""
    is_without_number: bool = False
    homes: list[tuple[Month, str | None]] = field(default_factory=list)
    """The district (code) lived in from each month on; None is not known."""
    showcase: str = ""
    """What makes the household worth opening in a short demonstration; empty for most."""

    @property
    def first(self) -> Month:
        """The first month the case is known in."""
        starts = [e.first for e in self.enrolments] + [i.first for i in self.intros]
        if self.known_from is not None:
            starts.append(self.known_from)
        return min([*self.paid, *starts])

    @property
    def last(self) -> Month:
        """The last month anything is known to happen, KVP and introduction included."""
        ends = [e.first if e.last is None else e.last for e in self.enrolments]
        return max([*self.paid, *ends, *(i.last for i in self.intros), self.first])

    def is_young(self, month: Month) -> bool:
        """Whether the applicant is under 21 (nobody young is born in April, where it is asked)."""
        return month < self.born + YOUNG_UNDER * 12

    def is_family(self, month: Month) -> bool:
        return any(child.counts_in(month) for child in self.children)

    def spouse_applies(self, month: Month) -> bool:
        return self.partner is not None and self.partner.married and self.partner.is_here(month)

    def add(self, months: Iterable[Month]) -> None:
        self.paid.update(months)


def not_in_april(born: Month) -> Month:
    """`born`, or May where it is April: then nobody turns 21 in the month that is asked about."""
    return born + 1 if number_of(born) == APRIL else born
