"""From arrears to an eviction averted or carried out, and who is told of it meanwhile (5c)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from coordination.flags.actions import recompute
from coordination.models import Flag
from coordination.worklist.due import scope_of
from coordination.worklist.due_tenancies import own_steps, petitions
from households.housing_costs import Cost, record_costs
from households.models import Household, Membership
from housing.acting import HousingConflictError
from housing.history import HousingError
from housing.models import AdviceCase, HousingChange, TenancyRisk
from housing.tenancies import queries, risk_actions
from housing.tenancies.actions import review
from housing.tenancies.ending import end
from tests.conftest import unit
from tests.factories import PersonFactory, add_member, intake
from tests.housing.kept import TODAY, adviser, day, home_at_hv, rented

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def family(hv: User) -> Household:
    found: Household = home_at_hv(children=1, by=hv)
    return found


def at_risk(home: Household, by: User, state: str = "arrears", ago: int = 30) -> TenancyRisk:
    return risk_actions.open_risk(
        household=home,
        tenancy=queries.current_tenancy(home, TODAY),
        landlord="" if queries.current_tenancy(home, TODAY) else "Ola Utleier",
        state=state,
        on=day(-ago),
        text="",
        by=by,
    )


def raised() -> list[str]:
    recompute(today=TODAY)
    rows = Flag.objects.filter(ended_on=None, rule__in=("eviction", "arrears"))
    return sorted(rows.values_list("rule", flat=True))


def test_from_arrears_to_an_eviction_that_is_averted(family: Household, hv: User) -> None:
    rented(family, hv)
    risk = at_risk(family, hv)
    risk_actions.warn(risk=risk, version=1, on=day(-20), by=hv)
    assert not AdviceCase.objects.exists()
    risk_actions.petition(risk=risk, version=2, on=day(-5), by=hv)
    assert AdviceCase.objects.get().cause == "eviction_risk"
    risk_actions.contact(risk=risk, version=3, on=day(-2), text="Nedbetaling", by=hv)
    risk_actions.set_eviction(risk=risk, version=4, eviction_on=day(10), by=hv)
    risk_actions.settle(risk=risk, version=5, on=TODAY, text="Restansen er dekket", by=hv)
    risk.refresh_from_db()
    assert (risk.state, risk.with_children, risk.ended_on) == ("averted", True, TODAY)
    assert HousingChange.objects.visible_to(hv).filter(part="risk").count() == 6
    (with_children, without) = queries.risk_figures(TODAY, years=1)
    assert (with_children.petitions, with_children.in_time, with_children.averted) == (1, 1, 1)
    assert (without.petitions, without.carried_out) == (0, 0)


def test_an_eviction_that_is_carried_out_ends_the_tenancy(hv: User) -> None:
    home = home_at_hv(by=hv)
    made = rented(home, hv)
    risk = at_risk(home, hv, "petition", ago=20)
    with pytest.raises(HousingError, match="kan ikke bli"):
        risk_actions.carry_out(risk=risk, version=1, on=TODAY, text="Kastet ut", by=hv)
    risk_actions.set_eviction(risk=risk, version=1, eviction_on=TODAY, by=hv)
    risk_actions.carry_out(risk=risk, version=2, on=TODAY, text="Kastet ut", by=hv)
    made.refresh_from_db()
    assert (made.end_reason, made.ended_on) == ("evicted", TODAY)
    (_, without) = queries.risk_figures(TODAY, years=1)
    assert (without.carried_out, without.in_time) == (1, 0)


def test_only_the_way_to_an_eviction_ends_in_one_and_a_tenancy_that_ends_closes_it(
    family: Household, hv: User
) -> None:
    made = rented(family, hv)
    risk = at_risk(family, hv)
    given: dict[str, Any] = {"tenancy": made, "version": 1, "on": TODAY, "by": hv}
    with pytest.raises(HousingError, match="fare for utkastelse") as refused:
        end(reason="evicted", **given)
    assert refused.value.field == "reason"
    end(reason="moved", **given)
    risk.refresh_from_db()
    assert (risk.state, risk.ended_on) == ("left", TODAY)
    assert sum(row.averted + row.carried_out for row in queries.risk_figures(TODAY, years=1)) == 0


def test_a_new_contract_takes_the_danger_with_it(family: Household, hv: User) -> None:
    made = rented(family, hv, starts_on=day(-1_094), ends_on=day(30))
    risk = at_risk(family, hv)
    after = review(tenancy=made, version=1, result="renew", text="", contract=None, on=TODAY, by=hv)
    risk.refresh_from_db()
    assert (risk.tenancy, risk.ended_on) == (after, None)


def test_a_danger_is_not_older_than_the_lease_nor_than_two_years(
    family: Household, hv: User
) -> None:
    with pytest.raises(HousingError, match="før") as refused:
        at_risk(family, hv, "petition", ago=800)
    assert refused.value.field == "on"
    rented(family, hv, starts_on=day(-60))
    with pytest.raises(HousingError, match="før"):
        at_risk(family, hv, "petition", ago=61)
    risk = at_risk(family, hv, "petition", ago=60)
    with pytest.raises(HousingError, match="før begjæringen"):
        risk_actions.set_eviction(risk=risk, version=1, eviction_on=day(-61), by=hv)


def test_children_count_as_the_home_is_on_the_day_it_is_registered(hv: User) -> None:
    home = home_at_hv(by=hv)
    add_member(home, PersonFactory(birth_date=day(-10)), Membership.Role.CHILD, valid_from=day(-10))
    assert at_risk(home, hv, ago=20).with_children


def test_what_was_registered_by_mistake_is_struck_with_a_reason_and_counts_nowhere(
    family: Household, hv: User
) -> None:
    risk = at_risk(family, hv, "petition", ago=1)
    risk_actions.strike(risk=risk, version=1, text="Gjaldt naboen", by=hv)
    risk.refresh_from_db()
    assert (risk.state, risk.ended_text) == ("struck", "Gjaldt naboen")
    assert sum(row.petitions for row in queries.risk_figures(TODAY, years=2)) == 0
    assert raised() == []


def test_two_who_write_at_once_are_told_and_one_open_case_is_enough(
    family: Household, hv: User
) -> None:
    risk = at_risk(family, hv, "complaint")
    assert risk.home == "Ola Utleier"
    risk_actions.warn(risk=risk, version=1, on=TODAY, by=hv)
    with pytest.raises(HousingConflictError):
        risk_actions.petition(risk=risk, version=1, on=TODAY, by=hv)
    with pytest.raises(HousingError, match="allerede en sak"):
        at_risk(family, hv)
    with pytest.raises(IntegrityError), transaction.atomic():
        TenancyRisk.objects.filter(pk=risk.pk).update(state="petition")


@pytest.mark.parametrize(("ago", "late"), [(7, ""), (8, "plan")])
def test_contact_is_due_seven_days_after_the_petition(
    family: Household, hv: User, ago: int, late: str
) -> None:
    risk = at_risk(family, hv, "petition", ago=ago)
    (row,) = petitions(scope_of(hv, TODAY))
    assert (row.what, row.due, row.late) == ("Kontakt etter begjæring", day(7 - ago), late)
    with pytest.raises(HousingError, match="før"):
        risk_actions.contact(risk=risk, version=1, on=day(-ago - 1), text="Ringte", by=hv)
    risk_actions.contact(risk=risk, version=1, on=TODAY, text="Ringte", by=hv)
    (row,) = petitions(scope_of(hv, TODAY))
    assert (row.what, row.late) == ("Avverg utkastelsen", "")


def test_a_petition_against_a_family_comes_before_the_osk_team_instead_of_its_arrears(
    family: Household, hv: User
) -> None:
    record_costs(household=family, costs=[Cost("rent", 9_000, 9_000, 18_000)], on=TODAY, by=hv)
    assert raised() == ["arrears"]
    risk = at_risk(family, hv, "petition", ago=1)
    assert raised() == ["eviction"]
    assert Flag.objects.get(rule="eviction").data == {"since": f"{day(-1):%d.%m.%Y}", "children": 1}
    at_risk(home_at_hv(by=hv), hv, "petition", ago=1)
    assert raised() == ["eviction"]
    risk_actions.contact(risk=risk, version=1, on=TODAY, text="Ringte", by=hv)
    risk_actions.settle(risk=risk, version=2, on=TODAY, text="Avtale", by=hv)
    assert raised() == ["arrears"]


def test_support_is_listed_by_when_the_next_one_is(family: Household, hv: User) -> None:
    given: dict[str, Any] = {"household": family, "text": "Ryddet", "by": hv}
    risk_actions.support(kind="visit", on=day(-20), next_on=day(-3), **given)
    (row,) = own_steps(scope_of(hv, TODAY))
    assert (row.kind, row.due, row.late) == ("Booppfølging", day(-3), "own")
    risk_actions.support(kind="first", on=TODAY, next_on=None, **given)
    assert list(own_steps(scope_of(hv, TODAY))) == []
    with pytest.raises(HousingError, match="etter"):
        risk_actions.support(kind="visit", on=TODAY, next_on=TODAY, **given)


def struck(risk: TenancyRisk, by: User) -> AdviceCase:
    risk_actions.strike(risk=risk, version=risk.version, text="Gjaldt naboen", by=by)
    return AdviceCase.objects.get()


def test_advice_that_opened_for_a_struck_danger_alone_ends_with_it(
    family: Household, hv: User
) -> None:
    case = struck(at_risk(family, hv, "petition"), hv)
    assert (case.outcome, case.closed_on) == ("struck", TODAY)
    assert case.outcome_text == "Faren for utkastelse er strøket: Gjaldt naboen"
    told = HousingChange.objects.filter(part="advice").values_list("told", flat=True)
    assert "Rådgivning avsluttet: åpnet ved en feil" in told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"cause": "request"}, "den åpnet av en annen grunn"),
        ({"offered_on": TODAY}, "noe er gjort i den"),
        ({"aim": "keep_home"}, "noe er gjort i den"),
    ],
)
def test_advice_that_rests_on_more_goes_on_with_a_note(
    family: Household, hv: User, change: dict[str, Any], why: str
) -> None:
    risk = at_risk(family, hv, "petition")
    AdviceCase.objects.update(**change)
    assert struck(risk, hv).closed_on is None
    told = f"Faren for utkastelse er strøket. Rådgivningen fortsetter: {why}"
    assert HousingChange.objects.filter(part="advice", told=told).count() == 1


def test_advice_goes_on_when_the_household_has_asked_meanwhile(family: Household, hv: User) -> None:
    risk = at_risk(family, hv, "petition")
    intake(family, unit("hv", "midtbyen"), hv, received_on=day(-3), topics=["housing"])
    assert struck(risk, hv).closed_on is None


def test_a_danger_that_never_opened_advice_leaves_none_behind(family: Household, hv: User) -> None:
    risk = at_risk(family, hv)
    risk_actions.strike(risk=risk, version=1, text="Feil", by=hv)
    assert not AdviceCase.objects.exists()
    assert not HousingChange.objects.filter(part="advice").exists()
