"""Housing, income, the cap, what stands outside it, and the amount that is decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction

import pytest

from benefits.calculation.award import calculate
from benefits.calculation.dated import CapBasis
from benefits.calculation.result import Part
from benefits.calculation.values import (
    LEISURE,
    Adult,
    CalculationError,
    Deduction,
    HousingKind,
    HousingLine,
    Income,
    IncomeKind,
    Living,
    OneOff,
    Supplement,
    Unit,
    kroner,
)
from benefits.models import OneOffGuide
from tests.benefits.calculation_cases import (
    APPLICANT,
    CAP,
    FIRST_CHILD,
    FIVE_CHILDREN,
    couple,
    facts,
    rates_2013,
    single,
    wages,
)

LARGE = couple(*FIVE_CHILDREN)


def test_what_is_accepted_counts_and_what_was_claimed_stands_beside_it() -> None:
    housing = (
        HousingLine(HousingKind.RENT, 9_000, 7_500),
        HousingLine(HousingKind.POWER, Decimal("612.50"), Decimal("612.50")),
        HousingLine(HousingKind.INSURANCE, 120, 120),
        HousingLine(HousingKind.INTEREST, 4_000, 0),
    )
    result = calculate(replace(facts(single()), housing=housing), rates_2013())
    assert [(line.text, line.stated, line.amount) for line in result.part(Part.HOUSING)] == [
        ("Husleie", 9_000, 7_500),
        ("Strøm og oppvarming", 613, 613),
        ("Innboforsikring", 120, 120),
        ("Renter på boliglån", 4_000, 0),
    ]
    assert result.award == 5_500 + 8_233


@pytest.mark.parametrize("kind", [kind for kind in IncomeKind if not kind.startswith("child_")])
def test_income_lowers_the_award_krone_for_krone(kind: IncomeKind) -> None:
    given = facts(single(), incomes=(Income(kind, 1_234, APPLICANT),))
    assert calculate(given, rates_2013()).award == 5_500 - 1_234


@pytest.mark.parametrize(("month", "counted"), [("2022-08", 1_054), ("2022-09", 0)])
def test_child_benefit_is_kept_out_from_september_2022(month: str, counted: int) -> None:
    child_benefit = Income(IncomeKind.CHILD_BENEFIT, 1_054, APPLICANT)
    given = facts(single("1980-01-01", "2018-01-01"), month=month, incomes=(child_benefit,))
    result = calculate(given, rates_2013(month))
    (line,) = result.part(Part.INCOME)
    assert (line.amount, line.stated) == (counted, 1_054)
    assert ("regnes ikke med" in line.text) == (counted == 0)


def test_a_childs_own_wages_are_kept_out_and_an_adults_can_not_be() -> None:
    unit = single("1970-01-01", "1998-01-01")
    own = Income(IncomeKind.CHILD_WAGES, 2_000, FIRST_CHILD)
    result = calculate(facts(unit, incomes=(own,)), rates_2013())
    assert result.total(Part.INCOME) == 0
    with pytest.raises(CalculationError, match="bare for barn"):
        facts(unit, incomes=(replace(own, person=APPLICANT),))


def test_income_of_somebody_who_is_no_longer_a_child_is_left_out_with_them() -> None:
    given = facts(single("1970-01-01", "1995-05-31"), incomes=(wages(9_000, FIRST_CHILD),))
    assert calculate(given, rates_2013()).award == 5_500


def test_income_above_the_need_gives_nothing_and_lowers_no_one_off() -> None:
    given = facts(single(), incomes=(wages(7_000),), one_offs=(OneOff("other", "Senger", 900),))
    result = calculate(given, rates_2013())
    assert (result.ordinary, result.surplus, result.award) == (0, 1_500, 900)


@pytest.mark.parametrize(
    ("basis", "income", "reduction", "award"),
    [
        (CapBasis.NEED, 0, 9_350, 24_000),
        (CapBasis.PAYOUT, 0, 9_350, 24_000),
        (CapBasis.NEED, 8_000, 9_350, 16_000),
        (CapBasis.PAYOUT, 8_000, 1_350, 24_000),
        (CapBasis.NEED, 9_350, 9_350, 14_650),
        (CapBasis.PAYOUT, 9_350, 0, 24_000),
        (CapBasis.PAYOUT, 9_351, 0, 23_999),
        (CapBasis.NEED, 40_000, 9_350, 0),
        (CapBasis.PAYOUT, 40_000, 0, 0),
    ],
)
def test_the_cap_limits_the_need_or_the_payout(
    basis: CapBasis, income: int, reduction: int, award: int
) -> None:
    rates = rates_2013(cap=replace(CAP, basis=basis))
    result = calculate(facts(LARGE, 9_000, incomes=(wages(income),)), rates)
    assert (result.reduction, result.award) == (reduction, award)
    assert result.surplus == max(0, income - 33_350 + reduction)
    assert result.cap == rates.cap


def test_the_cap_is_for_child_families_and_begins_above_its_amount() -> None:
    assert calculate(facts(couple(), 30_000), rates_2013()).award == 39_100
    elsewhere = Unit(Living.SINGLE, (Adult(APPLICANT, supports_children=True),))
    assert calculate(facts(elsewhere, 30_000), rates_2013()).award == 35_500
    family = single("1980-01-01", "2010-01-01")
    assert calculate(facts(family, 16_150), rates_2013()).part(Part.CAP) == ()
    assert calculate(facts(family, 16_151), rates_2013()).reduction == 1


def test_one_offs_and_supplements_stand_outside_the_cap() -> None:
    more = Supplement("Diett", 700, "Cøliaki, legeerklæring")
    given = facts(LARGE, 9_000, one_offs=(OneOff("other", "Komfyr", 3_000),), supplements=(more,))
    assert calculate(given, rates_2013()).award == 27_700


def test_a_deduction_takes_no_more_than_there_is_and_shows_what_was_wanted() -> None:
    taken = (Deduction("§ 26", "Refusjon", 5_000), Deduction("§ 24", "Lån", 1_500))
    result = calculate(facts(single(), deductions=taken), rates_2013())
    assert [(line.amount, line.stated) for line in result.part(Part.DEDUCTION)] == [
        (5_000, 5_000),
        (500, 1_500),
    ]
    assert (result.before_deductions, result.award) == (5_500, 0)


@pytest.mark.parametrize("section", ["§ 20", "§ 20 a", "§ 23", "§ 24", "§ 25", "§ 26 andre ledd"])
def test_a_deduction_rests_on_a_section_that_allows_it(section: str) -> None:
    given = facts(single(), deductions=(Deduction(section, "Trekk", 100),))
    (line,) = calculate(given, rates_2013()).part(Part.DEDUCTION)
    assert line.text == f"Trekk ({section})"


def test_the_steps_of_the_sum_are_those_of_the_letter() -> None:
    given = facts(
        LARGE,
        9_000,
        incomes=(wages(8_000),),
        one_offs=(OneOff("other", "Komfyr", 3_000),),
        deductions=(Deduction("§ 26", "Refusjon", 500),),
    )
    steps = calculate(given, rates_2013()).steps
    assert [(step.text, step.amount) for step in steps] == [
        ("Livsopphold", 24_350),
        ("Boutgifter", 9_000),
        ("Behov", 33_350),
        ("Avkortet etter stønadstaket", -9_350),
        ("Inntekter", -8_000),
        ("Stønad til livsopphold og bolig", 16_000),
        ("Engangsstønad", 3_000),
        ("Trekk", -500),
        ("Etter normen", 18_500),
    ]
    assert [step.amount for step in steps if step.is_total] == [33_350, 16_000, 18_500]


def test_another_amount_demands_grounds_and_leaves_the_norms_amount() -> None:
    result = calculate(facts(LARGE, 9_000), rates_2013())
    decided = result.at_discretion(28_000, grounds="Barnas behov etter flyttingen")
    assert (decided.award, decided.norm_award, result.award) == (28_000, 24_000, 24_000)
    for grounds in ("", "  \n"):
        with pytest.raises(CalculationError, match="må begrunnes"):
            result.at_discretion(28_000, grounds=grounds)
    with pytest.raises(CalculationError, match="mindre enn 0"):
        result.at_discretion(-1, grounds="Feil")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Supplement("Diett", 700, " "), "må begrunnes"),
        (lambda: OneOff(LEISURE, "Fotball", 900), "§ 19"),
        (lambda: Deduction("", "Trekk", 900), "hjemmel"),
        (lambda: Deduction("§ 18", "Trekk", 900), "hjemmel"),
        (lambda: Deduction("§ 200", "Trekk", 900), "hjemmel"),
        (lambda: HousingLine(HousingKind.RENT, 900, 901), "høyere enn"),
        (lambda: Unit(Living.COUPLE, single().adults), "to voksne"),
        (lambda: Unit(Living.SINGLE, couple().adults), "to voksne"),
        (lambda: replace(couple(), adults=single().adults * 2), "to ganger"),
        (lambda: facts(single(), incomes=(wages(1, 99),)), "ikke er med"),
    ],
)
def test_what_may_not_be_is_refused_in_words_for_the_caseworker(
    wrong: Callable[[], object], message: str
) -> None:
    with pytest.raises(CalculationError, match=message):
        wrong()


def test_an_amount_is_exact_and_never_negative() -> None:
    with pytest.raises(TypeError):
        wages(0.1)
    with pytest.raises(ValueError, match="negative"):
        wages(-1)
    assert [kroner(a) for a in (Decimal("0.5"), Fraction(3, 2), Decimal("2.49"))] == [1, 2, 2]


def test_rates_of_another_month_are_refused() -> None:
    with pytest.raises(ValueError, match="another month"):
        calculate(facts(single()), rates_2013("2013-07"))


def test_a_result_can_be_kept_as_json_and_names_its_sources_once() -> None:
    result = calculate(facts(LARGE, 9_000), rates_2013())
    assert json.loads(json.dumps(asdict(result)))["lines"][0]["amount"] == 9_100
    assert result.sources == ("A-2/2012", "Formannskapet", "Planen")


def test_the_leisure_one_off_is_the_guides_leisure() -> None:
    assert OneOffGuide.Event.LEISURE == LEISURE
