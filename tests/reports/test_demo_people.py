"""Who the people of the demo are, and what they are paid."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from random import Random

import pytest

from benefits.models import Payment
from households.access import Protection
from households.codes import MainIncome
from households.months import Month, month_from, month_of
from households.national_id import Kind, NationalId, validate_duf
from reports.demo.cases import Case, Child, Enrolment, Intro, Partner, Support
from reports.demo.homes import settle
from reports.demo.money import Cashier, Norms, Row
from reports.demo.names import NORWEGIAN
from reports.demo.people import Numbers, People, everyone
from reports.demo.plan import plan
from reports.demo.rates import Rate, missing_rates
from reports.demo.showcase import choose
from reports.demo.targets import Span, span_of

SPAN = span_of(2025, month_from(2026, 11))
BORN = month_from(1985, 3)
RATE = Rate(date(2018, 1, 1), date(2018, 12, 31), 6_050, 10_100, 5_050, 2_350, 3_050, 3_950)


def month(year: int, number: int) -> Month:
    return month_from(year, number)


def people() -> People:
    return People(Random("people"), Numbers(), SPAN.last)


def rows(case: Case) -> list[Row]:
    norms = Norms([RATE], [(date(2018, 5, 1), 96_883)])
    return list(Cashier(Random("money"), SPAN, norms).rows(case))


@lru_cache(maxsize=1)
def settled() -> tuple[Span, list[Case]]:
    cases = plan(SPAN)
    settle(Random("homes"), SPAN, cases)
    choose(Random("showcase"), SPAN, cases)
    return SPAN, cases


def test_numbers_are_synthetic_and_given_once() -> None:
    numbers = Numbers()
    born = date(1990, 4, 17)
    given = [numbers.national_id(born) for _ in range(20)]
    assert len(set(given)) == 20
    assert {NationalId.parse(number).kind for number in given} == {Kind.TNR}
    assert {NationalId.parse(number).birth_date for number in given} == {born}
    assert validate_duf(numbers.duf(2022)) != validate_duf(numbers.duf(2022))


def test_the_partner_one_parts_from_is_the_same_human_afterwards() -> None:
    couple = Case(BORN, {month(2020, 1)}, Partner(BORN, married=True, last=month(2020, 5)))
    alone = Case(BORN, {month(2020, 6)}, former=couple)
    those = people()
    assert len(everyone(those, [couple, alone])) == 2
    assert those.applicant(alone) is those.partner(couple)


def test_two_cases_that_become_a_couple_keep_their_humans() -> None:
    one = Case(BORN, {month(2020, 1)})
    other = Case(BORN, {month(2020, 1)}, Partner(BORN, True, first=month(2021, 1), case=one))
    those = people()
    assert len(everyone(those, [other, one])) == 2
    assert those.partner(other) is those.applicant(one)
    assert those.applicant(one).sex != those.applicant(other).sex


def test_a_shared_child_is_one_human() -> None:
    child = Child(month(2015, 8), shared=True)
    parents = [Case(BORN, {month(2020, 1)}, children=[child]) for _ in range(2)]
    assert len(everyone(people(), parents)) == 3


def test_protection_and_a_move_are_the_whole_households() -> None:
    case = Case(BORN, {month(2020, 1)}, Partner(BORN, True), [Child(month(2015, 8))])
    case.moved, case.protection = month(2020, 2), Protection.CODE_6
    found = everyone(people(), [case])
    assert len(found) == 3
    assert {human.moved_away_on for human in found} == {date(2020, 2, 14)}
    assert {human.protection for human in found} == {Protection.CODE_6}


def test_newcomers_have_a_language_and_norwegians_none() -> None:
    newcomer = Case(BORN, {month(2020, 1)}, intros=[Intro(month(2020, 2), month(2021, 12))])
    those = people()
    assert those.applicant(newcomer).origin.language
    assert NORWEGIAN.language == ""


def test_every_paid_month_and_no_other_gets_paid_assistance() -> None:
    case = Case(BORN, {month(2020, 1), month(2020, 2), month(2020, 7)}, Partner(BORN, True))
    paid = [row for row in rows(case) if row.terms.status == Payment.Status.PAID]
    assert {month_of(row.paid_on) for row in paid} == case.paid
    assert {row.terms.month for row in paid} == case.paid
    assert min(row.amount for row in paid) > 0
    assert all(row.paid_on.weekday() < 5 for row in paid)
    assert all(row.terms.with_spouse for row in paid)


def test_spouses_who_take_turns_are_never_both_applicants_in_a_month() -> None:
    case = Case(BORN, set(range(month(2020, 1), month(2020, 12))), Partner(BORN, True))
    case.takes_turns = True
    sides = {(row.terms.month, row.terms.by_partner) for row in rows(case)}
    paid = {pair for pair in sides if pair[0] in case.paid}
    assert len(paid) == len(case.paid)
    assert {by_partner for _, by_partner in paid} == {True, False}


@pytest.mark.parametrize("support", [Support.LOAN_ONLY, Support.ONE_OFF_ONLY])
def test_support_of_one_kind_alone_holds_in_the_year_of_the_report(support: Support) -> None:
    case = Case(BORN, set(range(month(2024, 11), month(2026, 2))), support=support)
    in_year = [row for row in rows(case) if row.paid_on.year == 2025]
    in_year = [row for row in in_year if row.terms.status == Payment.Status.PAID]
    before = [row for row in rows(case) if row.paid_on.year == 2024]
    if support is Support.LOAN_ONLY:
        assert {row.kind for row in in_year} == {Payment.Kind.LOAN}
    else:
        few = {Payment.Category.ONE_OFF, Payment.Category.EMERGENCY}
        assert {row.category for row in in_year} <= few
    assert Payment.Category.SUBSISTENCE in {row.category for row in before}
    assert Payment.Kind.GRANT in {row.kind for row in before}


def test_kvp_benefit_is_two_base_amounts_a_year() -> None:
    case = Case(BORN, enrolments=[Enrolment(month(2023, 1), month(2023, 6))])
    whole = max(row.amount for row in rows(case))
    assert whole == round(96_883 * 2 / 12)
    assert {row.terms.main_income for row in rows(case)} == {MainIncome.KVP}
    assert len(rows(case)) == 6


def test_years_without_a_verified_rate_get_one_that_is_marked() -> None:
    made = missing_rates([RATE], date(2017, 1, 1), date(2020, 12, 31))
    assert [rate.valid_from.year for rate in made] == [2017, 2019, 2020]
    assert made[0].single < RATE.single < made[1].single < made[2].single


def test_a_part_of_a_year_is_filled_up_too() -> None:
    known = Rate(date(2018, 7, 1), date(2018, 12, 31), *([6_000] * 6))
    made = missing_rates([known], date(2018, 1, 1), date(2018, 12, 31))
    assert [(rate.valid_from, rate.valid_to) for rate in made] == [
        (date(2018, 1, 1), date(2018, 6, 30))
    ]


def test_a_few_households_are_protected_and_some_have_no_known_district() -> None:
    _, cases = settled()
    grades = [case.protection for case in cases if case.protection != Protection.NONE]
    assert len(grades) == 11
    assert set(grades) == set(Protection) - {Protection.NONE, Protection.CODE_6_ABROAD}
    assert {code for case in cases for _, code in case.homes} >= {None, "ostbyen", "heimdal"}


def test_the_showcase_has_households_of_many_kinds_in_one_district() -> None:
    span, cases = settled()
    shown = [case for case in cases if case.showcase]
    assert len({case.showcase for case in shown}) >= 14
    assert {case.homes[-1][1] for case in shown} == {"ostbyen"}
    assert sum(case.is_family(span.last) for case in shown) >= 10
