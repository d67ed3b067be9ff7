"""When an interpreter was needed, and how the share of measure 7c is rounded."""

from __future__ import annotations

import pytest

from households.journal import rules
from households.models import JournalEntry


@pytest.mark.parametrize(
    ("registered", "told", "needed"),
    [
        (True, "", True),
        (True, "none_needed", True),
        (True, "in_person", True),
        (False, "in_person", True),
        (False, "remote", True),
        (False, "not_used", True),
        (False, "none_needed", False),
        (False, "", False),
    ],
)
def test_a_registered_need_counts_whatever_the_note_says(
    registered: bool, told: str, needed: bool
) -> None:
    assert rules.interpreter_was_needed(registered=registered, told=told) is needed


@pytest.mark.parametrize(
    ("used", "needed", "percent"),
    [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 2, 50), (1, 200, 1), (3, 3, 100)],
)
def test_the_share_is_rounded_half_up(used: int, needed: int, percent: int | None) -> None:
    assert rules.share_in_percent(used, needed) == percent


def test_the_rule_and_the_model_agree_on_what_an_interpreter_is() -> None:
    assert {choice.value for choice in JournalEntry.BY_INTERPRETER} == rules.USED
