"""What comes after a decision: the time to appeal, who may, and the breach of a condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from decisions import rules
from decisions.breach import BreachFacts, breach_refusal
from decisions.rules import Appellant


@pytest.mark.parametrize(
    ("sent", "by_post", "deadline"),
    [
        (date(2026, 11, 24), False, date(2026, 12, 15)),
        (date(2026, 11, 24), True, date(2026, 12, 18)),
        (date(2026, 12, 31), False, date(2027, 1, 21)),
    ],
)
def test_an_appeal_has_three_weeks_from_the_notice(
    sent: date, by_post: bool, deadline: date
) -> None:
    assert rules.appeal_deadline(rules.notified_on(sent, by_post=by_post)) == deadline


@pytest.mark.parametrize(
    ("made", "last"),
    [(date(2026, 11, 24), date(2027, 11, 24)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_after_a_year_no_reason_opens_an_appeal(made: date, last: date) -> None:
    assert rules.last_appeal_day(made) == last


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (Appellant(is_applicant=True, is_spouse=False, is_adult=True), True),
        (Appellant(is_applicant=False, is_spouse=True, is_adult=True), True),
        (Appellant(is_applicant=False, is_spouse=False, is_adult=True), False),
        (Appellant(is_applicant=False, is_spouse=False, is_adult=False), False),
        (Appellant(is_applicant=True, is_spouse=False, is_adult=False), True),
    ],
)
def test_the_party_and_the_spouse_may_appeal_never_a_child_in_the_parents_case(
    who: Appellant, may: bool
) -> None:
    assert rules.may_appeal(who) == may


def test_ninety_per_cent_are_to_be_settled_within_three_months() -> None:
    assert rules.appeal_due_on(date(2026, 11, 30)) == date(2027, 2, 28)
    first = date(2026, 1, 10)
    periods = [(first, date(2026, 4, 10))] * 9 + [(first, date(2026, 4, 11))]
    assert rules.settled_in_time(periods, date(2026, 12, 1)) == rules.APPEALS_IN_TIME
    waiting = (date(2026, 11, 1), None)
    assert rules.settled_in_time([*periods, waiting], date(2026, 12, 1)) == 90
    assert rules.settled_in_time([*periods, (first, None)], date(2026, 12, 1)) == 81
    assert rules.settled_in_time([waiting], date(2026, 12, 1)) is None


def test_differences_name_each_field_with_both_values() -> None:
    found = rules.differences({"a": 1, "b": 2}, {"b": 3, "c": 4})
    assert [(d.field, d.given, d.stored) for d in found] == [
        ("a", 1, None),
        ("b", 2, 3),
        ("c", None, 4),
    ]


BROKEN = BreachFacts(
    is_not_met=True,
    is_notified=True,
    is_heard=True,
    has_children=True,
    children_weighed="Vurdert.",
    monthly_amount=8_000,
    reduction=1_000,
)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, ""),
        ({"is_not_met": False}, "ikke oppfylt"),
        ({"is_notified": False}, "ikke varslet"),
        ({"is_heard": False}, "ikke hørt"),
        ({"children_weighed": " "}, "hensynet til barna"),
        ({"children_weighed": "", "has_children": False}, ""),
        ({"reduction": 8_000}, "ikke falle bort"),
        ({"reduction": 0}, "ikke falle bort"),
    ],
)
def test_support_is_reduced_only_after_all_steps(change: dict[str, object], refused: str) -> None:
    text = breach_refusal(replace(BROKEN, **change))
    assert bool(text) == bool(refused)
    assert refused in text
