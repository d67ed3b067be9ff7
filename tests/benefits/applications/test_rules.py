"""The states of an application and its time limits, as domain.md 5 has them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from benefits.applications.rules import TRANSITIONS, answer_due, is_late, may_become
from benefits.models import OPEN, ApplicationState

D = date


def test_every_state_has_a_way_on_or_is_an_end() -> None:
    assert set(TRANSITIONS) == set(ApplicationState)
    ends = {state for state, ways in TRANSITIONS.items() if not ways}
    assert ends == {"closed", "withdrawn", "not_processed", "misregistered"}


def test_the_way_of_domain_part_5_is_open_and_none_skips_the_assessment() -> None:
    way = ("received", "in_progress", "awaiting_documents", "assessed", "decided", "closed")
    assert all(may_become(here, there) for here, there in pairwise(way))
    assert [state for state in TRANSITIONS if may_become(state, "decided")] == ["assessed"]


def test_whoever_waits_for_an_answer_may_withdraw() -> None:
    assert {state for state in TRANSITIONS if may_become(state, "withdrawn")} == set(OPEN)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (D(2026, 1, 15), D(2026, 2, 15)),
        (D(2026, 1, 31), D(2026, 2, 28)),
        (D(2028, 1, 31), D(2028, 2, 29)),
        (D(2026, 12, 1), D(2027, 1, 1)),
    ],
)
def test_an_answer_is_due_within_a_month(received: date, due: date) -> None:
    assert answer_due(received, is_emergency=False, expected_on=None) == due
    assert not is_late(due, due)
    assert is_late(due, date.fromordinal(due.toordinal() + 1))


def test_an_interim_reply_puts_the_answer_off() -> None:
    given = answer_due(D(2026, 1, 15), is_emergency=False, expected_on=D(2026, 4, 1))
    assert given == D(2026, 4, 1)


def test_emergency_aid_is_due_the_same_day_whatever_was_replied() -> None:
    assert answer_due(D(2026, 1, 15), is_emergency=True, expected_on=D(2026, 4, 1)) == D(
        2026, 1, 15
    )
