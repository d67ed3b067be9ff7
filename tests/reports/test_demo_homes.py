"""The demo's homes: 110 bought, tenancies, dangers to them and nights in every state."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.models import LodgingNeed, Membership
from housing.homes.queries import empty
from housing.lodging.queries import lines
from housing.models import CareerPlan, Purchase, Tenancy, TenancyRisk, TenancySupport
from housing.tenancies.queries import purchases, purchases_until, risk_figures
from housing.tenancies.rules import RiskState
from reports.demo import lodging, relet, tenancies
from reports.demo.users import DISTRICTS, hire
from tests.factories import HouseholdFactory, PersonFactory, add_member

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1


@pytest.fixture
def _laid_down(db: None) -> None:
    """A hundred and thirty households in each district, half of them with a child."""
    staff = hire()
    for district in DISTRICTS:
        for number in range(130):
            home = HouseholdFactory(district=district)
            if number % 2:
                child = PersonFactory(birth_date=date(timezone.localdate().year - 7, 5, 4))
                add_member(home, child, Membership.Role.CHILD)
    tenancies.lay_down(staff, YEAR)
    lodging.lay_down(staff, YEAR)
    relet.lay_down()


@pytest.mark.usefixtures("_laid_down")
def test_exactly_110_homes_are_bought_from_september_three_years_before() -> None:
    rows = Purchase.objects.order_by("bought_on")
    assert rows.count() == purchases_until(date(YEAR, 12, 31)) == 110
    assert purchases_until(date(YEAR - 3, 8, 31)) == 0
    assert rows[0].bought_on >= date(YEAR - 3, 9, 1)
    years = purchases(timezone.localdate())
    assert sum(row.bought for row in years if row.year <= YEAR) == 110
    assert {row.end_reason for row in Tenancy.objects.filter(purchase__isnull=False)} == {
        "own_home"
    }
    own = rows.filter(dwelling__isnull=False)
    assert {(row.discount, row.dwelling.state) for row in own} == {(50_000, "sold")}  # type: ignore[union-attr]
    assert {True, False} == set(rows.values_list("child_family", flat=True))
    _every_state_is_there()
    _few_are_red()
    _no_home_or_lease_is_left_hanging()


def _every_state_is_there() -> None:
    today = timezone.localdate()
    assert set(TenancyRisk.objects.values_list("state", flat=True)) == set(RiskState)
    assert {row.children for row in risk_figures(today) if row.averted} == {True, False}
    live = Tenancy.objects.live()
    assert live.filter(kind="open_ended").count() >= 20
    assert live.filter(ends_on__lt=today).exists()
    assert live.exclude(short_ground="").exists()
    assert live.filter(review="end").exists()
    assert CareerPlan.objects.count() >= 12
    assert TenancySupport.objects.filter(kind="first").exists()
    found = lines(LodgingNeed.objects.all(), today)
    assert {line.state.value for line in found} == {"requested", "offered", "in_use", "moved_on"}
    assert len(found) >= 20
    assert sum(line.is_without for line in found) == 2 * len(DISTRICTS)


def _no_home_or_lease_is_left_hanging() -> None:
    """Nobody stays on untold for months, and no home stands empty without a day."""
    today = timezone.localdate()
    assert not empty().exists()
    assert not [row for row in Tenancy.objects.live() if row.has_turned(today)]
    assert Tenancy.objects.live().filter(demanded_on__isnull=False).exists()


def _few_are_red() -> None:
    today = timezone.localdate()
    for district in DISTRICTS:
        user = User.objects.get(username=f"hv.{district}")
        rows = everything(scope_of(user, today))
        red = Counter(row.kind for row in rows if row.late)
        assert sum(red.values()) <= 15, red
