"""What the migrations lay down as data, and that they can take it up again."""

from __future__ import annotations

import itertools
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from accounts.models import District, Unit
from benefits.models import DatedSetting, FamilyCap, RateTable, RightsGuide, RightsRule
from decisions.models import TextBlock
from decisions.texts.rules import without_places
from households.models import RetentionRule

pytestmark = pytest.mark.django_db


def test_each_district_has_a_unit_of_every_party() -> None:
    assert set(District.objects.values_list("name", flat=True)) == {
        "Midtbyen",
        "Østbyen",
        "Lerkendal",
        "Heimdal",
    }
    pairs = set(Unit.objects.values_list("party", "district__code"))
    codes = District.objects.values_list("code", flat=True)
    assert pairs == {(party, code) for party in ("nav", "bft", "hv") for code in codes}


@pytest.mark.parametrize(
    ("day", "single", "couple", "child_0_5"),
    [
        (date(2013, 6, 1), 5_500, 9_100, 2_100),
        (date(2021, 8, 31), 6_450, 10_800, 2_850),
        (date(2021, 9, 1), 6_450, 10_800, 3_150),
        (date(2024, 12, 31), 7_850, 13_100, 3_850),
    ],
)
def test_the_states_rates_are_those_of_their_day(
    day: date, single: int, couple: int, child_0_5: int
) -> None:
    row = RateTable.objects.valid_on(day).get(issuer="state")
    assert (row.single, row.couple, row.child_0_5) == (single, couple, child_0_5)


@pytest.mark.parametrize("day", [date(2015, 1, 1), date(2023, 6, 30), date(2025, 1, 1)])
def test_a_year_without_a_verified_rate_has_none(day: date) -> None:
    assert not RateTable.objects.valid_on(day).exists()


def test_the_base_amount_changes_on_the_first_of_may() -> None:
    values = [
        DatedSetting.objects.valid_on(day).get(key="base_amount").value
        for day in (date(2012, 4, 30), date(2012, 5, 1), date(2026, 4, 30))
    ]
    assert values == [79_216, 82_122, 130_160]
    assert not DatedSetting.objects.valid_on(date(2026, 5, 1)).filter(key="base_amount").exists()


def test_no_two_rates_or_settings_hold_on_the_same_day() -> None:
    for rows in (RateTable.objects.filter(issuer="state"), *_settings_by_key()):
        periods = list(rows.order_by("valid_from").values_list("valid_from", "valid_to"))
        assert periods
        for (_, end), (start, _) in itertools.pairwise(periods):
            assert end is not None
            assert end < start


def _settings_by_key() -> list[Any]:
    keys = set(DatedSetting.objects.values_list("key", flat=True))
    return [DatedSetting.objects.filter(key=key) for key in sorted(keys)]


def test_what_nobody_has_verified_has_no_row() -> None:
    known = set(DatedSetting.objects.values_list("key", flat=True))
    assert set(DatedSetting.Key.values) - known == {
        "parents_home_norm",
        "special_amount",
        "special_disregard",
        "special_share",
        "special_until_age",
    }


def test_standard_texts_mark_well_what_is_to_be_filled_in() -> None:
    rows = list(TextBlock.objects.all())
    assert {row.part for row in rows} == {"law", "discretion", "conditions", "information"}
    assert [row.key for row in rows if set("[]") & set(without_places(row.body))] == []
    grounds = [row for row in rows if row.part in ("discretion", "conditions")]
    assert [row.key for row in grounds if without_places(row.body) == row.body] == []


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("benefits.migrations.0002_rates_and_settings", (RateTable, FamilyCap, DatedSetting)),
        ("benefits.migrations.0003_rights_guide", (RightsRule, RightsGuide)),
        ("accounts.migrations.0002_districts_and_units", (Unit, District)),
        ("decisions.migrations.0002_standard_texts", (TextBlock,)),
        ("households.migrations.0002_retention_rules", (RetentionRule,)),
    ],
)
def test_what_is_laid_down_can_be_taken_up_and_laid_down_again(
    name: str, models: tuple[type, ...]
) -> None:
    migration = import_module(name)
    before = [model.objects.count() for model in models]
    assert all(before)
    migration.take_up(apps, None)
    assert [model.objects.count() for model in models] == [0] * len(models)
    migration.lay_down(apps, None)
    assert [model.objects.count() for model in models] == before
