"""Short spells that fill every month up to its head count, and never reach three years.

Each stream (the young, child families, others) is filled by itself, month by month: spells end
when they are due, some people come back after six months or more, new ones make up the rest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from households.months import Month
from households.rules import ADULT_AT
from reports.demo import targets
from reports.demo.cases import (
    LONGEST_SHORT,
    NEW_AFTER,
    YOUNG_UNDER,
    Case,
    Child,
    Partner,
    not_in_april,
)
from reports.demo.makers import adult_born, children_of, length_of_spell, partner_of
from reports.demo.targets import Span

COMES_BACK = 0.42
COMES_BACK_WITHIN = 60
MOVES = 0.035
DIES = 0.005
GAP = 0.25
TRIES = 12
ROUNDS = 6
MOST_CHILDREN = 6
YOUNG = YOUNG_UNDER * 12
CHILD = ADULT_AT * 12


@dataclass(slots=True, eq=False)
class Running:
    """A spell that has begun: its case, its last planned month and the months left out."""

    case: Case
    end: Month
    left_out: range


class Stream(ABC):
    """People of one kind; `fill` gives as many as asked a payment in a month."""

    def __init__(self, rng: Random, span: Span) -> None:
        self.rng, self.span = rng, span
        self.running: list[Running] = []
        self.away: list[Case] = []
        self.cases: list[Case] = []
        self.outgrown: list[Case] = []
        """Those away who no longer are of this kind when they come back."""

    @abstractmethod
    def new_case(self, month: Month) -> Case:
        """Someone not known before, whose first month is `month`."""

    def longest(self, case: Case, month: Month) -> int:
        """How many months from `month` the person stays of this kind; below one is none."""
        return LONGEST_SHORT

    def fill(self, month: Month, count: int) -> None:
        """Pay exactly `count` people in `month`."""
        if count < 0:
            raise ValueError(f"{-count} too many of {type(self).__name__} in month {month}")
        self._end_those_due(month)
        paying = [spell for spell in self.running if month not in spell.left_out]
        for spell in self._surplus(paying, count):
            paying.remove(spell)
            self._stop(spell)
        paying += [self._begin(month) for _ in range(count - len(paying))]
        for spell in paying:
            spell.case.paid.add(month)

    def _end_those_due(self, month: Month) -> None:
        for spell in [spell for spell in self.running if spell.end < month]:
            self._stop(spell)

    def _surplus(self, paying: Sequence[Running], count: int) -> list[Running]:
        """Spells too many this month: those that are nearest their end stop at once."""
        return sorted(paying, key=lambda spell: spell.end)[: max(0, len(paying) - count)]

    def _stop(self, spell: Running) -> None:
        self.running.remove(spell)
        case, draw = spell.case, self.rng.random()
        last = max(case.paid)
        if draw < MOVES:
            case.moved = min(last + 1, self.span.last)
        elif draw < MOVES + DIES and case.partner is None and not case.children:
            case.died = min(last + 1, self.span.last)
        else:
            self.away.append(case)

    def _begin(self, month: Month) -> Running:
        case = self._one_who_comes_back(month)
        if case is None:
            case = self.new_case(month)
            self.cases.append(case)
        length = length_of_spell(self.rng)
        if month == self.span.first:  # those found running have long spells more often
            length = max(length, length_of_spell(self.rng))
        end = month + min(length, self.longest(case, month)) - 1
        spell = Running(case, end, self._gap(month, end))
        self.running.append(spell)
        return spell

    def _gap(self, first: Month, last: Month) -> range:
        if last - first < 3 or self.rng.random() >= GAP:
            return range(0)
        length = min(self.rng.choice((1, 1, 1, 2, 2, 3, 4, 5)), last - first - 2)
        start = self.rng.randint(first + 1, last - length)
        return range(start, start + length)

    def _one_who_comes_back(self, month: Month) -> Case | None:
        if not self.away or self.rng.random() >= COMES_BACK:
            return None
        for _ in range(TRIES):
            index = self.rng.randrange(len(self.away))
            case = self.away[index]
            since = month - max(case.paid)
            if since > COMES_BACK_WITHIN or self.longest(case, month) < 1:
                self._take(index)
                self.outgrown.append(case)
                if not self.away:
                    return None
            elif since >= NEW_AFTER:
                return self._take(index)
        return None

    def _take(self, index: int) -> Case:
        """Out of `away`; the last one moves to the empty place."""
        case = self.away[index]
        self.away[index] = self.away[-1]
        self.away.pop()
        return case


class Young(Stream):
    """Under 21 as long as they are paid, without children."""

    def new_case(self, month: Month) -> Case:
        born = not_in_april(month - self.rng.randint(CHILD + 1, CHILD + 26))
        case = Case(born)
        if self.rng.random() < 0.05:
            case.partner = Partner(born - self.rng.randint(0, 24), married=False)
        return case

    def longest(self, case: Case, month: Month) -> int:
        return min(LONGEST_SHORT, case.born + YOUNG - month)


class Families(Stream):
    """Over 21, with a child under 18 in every month paid."""

    def new_case(self, month: Month) -> Case:
        born = adult_born(self.rng, month, 22, 48)
        case = Case(born, children=children_of(self.rng, month, born))
        if self.rng.random() < 0.45:
            case.partner = partner_of(self.rng, born)
        if self.rng.random() < 0.08:
            case.children.append(Child(month + self.rng.randint(2, 18)))
        return case

    def longest(self, case: Case, month: Month) -> int:
        youngest = max(child.born for child in case.children)
        return min(LONGEST_SHORT, youngest + CHILD - month)


class Others(Stream):
    """Over 21, without children under 18."""

    def new_case(self, month: Month) -> Case:
        born = adult_born(self.rng, month)
        case = Case(born)
        if self.rng.random() < 0.1:
            case.partner = partner_of(self.rng, born)
        return case

    def take_over(self, cases: list[Case], month: Month) -> None:
        """Those who have outgrown another stream may come back in this one."""
        for case in cases:
            if not case.is_young(month) and not case.is_family(month):
                self.away.append(case)
        cases.clear()


def fill(rng: Random, span: Span, fixed: Iterable[Case]) -> list[Case]:
    """The short cases that, with those already planned, make every month's head counts."""
    everyone, young, families = _counts(fixed)
    streams = Young(rng, span), Families(rng, span), Others(rng, span)
    for month in span.months:
        under_21 = targets.under_21(span, month) - young[month]
        with_children = targets.families(span, month) - families[month]
        others = targets.recipients(span, month) - everyone[month] - under_21 - with_children
        for stream, count in zip(streams, (under_21, with_children, others), strict=True):
            stream.fill(month, count)
        for stream in streams[:2]:
            streams[2].take_over(stream.outgrown, month)
    filled = [case for stream in streams for case in stream.cases]
    _fit_children(rng, span, [*fixed, *filled], streams[1].cases)
    for case in filled:
        case.children = [child for child in case.children if child.born <= span.last]
    return filled


