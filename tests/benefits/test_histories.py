"""The fast twin says what the rule says, on the agreed table and on random histories."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits import histories, rules
from benefits.histories import BASE, BitHistory, bit_history, bits, bits_between, months_in
from benefits.rules import DEFINITIONS, History
from tests.benefits.random_histories import FIRST_DATA_MONTH, UNTIL, month_sets
from tests.benefits.random_histories import histories as random_histories
from tests.benefits.spans import history, month, months
from tests.benefits.test_rules import DECEMBER, VECTORS

thorough = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize(("benefit", "neutral", "length_and_paid", "answers"), VECTORS)
def test_the_table_of_histories_is_answered_as_agreed(benefit, neutral, length_and_paid, answers):
    someone = bit_history(history(benefit, neutral))
    spell = histories.current_spell(someone, DECEMBER)
    said = [histories.is_over_three_years(someone, DECEMBER, code) for code in DEFINITIONS]
    assert f"{spell.length}/{spell.paid}" == length_and_paid
    assert said == [answer == "yes" for answer in answers.split()]


@thorough
@given(random_histories(), UNTIL)
def test_all_five_definitions_agree_with_the_rule(someone, until):
    fast = bit_history(someone)
    for code in DEFINITIONS:
        answer = rules.is_over_three_years(someone, until, code)
        assert histories.is_over_three_years(fast, until, code) is answer
    assert histories.is_live(fast, until) is rules.is_live(someone, until)


@thorough
@given(random_histories())
def test_all_months_over_three_years_at_once_are_those_of_the_rule_one_by_one(someone):
    paid = someone.benefit or {FIRST_DATA_MONTH}
    every_month = range(min(paid) - 1, max(paid) + 9)
    for code in ("DEF-1", "DEF-2"):
        over = months_in(histories.months_over_three_years(bit_history(someone), code))
        assert over == {m for m in every_month if rules.is_over_three_years(someone, m, code)}


def test_definitions_without_spells_have_no_months_at_once():
    with pytest.raises(ValueError, match="DEF-3 knows no spells"):
        histories.months_over_three_years(BitHistory(), "DEF-3")


@thorough
@given(random_histories(), UNTIL, st.integers(0, 8))
def test_spells_agree_with_the_rule_whatever_gap_is_allowed(someone, until, gap_months):
    fast = bit_history(someone)
    spell = rules.current_spell(someone, until, gap_months)
    assert histories.current_spell(fast, until, gap_months) == spell
    for code in DEFINITIONS:
        expected = rules.spell_behind(someone, until, code)
        assert histories.spell_behind(fast, until, code) == expected


@thorough
@given(random_histories(), UNTIL, st.none() | st.integers(0, 6))
def test_the_reports_other_questions_agree_with_the_rule(someone, until, months_since_kvp):
    fast = bit_history(someone)
    wait = rules.months_until_over(someone, until)
    censored = rules.is_left_censored(someone, until, FIRST_DATA_MONTH)
    last_kvp = None if months_since_kvp is None else until - months_since_kvp
    now_in_kvp = rules.is_now_in_kvp(someone, until, last_kvp)
    assert histories.months_until_over(fast, until) == wait
    assert histories.is_left_censored(fast, until, FIRST_DATA_MONTH) is censored
    assert histories.is_now_in_kvp(fast, until, last_kvp) is now_in_kvp
    assert histories.has_main_income(fast, until) is rules.has_main_income(someone, until)


@thorough
@given(month_sets(), UNTIL)
def test_raw_bits_where_kvp_lies_upon_assistance_are_read_as_the_rule_reads_them(sets, until):
    benefit, neutral, main_income = sets
    someone = History(frozenset(benefit), frozenset(neutral), frozenset(main_income))
    raw = BitHistory(bits(benefit), bits(neutral), bits(main_income | neutral))
    plain = History(frozenset(benefit), frozenset(neutral), frozenset(main_income | neutral))
    assert histories.current_spell(raw, until) == rules.current_spell(someone, until)
    assert histories.months_until_over(raw, until) == rules.months_until_over(someone, until)
    assert histories.has_main_income(raw, until) is rules.has_main_income(plain, until)
    for code in DEFINITIONS:
        answer = rules.is_over_three_years(plain, until, code)
        assert histories.is_over_three_years(raw, until, code) is answer


@pytest.mark.parametrize("code", ["DEF-1", "DEF-2"])
def test_a_month_is_over_three_years_from_the_37th_until_half_a_year_has_gone(code):
    someone = bit_history(history("2010-01..2013-01"))
    over = months_in(histories.months_over_three_years(someone, code))
    assert over == months("2013-01..2013-06")


@thorough
@given(random_histories())
def test_a_history_comes_back_from_bits_as_it_went_in(someone):
    assert histories.plain_history(bit_history(someone)) == someone


@pytest.mark.parametrize(
    ("benefit", "answer"), [("2009-01..2012-01", True), ("2008-12..2011-12", False)]
)
def test_the_sixty_months_begin_where_those_of_the_rule_begin(benefit, answer):
    someone = bit_history(history(benefit))
    assert histories.is_over_three_years(someone, DECEMBER, "DEF-3") is answer


@pytest.mark.parametrize(("first", "answer"), [("2012-06", True), ("2012-07", False)])
def test_left_censoring_ends_where_that_of_the_rule_ends(first, answer):
    someone = bit_history(history(f"{first}..2013-12"))
    assert histories.is_left_censored(someone, DECEMBER, month("2012-01")) is answer


@pytest.mark.parametrize(("kvp_from", "answer"), [("2013-06", True), ("2013-07", False)])
def test_kvp_must_come_within_five_months_for_the_twin_too(kvp_from, answer):
    someone = bit_history(history("2009-01..2012-12", neutral=f"{kvp_from}..2013-12"))
    assert histories.is_now_in_kvp(someone, DECEMBER, last_kvp=DECEMBER) is answer
    assert not histories.is_now_in_kvp(someone, DECEMBER, last_kvp=None)


def test_a_run_of_months_is_the_same_as_its_months_one_by_one():
    assert bits_between(month("2012-11"), month("2013-02")) == bits(months("2012-11..2013-02"))
    assert bits_between(month("2013-01"), month("2013-01")) == bits(months("2013-01"))
    assert bits_between(month("2013-02"), month("2013-01")) == 0


def test_a_run_from_before_the_first_month_is_held_from_there():
    assert months_in(bits_between(BASE - 5, BASE + 1)) == {BASE, BASE + 1}
    assert bits_between(BASE - 5, BASE - 2) == 0


def test_a_month_before_the_first_cannot_be_held():
    with pytest.raises(ValueError, match="negative shift count"):
        bits([BASE - 1])


def test_the_first_month_is_the_lowest_bit():
    assert histories.first_month_in(bits(months("2012-01, 2013-05"))) == month("2012-01")
    assert histories.first_month_in(0) is None


def test_the_last_month_is_the_highest_bit():
    assert histories.last_month_in(bits(months("2012-01, 2013-05"))) == month("2013-05")
    assert histories.last_month_in(0) is None


def test_months_after_the_reference_month_are_cut_off():
    kept = histories.up_to(month("2013-02"), bits(months("2013-01..2013-04")))
    assert months_in(kept) == months("2013-01..2013-02")
