"""A tenancy from contract to end: who may rent what, for how long, and what is told when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from config.dated import Dated
from coordination.worklist.due import scope_of
from coordination.worklist.due_tenancies import contracts, rent_owed
from households.housing_costs import Cost, costs_on, record_costs
from households.models import Household
from housing.acting import HousingConflictError
from housing.career.actions import Bought, buy, end_plan, keep_plan
from housing.history import HousingError
from housing.homes.actions import Answer, answer
from housing.models import CareerPlan, Dwelling, HousingChange, Purchase, Tenancy
from housing.tenancies import actions, queries, rules
from housing.tenancies.actions import Contract, sign
from housing.tenancies.ending import end
from housing.tenancies.rent import note_arrears
from tests.housing.filled import offered, queued
from tests.housing.kept import TODAY, adviser, day, dwelling, home_at_hv, rented

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(by=hv)
    return found


def test_a_contract_is_for_three_years_and_its_rent_is_typed_once(
    home: Household, hv: User
) -> None:
    record_costs(
        household=home, costs=[Cost("rent", 7_000, 6_000), Cost("power", 800, 800)], on=TODAY, by=hv
    )
    made = rented(home, hv, starts_on=TODAY)
    assert made.ends_on == rules.main_rule_end(TODAY, 3)
    costs = costs_on(home, TODAY)
    assert costs["rent"] == Cost("rent", 9_000, 6_000)
    assert costs["power"].claimed == 800


@pytest.mark.parametrize(
    ("ground", "text", "field"), [("", "", "short_ground"), ("special", " ", "short_text")]
)
def test_a_shorter_contract_tells_its_legal_ground(
    home: Household, hv: User, ground: str, text: str, field: str
) -> None:
    short = {"kind": "fixed", "starts_on": TODAY, "ends_on": day(400)}
    given = {"household": home, "dwelling": dwelling(), "outside_text": "Fra før", "by": hv}
    with pytest.raises(HousingError) as refused:
        sign(contract=Contract(**short, short_ground=ground, short_text=text), **given)
    assert refused.value.field == field
    full = Contract(**short, short_ground="special", short_text="Ung, trenger en overgang")
    assert sign(contract=full, **given).short_ground == "special"


def test_no_dwelling_has_two_tenants_and_no_household_two_dwellings(
    home: Household, hv: User
) -> None:
    flat = dwelling()
    rented(home, hv, of=flat)
    with pytest.raises(HousingError, match="allerede leid ut"):
        rented(home_at_hv(), hv, of=flat)
    with pytest.raises(HousingError, match="leier allerede"):
        rented(home, hv, of=dwelling("Øvre gate 2"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenancy.objects.create(
            household=home_at_hv(),
            dwelling=flat,
            kind="open_ended",
            starts_on=TODAY,
            registered_by=hv,
        )


def test_a_home_that_the_queue_did_not_give_is_let_with_written_grounds_and_ends_the_wait(
    home: Household, hv: User
) -> None:
    entry = queued(home, hv)
    given: dict[str, Any] = {"household": home, "dwelling": dwelling(), "by": hv}
    contract = Contract("open_ended", TODAY)
    with pytest.raises(HousingError, match="ikke tildelt") as refused:
        sign(contract=contract, outside_text=" ", **given)
    assert refused.value.field == "outside_text"
    made = sign(contract=contract, outside_text="Byttet med søsteren", **given)
    entry.refresh_from_db()
    assert (entry.ended_on, entry.exit_cause) == (TODAY, "allocated")
    assert made.outside_text == "Byttet med søsteren"
    assert HousingChange.objects.filter(told__contains="uten tildeling: Byttet").exists()


def test_the_home_that_the_queue_gave_is_let_without_more(home: Household, hv: User) -> None:
    made = offered(queued(home, hv), hv, dwelling(available_from=TODAY))
    answer(offer=made, given=Answer("accepted", TODAY), at=timezone.now(), by=hv)
    let = sign(household=home, dwelling=made.dwelling, contract=Contract("fixed", TODAY), by=hv)
    assert let.outside_text == ""


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (-25 * 365, None, "starts_on"),
        (200, None, "starts_on"),
        (-400, 11 * 365, "ends_on"),
        (0, 0, "ends_on"),
    ],
)
def test_a_contract_begins_and_expires_within_reason(
    home: Household, hv: User, starts: int, ends: int | None, field: str
) -> None:
    with pytest.raises(HousingError) as refused:
        rented(home, hv, starts_on=day(starts), ends_on=None if ends is None else day(ends))
    assert refused.value.field == field


@pytest.mark.parametrize(("left", "listed"), [(-3, True), (180, True), (190, False)])
def test_a_contract_is_reviewed_from_six_months_before_it_runs_out(
    home: Household, hv: User, left: int, listed: bool
) -> None:
    made = rented(home, hv, starts_on=day(-1_200), ends_on=day(left))
    rows = list(contracts(scope_of(hv, TODAY)))
    assert [row.key for row in rows] == ([f"kontrakt-{made.pk}"] if listed else [])
    assert [row.late for row in rows] == (["own" if left < 0 else ""] if listed else [])


@pytest.mark.parametrize(("result", "kind"), [("renew", "fixed"), ("open_ended", "open_ended")])
def test_a_review_makes_the_next_contract_from_the_day_after(
    home: Household, hv: User, result: str, kind: str
) -> None:
    made = rented(home, hv, starts_on=day(-1_094), ends_on=day(30))
    after = actions.review(
        tenancy=made, version=1, result=result, text="Alt er bra", contract=None, on=TODAY, by=hv
    )
    made.refresh_from_db()
    assert (after.kind, after.starts_on, after.renews) == (kind, day(31), made)
    assert (made.ended_on, made.end_reason) == (made.ends_on, "renewed")
    assert list(contracts(scope_of(hv, TODAY))) == []


def test_a_contract_that_is_not_renewed_is_ended_when_they_have_moved(
    home: Household, hv: User
) -> None:
    made = rented(home, hv, starts_on=day(-1_200), ends_on=day(-1))
    given: dict[str, Any] = {"text": "Kjøper", "contract": None, "on": TODAY, "by": hv}
    done = actions.review(tenancy=made, version=1, result="end", moves_on=day(20), **given)
    assert done.is_live
    with pytest.raises(HousingConflictError):
        end(tenancy=done, version=1, reason="private", on=TODAY, by=hv)
    assert not end(tenancy=done, version=2, reason="private", on=TODAY, by=hv).is_live


def test_rent_owed_is_typed_where_benefits_reads_it_and_listed_until_taken_up(
    home: Household, hv: User
) -> None:
    made = rented(home, hv)
    note_arrears(tenancy=made, version=1, arrears=12_000, on=TODAY, by=hv)
    assert costs_on(home, TODAY)["rent"].arrears == 12_000
    (row,) = rent_owed(scope_of(hv, TODAY))
    assert row.why.startswith("12\N{NO-BREAK SPACE}000 kr")
    made.refresh_from_db()
    note_arrears(tenancy=made, version=2, arrears=0, on=TODAY, by=hv)
    assert list(rent_owed(scope_of(hv, TODAY))) == []


def test_tenants_with_open_ended_contracts_are_listed_those_without_a_plan_first(
    hv: User, django_assert_num_queries: Any
) -> None:
    planned = rented(home_at_hv(), hv, of=dwelling("A"), open_ended=True)
    plain = rented(home_at_hv(), hv, of=dwelling("B"), open_ended=True)
    rented(home_at_hv(), hv, of=dwelling("C"))
    plan = {"aim": "own", "steps": "Spare", "next_on": day(90), "on": TODAY, "by": hv}
    keep_plan(tenancy=planned, version=1, **plan)
    with django_assert_num_queries(2):
        rows = list(queries.open_ended(queries.tenancies(hv, TODAY), TODAY))
    assert rows == [plain, planned]
    planned.refresh_from_db()
    keep_plan(tenancy=planned, version=2, **plan | {"aim": "other"})
    assert CareerPlan.objects.get().aim == "other"
    planned.refresh_from_db()
    end_plan(tenancy=planned, version=3, text="Vil bli boende", on=TODAY, by=hv)
    assert not CareerPlan.objects.going_on().exists()


OWN = Bought(own=True, bought_on=TODAY, price=None, valuation=1_450_000, discounted=True)


def test_a_tenant_buys_the_section_they_rent_at_the_valuation_less_fifty_thousand(
    hv: User,
) -> None:
    home = home_at_hv(children=1)
    made = rented(home, hv, open_ended=True)
    bought = Bought(**OWN.__dict__ | {"within_limits": True})
    row = buy(tenancy=made, version=1, bought=bought, by=hv)
    assert (row.price, row.discount, row.child_family) == (1_400_000, 50_000, True)
    made.refresh_from_db()
    assert (made.end_reason, made.ended_on) == ("own_home", TODAY)
    assert made.dwelling.state == Dwelling.State.SOLD
    assert queries.purchases_until(TODAY) == 1
    assert queries.purchases_until(TODAY - timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("ownership", "changed", "limit", "field"),
    [
        ("building", {"within_limits": True}, 0, "discounted"),
        ("share", {"within_limits": True, "own": False}, 0, "discounted"),
        ("share", {"within_limits": False}, 0, "within_limits"),
        ("share", {"income": 400_001}, 400_000, "income"),
        ("share", {"income": None}, 400_000, "income"),
        ("share", {"within_limits": True, "valuation": None}, 0, "valuation"),
    ],
)
def test_the_discount_is_refused_where_the_plan_does_not_give_it(
    home: Household,
    hv: User,
    settings: Any,
    ownership: str,
    changed: dict[str, Any],
    limit: int,
    field: str,
) -> None:
    settings.TENANCIES = settings.TENANCIES | {"income_limit": Dated.always(limit)}
    made = rented(home, hv, of=dwelling(ownership=ownership), open_ended=True)
    with pytest.raises(HousingError) as refused:
        buy(tenancy=made, version=1, bought=Bought(**OWN.__dict__ | changed), by=hv)
    assert refused.value.field == field
    assert not Purchase.objects.exists()


def test_an_income_at_the_limit_is_within_it(home: Household, hv: User, settings: Any) -> None:
    limits = {"income_limit": Dated.always(400_000), "purchases_before": 7}
    settings.TENANCIES = settings.TENANCIES | limits
    bought = Bought(**OWN.__dict__ | {"income": 400_000})
    made = buy(tenancy=rented(home, hv, open_ended=True), version=1, bought=bought, by=hv)
    assert (made.discount, queries.purchases_until(TODAY)) == (50_000, 8)
