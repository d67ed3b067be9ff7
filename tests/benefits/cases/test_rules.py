"""The states of a whole case, as domain.md 5 has them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benefits.cases.rules import DORMANT_AFTER, CaseFacts, CaseState, state_of
from households.months import Month, month_from

NOW: Month = month_from(2026, 11)
QUIET = CaseFacts(opened=NOW - 24, is_waiting=False, awarded_to=None, last_paid=None)


def test_the_states_of_domain_part_5_in_their_order() -> None:
    assert [state.name.lower() for state in CaseState] == [
        "open",
        "active_award",
        "follow_up",
        "dormant",
        "closed",
    ]


def test_a_new_case_and_one_that_waits_for_an_answer_are_open() -> None:
    assert state_of(replace(QUIET, opened=NOW), NOW) == CaseState.OPEN
    waiting = replace(QUIET, is_waiting=True, last_paid=NOW - 20)
    assert state_of(waiting, NOW) == CaseState.OPEN


@pytest.mark.parametrize(
    ("to", "state"),
    [
        (NOW + 1, CaseState.ACTIVE_AWARD),
        (NOW, CaseState.ACTIVE_AWARD),
        (NOW - 1, CaseState.FOLLOW_UP),
    ],
)
def test_an_award_is_active_until_its_last_month_is_over(to: Month, state: CaseState) -> None:
    assert state_of(replace(QUIET, awarded_to=to), NOW) == state


def test_a_renewal_that_waits_leaves_the_award_active() -> None:
    assert state_of(replace(QUIET, awarded_to=NOW, is_waiting=True), NOW) == CaseState.ACTIVE_AWARD


@pytest.mark.parametrize(
    ("without", "state"),
    [(2, CaseState.FOLLOW_UP), (3, CaseState.DORMANT), (4, CaseState.DORMANT)],
)
def test_three_whole_months_without_payment_make_a_case_dormant(
    without: int, state: CaseState
) -> None:
    assert DORMANT_AFTER == 3
    assert state_of(replace(QUIET, last_paid=NOW - without - 1), NOW) == state


@pytest.mark.parametrize(("ago", "state"), [(3, CaseState.OPEN), (4, CaseState.DORMANT)])
def test_a_case_in_which_nothing_came_of_it_is_dormant_too(ago: int, state: CaseState) -> None:
    assert state_of(replace(QUIET, opened=NOW - ago), NOW) == state


def test_a_case_that_nobody_has_is_closed_whatever_was_paid() -> None:
    closed = replace(QUIET, opened=None, last_paid=NOW, awarded_to=NOW)
    assert state_of(closed, NOW) == CaseState.CLOSED


def test_a_case_with_somebody_in_kvp_is_followed_up() -> None:
    in_kvp = replace(QUIET, in_programme=True)
    assert state_of(in_kvp, NOW) == CaseState.FOLLOW_UP
    assert state_of(replace(in_kvp, awarded_to=NOW), NOW) == CaseState.ACTIVE_AWARD


def test_one_that_is_opened_again_is_open_until_something_is_paid() -> None:
    again = CaseFacts(opened=NOW, is_waiting=False, awarded_to=NOW - 9, last_paid=NOW - 9)
    assert state_of(again, NOW) == CaseState.OPEN
    assert state_of(replace(again, opened=NOW - 1, last_paid=NOW - 1), NOW) == CaseState.FOLLOW_UP
