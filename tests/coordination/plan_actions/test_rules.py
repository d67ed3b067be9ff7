"""What a step of an application, or a review's decision, leaves to be done."""

from __future__ import annotations

import pytest

from coordination.models import GrantApplication
from coordination.plan_actions.rules import standing_of_grant, standing_of_review, states_after
from tests.conftest import day

APPLY, REPORT = day("2026-03-01"), day("2027-02-01")


@pytest.mark.parametrize(
    ("state", "status", "deadline"),
    [
        ("planned", "open", APPLY),
        ("sent", "waiting", APPLY),
        ("granted", "started", REPORT),
        ("refused", "dropped", APPLY),
        ("reported", "done", REPORT),
    ],
)
def test_what_is_due_is_the_application_then_the_report(
    state: str, status: str, deadline: object
) -> None:
    found = standing_of_grant(state, APPLY, REPORT)
    assert (found.status, found.deadline) == (status, deadline)
    assert bool(found.evidence) == found.is_over


def test_a_grant_without_a_day_of_report_is_refused() -> None:
    with pytest.raises(ValueError, match="reported"):
        standing_of_grant("granted", APPLY, None)


def test_a_measure_kept_as_it_is_leaves_nothing_to_do_and_another_decision_does() -> None:
    assert standing_of_review("keep", APPLY).is_over
    for decision in ("change", "stop"):
        found = standing_of_review(decision, APPLY)
        assert (found.status, found.deadline) == ("open", APPLY)


def test_an_answer_is_not_taken_back() -> None:
    assert states_after("refused") == ("refused",)
    assert states_after("reported") == ("reported",)
    for state in GrantApplication.State.values:
        assert states_after(state)[0] == state
    assert "sent" not in states_after("granted")
