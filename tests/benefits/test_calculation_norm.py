"""Which norm a household has: each age and each date at its edge."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import benefits.calculation
from benefits.calculation.award import calculate
from benefits.calculation.dated import Rates
from benefits.calculation.norm import month_on_assistance
from benefits.calculation.result import Part
from benefits.calculation.values import Adult, Living, Unit
from households.months import parse_month
from tests.benefits.calculation_cases import (
    couple,
    facts,
    rates_2013,
    rates_2019,
    setting,
    single,
)


def norm_of(unit: Unit, month: str, rates: Rates) -> list[tuple[str, int]]:
    result = calculate(facts(unit, month=month), rates)
    return [(line.kind, line.amount) for line in result.part(Part.NORM)]


def test_the_rules_know_nothing_of_django_or_the_database() -> None:
    paths = list(Path(benefits.calculation.__file__).parent.glob("*.py"))
    assert len(paths) > 5
    named = {
        node.module
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert [name for name in named if name and name.startswith(("django", "benefits.mod"))] == []


@pytest.mark.parametrize(
    ("month", "rate"),
    [
        ("2013-05", None),
        ("2013-06", 2_100),
        ("2019-05", 2_100),
        ("2019-06", 2_800),
        ("2024-05", 2_800),
        ("2024-06", 3_500),
        ("2031-06", 3_500),
        ("2031-07", None),
    ],
)
def test_a_childs_band_is_new_from_the_month_of_the_birthday(month: str, rate: int | None) -> None:
    lines = norm_of(single("1980-01-01", "2013-06-30"), month, rates_2013(month))
    assert [amount for kind, amount in lines if kind == "child_state"] == [rate] * bool(rate)


def test_who_is_no_child_is_left_out_with_a_notice_and_so_is_their_income() -> None:
    unit = single("1970-01-01", "1995-05-31")
    result = calculate(facts(unit), rates_2013())
    assert result.notices == ("Barn født 31.05.1995 er ikke barn i juni 2013, og er ikke med.",)
    assert result.cap is None


@pytest.mark.parametrize(
    ("born", "kind"),
    [
        ("1989-06-01", "adult_state"),
        ("1989-06-02", "youth_state"),
        ("1989-05-31", "adult_state"),
    ],
)
def test_in_2013_the_youth_norm_is_for_those_under_24_on_the_first(born: str, kind: str) -> None:
    assert norm_of(single(born), "2013-06", rates_2013())[0][0] == kind


@pytest.mark.parametrize(
    ("born", "norm"), [("1994-06-01", 6_150), ("1994-06-02", 4_120), ("2001-06-01", 4_120)]
)
def test_in_2019_the_youth_norm_is_for_those_under_25_on_the_first(born: str, norm: int) -> None:
    assert norm_of(single(born), "2019-06", rates_2019())[0][1] == norm


def test_whoever_supports_a_child_has_the_full_norm_wherever_the_child_lives() -> None:
    adult = Adult(1, date(1992, 1, 1), supports_children=True)
    elsewhere = Unit(Living.SINGLE, (adult,), month_on_assistance=1)
    at_home = single("1992-01-01", "2012-01-01", month_on_assistance=1)
    assert norm_of(elsewhere, "2013-06", rates_2013()) == [("adult_state", 5_500)]
    assert norm_of(at_home, "2013-06", rates_2013())[0] == ("adult_state", 5_500)


def test_a_young_couple_has_the_rate_of_couples_and_a_young_one_sharing_the_youth_norm() -> None:
    pair = Unit(Living.COUPLE, (Adult(1, date(1992, 1, 1)), Adult(2, date(1992, 1, 1))))
    assert norm_of(pair, "2013-06", rates_2013()) == [("adult_state", 9_100)]
    shared = Unit(Living.SHARED, (Adult(1, date(1992, 1, 1)),))
    assert norm_of(shared, "2013-06", rates_2013()) == [("youth_state", 3_667)]
    older = Unit(Living.SHARED, (Adult(1, date(1980, 1, 1)),))
    assert norm_of(older, "2013-06", rates_2013()) == [("adult_state", 4_550)]


@pytest.mark.parametrize(("number", "norm"), [(1, 4_920), (3, 4_920), (4, 6_150), (None, 6_150)])
def test_the_short_term_norm_ends_after_three_months(number: int | None, norm: int) -> None:
    unit = single("1980-01-01", month_on_assistance=number)
    assert norm_of(unit, "2019-06", rates_2019())[0][1] == norm


def test_the_youth_norm_and_the_short_term_norm_are_not_multiplied() -> None:
    unit = single("1999-01-01", month_on_assistance=1)
    assert norm_of(unit, "2019-06", rates_2019()) == [("youth_state", 4_120)]


@pytest.mark.parametrize(
    ("earlier", "number"),
    [
        ([], 1),
        (["2018-12"], 7),
        (["2018-11"], 1),
        (["2019-05", "2019-04"], 3),
        (["2019-05", "2018-12", "2018-05"], 7),
        (["2019-05", "2018-10"], 2),
        (["2019-06", "2019-07"], 1),
    ],
)
def test_a_former_recipient_is_new_after_six_months_without(
    earlier: list[str], number: int
) -> None:
    months = [parse_month(text) for text in earlier]
    assert month_on_assistance(months, parse_month("2019-06"), 6) == number


@pytest.mark.parametrize(
    ("born", "norm"),
    [
        ("1997-06-01", ("youth_state", 4_120)),
        ("1997-06-02", ("parents_home", 3_000)),
        ("2001-06-01", ("parents_home", 3_000)),
        ("2001-06-02", ("youth_state", 4_120)),
    ],
)
def test_who_lives_with_the_parents_has_their_norm_from_18_through_21(
    born: str, norm: tuple[str, int]
) -> None:
    adult = Adult(1, date.fromisoformat(born), lives_with_parents=True)
    rates = rates_2019(parents_home_norm=setting("3000"), parents_home_age=setting("22"))
    assert norm_of(Unit(Living.SINGLE, (adult,)), "2019-06", rates) == [norm]


def test_a_norm_that_nobody_has_entered_is_not_used_and_says_so() -> None:
    adult = Adult(1, date(1994, 1, 1), lives_with_parents=True)
    unit = Unit(Living.SINGLE, (adult,), month_on_assistance=1)
    rates = rates_2013(youth_factor=None, youth_age=None)
    result = calculate(facts(unit), rates)
    assert result.award == 5_500
    assert [notice.split(" er ")[0] for notice in result.notices] == [
        "Ungdomsnorm",
        "Norm for hjemmeboende",
        "Korttidsnorm",
    ]
    assert calculate(facts(couple()), rates).notices == ()


@pytest.mark.parametrize(
    ("born", "number", "notices"),
    [
        ("1988-06-02", 3, ["Ungdomsnorm", "Korttidsnorm"]),
        ("1988-06-01", 4, []),
        ("1988-06-01", None, []),
    ],
)
def test_no_notice_comes_of_a_norm_that_could_not_hold(
    born: str, number: int | None, notices: list[str]
) -> None:
    unit = single(born, month_on_assistance=number)
    result = calculate(facts(unit), rates_2013(youth_factor=None))
    assert [notice.split(" er ")[0] for notice in result.notices] == notices


def test_a_couple_of_whom_one_supports_a_child_elsewhere_has_the_full_norm() -> None:
    adults = (Adult(1, date(1980, 1, 1), supports_children=True), Adult(2, date(1980, 1, 1)))
    pair = Unit(Living.COUPLE, adults, month_on_assistance=1)
    assert norm_of(pair, "2019-06", rates_2019()) == [("adult_state", 10_250)]
    childless = Unit(Living.COUPLE, (*adults[1:], Adult(3)), month_on_assistance=1)
    assert norm_of(childless, "2019-06", rates_2019()) == [("short_term_state", 8_200)]


def test_an_unknown_birth_date_gives_the_full_norm_and_a_notice() -> None:
    result = calculate(facts(Unit(Living.SINGLE, (Adult(1),))), rates_2013())
    assert result.award == 5_500
    assert result.notices == (
        "Fødselsdatoen er ukjent: Lavere normer etter alder er ikke vurdert.",
    )


def test_the_municipalitys_supplement_for_adults_is_a_line_of_its_own() -> None:
    state = rates_2013().state
    more = {"single": 301, "source": "Bystyret"}
    supplement = type(state)(**(dict.fromkeys(state.__dataclass_fields__, 0) | more))
    lines = norm_of(single("1992-01-01"), "2013-06", rates_2013(municipality=supplement))
    assert lines == [("youth_state", 3_667), ("youth_municipality", 201)]
