"""The five definitions, by the municipality's own table of histories and month by month."""

import pytest

from benefits.rules import (
    DEFINITIONS,
    OFFICIAL,
    History,
    current_spell,
    gaps_in,
    is_live,
    is_over_three_years,
    spell_behind,
)
from tests.benefits.spans import history, month, months

DECEMBER = month("2013-12")
EVERY_THIRD_MONTH = "2010-01, 2010-04, 2010-07, 2010-10, 2011-01, 2011-04, 2011-07, 2011-10, " + (
    "2012-01, 2012-04, 2012-07, 2012-10, 2013-01, 2013-04, 2013-07, 2013-10"
)
VECTORS = [  # benefit months, neutral months, length/months, DEF-1 .. DEF-5
    ("2010-12..2013-12", "", "37/37", "yes yes yes yes yes"),
    ("2011-01..2013-12", "", "36/36", "no no no no no"),
    ("2010-01..2011-06, 2011-12..2013-12", "", "48/43", "yes no yes yes yes"),
    ("2010-01..2011-05, 2011-12..2013-12", "", "25/25", "no no yes yes yes"),
    ("2009-06..2011-12, 2013-01..2013-12", "2012-01..2012-12", "43/43", "yes yes yes no no"),
    ("2011-01..2011-12, 2013-01..2013-12", "2012-01..2012-12", "24/24", "no no no no no"),
    ("2009-01..2012-12", "2013-01..2013-12", "48/48", "no no yes no no"),
    (EVERY_THIRD_MONTH, "", "46/16", "yes no no no yes"),
    ("2009-01..2013-06", "", "54/54", "no no yes yes yes"),
    ("2009-01..2013-07", "", "55/55", "yes yes yes yes yes"),
    ("2010-12, 2011-12, 2012-12, 2013-12", "", "1/1", "no no no no yes"),
]


def over(someone, until=DECEMBER):
    """The codes by which `someone` is over three years."""
    return [code for code in DEFINITIONS if is_over_three_years(someone, until, code)]


@pytest.mark.parametrize(("benefit", "neutral", "length_and_paid", "answers"), VECTORS)
def test_the_table_of_histories_is_answered_as_agreed(benefit, neutral, length_and_paid, answers):
    someone = history(benefit, neutral)
    spell = current_spell(someone, DECEMBER)
    said = ["yes" if code in over(someone) else "no" for code in DEFINITIONS]
    assert (f"{spell.length}/{spell.paid}", " ".join(said)) == (length_and_paid, answers)


def test_every_third_month_is_a_thin_spell():
    assert round(100 * current_spell(history(EVERY_THIRD_MONTH), DECEMBER).density) == 35


def test_the_five_definitions_stand_in_order_under_their_codes():
    assert list(DEFINITIONS) == ["DEF-1", "DEF-2", "DEF-3", "DEF-4", "DEF-5"]
    assert [definition.code for definition in DEFINITIONS.values()] == list(DEFINITIONS)
    gaps = [definition.gap_months for definition in DEFINITIONS.values()]
    assert gaps == [5, 0, None, None, None]
    assert OFFICIAL == "DEF-1"


def test_a_code_nobody_has_defined_is_an_error():
    with pytest.raises(KeyError, match="DEF-6"):
        is_over_three_years(history("2013-12"), DECEMBER, "DEF-6")


def test_a_person_without_any_payment_has_no_spell_and_no_answer_is_yes():
    assert current_spell(History(), DECEMBER) is None
    assert spell_behind(History(), DECEMBER, "DEF-3") is None
    assert not is_live(History(), DECEMBER)
    assert over(History()) == []


def test_kvp_with_supplementary_assistance_counts_as_assistance():
    someone = history("2010-12..2013-12", neutral="2011-06..2012-06")
    assert someone.neutral == frozenset()
    assert current_spell(someone, DECEMBER).length == 37
    assert over(someone) == list(DEFINITIONS)


def test_main_income_is_asked_of_benefit_months_only():
    someone = History(months("2013-01..2013-03"), frozenset(), months("2013-02..2013-12"))
    assert someone.main_income == months("2013-02..2013-03")


def test_a_gap_of_five_months_is_inside_the_spell_and_a_gap_of_six_ends_it():
    five = current_spell(history("2012-01..2012-03, 2012-09..2013-12"), DECEMBER)
    six = current_spell(history("2012-01..2012-03, 2012-10..2013-12"), DECEMBER)
    assert (five.first, five.length, five.paid) == (month("2012-01"), 24, 19)
    assert (six.first, six.length, six.paid) == (month("2012-10"), 15, 15)


def test_only_the_latest_spell_is_current():
    spell = current_spell(history("2005-01..2009-12, 2013-03..2013-10"), DECEMBER)
    assert (spell.first, spell.last) == (month("2013-03"), month("2013-10"))


