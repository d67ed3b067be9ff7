"""Who is in the qualification programme (KVP) from month to month, and when they leave to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from households.months import Month, number_of, year_of
from reports.demo import targets
from reports.demo.cases import LONGEST_SHORT, Case, Enrolment
from reports.demo.makers import adult_born, children_of, months_with_gap
from reports.demo.targets import Span

SHORTEST_STAY = 4
USUAL_STAY = 24
LONGEST_STAY = 34
JANUARY = 1


def plan_enrolments(rng: Random, span: Span) -> list[Enrolment]:
    """Enrolments that make the head count of every month's last day (targets.in_kvp).

    Those of the months after the demo's last are planned too; `begun` leaves them out.
    """
    here: list[Enrolment] = []
    all_of_them: list[Enrolment] = []
    for month in span.planned_months:
        for leaving in _leavers(rng, here, month, targets.kvp_exits(span, month)):
            here.remove(leaving)
            at_month_end = number_of(month) != JANUARY and rng.random() < 0.5
            leaving.last = month - 1 if at_month_end else month
            leaving.at_month_end = at_month_end
        new = [Enrolment(month) for _ in range(targets.in_kvp(span, month) - len(here))]
        here += new
        all_of_them += new
    _give_exit_codes(rng, span, all_of_them)
    return all_of_them


def begun(span: Span, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Those that have begun by the demo's last month, none of them ended after it."""
    known = [enrolment for enrolment in enrolments if enrolment.first <= span.last]
    for enrolment in known:
        if enrolment.last is not None and enrolment.last > span.last:
            enrolment.last, enrolment.at_month_end, enrolment.exit_code = None, False, ""
    return known


def _leavers(rng: Random, here: Sequence[Enrolment], month: Month, count: int) -> list[Enrolment]:
    """Those who leave in `month`: more likely the longer they have been in the programme."""

    def chance(enrolment: Enrolment) -> float:
        stay = month - enrolment.first
        if stay < SHORTEST_STAY:
            return -1.0
        return 2.0 if stay >= LONGEST_STAY else rng.random() * min(1.0, stay / USUAL_STAY)

    chances = {enrolment: chance(enrolment) for enrolment in here}
    return sorted(here, key=chances.__getitem__, reverse=True)[:count]


def _give_exit_codes(rng: Random, span: Span, enrolments: Iterable[Enrolment]) -> None:
    """The year before the report's gets the plan's Tabell 2 exactly, the other years about so."""
    tabell_2 = [code for code, count in targets.EXIT_CODES.items() for _ in range(count)]
    exact = list(tabell_2)
    rng.shuffle(exact)
    for enrolment in enrolments:
        if enrolment.last is None:
            continue
        is_exact = year_of(enrolment.last) == span.year - 1
        enrolment.exit_code = exact.pop() if is_exact else rng.choice(tabell_2)


def kvp_courses(rng: Random, span: Span, enrolments: Iterable[Enrolment]) -> list[Case]:
    """A course for each enrolment that has begun; none is ever over three years."""
    return [_course(rng, span, enrolment) for enrolment in begun(span, enrolments)]


def _course(rng: Random, span: Span, enrolment: Enrolment) -> Case:
    is_family = rng.random() < 0.3
    ages = (24, 45) if is_family else (21, 60)
    born = adult_born(rng, enrolment.first - 22, *ages)
    case = Case(born, enrolments=[enrolment])
    if is_family:
        case.children = children_of(rng, enrolment.first - 22, born, oldest_youngest=8)
    room = LONGEST_SHORT
    if rng.random() < 0.88:
        before = min(rng.randint(2, 22), enrolment.first - span.first)
        case.add(months_with_gap(rng, enrolment.first - before, enrolment.first - 1))
        room -= before
    if rng.random() < 0.12:
        supplement = _supplement(rng, enrolment, span)
        case.add(supplement)
        room -= len(supplement)
    if enrolment.last is not None:
        case.add(_afterwards(rng, enrolment, enrolment.last, room))
    case.paid = {month for month in case.paid if month in span.months}
    return case


def _supplement(rng: Random, enrolment: Enrolment, span: Span) -> list[Month]:
    """Some months of assistance on top of KVP: they count as assistance."""
    last = span.last if enrolment.last is None else enrolment.last
    start = rng.randint(enrolment.first, last)
    return list(range(start, min(last, start + rng.randint(0, 5)) + 1))


def _afterwards(rng: Random, enrolment: Enrolment, last: Month, room: int) -> range:
    """The months of assistance after KVP: at once, or as a new spell much later."""
    if enrolment.back_on_assistance and room > 3:
        start = last + rng.randint(1, 2)
        return range(start, start + rng.randint(2, min(14, room - 1)))
    if not enrolment.back_on_assistance and rng.random() < 0.12:
        start = last + rng.randint(8, 20)
        return range(start, start + rng.randint(1, 8))
    return range(0)
