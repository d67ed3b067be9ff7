"""The whole plan of a demo municipality: cases in which the ordinary report finds the table."""

from __future__ import annotations

from random import Random

from reports.demo import courses, filling, kvp, long_cases, longterm
from reports.demo.cases import Case
from reports.demo.longterm import Course, Pool, Simulation
from reports.demo.targets import Span


def plan(span: Span, copy: int = 0) -> list[Case]:
    """All cases of the municipality; another `copy` is another municipality of the same size.

    The same span and copy give the same plan. Each part draws from a generator of its own, so
    that a change in one leaves the others' draws alone.
    """

    def rng(part: str) -> Random:
        return Random(f"{span.year}/{copy}/{part}")

    pool = Pool(rng("pool"), kvp.plan_enrolments(rng("kvp"), span))
    simulation = longterm.Simulation(rng("long"), span, pool)
    simulation.run()
    fixed = long_cases.long_cases(rng("long cases"), span, simulation)
    fixed += kvp.kvp_courses(rng("kvp courses"), span, pool.free)
    fixed += courses.courses(rng("courses"), span)
    fixed += courses.lodgers(rng("lodgers"), span, _alone(simulation, span))
    return fixed + filling.fill(rng("filling"), span, fixed)


def _alone(simulation: Simulation, span: Span) -> list[Case]:
    """Over three years at the reference month, single, childless and paid beyond it."""

    def stays(course: Course) -> bool:
        last = course.stretches[-1][1]
        return last is None or last > span.reference

    return [
        course.case
        for course in simulation.at_reference
        if stays(course) and not course.is_family and course.is_single and not course.later
        if course.case.former is None and not course.case.children and not course.case.enrolments
    ]
