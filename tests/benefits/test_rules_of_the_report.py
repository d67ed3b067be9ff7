"""What the report asks besides the definitions: who is near, uncertain, in KVP, or gone."""

from datetime import date
from fractions import Fraction

import pytest

from benefits.rules import (
    History,
    Left,
    Spell,
    current_spell,
    density_at_least,
    has_main_income,
    is_left_censored,
    is_now_in_kvp,
    months_until_over,
    what_became,
)
from tests.benefits.spans import history, month, months

DECEMBER = month("2013-12")
STAYED = {"died_on": None, "moved_on": None, "last_kvp": None}


def test_density_is_the_share_of_the_spells_months_that_are_paid():
    spell = current_spell(history("2012-01..2012-06, 2012-10..2013-06"), DECEMBER)
    assert spell.density == Fraction(15, 18)


def test_a_spell_with_a_payment_every_second_month_is_just_dense_enough():
    assert density_at_least(Spell(first=0, last=37, length=38, paid=19), Fraction(1, 2))
    assert not density_at_least(Spell(first=0, last=38, length=39, paid=19), Fraction(1, 2))
    assert not density_at_least(None, Fraction(0))


def test_main_income_is_as_it_was_in_the_last_benefit_month():
    paid = months("2013-01..2013-10")
    assert has_main_income(History(paid, main_income=months("2013-10")), DECEMBER)
    assert not has_main_income(History(paid, main_income=months("2013-01..2013-09")), DECEMBER)
    assert has_main_income(History(paid, main_income=months("2013-09")), month("2013-09"))
    assert not has_main_income(History(), DECEMBER)


@pytest.mark.parametrize(
    ("benefit", "further"),
    [
        ("2013-12", 36),
        ("2011-01..2013-12", 1),
        ("2011-02..2013-12", 2),
        ("2012-01..2013-12", 13),
        ("2012-01..2013-07", 13),  # the months since July will lie inside the spell
        ("2010-10..2013-07", 1),  # 34 months now; with five without and January it is 40
        ("2010-12..2013-12", None),  # over already
        ("2011-06..2013-06", None),  # not live
        ("", None),
    ],
)
def test_months_until_over_is_the_wait_if_every_month_is_paid(benefit, further):
    assert months_until_over(history(benefit), DECEMBER) == further


def test_neutral_months_put_off_the_day_when_three_years_are_passed():
    assert months_until_over(history("2012-01..2013-12"), DECEMBER) == 13
    inside = history("2012-01..2012-06, 2013-01..2013-12", neutral="2012-07..2012-12")
    assert months_until_over(inside, DECEMBER) == 19
    at_the_end = history("2012-01..2013-09", neutral="2013-10..2013-12")
    assert months_until_over(at_the_end, DECEMBER) == 16


@pytest.mark.parametrize(
    ("benefit", "first_data_month", "answer"),
    [
        ("2012-01..2013-12", "2012-01", True),
        ("2012-06..2013-12", "2012-01", True),  # an unseen December 2011 would join the spell
        ("2012-07..2013-12", "2012-01", False),  # six months without: a new recipient
        ("2012-01..2013-06", "2012-01", False),  # not live
        ("2010-12..2013-12", "2010-12", False),  # counted, so nothing is uncertain
        ("2011-01..2013-12", "2011-01", True),
        ("", "2012-01", False),
    ],
)
def test_left_censored_are_the_live_whose_spell_begins_with_the_data(
    benefit, first_data_month, answer
):
    assert is_left_censored(history(benefit), DECEMBER, month(first_data_month)) is answer


@pytest.mark.parametrize("kvp", ["2013-01..2013-12", "2013-06..2013-12"])
def test_a_long_spell_followed_by_kvp_alone_is_shown_as_now_in_kvp(kvp):
    someone = history("2009-01..2012-12", neutral=kvp)
    assert is_now_in_kvp(someone, DECEMBER, last_kvp=DECEMBER)


@pytest.mark.parametrize(
    ("benefit", "neutral", "last_kvp"),
    [
        ("2009-01..2012-12", "2013-01..2013-11", "2013-11"),  # KVP is over
        ("2010-01..2012-12", "2013-01..2013-12", "2013-12"),  # 36 months
        ("2009-01..2012-12", "2013-07..2013-12", "2013-12"),  # six months without came first
        ("2009-01..2013-07", "2013-08..2013-12", "2013-12"),  # live, and counted
        ("", "2013-01..2013-12", "2013-12"),
    ],
)
def test_others_in_or_after_kvp_are_not_shown_as_now_in_kvp(benefit, neutral, last_kvp):
    assert not is_now_in_kvp(history(benefit, neutral), DECEMBER, month(last_kvp))


def test_a_person_in_the_introduction_programme_is_not_shown_as_now_in_kvp():
    someone = history("2009-01..2012-12", neutral="2013-01..2013-12")
    assert not is_now_in_kvp(someone, DECEMBER, last_kvp=None)


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"died_on": date(2013, 12, 31)}, Left.DIED),
        ({"died_on": date(2014, 1, 1)}, Left.WITHOUT_6_MONTHS),
        ({"moved_on": date(2013, 12, 31)}, Left.MOVED),
        ({"moved_on": date(2014, 1, 1)}, Left.WITHOUT_6_MONTHS),
        ({"last_kvp": month("2013-07")}, Left.TO_KVP),
        ({"last_kvp": month("2013-06")}, Left.WITHOUT_6_MONTHS),
        ({}, Left.WITHOUT_6_MONTHS),
    ],
)
def test_a_person_no_longer_paid_has_died_moved_gone_to_kvp_or_simply_left(facts, left):
    someone = history("2009-01..2013-02", neutral="2013-03..2013-07")
    assert what_became(someone, DECEMBER, **{**STAYED, **facts}) is left


def test_death_goes_before_a_move_and_a_move_before_kvp():
    someone = history("2009-01..2013-02")
    day = date(2013, 5, 1)
    everything = {"died_on": day, "moved_on": day, "last_kvp": DECEMBER}
    assert what_became(someone, DECEMBER, **everything) is Left.DIED
    assert what_became(someone, DECEMBER, **{**everything, "died_on": None}) is Left.MOVED


def test_a_person_who_came_back_after_six_months_has_been_without():
    someone = history("2009-01..2013-03, 2013-10..2013-12")
    assert what_became(someone, DECEMBER, **STAYED) is Left.WITHOUT_6_MONTHS
    assert what_became(someone, DECEMBER, **{**STAYED, "last_kvp": DECEMBER}) is Left.TO_KVP
    earlier_kvp = {**STAYED, "last_kvp": month("2013-11")}
    assert what_became(someone, DECEMBER, **earlier_kvp) is Left.WITHOUT_6_MONTHS


def test_what_no_event_explains_is_unknown():
    corrected = history("2012-03..2013-12")  # a payment of 2012-02 was cancelled after the report
    assert what_became(corrected, DECEMBER, **STAYED) is Left.UNKNOWN
    assert what_became(History(), DECEMBER, **STAYED) is Left.UNKNOWN


def test_the_ways_out_are_named_as_in_the_reports_bridge():
    assert [*Left] == ["to_kvp", "without_6_months", "moved", "died", "unknown"]
