"""When a transition is red, how far it has come, and what stands before asking (measure 4d)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from children.codes import TransitionState
from children.transitions import rules
from children.transitions.rules import Facts, clock
from households.rules import age_on, birthday, born_by

BORN = date(2009, 6, 15)
LEAP = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("born", "today", "late", "days", "said"),
    [
        (BORN, date(2026, 6, 14), False, 366, "fyller 17 15.06.2026"),  # 16 years 364 days
        (BORN, date(2026, 6, 15), True, 365, "ingen har tatt imot, 365 dager til 18"),
        (BORN, date(2027, 6, 13), True, 2, "ingen har tatt imot, 2 dager til 18"),
        (BORN, date(2027, 6, 14), True, 1, "ingen har tatt imot, 1 dag til 18"),
        (BORN, date(2027, 6, 15), True, 0, "fyller 18 i dag, og ingen har tatt imot"),
        (BORN, date(2027, 6, 16), True, -1, "fylte 18 for 1 dag siden, og ingen har tatt imot"),
        (
            BORN,
            date(2029, 6, 15),
            True,
            -731,
            "fylte 18 for 731 dager siden, og ingen har tatt imot",
        ),
        (LEAP, date(2025, 2, 27), False, 366, "fyller 17 28.02.2025"),
        (LEAP, date(2025, 2, 28), True, 365, "ingen har tatt imot, 365 dager til 18"),
        (LEAP, date(2026, 2, 27), True, 1, "ingen har tatt imot, 1 dag til 18"),
        (LEAP, date(2026, 2, 28), True, 0, "fyller 18 i dag, og ingen har tatt imot"),
        (LEAP, date(2026, 3, 1), True, -1, "fylte 18 for 1 dag siden, og ingen har tatt imot"),
    ],
)
def test_it_is_red_from_17_until_somebody_has_accepted(
    born: date, today: date, late: bool, days: int, said: str
) -> None:
    assert clock(born, today, settled=False) == rules.Clock(late, days, said)
    assert clock(born, today, settled=True) == rules.Clock(late=False, days=days, text="")


def test_without_a_birth_date_nothing_is_red() -> None:
    assert clock(None, date(2026, 6, 15), settled=False).late is False
    assert rules.opens_by_itself(None, date(2026, 6, 15)) is False
    assert rules.may_open_by_hand(None, date(2026, 6, 15)) is False
    assert rules.last_day_of_aftercare(None) is None


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(-400, 3_000))
def test_it_is_red_on_each_day_from_17_and_on_no_day_before(born: date, after: int) -> None:
    today = birthday(born, 17) + timedelta(days=after)
    assert clock(born, today, settled=False).late == (after >= 0) == (age_on(born, today) >= 17)


@pytest.mark.parametrize(
    ("today", "by_itself", "by_hand"),
    [
        (date(2025, 6, 14), False, False),
        (date(2025, 6, 15), False, True),
        (date(2026, 6, 14), False, True),
        (date(2026, 6, 15), True, True),
        (date(2027, 6, 14), True, True),
        (date(2027, 6, 15), False, True),
        (date(2032, 6, 14), False, True),
        (date(2032, 6, 15), False, False),
    ],
)
def test_it_opens_by_itself_at_17_and_by_hand_from_16_to_23(
    today: date, by_itself: bool, by_hand: bool
) -> None:
    assert rules.opens_by_itself(BORN, today) == by_itself
    assert rules.may_open_by_hand(BORN, today) == by_hand


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(-3, 3), st.integers(16, 25))
def test_whoever_is_born_by_that_day_is_of_age_and_nobody_else(
    born: date, days: int, age: int
) -> None:
    today = birthday(born, age) + timedelta(days=days)
    assert (born <= born_by(today, age)) == (age_on(born, today) >= age)


@pytest.mark.parametrize("today", [date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1)])
def test_one_born_on_29_february_is_17_on_the_28th(today: date) -> None:
    assert (born_by(today, 17) >= LEAP) == (today >= date(2025, 2, 28))


def test_aftercare_lasts_to_the_25th_birthday() -> None:
    assert rules.last_day_of_aftercare(BORN) == date(2034, 6, 15)
    assert rules.last_day_of_aftercare(LEAP) == date(2033, 2, 28)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), "open"),
        (Facts(planned=True), "open"),
        (Facts(has_receiver=True), "receiver"),
        (Facts(has_receiver=True, planned=True), "receiver"),
        (Facts(has_receiver=True, met=True), "met"),
        (Facts(has_receiver=True, met=True, planned=True), "plan"),
        (Facts(has_receiver=True, met=True, planned=True, aftercare=True), "plan"),
        (Facts(has_receiver=True, met=True, planned=True, received=True), "accepted"),
        (Facts(True, True, True, received=True, aftercare=True), "aftercare"),
        (Facts(ended=True), "ended"),
    ],
)
def test_how_far_it_has_come(facts: Facts, state: str) -> None:
    assert rules.state_of(facts) == state


def test_the_receiver_is_asked_exactly_when_the_plan_is_the_state() -> None:
    for receiver, met, planned in product((False, True), repeat=3):
        facts = Facts(receiver, met, planned)
        assert (not list(rules.lacks(facts))) == (rules.state_of(facts) == TransitionState.PLAN)
