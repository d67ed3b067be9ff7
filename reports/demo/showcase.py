"""Households worth opening in a short demonstration: first in Østbyen's list, one of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from households.access import Protection
from households.months import Month
from reports.demo.cases import LONGEST_GAP, Case
from reports.demo.homes import move_to
from reports.demo.targets import Span

DISTRICT = "ostbyen"
OVER = 37
SEEN = 4
"""Months: how lately the household must have been paid to be of interest."""

Test = Callable[[Case], bool]


def choose(rng: Random, span: Span, cases: Sequence[Case]) -> list[Case]:
    """Mark some households of each kind, and let them live in the showcase's district."""
    hosted = {case.host for case in cases if case.host is not None}
    former = {case.former for case in cases if case.former is not None}
    chosen: list[Case] = []
    candidates = [case for case in cases if _may_be_shown(case, span)]
    rng.shuffle(candidates)
    for kind, (count, test) in _kinds(span, hosted, former).items():
        fitting = [case for case in candidates if case not in chosen and test(case)]
        for case in fitting[:count]:
            case.showcase = kind
            move_to(case, DISTRICT)
            chosen.append(case)
    _move_once(chosen, span)
    return chosen


def _may_be_shown(case: Case, span: Span) -> bool:
    is_known = case.protection == Protection.NONE and case.host is None
    return is_known and case.last > span.last - SEEN and case.died is None and case.moved is None


def _kinds(
    span: Span, hosted: Iterable[Case], former: Iterable[Case]
) -> dict[str, tuple[int, Test]]:
    """How many of each kind to show, and how to know them."""
    hosts, parted = set(hosted), set(former)
    now = span.last

    def family(case: Case) -> bool:
        return case.is_family(now) and max(case.paid, default=0) > now - SEEN

    def years(case: Case) -> bool:
        return _counted(case, now) >= OVER

    def near(case: Case) -> bool:
        return OVER - LONGEST_GAP <= _counted(case, now) < OVER

    return {
        "kvp inside, family": (1, lambda c: years(c) and family(c) and _is_back_from_kvp(c)),
        "kvp inside": (2, lambda c: years(c) and _is_back_from_kvp(c)),
        "left for kvp": (2, lambda c: len(c.paid) >= OVER and _is_in_kvp(c, now)),
        "introduction inside": (2, lambda c: years(c) and bool(c.intros)),
        "near, family": (3, lambda c: near(c) and family(c)),
        "near": (2, near),
        "parted": (1, lambda c: c in parted and family(c)),
        "grown sibling": (1, lambda c: c in hosts and family(c)),
        "shared residence": (1, lambda c: family(c) and any(child.shared for child in c.children)),
        "newborn": (1, lambda c: family(c) and any(x.born > now - 8 for x in c.children)),
        "couple, gaps, family": (2, lambda c: years(c) and family(c) and _has_gaps(c)),
        "couple, family": (2, lambda c: years(c) and family(c) and c.spouse_applies(now)),
        "family": (4, lambda c: years(c) and family(c)),
        "gaps": (2, lambda c: years(c) and _has_gaps(c)),
        "turned 18": (1, lambda c: years(c) and bool(c.children) and not c.is_family(now)),
        "every year": (2, lambda c: len(c.paid) < 26 and now - c.first > 60),
    }


def _counted(case: Case, now: Month) -> int:
    """The length of the running spell, gaps included and neutral months left out."""
    months = sorted(case.paid, reverse=True)
    if not months or now - months[0] > LONGEST_GAP:
        return 0
    first = months[0]
    for month in months[1:]:
        if len(_not_neutral(case, month + 1, first)) > LONGEST_GAP:
            break
        first = month
    return len(_not_neutral(case, first, months[0] + 1))


def _not_neutral(case: Case, first: Month, end: Month) -> list[Month]:
    """The months from `first` to before `end` that are paid or outside KVP and introduction."""
    return [
        month
        for month in range(first, end)
        if month in case.paid
        or (
            not any(enrolment.touches(month) for enrolment in case.enrolments)
            and not any(intro.first <= month <= intro.last for intro in case.intros)
        )
    ]


def _is_back_from_kvp(case: Case) -> bool:
    ends = [e.last for e in case.enrolments if e.last is not None and e.back_on_assistance]
    return any(end < max(case.paid, default=0) for end in ends)


def _is_in_kvp(case: Case, now: Month) -> bool:
    return any(enrolment.at_end_of(now) for enrolment in case.enrolments)


def _has_gaps(case: Case) -> bool:
    return len(case.paid) < 0.8 * (max(case.paid) - min(case.paid) + 1)


def _move_once(chosen: Sequence[Case], span: Span) -> None:
    """One of them has come from another district."""
    for case in chosen[-1:]:
        case.homes = [(case.first, "lerkendal"), (span.last - 14, DISTRICT)]
