"""What a home costs: typed once, dated, and never rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from households.housing_costs import Cost, costs_on, record_costs
from households.models import Household, HousingCost
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def home(db: None) -> Household:
    return HouseholdFactory()


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


def record(home: Household, by: User, on: date, *costs: Cost) -> None:
    record_costs(household=home, costs=costs, on=on, by=by)


def rows(home: Household) -> list[tuple[int, date, date | None]]:
    kept = HousingCost.objects.filter(household=home, undone_at__isnull=True)
    return [(row.claimed, row.valid_from, row.valid_to) for row in kept]


def test_a_new_amount_ends_the_one_before_it(home: Household, user: User) -> None:
    record(home, user, JANUARY, Cost("rent", 7_000, 6_500))
    record(home, user, MARCH, Cost("rent", 8_000, 8_000))
    assert rows(home) == [(7_000, JANUARY, date(2026, 2, 28)), (8_000, MARCH, None)]
    assert costs_on(home, date(2026, 2, 1)) == {"rent": Cost("rent", 7_000, 6_500)}


def test_the_same_again_is_no_new_row(home: Household, user: User) -> None:
    for day in (JANUARY, MARCH):
        record(home, user, day, Cost("rent", 7_000, 6_500, 900), Cost("power", 0, 0))
    assert rows(home) == [(7_000, JANUARY, None)]


def test_what_is_no_longer_named_is_no_longer_paid(home: Household, user: User) -> None:
    record(home, user, JANUARY, Cost("rent", 7_000, 7_000), Cost("power", 900, 900))
    record(home, user, MARCH, Cost("rent", 7_000, 7_000))
    assert costs_on(home, MARCH).keys() == {"rent"}


def test_a_later_amount_stands_when_an_earlier_one_is_told_of(home: Household, user: User) -> None:
    record(home, user, JUNE, Cost("rent", 9_000, 9_000))
    record(home, user, JANUARY, Cost("rent", 7_000, 7_000))
    record(home, user, MARCH, Cost("rent", 8_000, 8_000))
    assert rows(home) == [
        (7_000, JANUARY, date(2026, 2, 28)),
        (8_000, MARCH, date(2026, 5, 31)),
        (9_000, JUNE, None),
    ]


def test_a_correction_on_the_first_day_leaves_what_was_typed(home: Household, user: User) -> None:
    record(home, user, MARCH, Cost("rent", 700, 700))
    record(home, user, MARCH, Cost("rent", 7_000, 7_000))
    assert rows(home) == [(7_000, MARCH, None)]
    assert HousingCost.objects.get(claimed=700).undone_at is not None


@pytest.mark.parametrize(
    "spoilt",
    [{"accepted": 8_000}, {"valid_to": date(2025, 12, 31)}, {"arrears": -1}],
)
def test_what_cannot_be_is_refused_by_the_database(
    home: Household, user: User, spoilt: dict[str, Any]
) -> None:
    record(home, user, JANUARY, Cost("rent", 7_000, 7_000))
    with pytest.raises(IntegrityError), transaction.atomic():
        HousingCost.objects.update(**spoilt)
