"""All payments of a household, for those who may see benefits there."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import AccessEvent, User
from accounts.policy import Role
from households.housing_costs import Cost, record_costs
from households.models import Household, Membership
from households.months import parse_month
from housing.models import TenancyRisk
from tests.conftest import logged_in, unit
from tests.coordination.conftest import office
from tests.factories import HouseholdFactory, PersonFactory, add_member, give_role, pay

pytestmark = pytest.mark.django_db


def address(household: Household) -> str:
    return f"/husstander/{household.pk}/okonomi/"


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("team_leader", 200),
        ("caseworker_other_office", 404),
        ("bft_adviser", 403),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_payments_are_for_the_office_that_pays(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int
) -> None:
    response = logged_in(request.getfixturevalue(actor)).get(address(family))
    assert response.status_code == status
    assert ("9\u00a0000" in response.content.decode()) == (status == 200)


def test_a_role_that_sees_benefits_in_another_office_does_not_see_them_here(
    family: Household, bft_adviser: User
) -> None:
    family.responsibilities.create(valid_from=date(2020, 1, 1), **office("bft"))
    give_role(bft_adviser, Role.CASEWORKER, unit("nav", "heimdal"))
    client = logged_in(bft_adviser)
    page = client.get(f"/husstander/{family.pk}/")
    assert page.status_code == 200
    assert "9\u00a0000" not in page.content.decode()
    assert address(family) not in page.content.decode()
    assert client.get(address(family)).status_code == 403
    assert AccessEvent.objects.filter(rule="benefits_of_unit", verdict="deny").count() == 1


def test_every_payment_of_present_members_stands_there_fifty_a_page(
    caseworker: User,
) -> None:
    household = HouseholdFactory(district="midtbyen")
    former = add_member(
        household, PersonFactory(), Membership.Role.SPOUSE, valid_to=date(2025, 1, 1)
    ).person
    pay(household.contact, parse_month("2022-01"), parse_month("2026-03"))
    pay(former, parse_month("2020-01"), amount=5_555)
    pay(former, parse_month("2020-02"), amount=6_666, co_applicant=household.contact)
    client = logged_in(caseworker)
    first = client.get(address(household)).content.decode()
    assert "52 i alt, de siste først" in first
    assert first.count('<th scope="row"') == 50
    second = client.get(address(household) + "?side=2").content.decode()
    assert second.count('<th scope="row"') == 2
    assert "6\u00a0666" in second
    assert "5\u00a0555" not in first + second


def test_a_payment_tells_when_to_whom_for_what_and_how_it_stands(
    family: Household, caseworker: User
) -> None:
    pay(
        family.contact,
        parse_month("2026-11"),
        amount=1_234,
        kind="loan",
        category="strom",
        status="stopped",
        for_month=date(2026, 10, 1),
    )
    page = logged_in(caseworker).get(address(family)).content.decode()
    row = page.split("1\u00a0234")[0].rsplit("<tr>", 1)[1]
    for told in ("20.11.2026", "Amina Prøvesen", "Strøm (lån)", "oktober 2026", "Stanset"):
        assert told in row


def test_without_payments_the_page_says_what_would_fill_it(caseworker: User) -> None:
    page = logged_in(caseworker).get(address(HouseholdFactory(district="midtbyen")))
    assert "Ingen utbetalinger" in page.content.decode()
    assert "når de er innvilget" in page.content.decode()


def test_what_the_home_costs_and_what_is_owed_is_told_while_hv_follows_a_danger(
    family: Household, caseworker: User, bft_adviser: User
) -> None:
    costs = [Cost("rent", 11_500, 10_000, 23_000)]
    record_costs(household=family, costs=costs, on=date(2026, 1, 1), by=caseworker)
    told = {"opened_on": date(2026, 2, 1), "opened_by": caseworker, "landlord": "Utleie AS"}
    TenancyRisk.objects.create(household=family, state="warned", **told)
    client, owed = logged_in(caseworker), "23\N{NO-BREAK SPACE}000"
    page = client.get(address(family)).text
    assert "Boutgifter" in page
    assert owed in page
    assert f"Husleie: {owed} kr i restanse" in client.get(f"/husstander/{family.pk}/").text
    family.responsibilities.create(valid_from=date(2020, 1, 1), **office("bft"))
    assert owed not in logged_in(bft_adviser).get(f"/husstander/{family.pk}/").text
