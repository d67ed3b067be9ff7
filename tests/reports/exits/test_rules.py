"""Tabell 2: outcomes, rates, and that no small number can be read or computed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.models import KvpEnrolment
from config.hiding import THRESHOLD
from reports.exits.rules import (
    OUTCOMES,
    Exit,
    Figures,
    figures,
    hidden_places,
    per_cent,
    whole_per_cents,
)

DISTRICTS = ["Midtbyen", "Heimdal"]
CODES = [code for _, codes in OUTCOMES for code in codes[:1]]
COUNTS = st.lists(st.integers(0, 12), min_size=len(OUTCOMES), max_size=len(OUTCOMES))


def left(counts: dict[str, int], **told: object) -> list[Exit]:
    fields = {"months": 12, "district": "Midtbyen", "returned": False} | told
    return [
        Exit(code=code, **fields)  # type: ignore[arg-type]
        for code, count in counts.items()
        for _ in range(count)
    ]


PLAN = {"01": 56, "11": 20, "03": 12, "04": 10, "13": 6, "14": 44, "15": 12, "16": 24}


def shown(found: Figures) -> list[int | None]:
    return [line.share for line in found.lines]


def test_the_plans_exits_of_2011_give_tabell_2_and_the_row_it_leaves_out() -> None:
    found = figures(left(PLAN | {"10": 9, "17": 7}), DISTRICTS)
    assert shown(found) == [28, 10, 6, 5, 3, 22, 6, 12, 8]
    assert (found.strict, found.wide, found.school) == (41, 63, 5)
    assert found.total == 200


def test_every_code_stands_in_one_row() -> None:
    codes = [code for _, row in OUTCOMES for code in row]
    assert sorted(codes) == sorted(KvpEnrolment.ExitCode)


@given(COUNTS)
def test_whole_per_cents_add_up_to_100(counts: list[int]) -> None:
    shares = whole_per_cents(counts)
    assert sum(shares) == (100 if sum(counts) else 0)
    for count, share in zip(counts, shares, strict=True):
        assert abs(share * sum(counts) - 100 * count) < 100 * max(1, sum(counts))


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (5, 5, 100)]
)
def test_a_share_is_rounded_half_up(part: int, whole: int, share: int) -> None:
    assert per_cent(part, whole) == share


def test_a_lone_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden_places([30, 3, 8, 9]) == {1, 2}
    assert hidden_places([30, 3, 4, 9]) == {1, 2}
    assert hidden_places([30, 1, 1, 9]) == {1, 2, 3}
    assert hidden_places([30, 5, 0, 9]) == set()


@given(COUNTS)
def test_no_small_count_can_be_computed(counts: list[int]) -> None:
    """Whoever knows the sum, the lines and the rates can put at least two numbers in each hidden
    line that is small."""
    exits = left(dict(zip(CODES, counts, strict=True)))
    found = figures(exits, DISTRICTS)
    hidden = [place for place, line in enumerate(found.lines) if line.count is None]
    for place in hidden:
        if 0 < counts[place] < THRESHOLD and found.total is not None:
            assert len(hidden) > 1
            assert sum(counts[other] for other in hidden) >= THRESHOLD or len(hidden) == len(counts)
    assert all(line.count is None or not 0 < line.count < THRESHOLD for line in found.lines)
    rates = ((found.strict, {0, 1, 4}), (found.wide, {0, 1, 4, 5}))
    parts: list[set[int]] = [places for rate, places in rates if rate is not None]
    for told in parts:
        for part in (told, set(range(len(counts))) - told):
            alone = part & set(hidden)
            if len(alone) == 1:
                assert not 0 < counts[alone.pop()] < THRESHOLD


def test_a_small_outcome_is_hidden_with_one_of_the_same_rate_so_that_the_rate_can_be_told() -> None:
    found = figures(left(PLAN | {"13": 4, "10": 18}), DISTRICTS)
    assert shown(found) == [28, None, 6, 5, None, 22, 6, 12, 9]
    assert (found.strict, found.wide) == (40, 62)


def test_a_small_number_on_work_assessment_takes_the_wide_rate_with_it() -> None:
    found = figures(left(PLAN | {"14": 4}), DISTRICTS)
    assert found.lines[5].count is None
    assert (found.strict, found.wide) == (per_cent(82, 144), None)


def test_two_who_reached_the_aim_take_both_rates_with_them() -> None:
    found = figures(left({"13": 2, "16": 20, "03": 12}), DISTRICTS)
    assert (found.strict, found.wide) == (None, None)
    assert [line.count for line in found.lines if line.count] == [20]


def test_fewer_than_five_in_all_are_not_told() -> None:
    found = figures(left({"01": 3}), DISTRICTS)
    assert found.total is None
    assert {line.count for line in found.lines} == {None}
    assert (found.months, found.returned) == (None, None)
    assert [(line.count, line.share) for line in found.districts] == [(None, None)]


def test_the_months_are_the_middle_ones_and_a_return_is_a_share() -> None:
    exits = [*left({"01": 5}, months=6), *left({"16": 6}, months=20, returned=True)]
    found = figures(exits, DISTRICTS)
    assert (found.months, found.returned, found.is_followed) == (20, 55, True)
    early = figures([*exits, *left({"01": 1}, returned=None)], DISTRICTS)
    assert (early.returned, early.is_followed) == (None, False)


def test_a_district_with_few_takes_another_with_it() -> None:
    exits = [
        *left({"01": 20, "16": 20}),
        *left({"01": 8, "16": 8}, district="Heimdal"),
        *left({"01": 2, "16": 6}, district="Lerkendal"),
        *left({"16": 5}, district=""),
    ]
    found = figures(exits, [*DISTRICTS, "Lerkendal", "Østbyen"])
    assert [(line.label, line.count) for line in found.districts] == [
        ("Midtbyen", 40),
        ("Heimdal", None),
        ("Lerkendal", None),
        ("Uten bydel", None),
    ]
    assert [line.share for line in found.districts] == [50, None, None, None]


@pytest.mark.parametrize(("of", "goal"), list(product((5, 9), (0, 5))))
def test_a_district_is_told_where_neither_part_is_small(of: int, goal: int) -> None:
    exits = left({"01": goal, "16": of})
    assert [line.count for line in figures(exits, DISTRICTS).districts] == [goal + of]
