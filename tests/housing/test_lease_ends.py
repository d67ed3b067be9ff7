"""The end of a lease: the home is free again, who stays on, and who is to move (§ 9-2)."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from coordination.worklist.due import scope_of
from coordination.worklist.due_tenancies import contracts, leaving
from households.models import Household
from housing.career.actions import Bought, buy, keep_plan
from housing.history import HousingError
from housing.homes import queries as homes
from housing.models import AdviceCase, CareerPlan, Dwelling, Tenancy
from housing.tenancies import actions, ending, expiry, queries, rules
from tests.housing.kept import TODAY, adviser, day, home_at_hv, rented

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(by=hv)
    return found


def vacant() -> list[Dwelling]:
    return list(homes.vacant())


@pytest.mark.parametrize(("free_from", "expected"), [(None, 1), (day(0), 0), (day(30), 30)])
def test_a_home_that_is_left_is_vacant_from_the_day_after_or_the_day_that_is_typed(
    home: Household, hv: User, free_from: Any, expected: int
) -> None:
    made = rented(home, hv)
    assert vacant() == []
    ending.end(tenancy=made, version=1, reason="moved", on=TODAY, by=hv, free_from=free_from)
    (free,) = vacant()
    assert (free.pk, free.available_from) == (made.dwelling_id, day(expected))


@pytest.mark.parametrize("free_from", [day(-1), day(400)])
def test_a_home_is_not_free_before_it_is_left_nor_in_years(
    home: Household, hv: User, free_from: Any
) -> None:
    made = rented(home, hv)
    with pytest.raises(HousingError) as refused:
        ending.end(tenancy=made, version=1, reason="moved", on=TODAY, by=hv, free_from=free_from)
    assert refused.value.field == "free_from"


def test_who_buys_another_home_leaves_a_vacant_one_and_who_buys_theirs_does_not(hv: User) -> None:
    other = rented(home_at_hv(), hv, open_ended=True)
    bought = Bought(own=False, bought_on=TODAY, price=2_000_000, free_from=day(14))
    buy(tenancy=other, version=1, bought=bought, by=hv)
    assert [free.available_from for free in vacant()] == [day(14)]
    Dwelling.objects.update(address="Øvre gate 3")
    own = rented(home_at_hv(), hv, open_ended=True)
    buy(tenancy=own, version=1, bought=Bought(own=True, bought_on=TODAY, price=1_000_000), by=hv)
    own.dwelling.refresh_from_db()
    assert (own.dwelling.state, own.dwelling.available_from) == ("sold", None)
    assert len(vacant()) == 1


def test_a_home_with_nobody_in_it_and_no_day_is_told(home: Household, hv: User) -> None:
    made = rented(home, hv)
    assert not homes.empty().exists()
    ending.end(tenancy=made, version=1, reason="dead", on=TODAY, by=hv)
    Dwelling.objects.update(available_from=None)
    (found,) = homes.empty()
    assert found.pk == made.dwelling_id
    assert list(homes.register("", "", homes.EMPTY)) == [found]


def test_a_plan_ends_with_the_lease(home: Household, hv: User) -> None:
    made = rented(home, hv, open_ended=True)
    plan: dict[str, Any] = {"aim": "own", "steps": "Spare", "on": TODAY, "by": hv}
    with pytest.raises(HousingError, match="etter"):
        keep_plan(tenancy=made, version=1, next_on=day(800), **plan)
    keep_plan(tenancy=made, version=1, next_on=day(90), **plan)
    ending.end(tenancy=made, version=2, reason="moved", on=TODAY, by=hv)
    assert CareerPlan.objects.get().ended_text == "Leieforholdet er avsluttet"


def expired(home: Household, by: User, ago: int) -> Tenancy:
    return rented(home, by, starts_on=day(-1_400), ends_on=day(-ago))


def turns(ago: int) -> Any:
    return rules.demand_by(day(-ago), 3)


@pytest.mark.parametrize(("ago", "late"), [(20, "own"), (85, "law"), (200, "own")])
def test_a_contract_that_has_run_out_tells_by_when_the_tenant_must_be_told_to_move(
    home: Household, hv: User, ago: int, late: str
) -> None:
    expired(home, hv, ago)
    (row,) = contracts(scope_of(hv, TODAY))
    assert (row.due, row.late) == (turns(ago), late)
    assert ("ble tidsubestemt" in row.what) == (ago == 200)


def test_who_stays_on_untold_rents_open_ended_and_gets_no_new_fixed_term(
    home: Household, hv: User
) -> None:
    made = expired(home, hv, 200)
    rows = queries.tenancies(hv, TODAY)
    assert list(queries.open_ended(rows, TODAY)) == [made]
    given: dict[str, Any] = {"tenancy": made, "version": 1, "on": TODAY, "by": hv}
    for result in ("renew", "open_ended", "end"):
        with pytest.raises(HousingError, match="§ 9-2"):
            actions.review(result=result, text="", contract=None, moves_on=day(9), **given)
    with pytest.raises(HousingError, match="måtte komme innen") as refused:
        expiry.demand(**given)
    assert refused.value.field == "on"
    after = actions.turn_open_ended(**given)
    made.refresh_from_db()
    assert (after.kind, after.starts_on, after.renews) == ("open_ended", day(1, turns(200)), made)
    assert (made.end_reason, made.ended_on) == ("by_law", turns(200))
    assert list(contracts(scope_of(hv, TODAY))) == []
    assert list(queries.open_ended(rows.all(), TODAY)) == [after]


def test_a_demand_in_time_stops_the_law_also_when_it_is_registered_late(
    home: Household, hv: User
) -> None:
    made = expired(home, hv, 200)
    expiry.demand(tenancy=made, version=1, on=day(-150), by=hv)
    assert not made.has_turned(TODAY)
    with pytest.raises(HousingError, match="ikke blitt"):
        actions.turn_open_ended(tenancy=made, version=2, on=TODAY, by=hv)
    (row,) = contracts(scope_of(hv, TODAY))
    assert "krevd flyttet" in row.why


def test_a_contract_that_is_not_renewed_is_followed_until_they_have_moved(
    home: Household, hv: User
) -> None:
    made = expired(home, hv, 20)
    given: dict[str, Any] = {"result": "end", "text": "Har fått bolig", "contract": None}
    given |= {"tenancy": made, "version": 1, "on": TODAY, "by": hv}
    with pytest.raises(HousingError) as refused:
        actions.review(**given)
    assert refused.value.field == "moves_on"
    done = actions.review(**given, moves_on=day(30))
    assert AdviceCase.objects.get().cause == "not_renewed"
    (row,) = leaving(scope_of(hv, TODAY))
    assert (row.what, row.due) == ("Krev skriftlig at de flytter", day(30))
    expiry.notify(tenancy=done, version=2, on=TODAY, by=hv)
    expiry.demand(tenancy=done, version=3, on=TODAY, by=hv)
    (row,) = leaving(scope_of(hv, day(31)))
    assert (row.what, row.due, row.late) == ("Avslutt når de har flyttet", day(30), "own")
    assert list(queries.leaving(queries.tenancies(hv, TODAY))) == [done]
    ending.end(tenancy=done, version=4, reason="expired", on=TODAY, by=hv)
    assert list(leaving(scope_of(hv, day(31)))) == []


def test_a_notice_is_not_registered_years_before_the_end(home: Household, hv: User) -> None:
    made = rented(home, hv)
    with pytest.raises(HousingError, match="tidligst") as refused:
        expiry.notify(tenancy=made, version=1, on=TODAY, by=hv)
    assert refused.value.field == "on"
    Tenancy.objects.update(ends_on=day(260))
    made.refresh_from_db()
    expiry.notify(tenancy=made, version=1, on=TODAY, by=hv)
    assert made.notified_on == TODAY
