"""A lease that is renewed ahead: the contract of today runs, and what ends it ends the renewal."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from households.housing_costs import costs_on
from households.models import Household
from housing.career.actions import Bought, buy
from housing.history import HousingError
from housing.homes import queries as homes
from housing.models import HousingChange, Tenancy, TenancyRisk
from housing.tenancies import actions, ending, expiry, queries, risk_actions
from housing.tenancies.rent import note_arrears
from tests.housing.kept import TODAY, adviser, day, home_at_hv, rented

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(by=hv)
    return found


def renewed(home: Household, by: User) -> tuple[Tenancy, Tenancy]:
    """(the contract of today, the one that begins in a month)."""
    made = rented(home, by, starts_on=day(-1_070), ends_on=day(30))
    given: dict[str, Any] = {"tenancy": made, "version": 1, "on": TODAY, "by": by}
    after = actions.review(result="renew", text="Bra", contract=None, **given)
    made.refresh_from_db()
    return made, after


def test_the_contract_of_today_is_the_current_one_and_then_the_new(
    home: Household, hv: User
) -> None:
    made, after = renewed(home, hv)
    assert made.runs(TODAY)
    assert after.is_ahead(TODAY)
    for on, expected in ((TODAY, made), (day(30), made), (day(31), after)):
        assert queries.current_tenancy(home, on) == expected
        assert list(Tenancy.objects.current(on)) == [expected]
    (row,) = queries.tenancies(hv, TODAY).current(TODAY)
    assert row.renewed_from == day(31)


def test_the_tenant_of_today_moves_out_and_the_renewal_never_begins(
    home: Household, hv: User
) -> None:
    made, after = renewed(home, hv)
    ending.end(tenancy=made, version=made.version, reason="moved", on=TODAY, by=hv)
    after.refresh_from_db()
    assert (after.end_reason, after.ended_on) == ("void", TODAY)
    assert (made.end_reason, made.ended_on) == ("moved", TODAY)
    assert not Tenancy.objects.current(TODAY).exists()
    assert [free.available_from for free in homes.vacant()] == [day(1)]
    told = list(HousingChange.objects.values_list("told", flat=True))
    assert f"Kontrakten fra {day(31):%d.%m.%Y} trer ikke i kraft" in told


def test_a_contract_that_is_renewed_is_not_reviewed_or_notified_once_more(
    home: Household, hv: User
) -> None:
    made, after = renewed(home, hv)
    for row in (made, after):
        given: dict[str, Any] = {"tenancy": row, "version": row.version, "on": TODAY, "by": hv}
        with pytest.raises(HousingError, match="fornyet allerede"):
            actions.review(result="end", text="", contract=None, moves_on=day(9), **given)
    with pytest.raises(HousingError, match="fornyet"):
        expiry.demand(tenancy=made, version=made.version, on=TODAY, by=hv)


def test_the_tenant_of_today_buys(home: Household, hv: User) -> None:
    made, after = renewed(home, hv)
    bought = Bought(own=True, bought_on=TODAY, price=1_400_000)
    row = buy(tenancy=made, version=made.version, bought=bought, by=hv)
    after.refresh_from_db()
    assert (row.tenancy, after.end_reason) == (made, "void")


def test_the_tenant_of_today_owes_rent_now_and_after_the_renewal(home: Household, hv: User) -> None:
    made, _ = renewed(home, hv)
    note_arrears(tenancy=made, version=made.version, arrears=9_000, on=TODAY, by=hv)
    assert [costs_on(home, on)["rent"].arrears for on in (TODAY, day(40))] == [9_000, 9_000]


def test_the_tenant_of_today_is_evicted(home: Household, hv: User) -> None:
    made, after = renewed(home, hv)
    given: dict[str, Any] = {"household": home, "landlord": "", "text": "", "by": hv}
    tenancy = queries.current_tenancy(home, TODAY)
    risk = risk_actions.open_risk(tenancy=tenancy, state="petition", on=day(-20), **given)
    risk_actions.set_eviction(risk=risk, version=1, eviction_on=TODAY, by=hv)
    risk_actions.carry_out(
        risk=risk, version=2, on=TODAY, text="Kastet ut", by=hv, free_from=day(5)
    )
    made.refresh_from_db()
    after.refresh_from_db()
    assert (made.end_reason, made.ended_on, after.end_reason) == ("evicted", TODAY, "void")
    assert [free.available_from for free in homes.vacant()] == [day(5)]


def test_a_danger_from_before_the_renewal_ends_the_contract_that_runs(
    home: Household, hv: User
) -> None:
    made = rented(home, hv, starts_on=day(-1_070), ends_on=day(30))
    given: dict[str, Any] = {"household": home, "landlord": "", "text": "", "by": hv}
    risk_actions.open_risk(tenancy=made, state="petition", on=day(-20), **given)
    told: dict[str, Any] = {"tenancy": made, "version": 1, "on": TODAY, "by": hv}
    after = actions.review(result="renew", text="", contract=None, **told)
    risk = TenancyRisk.objects.get()
    assert risk.tenancy == after
    risk_actions.set_eviction(risk=risk, version=1, eviction_on=TODAY, by=hv)
    risk_actions.carry_out(risk=risk, version=2, on=TODAY, text="Kastet ut", by=hv)
    made.refresh_from_db()
    assert made.end_reason == "evicted"
    assert not Tenancy.objects.live().exists()


def test_a_renewal_that_is_withdrawn_leaves_the_contract_to_be_reviewed(
    home: Household, hv: User
) -> None:
    made, after = renewed(home, hv)
    given: dict[str, Any] = {"text": "Feil bolig", "on": TODAY, "by": hv}
    ending.withdraw(tenancy=after, version=after.version, **given)
    made.refresh_from_db()
    assert (made.ended_on, made.reviewed_on, after.end_reason) == (None, None, "void")
    assert list(Tenancy.objects.current(TODAY)) == [made]
    with pytest.raises(HousingError, match="gjelder allerede"):
        ending.withdraw(tenancy=made, version=made.version, **given)


def test_a_contract_signed_ahead_is_withdrawn_and_the_home_is_free(
    home: Household, hv: User
) -> None:
    made = rented(home, hv, starts_on=day(40))
    assert queries.current_tenancy(home, TODAY) == made
    ending.withdraw(tenancy=made, version=1, text="Ville ikke", on=TODAY, by=hv)
    assert queries.current_tenancy(home, TODAY) is None
    assert [free.available_from for free in homes.vacant()] == [TODAY]
