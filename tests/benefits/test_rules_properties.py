"""What must hold of the rule for every history, not only for those in the table."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benefits.rules import (
    DEFINITIONS,
    History,
    Left,
    current_spell,
    gaps_in,
    has_main_income,
    is_live,
    is_over_three_years,
    months_until_over,
    what_became,
)
from tests.benefits.random_histories import UNTIL, histories

thorough = settings(deadline=None, max_examples=200)


def answers(someone, until):
    """All that the rule says of `someone` at `until`."""
    over = [code for code in DEFINITIONS if is_over_three_years(someone, until, code)]
    main_income = has_main_income(someone, until)
    return current_spell(someone, until), over, months_until_over(someone, until), main_income


def with_payment(someone, *months):
    return replace(
        someone,
        benefit=someone.benefit | set(months),
        main_income=someone.main_income | set(months),
    )


@thorough
@given(histories(), UNTIL, st.integers(-5, 5))
def test_moving_a_whole_life_by_full_years_changes_no_answer(someone, until, years):
    def moved(months):
        return frozenset(month + 12 * years for month in months)

    later = History(moved(someone.benefit), moved(someone.neutral), moved(someone.main_income))
    spell, *rest = answers(someone, until)
    later_spell, *later_rest = answers(later, until + 12 * years)
    assert later_rest == rest
    assert (later_spell is None) is (spell is None)
    if spell is not None:
        first, last = spell.first + 12 * years, spell.last + 12 * years
        assert later_spell == replace(spell, first=first, last=last)


@thorough
@given(histories(), UNTIL)
def test_what_comes_after_the_reference_month_changes_no_answer(someone, until):
    cut = History(
        *(
            frozenset(month for month in months if month <= until)
            for months in (someone.benefit, someone.neutral, someone.main_income)
        )
    )
    assert answers(cut, until) == answers(someone, until)


@thorough
@given(histories(), UNTIL, st.data())
def test_a_further_payment_inside_the_spell_takes_nobody_out_of_any_count(someone, until, data):
    spell = current_spell(someone, until)
    assume(spell is not None and spell.last > spell.first)
    paid = with_payment(someone, data.draw(st.integers(spell.first, spell.last)))
    for code in DEFINITIONS:
        before = is_over_three_years(someone, until, code)
        assert is_over_three_years(paid, until, code) >= before
    assert current_spell(paid, until).length >= spell.length


@thorough
@given(histories(), UNTIL)
def test_the_unbroken_definition_is_the_narrower_of_the_two_that_follow_spells(someone, until):
    assert is_over_three_years(someone, until, "DEF-2") <= is_over_three_years(someone, until)


@thorough
@given(histories(), UNTIL)
def test_a_spell_is_made_of_paid_months_and_named_gaps_of_at_most_five(someone, until):
    spell = current_spell(someone, until)
    assume(spell is not None)
    gaps = gaps_in(someone, spell)
    assert spell.length == spell.paid + len(gaps)
    assert {spell.first, spell.last} <= someone.benefit
    assert not someone.benefit & set(gaps)
    before = [m for m in range(spell.first - 600, spell.first) if m not in someone.neutral]
    assert not someone.benefit & set(before[-6:])


@thorough
@given(histories(), UNTIL, st.data())
def test_three_years_are_passed_in_just_the_month_foretold_if_every_month_is_paid(
    someone, until, data
):
    wait = months_until_over(someone, until)
    on_the_way = is_live(someone, until) and not is_over_three_years(someone, until)
    assert (wait is not None) is on_the_way
    if wait is not None:
        for months in (data.draw(st.integers(0, wait - 1)), wait - 1, wait):
            paid = with_payment(someone, *range(until + 1, until + months + 1))
            assert is_over_three_years(paid, until + months) is (months == wait)


@thorough
@given(histories(), UNTIL, st.integers(0, 5), st.sets(st.integers(0, 5), max_size=3))
def test_the_official_definition_lets_nobody_go_unexplained_while_the_data_stand(
    someone, until, months_without, paid_again
):
    earlier = replace(someone, benefit=frozenset(m for m in someone.benefit if m < until - 50))
    counted = with_payment(earlier, *range(until - 54, until - 11 - months_without))
    now = with_payment(counted, *(until - months for months in paid_again))
    assert is_over_three_years(now, until - 12)
    if not is_over_three_years(now, until):
        left = what_became(now, until, died_on=None, moved_on=None, last_kvp=None)
        assert left is Left.WITHOUT_6_MONTHS
