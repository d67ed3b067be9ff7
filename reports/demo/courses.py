"""Courses with a story, each short of three years: they make the demo look like real casework."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from households.months import Month
from households.rules import ADULT_AT
from reports.demo.cases import LONGEST_SHORT, Case, Child, Intro, Partner, not_in_april
from reports.demo.makers import (
    adult_born,
    children_of,
    months_with_gap,
    partner_of,
)
from reports.demo.targets import YEARS_BEFORE, Span

EVERY_YEAR = 130
"""Persons who come back for some months in each of the years that DEF-5 asks for."""
SOME_YEARS = 110
NEWCOMERS_A_YEAR = 42
PARTED_A_YEAR = 7
SHARED = 12
FIRST_BORN_A_YEAR = 6
GROWN_A_YEAR = 7
YOUNG_PARENTS_A_YEAR = 5
AT_HOME = 14
LODGERS_OVER = 4


def courses(rng: Random, span: Span) -> list[Case]:
    """All courses with a story but those that live with others (`hosts`)."""
    cases = [
        *_seasonal(rng, span),
        *_newcomers(rng, span),
        *_parted(rng, span),
        *_shared_residence(rng, span),
        *_first_born(rng, span),
        *_grown(rng, span),
        *_young_parents(rng, span),
    ]
    return _within(span, cases)


def _within(span: Span, cases: list[Case]) -> list[Case]:
    for case in cases:
        case.paid = {month for month in case.paid if month in span.months}
        case.children = [child for child in case.children if child.born <= span.last]
        case.intros = [intro for intro in case.intros if intro.first <= span.last]
    return [case for case in cases if case.paid or case.intros]


def _seasonal(rng: Random, span: Span) -> Iterator[Case]:
    """Some months each year, with at least six between: a new spell every time."""
    for number in range(EVERY_YEAR + SOME_YEARS):
        first, last = span.year - rng.randint(3, YEARS_BEFORE), span.year + 2
        if number >= EVERY_YEAR:
            first = span.year - rng.randint(2, YEARS_BEFORE)
            last = first + rng.randint(1, 3)
        start = first * 12 + rng.randint(0, 11)
        born = adult_born(rng, start, 22, 50)
        case = Case(born)
        if rng.random() < 0.22:
            case.children = children_of(rng, start, born, oldest_youngest=6)
        if rng.random() < 0.12:
            case.partner = partner_of(rng, born)
        season = rng.randint(1, 8)
        for year in range(first, last + 1):
            begin = year * 12 + season + rng.randint(-1, 1)
            case.add(range(begin, begin + rng.randint(1, 4)))
        yield case


def _newcomers(rng: Random, span: Span) -> Iterator[Case]:
    """Assistance on arrival, about two years on introduction benefit, often some months after."""
    for month in _each_year(rng, span, NEWCOMERS_A_YEAR):
        before = rng.randint(1, 3)
        length = rng.randint(18, 30)
        is_family = rng.random() < 0.4
        born = adult_born(rng, month, 22, 48)
        case = Case(born, set(range(month, month + before)))
        if is_family:
            case.children = children_of(rng, month, born, oldest_youngest=9)
        if rng.random() < (0.6 if is_family else 0.1):
            case.partner = partner_of(rng, born, married=0.9)
        case.intros = [Intro(month + before, month + before + length - 1)]
        if rng.random() < 0.6:
            start = month + before + length
            after = min(rng.randint(1, 22), LONGEST_SHORT - before)
            case.add(months_with_gap(rng, start, start + after - 1))
        yield case


def _parted(rng: Random, span: Span) -> Iterator[Case]:
    """Couples with children that part: one keeps the home, both go on with their own months."""
    for month in _each_year(rng, span, PARTED_A_YEAR):
        length = rng.randint(8, 30)
        parted = month + rng.randint(3, length - 3)
        born = adult_born(rng, month, 25, 42)
        children = children_of(rng, month, born, oldest_youngest=9)
        partner = Partner(born + rng.randint(-40, 30), rng.random() < 0.7, last=parted)
        case = Case(born, set(range(month, month + length)), partner, children)
        if parted > span.last:
            partner.last = None
            yield case
            continue
        yield case
        alone = rng.randint(1, LONGEST_SHORT - (parted - month + 1))
        months = set(range(parted + 1, parted + 1 + alone))
        yield Case(partner.born, months, former=case)


def _shared_residence(rng: Random, span: Span) -> Iterator[Case]:
    """Parents who live apart, both on assistance: a family each, the children counted once."""
    for _ in range(SHARED):
        start = span.month(0, 1) - rng.randint(0, 20)
        born = adult_born(rng, start, 25, 40)
        children = children_of(rng, start, born, oldest_youngest=8)
        for child in children:
            child.shared = True
        for parent in (born, born + rng.randint(-50, 20)):
            first = start + rng.randint(0, 8)
            months = months_with_gap(rng, first, first + rng.randint(10, 34))
            yield Case(parent, months, children=children)


def _first_born(rng: Random, span: Span) -> Iterator[Case]:
    """A household that becomes a child family while it is on assistance."""
    for month in _each_year(rng, span, FIRST_BORN_A_YEAR):
        length = rng.randint(8, 34)
        born = adult_born(rng, month, 22, 34)
        case = Case(born, months_with_gap(rng, month, month + length - 1))
        case.children = [Child(month + rng.randint(2, length - 2))]
        if rng.random() < 0.5:
            case.partner = partner_of(rng, born, married=0.5)
        yield case


def _grown(rng: Random, span: Span) -> Iterator[Case]:
    """A household whose youngest turns 18 while it is on assistance."""
    for month in _each_year(rng, span, GROWN_A_YEAR):
        length = rng.randint(6, 34)
        born = adult_born(rng, month, 40, 56)
        birthday = month + rng.randint(1, length - 2)
        case = Case(born, months_with_gap(rng, month, month + length - 1))
        case.children = [Child(birthday - ADULT_AT * 12)]
        if rng.random() < 0.4:
            case.children.append(Child(birthday - ADULT_AT * 12 - rng.randint(20, 40)))
        yield case


def _young_parents(rng: Random, span: Span) -> Iterator[Case]:
    """Parents under 21 with an infant."""
    for month in _each_year(rng, span, YOUNG_PARENTS_A_YEAR):
        born = not_in_april(month - rng.randint(18 * 12 + 8, 20 * 12))
        case = Case(born, set(range(month, month + rng.randint(3, 20))))
        case.children = [Child(month - rng.randint(0, 7))]
        if rng.random() < 0.4:
            case.partner = Partner(born - rng.randint(0, 40), married=False)
        yield case


def lodgers(rng: Random, span: Span, long_alone: list[Case]) -> list[Case]:
    """Hosts, and those with money of their own who live with them without supporting the children.

    Of `long_alone`, over three years and paid to the end, some become grown siblings or lodgers
    in a family that is not: they make no child family of it. Grown children with months of their
    own live with parents who have none, or who have the same.
    """
    hosts = []
    for lodger in long_alone[:LODGERS_OVER]:
        start = span.reference - rng.randint(24, LONGEST_SHORT - 1)
        host = _host(rng, start, set(range(start, start + LONGEST_SHORT)))
        lodger.host, lodger.hosted_from = host, start
        hosts.append(host)
    cases = list(hosts)
    for _ in range(AT_HOME):
        start = span.month(-1, 1) + rng.randint(0, 12)
        months = set(range(start, start + rng.randint(4, 22)))
        host = _host(rng, start, set(months) if rng.random() < 0.7 else set())
        born = not_in_april(start - rng.randint(18 * 12 + 1, 19 * 12 + 6))
        cases += [host, Case(born, months, host=host, hosted_from=start)]
    for case in cases:
        case.paid = {month for month in case.paid if month in span.months}
    return cases


def _host(rng: Random, month: Month, months: set[Month]) -> Case:
    born = adult_born(rng, month, 42, 52)
    children = children_of(rng, month, born, oldest_youngest=12, count=rng.randint(1, 3))
    partner = partner_of(rng, born, married=0.8) if rng.random() < 0.5 else None
    return Case(born, months, partner, children, known_from=month)


def _each_year(rng: Random, span: Span, count: int) -> Iterator[Month]:
    """Starting months: `count` in each year of the span."""
    for year in range(span.first // 12, span.last // 12 + 1):
        for _ in range(count):
            yield year * 12 + rng.randint(0, 11)
