"""Turns long courses into cases: which months inside the spell are paid, and the children."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from households.months import Month
from households.rules import ADULT_AT
from reports.demo import kvp
from reports.demo.cases import Case, Child, Support
from reports.demo.longterm import LIVE, Course, Simulation
from reports.demo.makers import children_of
from reports.demo.targets import Span

LOAN_ONLY = 5
ONE_OFF_ONLY = 6
THIN = 0.18
WITH_GAPS = 0.29
Runs = tuple[int, ...]
THIN_RUNS: Runs = (1, 1, 2, 3)
THIN_GAPS: Runs = (1, 2, 2, 3, 4, 5)
RUNS: Runs = (5, 8, 11, 14, 17)
GAPS: Runs = (1, 1, 1, 2, 3)
OLDEST_YOUNGEST = 10
"""Years: how old the youngest child may be when a long spell begins."""


def long_cases(rng: Random, span: Span, simulation: Simulation) -> list[Case]:
    """The cases of every long course, with paid months and children filled in."""
    for course in simulation.courses:
        texture = rng.random()
        for first, last in course.stretches:
            end = span.last if last is None else min(last, span.last)
            course.case.add(_paid(rng, first, end, texture))
            if first <= course.over_at <= end:
                course.case.paid.add(course.over_at)
        course.case.add(month for month in course.later if month <= span.last)
        course.case.children = _children(rng, span, course)
        _drop_the_future(span, course.case)
    _set_apart(rng, span, simulation.at_reference)
    return [course.case for course in simulation.courses if course.case.paid]


def _paid(rng: Random, first: Month, last: Month, texture: float) -> set[Month]:
    """The paid months of a stretch: a payment now and then, some gaps, or every month.

    The first and the last month are always paid, and no gap is longer than five months.
    """
    if first > last:
        return set()
    if texture < THIN:
        runs, gaps = THIN_RUNS, THIN_GAPS
    elif texture < WITH_GAPS + THIN:
        runs, gaps = RUNS, GAPS
    else:
        return set(range(first, last + 1))
    paid = {last}
    month = first
    while month < last:
        run = rng.choice(runs)
        paid.update(range(month, min(last, month + run)))
        month += run + rng.choice(gaps)
    return paid


def _children(rng: Random, span: Span, course: Course) -> list[Child]:
    """Children such that the household is a family for as long as the course says."""
    born = course.case.born
    if course.youngest_grown is not None:
        youngest = Child(course.youngest_grown - ADULT_AT * 12)
        age = max(0, youngest.born - born - 19 * 12)
        older = [Child(youngest.born - months) for months in (26, 61) if months < age]
        return [youngest, *older[: rng.randint(0, 2)]]
    if course.first_born is not None:
        return [Child(course.first_born)]
    if not course.is_family:
        return []
    last = course.stretches[-1][1]
    end = (span.last if last is None else last) + LIVE + 1
    room = (ADULT_AT * 12 - (end - course.start)) // 12
    children = children_of(rng, course.start, born, max(1, min(OLDEST_YOUNGEST, room)))
    if rng.random() < 0.15:
        children.append(Child(course.start + rng.randint(6, 30)))
    return children


def _drop_the_future(span: Span, case: Case) -> None:
    """What lies after the demo's last month has not happened."""
    case.enrolments = kvp.begun(span, case.enrolments)
    if case.died is not None and case.died > span.last:
        case.died = None
    if case.moved is not None and case.moved > span.last:
        case.moved = None
    partner = case.partner
    if partner is not None:
        if partner.first is not None and partner.first > span.last:
            case.partner = None
        if partner.last is not None and partner.last > span.last:
            partner.last = None
    case.children = [child for child in case.children if child.born <= span.last]


def _set_apart(rng: Random, span: Span, counted: Sequence[Course]) -> None:
    """A few of those counted got only loans, or only one-off and emergency help, that year."""
    single = [c.case for c in counted if c.case.partner is None and not c.is_family]
    chosen = rng.sample(single, LOAN_ONLY + ONE_OFF_ONLY)
    for case in chosen[:LOAN_ONLY]:
        case.support = Support.LOAN_ONLY
    for case in chosen[LOAN_ONLY:]:
        case.support = Support.ONE_OFF_ONLY
