"""Limits of purchases and of temporary lodging hold from their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.dated import Dated
from households.models import Household, LodgingNeed
from housing.career.actions import Bought, buy
from housing.history import HousingError
from housing.lodging.queries import Line
from tests.housing.kept import TODAY, adviser, day, home_at_hv, rented

pytestmark = pytest.mark.django_db
CHANGES = TODAY - timedelta(days=10)
OWN = Bought(
    own=True, bought_on=TODAY, price=None, valuation=900_000, income=450_000, discounted=True
)


def stepped(before: int, now: int) -> Dated:
    return Dated(((day(-10_000), before), (CHANGES, now)))


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(by=hv)
    return found


def test_the_limit_and_the_discount_of_a_purchase_are_those_of_its_day(
    home: Household, hv: User, settings: Any
) -> None:
    settings.TENANCIES = settings.TENANCIES | {
        "income_limit": stepped(400_000, 500_000),
        "discount": stepped(50_000, 70_000),
    }
    made = rented(home, hv, open_ended=True)
    before = replace(OWN, bought_on=CHANGES - timedelta(days=1))
    with pytest.raises(HousingError, match="innenfor grensen") as refused:
        buy(tenancy=made, version=1, bought=before, by=hv)
    assert refused.value.field == "income"
    bought = buy(tenancy=made, version=1, bought=replace(OWN, bought_on=CHANGES), by=hv)
    assert (bought.discount, bought.price) == (70_000, 830_000)


def test_the_discount_of_the_day_before_is_the_old_one(
    home: Household, hv: User, settings: Any
) -> None:
    settings.TENANCIES = settings.TENANCIES | {
        "income_limit": Dated.always(500_000),
        "discount": stepped(50_000, 70_000),
    }
    made = rented(home, hv, open_ended=True)
    before = replace(OWN, bought_on=CHANGES - timedelta(days=1))
    assert buy(tenancy=made, version=1, bought=before, by=hv).discount == 50_000


@pytest.mark.parametrize(("ago", "days"), [(11, 3), (10, 5), (0, 5)])
def test_a_need_is_to_be_decided_by_the_limit_of_the_day_it_came(
    home: Household, settings: Any, ago: int, days: int
) -> None:
    settings.LODGING = settings.LODGING | {
        "decide_days": stepped(3, 5),
        "plan_nights": stepped(14, 7),
    }
    need = LodgingNeed(household=home, requested_on=day(-ago))
    line = Line(need=need, stays=[], children=0, today=TODAY)
    assert line.decide_due == day(-ago) + timedelta(days=days)
    assert line.plan_nights == (14 if ago > 10 else 7)
