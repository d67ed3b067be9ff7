"""When counselling is offered, how it goes on, who may be written to, and how long people wait."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from benefits.counselling.rules import (
    TRANSITIONS,
    Advised,
    MandateFacts,
    Wait,
    WaitingTime,
    covers,
    decision_due,
    may_become,
    offer_due,
    reference_of,
    waiting_time,
)
from benefits.models import CounsellingState
from decisions.codes import ConditionKind

D = date
STANDS = timedelta(days=183)
APPLIED = D(2026, 11, 1)


@pytest.mark.parametrize(
    ("offered", "advised", "is_due"),
    [
        ([], [], True),
        ([APPLIED], [], False),
        ([D(2026, 11, 9)], [], False),
        ([D(2026, 5, 3)], [], False),
        ([D(2026, 5, 2)], [], True),
        ([D(2025, 1, 1), D(2026, 10, 1)], [], False),
        ([], [Advised(D(2026, 1, 1), None)], False),
        ([], [Advised(D(2026, 1, 1), APPLIED)], False),
        ([], [Advised(D(2026, 1, 1), D(2026, 10, 31))], True),
        ([], [Advised(D(2026, 11, 20), None)], False),
    ],
)
def test_an_offer_stands_half_a_year_and_none_is_due_while_counselling_runs(
    offered: list[date], advised: list[Advised], is_due: bool
) -> None:
    assert offer_due(APPLIED, offered=offered, advised=advised, stands=STANDS) is is_due


def test_every_state_has_a_way_on_and_only_the_end_has_none() -> None:
    assert set(TRANSITIONS) == set(CounsellingState)
    assert [state for state, ways in TRANSITIONS.items() if not ways] == ["ended"]
    way = ("accepted", "decided", "started", "active", "ended")
    assert all(may_become(here, there) for here, there in pairwise(way))


def test_nothing_starts_before_the_written_decision_and_all_may_end() -> None:
    assert [state for state in TRANSITIONS if may_become(state, "started")] == ["decided"]
    assert [state for state in TRANSITIONS if not may_become(state, "ended")] == ["ended"]


def test_counselling_can_never_be_chosen_as_a_condition() -> None:
    words = " ".join(str(label).casefold() for label in ConditionKind.labels)
    assert "rådgiv" not in words
    assert "gjeldsr" not in words


@pytest.mark.parametrize(
    ("accepted", "due"), [(D(2026, 1, 31), D(2026, 2, 28)), (D(2026, 11, 1), D(2026, 12, 1))]
)
def test_the_decision_is_due_a_month_after_the_yes(accepted: date, due: date) -> None:
    assert decision_due(accepted) == due


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], WaitingTime(0, None, None, 0, None)),
        ([Wait(D(2026, 11, 1), D(2026, 11, 11))], WaitingTime(1, 10, 10, 0, None)),
        (
            [
                Wait(D(2026, 11, 1), D(2026, 11, 1)),
                Wait(D(2026, 10, 1), D(2026, 10, 31)),
                Wait(D(2026, 9, 1), None),
                Wait(D(2026, 11, 20), None),
            ],
            WaitingTime(2, 15, 30, 2, 84),
        ),
    ],
)
def test_the_wait_from_yes_to_start_and_of_those_who_still_wait(
    rows: list[Wait], told: WaitingTime
) -> None:
    assert waiting_time(rows, D(2026, 11, 24)) == told


@pytest.mark.parametrize(
    ("named", "creditor", "on", "may"),
    [
        ("", "Banken", D(2026, 6, 1), True),
        ("Banken", "banken", D(2026, 6, 1), True),
        ("Kraftlaget", "Banken", D(2026, 6, 1), False),
        ("", "Banken", D(2025, 12, 31), False),
        ("", "Banken", D(2026, 12, 31), True),
        ("", "Banken", D(2027, 1, 1), False),
    ],
)
def test_a_power_of_attorney_covers_its_creditor_between_its_days(
    named: str, creditor: str, on: date, may: bool
) -> None:
    assert covers(MandateFacts(named, D(2026, 1, 1), D(2026, 12, 31)), creditor, on) is may


@pytest.mark.parametrize(
    ("amounts", "adults", "ages", "kroner"),
    [
        ({}, 2, [4], None),
        ({"adult": 3_000}, 2, [4], 6_000),
        ({"adult": 3_000, "child_0_5": 1_000, "child_11_17": 2_000}, 1, [5, 6, 11], 6_000),
        ({"household": 900}, 2, [3, 9], 900),
    ],
)
def test_a_post_usually_costs_what_each_member_and_the_household_do(
    amounts: dict[str, int], adults: int, ages: list[int], kroner: int | None
) -> None:
    assert reference_of(amounts, adults=adults, ages=ages) == kroner
