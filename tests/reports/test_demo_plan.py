"""The plan of the demo, before any row is written: head counts by month, and who is over."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from benefits.rules import DEFINITIONS, History, is_over_three_years
from households.months import Month, month_from
from reports.demo import targets
from reports.demo.cases import Case
from reports.demo.filling import children_in
from reports.demo.plan import plan
from reports.demo.targets import LONG_TERM, Span, span_of

EACH = [(2025, 0), (2025, 1), (2012, 0)]
TODAY = month_from(2026, 11)


@lru_cache(maxsize=2)
def planned(year: int, copy: int, today: Month = TODAY) -> tuple[Span, list[Case]]:
    span = span_of(year, today)
    return span, plan(span, copy)


def history(span: Span, *, case: Case, as_partner: bool = False) -> History:
    """The months of a case's applicant, or of the partner; from before they parted as well."""
    months = {m for m in case.paid if case.spouse_applies(m)} if as_partner else set(case.paid)
    own = case.partner.case if as_partner and case.partner else None
    months |= own.paid if own else set()
    if not as_partner and case.former is not None:
        months |= {m for m in case.former.paid if case.former.spouse_applies(m)}
    neutral: set[Month] = set()
    for enrolment in [] if as_partner else case.enrolments:
        last = span.last if enrolment.last is None else enrolment.last
        neutral.update(range(enrolment.first, last + 1))
    for intro in [] if as_partner else case.intros:
        neutral.update(range(intro.first, intro.last + 1))
    return History(frozenset(months), frozenset(neutral), frozenset(months))


def counts(span: Span, cases: list[Case], month: Month, code: str = "DEF-1") -> list[Case]:
    """The cases over three years in `month`, a couple once."""
    moved_in = {
        case.partner.case
        for case in cases
        if case.partner is not None and case.partner.case is not None
        if case.partner.is_here(month)
    }

    def is_over(case: Case) -> bool:
        gone = [when for when in (case.died, case.moved) if when is not None]
        former = case.former.partner if case.former is not None else None
        lives_with_another = case in moved_in or (former is not None and former.is_here(month))
        if lives_with_another or min(gone, default=month + 1) <= month:
            return False
        sides = [history(span, case=case)]
        if case.spouse_applies(month):
            sides.append(history(span, case=case, as_partner=True))
        return any(is_over_three_years(side, month, code) for side in sides)

    known = [case for case in cases if any(month - 60 < paid <= month for paid in case.paid)]
    return [case for case in known if is_over(case)]


@pytest.mark.parametrize(("year", "copy"), EACH)
def test_every_month_has_the_heads_it_should_have(year: int, copy: int) -> None:
    span, cases = planned(year, copy)
    paid = Counter(month for case in cases for month in case.paid)
    young = Counter(month for case in cases for month in case.paid if case.is_young(month))
    enrolments = [enrolment for case in cases for enrolment in case.enrolments]
    for month in span.months:
        assert paid[month] == targets.recipients(span, month)
        assert young[month] == targets.under_21(span, month)
        assert sum(e.at_end_of(month) for e in enrolments) == targets.in_kvp(span, month)


@pytest.mark.parametrize(("year", "copy"), EACH)
def test_the_means_of_the_plan_come_out_without_rounding(year: int, copy: int) -> None:
    span, cases = planned(year, copy)
    months = span.mean_months()
    families = sum(m in case.paid and case.is_family(m) for case in cases for m in months)
    assert sum(m in case.paid for case in cases for m in months) == 9 * 1404
    assert families == 9 * 367
    assert children_in(cases, months) == 9 * 734


@pytest.mark.parametrize(("year", "copy"), EACH)
def test_each_december_counts_the_planned_stock(year: int, copy: int) -> None:
    span, cases = planned(year, copy)
    for years in range(-4, 1):
        december = span.month(years, 12)
        over = counts(span, cases, december)
        goal = LONG_TERM[years]
        families = sum(case.is_family(december) for case in over)
        assert (len(over), families) == (goal.recipients, goal.families)


def test_the_same_year_and_copy_give_the_same_plan() -> None:
    span = span_of(2025, TODAY)
    one, other = ([sorted(case.paid) for case in plan(span, 2)] for _ in range(2))
    assert one == other
    assert one != [sorted(case.paid) for case in plan(span, 3)]


def test_a_year_that_has_just_ended_has_its_figures_too() -> None:
    span, cases = planned(2025, 0, month_from(2026, 1))
    assert span.last == span.reference
    assert max(month for case in cases for month in case.paid) == span.reference
    assert len(counts(span, cases, span.reference)) == 267


def test_nothing_is_planned_after_the_last_finished_month() -> None:
    span, cases = planned(2025, 0)
    assert max(month for case in cases for month in case.paid) == month_from(2026, 10)
    assert all(enrolment.first <= span.last for case in cases for enrolment in case.enrolments)
    assert all(child.born <= span.last for case in cases for child in case.children)


def test_the_definitions_differ() -> None:
    span, cases = planned(2025, 0)
    found = {code: len(counts(span, cases, span.reference, code)) for code in DEFINITIONS}
    assert len(set(found.values())) == 5
    assert found["DEF-2"] < found["DEF-1"] < found["DEF-5"]


def test_grown_siblings_and_lodgers_make_no_child_family() -> None:
    span, cases = planned(2025, 0)
    over = [case for case in counts(span, cases, span.reference) if case.host is not None]
    assert over
    for lodger in over:
        host = lodger.host
        assert host is not None
        assert host.is_family(span.reference)
        assert host not in counts(span, cases, span.reference)


@pytest.mark.parametrize("years", sorted(targets.RECIPIENTS))
def test_a_years_offsets_from_its_mean_add_up_to_nothing(years: int) -> None:
    span = span_of(2025, month_from(2028, 1))
    mean = [targets.recipients(span, month) for month in span.mean_months(years)]
    families = [targets.families(span, month) for month in span.mean_months(years)]
    assert sum(mean) == 9 * targets.RECIPIENTS[years]
    assert sum(families) == 9 * targets.FAMILIES[years]


def test_the_exits_of_tabell_2_are_those_of_the_year_before() -> None:
    assert sum(targets.EXIT_CODES.values()) == sum(targets.KVP_EXITS[-1]) == 200
