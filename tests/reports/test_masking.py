"""Which cells of the report are masked, and which are left alone (security.md 3.14 in rules)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from reports.masking import publish
from tests.reports.attacker import Name, flat
from tests.reports.figures_example import figures, put


def masked(published: dict[str, Any]) -> set[Name]:
    return {name for name, value in flat(published).items() if value is None}


def districts(unit: str, *counts: int) -> dict[str, Any]:
    """The example with one column of districts changed; the counts must add up as before."""
    changed = figures()
    for row, count in zip(changed["by_district"], counts, strict=True):
        row[unit] = count
    return changed


def masked_districts(unit: str, *counts: int) -> set[str]:
    return {name[1] for name in masked(publish(districts(unit, *counts)))}


def test_a_report_without_small_counts_is_untouched() -> None:
    assert publish(figures()) == figures()


def test_publishing_does_not_change_the_figures_given() -> None:
    given = put(figures(), "bridge", "left", "died", 2)
    copy = deepcopy(given)
    publish(given)
    assert given == copy


@pytest.mark.parametrize(("count", "is_masked"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_of_one_to_four_are_masked(count: int, is_masked: bool) -> None:
    published = publish(put(figures(), "left_censored", count))
    assert (published["left_censored"] is None) == is_masked


def test_the_smallest_other_district_is_masked_too() -> None:
    assert masked_districts("child_families", 17, 8, 15, 25, 2) == {"Uten bydel", "Lerkendal"}


def test_two_small_districts_need_a_third_when_they_hold_less_than_five() -> None:
    found = masked_districts("child_families", 17, 1, 15, 33, 1)
    assert found == {"Lerkendal", "Uten bydel", "Midtbyen"}


def test_two_small_districts_of_five_together_need_no_third() -> None:
    found = masked_districts("child_families", 17, 3, 15, 30, 2)
    assert found == {"Lerkendal", "Uten bydel"}


def test_last_years_column_is_masked_like_this_years() -> None:
    found = masked(publish(districts("previous_recipients", 70, 42, 80, 86, 3)))
    assert found == {
        ("by_district", name, "previous_recipients") for name in ("Uten bydel", "Lerkendal")
    }


def test_whole_city_totals_stay_when_parts_are_masked() -> None:
    published = publish(districts("recipients", 62, 44, 74, 86, 1))
    assert published["recipients_over_three_years"] == 267
    assert published["trend"] == figures()["trend"]
    assert published["by_definition"]["DEF-1"]["recipients"] == 267


def test_a_small_whole_city_total_is_masked_wherever_it_stands() -> None:
    small = districts("child_families", 2, 1, 0, 0, 0)
    for path in (
        ("child_families_over_three_years",),
        ("trend", 2025, "child_families"),
        ("by_definition", "DEF-1", "child_families"),
        ("target", "distance_child_families"),
    ):
        put(small, *path, 3)
    published = publish(small)
    assert published["child_families_over_three_years"] is None
    assert published["target"]["distance_child_families"] is None
    assert published["target"]["distance_recipients"] == 267
    assert published["trend"][-1]["child_families"] is None


def test_five_ones_mask_a_zero_too_since_they_could_be_counted() -> None:
    five = figures()
    for row, count in zip(five["by_district"], (1, 1, 1, 1, 1), strict=True):
        row["child_families"] = count
    names = [("by_district", row["district"], "child_families") for row in five["by_district"]]
    five["by_district"].insert(
        4,
        {"district": "Byåsen", "recipients": 0, "child_families": 0, "previous_recipients": 0},
    )
    put(five, "child_families_over_three_years", 5)
    put(five, "trend", 2025, "child_families", 5)
    put(five, "by_definition", "DEF-1", "child_families", 5)
    found = masked(publish(five))
    assert {*names, ("by_district", "Byåsen", "child_families")} <= found


def test_a_column_with_everybody_in_one_category_is_masked_whole() -> None:
    found = masked_districts("child_families", 67, 0, 0, 0, 0)
    assert found == {"Heimdal", "Lerkendal", "Midtbyen", "Østbyen", "Uten bydel"}


def test_everybody_without_a_district_tells_nothing_and_stays() -> None:
    loaded = districts("recipients", 0, 0, 0, 0, 267)
    for unit, total in (("child_families", 67), ("previous_recipients", 281)):
        for row in loaded["by_district"]:
            row[unit] = total if row["district"] == "Uten bydel" else 0
    assert masked(publish(loaded)) == set()


@pytest.mark.parametrize("part", ["main_income", "density_50"])
def test_a_part_is_masked_when_those_left_out_are_few(part: str) -> None:
    path = ("by_definition", "DEF-3", part, "recipients")
    assert masked(publish(put(figures(), *path, 239))) == {path}
    assert masked(publish(put(figures(), *path, 241))) == set()
    assert masked(publish(put(figures(), *path, 236))) == set()


def test_the_strict_definition_is_masked_when_it_leaves_out_few() -> None:
    nearly = figures()
    for part in (nearly["by_definition"]["DEF-2"], nearly["by_definition"]["DEF-2"]["density_50"]):
        part["recipients"] = 265
    assert masked(publish(nearly)) == {
        ("by_definition", "DEF-2", "recipients"),
        ("by_definition", "DEF-2", "density_50", "recipients"),
    }


def test_a_step_of_the_bridge_is_masked_with_its_smallest_neighbour() -> None:
    changed = put(figures(), "bridge", "left", "died", 2)
    put(changed, "bridge", "left", "without_6_months", 38)
    found = masked(publish(changed))
    assert found == {("bridge", "left", "died"), ("bridge", "left", "unknown")}


def test_few_new_recipients_mask_those_who_stayed_and_a_way_out() -> None:
    changed = put(figures(), "bridge", "new", 3)
    put(changed, "bridge", "stayed", 264)
    put(changed, "bridge", "left", {**dict.fromkeys(changed["bridge"]["left"], 0), "to_kvp": 9})
    put(changed, "bridge", "left", "moved", 8)
    found = masked(publish(changed))
    assert {("bridge", "new"), ("bridge", "stayed"), ("bridge", "left", "moved")} == found


def test_months_ahead_are_masked_when_they_differ_by_few() -> None:
    changed = put(figures(), "approaching", 6, "recipients", 25)
    assert masked(publish(changed)) == {("approaching", "3", "recipients")}


def test_couples_are_not_told_by_the_number_of_adults() -> None:
    found = masked(publish(put(figures(), "adults_over_three_years", 269)))
    assert found == {("adults_over_three_years",)}
