"""Who may consent for whom, who is heard, and how long it lasts, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from households.rules import ConsentGiver, Consenting, latest_end, may_consent, must_be_heard


@pytest.mark.parametrize(
    ("age", "is_child", "giver", "own_from", "allowed"),
    [
        (40, False, ConsentGiver.SELF, 15, True),
        (40, False, ConsentGiver.GUARDIAN, 15, False),
        (40, False, ConsentGiver.ANOTHER, 15, False),
        (None, False, ConsentGiver.SELF, 15, True),
        (None, True, ConsentGiver.SELF, 15, False),
        (17, False, ConsentGiver.GUARDIAN, 15, False),
        (14, True, ConsentGiver.SELF, 15, False),
        (15, True, ConsentGiver.SELF, 15, True),
        (15, True, ConsentGiver.SELF, 16, False),
        (18, False, ConsentGiver.SELF, 99, True),
        (8, True, ConsentGiver.GUARDIAN, 15, True),
        (17, True, ConsentGiver.GUARDIAN, 15, True),
        (8, True, ConsentGiver.ANOTHER, 15, False),
    ],
)
def test_who_may_consent(
    age: int | None, is_child: bool, giver: ConsentGiver, own_from: int, allowed: bool
) -> None:
    assert may_consent(Consenting(age, is_child), giver, own_from=own_from) == allowed


@pytest.mark.parametrize(("age", "heard"), [(14, False), (15, True), (17, True), (None, False)])
def test_a_child_is_heard_from_fifteen_before_a_guardian_consents(
    age: int | None, heard: bool
) -> None:
    assert must_be_heard(Consenting(age, True), ConsentGiver.GUARDIAN) == heard
    assert not must_be_heard(Consenting(age, True), ConsentGiver.SELF)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-25", "2027-11-24"),
        ("2027-03-01", "2028-02-29"),
        ("2028-02-29", "2029-02-27"),
        ("2026-01-01", "2026-12-31"),
    ],
)
def test_a_year_ends_the_day_before_its_birthday(first: str, last: str) -> None:
    assert latest_end(date.fromisoformat(first)) == date.fromisoformat(last)