def test_a_gap_is_counted_without_the_neutral_months_in_it():
    paid, neutral = "2013-03..2013-12", "2012-04..2012-12"
    five = current_spell(history("2011-12, " + paid, neutral), DECEMBER)
    six = current_spell(history("2011-11, " + paid, neutral), DECEMBER)
    assert (five.first, five.length, five.paid) == (month("2011-12"), 16, 11)
    assert (six.first, six.length, six.paid) == (month("2013-03"), 10, 10)


def test_the_gap_months_of_a_spell_are_named_without_the_neutral_ones():
    someone = history("2013-01, 2013-05, 2013-10", neutral="2013-06..2013-08")
    gaps = gaps_in(someone, current_spell(someone, DECEMBER))
    assert gaps == sorted(months("2013-02..2013-04, 2013-09"))


def test_neutral_months_before_and_after_a_spell_do_not_belong_to_it():
    someone = history("2012-01..2012-12", neutral="2011-01..2011-12, 2013-01..2013-12")
    spell = current_spell(someone, DECEMBER)
    assert (spell.first, spell.last, spell.length) == (month("2012-01"), month("2012-12"), 12)


@pytest.mark.parametrize(
    ("last", "live"), [("2013-12", True), ("2013-07", True), ("2013-06", False)]
)
def test_a_spell_is_live_when_the_last_payment_is_at_most_five_months_back(last, live):
    assert is_live(history(f"2009-01..{last}"), DECEMBER) is live


def test_kvp_does_not_keep_a_spell_live():
    someone = history("2009-01..2013-06", neutral="2013-07..2013-12")
    assert not is_live(someone, DECEMBER)
    assert not is_over_three_years(someone, DECEMBER)
    assert is_over_three_years(someone, month("2013-11"))


def test_a_payment_after_the_reference_month_is_not_looked_at():
    assert over(history("2010-12..2013-11, 2014-01..2014-12")) == ["DEF-4", "DEF-5"]
    assert not is_live(history("2014-01"), DECEMBER)


@pytest.mark.parametrize(("first", "answer"), [("2010-12", True), ("2011-01", False)])
def test_three_years_are_passed_with_the_thirty_seventh_month(first, answer):
    assert is_over_three_years(history(f"{first}..2013-12"), DECEMBER) is answer
    assert is_over_three_years(history(f"{first}..2013-12"), DECEMBER, "DEF-2") is answer


def test_gaps_inside_a_spell_count_in_its_length_but_the_months_after_it_do_not():
    assert is_over_three_years(history("2010-07, 2010-12..2013-07"), DECEMBER)
    assert not is_over_three_years(history("2010-12..2013-11"), DECEMBER)


def test_the_unbroken_definition_starts_over_after_one_month_without_payment():
    assert over(history("2009-01..2013-10, 2013-12")) == ["DEF-1", "DEF-3", "DEF-4", "DEF-5"]
    assert "DEF-2" in over(history("2009-01..2013-10"))


def test_the_sixty_months_end_with_the_reference_month_and_begin_sixty_before():
    assert over(history("2009-01..2012-01")) == ["DEF-3"]
    assert over(history("2008-12..2011-12")) == []
    assert "DEF-3" not in over(history("2008-01..2011-12"))
    assert "DEF-3" in over(history("2008-01..2012-01"))


def test_the_asss_definition_needs_six_months_as_main_income_in_each_of_three_years():
    start = "2010-05, 2011-01..2011-06, 2012-01..2012-06, "
    assert "DEF-4" in over(history(start + "2013-07..2013-12"))
    assert "DEF-4" not in over(history(start + "2013-08..2013-12"))
    assert "DEF-4" not in over(history("2011-01..2013-12"))


@pytest.mark.parametrize(
    ("other_income", "answer"),
    [("2010-01..2010-12", False), ("2012-07..2013-06", True), ("2013-06..2013-12", False)],
)
def test_the_asss_definition_leaves_out_months_with_another_main_income(other_income, answer):
    paid = months("2010-01..2013-12")
    someone = History(paid, frozenset(), paid - months(other_income))
    assert is_over_three_years(someone, DECEMBER, "DEF-4") is answer


def test_the_widest_definition_needs_one_payment_in_each_of_four_calendar_years():
    assert over(history("2010-01, 2011-12, 2012-01, 2013-12")) == ["DEF-5"]
    assert over(history("2009-12, 2011-12, 2012-01, 2013-12")) == []


def test_before_december_the_year_counts_as_far_as_it_has_come():
    someone = history("2010-01..2013-12")
    assert "DEF-4" not in over(someone, month("2013-05"))
    assert "DEF-4" in over(someone, month("2013-06"))
    assert "DEF-5" in over(someone, month("2013-01"))
    assert "DEF-5" not in over(history("2010-01..2012-12, 2013-02"), month("2013-01"))


def test_a_definition_without_spells_is_shown_with_the_running_spell():
    someone = history("2012-01..2012-06, 2012-08..2013-12")
    assert spell_behind(someone, DECEMBER, "DEF-2").length == 17
    assert {spell_behind(someone, DECEMBER, f"DEF-{n}").length for n in (1, 3, 4, 5)} == {24}