def _counts(cases: Iterable[Case]) -> tuple[Counter[Month], Counter[Month], Counter[Month]]:
    """By month: the cases paid, those under 21 and those with a child under 18."""
    everyone: Counter[Month] = Counter()
    young: Counter[Month] = Counter()
    families: Counter[Month] = Counter()
    for case in cases:
        everyone.update(case.paid)
        young.update(month for month in case.paid if case.is_young(month))
        families.update(month for month in case.paid if case.is_family(month))
    return everyone, young, families


def _fit_children(
    rng: Random, span: Span, everyone: Iterable[Case], adjustable: Sequence[Case]
) -> None:
    """Give some families a child more or less, until the mean number of children comes out.

    Only families that keep at least one child the whole time are changed, and a change counts
    in each of their months from January to September.
    """
    window = span.mean_months()
    missing = targets.CHILDREN * targets.MEAN_MONTHS - children_in(everyone, window)
    months_of = {case: sum(month in window for month in case.paid) for case in adjustable}
    candidates = [case for case in adjustable if months_of[case]]
    for _ in range(ROUNDS):
        rng.shuffle(candidates)
        for case in sorted(candidates, key=lambda case: -months_of[case]):
            months = months_of[case]
            if months <= missing and _adopt(case, window):
                missing -= months
            elif months <= -missing and _give_up(case, window):
                missing += months
        if not missing:
            return
    raise ValueError(f"{missing} child months could not be placed")


def children_in(cases: Iterable[Case], months: range) -> int:
    """Child months on assistance: each child counted once in a month, whatever homes it has."""
    found = {
        (child, month)
        for case in cases
        for month in case.paid
        if month in months
        for child in case.children
        if child.counts_in(month)
    }
    return len(found)


def _adopt(case: Case, window: range) -> bool:
    """One child more, who is a child in the whole window and no twin by accident."""
    taken = {child.born for child in case.children}
    youngest = max(taken)
    if len(taken) >= MOST_CHILDREN:
        return False
    for born in (youngest - 30, youngest - 19, youngest - 47, youngest + 15):
        too_near = any(abs(born - other) < 10 for other in taken)
        is_child = born <= min(case.paid) and window[-1] <= born + CHILD
        if not too_near and is_child and born - case.born > 19 * 12:
            case.children.append(Child(born))
            return True
    return False


def _give_up(case: Case, window: range) -> bool:
    """One child less, if another one makes the household a family as long as it is paid."""
    steady = [c for c in case.children if c.born <= window[0] and c.counts_in(window[-1])]
    youngest = max(case.children, key=lambda child: child.born)
    spare = [child for child in steady if child is not youngest]
    others = [child for child in case.children if child not in spare[:1]]
    if not spare or not all(any(c.counts_in(m) for c in others) for m in case.paid):
        return False
    case.children.remove(spare[0])
    return True
