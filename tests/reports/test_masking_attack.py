"""No masked small count can be computed from what is published, in one report or in several."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from reports.masking import publish
from tests.reports.attacker import Attack, Name, flat
from tests.reports.figures_example import figures, put
from tests.reports.random_figures import (
    DISTRICTS,
    corrected,
    random_figures,
    year_after,
    year_before,
)

SEEDS = range(40)
LAST_YEAR: dict[Name, Name] = {
    ("bridge", "previous"): ("2024", "recipients_over_three_years"),
    ("trend", "2024", "recipients"): ("2024", "recipients_over_three_years"),
    ("trend", "2024", "child_families"): ("2024", "child_families_over_three_years"),
} | {
    ("by_district", name, "previous_recipients"): ("2024", "by_district", name, "recipients")
    for name in DISTRICTS
}


def attack(truth: dict[str, Any], published: dict[str, Any], **knowledge: int) -> set[Name]:
    reader = Attack(**knowledge)
    reader.read("2025", truth, published)
    return reader.fixed()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_masked_small_count_can_be_computed(seed: int) -> None:
    truth = random_figures(Random(seed))
    assert attack(truth, publish(truth)) == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_not_even_by_one_who_knows_that_zeros_are_seldom_masked(seed: int) -> None:
    truth = random_figures(Random(seed))
    published = publish(truth)
    shown = flat(published)
    if all(flat(truth)[name] for name, value in shown.items() if value is None):
        assert attack(truth, published, hidden_at_least=1) == set()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("this_year_first", [False, True])
def test_not_even_from_two_years_together(seed: int, this_year_first: bool) -> None:
    random = Random(seed)
    last_year = year_before(random)
    this_year = year_after(random, last_year)
    first, second = (this_year, last_year) if this_year_first else (last_year, this_year)
    released = {first["year"]: publish(first)}
    released[second["year"]] = publish(second, released.values())
    reader = Attack()
    reader.read("2024", last_year, released[2024])
    reader.read("2025", this_year, released[2025], LAST_YEAR)
    assert reader.fixed() == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_not_even_after_a_correction(seed: int) -> None:
    random = Random(seed)
    before = random_figures(random)
    after = corrected(random, before)
    released = publish(before)
    assert attack(after, publish(after, [released])) == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_figures_published_again_are_masked_alike(seed: int) -> None:
    truth = random_figures(Random(seed))
    released = publish(truth)
    assert publish(truth, [released]) == released


@pytest.mark.parametrize("seed", SEEDS)
def test_small_counts_are_masked_and_columns_hide_at_least_five_together(seed: int) -> None:
    truth = random_figures(Random(seed))
    shown, real = flat(publish(truth)), flat(truth)
    assert [name for name, value in shown.items() if value in (1, 2, 3, 4)] == []
    columns = [("by_age_group", "recipients"), ("by_sex", "recipients")]
    columns += [("by_district", unit) for unit in ("recipients", "child_families")]
    for block, unit in columns:
        total = shown[f"{unit}_over_three_years",]
        masked = [
            real[name] or 0
            for name, value in shown.items()
            if value is None and name[0] == block and name[-1] == unit
        ]
        assert total is None or not masked or sum(masked) >= 5


def test_the_reader_in_these_tests_does_find_what_can_be_computed() -> None:
    truth = put(figures(), "by_sex", "Ikke oppgitt", "recipients", 3)
    put(truth, "by_sex", "Menn", "recipients", 143)
    careless = put(figures(), "by_sex", "Ikke oppgitt", "recipients", None)
    put(careless, "by_sex", "Menn", "recipients", 143)
    assert attack(truth, careless) == {("2025", "by_sex", "Ikke oppgitt", "recipients")}


def test_the_reader_also_uses_that_counts_are_not_negative() -> None:
    truth = put(figures(), "by_district", "Uten bydel", "child_families", 1)
    put(truth, "by_district", "Lerkendal", "child_families", 12)
    put(truth, "by_district", "Lerkendal", "recipients", 50)
    put(truth, "by_district", "Uten bydel", "recipients", 1)
    careless = publish(truth)
    put(careless, "by_district", "Uten bydel", "recipients", 1)
    put(careless, "by_district", "Lerkendal", "recipients", 50)
    put(careless, "by_district", "Lerkendal", "child_families", 12)
    assert ("2025", "by_district", "Uten bydel", "child_families") in attack(truth, careless)
