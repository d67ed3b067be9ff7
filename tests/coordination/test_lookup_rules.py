"""Which look-ups are drawn for review."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordination.lookups.rules import (
    Lookups,
    is_inactive,
    sampled,
    shares_surname,
    too_many_persons,
)

DAY = date(2026, 3, 10)


def looks(count: int, openings: int = 1) -> list[Lookups]:
    return [Lookups(1, 2, number, openings) for number in range(count)]


@pytest.mark.parametrize(
    ("reads", "drawn"), [(0, 0), (1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (101, 3), (1000, 20)]
)
def test_two_per_cent_are_drawn_and_at_least_one(reads: int, drawn: int) -> None:
    assert len(sampled(looks(reads), key="k", day=DAY)) == drawn


def test_each_opening_counts_as_a_read() -> None:
    assert len(sampled(looks(10, openings=11), key="k", day=DAY)) == 3


def test_the_draw_is_the_same_again_and_another_with_another_key_or_day() -> None:
    rows = looks(500)
    drawn = sampled(rows, key="k", day=DAY)
    assert sampled(list(reversed(rows)), key="k", day=DAY) == drawn
    assert sampled(rows, key="other", day=DAY) != drawn
    assert sampled(rows, key="k", day=DAY + timedelta(days=1)) != drawn


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Berg", "Berg", True),
        ("Berg", "BERG", True),
        ("Berg", "Berg Hansen", True),
        ("Berg-Hansen", "Hansen", True),
        ("Sjøberg", "Sjöberg", True),
        ("Berg", "Berge", False),
        ("Åsheim", "Asheim", False),
        ("", "", False),
    ],
)
def test_surnames_are_alike_when_they_share_a_word(one: str, other: str, alike: bool) -> None:
    assert shares_surname(one, ["Nordmann", other]) is alike


@pytest.mark.parametrize(("days", "inactive"), [(0, False), (30, False), (31, True), (None, True)])
def test_a_household_is_inactive_after_thirty_days(days: int | None, inactive: bool) -> None:
    last = None if days is None else DAY - timedelta(days=days)
    assert is_inactive(last, DAY) is inactive


@pytest.mark.parametrize(("persons", "many"), [(100, False), (101, True)])
def test_more_than_a_hundred_different_persons_are_many(persons: int, many: bool) -> None:
    halves = [
        Lookups(1, 2, 1, 1, frozenset(range(60))),
        Lookups(1, 2, 2, 1, frozenset(range(40, persons))),
    ]
    assert too_many_persons(halves) is many
