"""Giving households out: to units in counts, to caseworkers by the leader, one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, Clearance, User
from households.access import Protection
from households.models import Household, Membership, Responsibility, Source
from tests.conftest import confirmed, logged_in, unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, clear

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DISTRIBUTE, ASSIGN = "/administrasjon/fordel-husstander/", "/administrasjon/fordel-saker/"


@pytest.fixture
def leader(team_leader: User) -> Client:
    return confirmed(logged_in(team_leader))


def caseworker_of(household: Household) -> User | None:
    return Responsibility.objects.valid_on(TODAY).get(household=household).caseworker


def test_households_from_kostra_are_counted_and_given_to_a_unit(
    administrator: User, caseworker: User
) -> None:
    household = HouseholdFactory()
    Membership.objects.update(source=Source.KOSTRA)
    admin, client = confirmed(logged_in(administrator)), logged_in(caseworker)
    page = admin.get(DISTRIBUTE).content.decode()
    assert "KOSTRA-fil" in page
    assert household.contact.last_name not in page
    assert client.get(f"/husstander/{household.pk}/").status_code == 404
    given = {
        "district": "ukjent",
        "unit": unit("nav", "midtbyen").pk,
        "valid_from": f"{TODAY:%d.%m.%Y}",
    }
    answer = admin.post(DISTRIBUTE, given, follow=True).content.decode()
    assert "Alle husstander har en ansvarlig enhet." in answer
    assert client.get(f"/husstander/{household.pk}/").status_code == 200
    assert AccessEvent.objects.filter(action="admin", reason="distributed").count() == 1


@pytest.mark.parametrize(("path", "actor"), [(DISTRIBUTE, "team_leader"), (ASSIGN, "caseworker")])
def test_who_may_not_give_out_is_refused(
    request: pytest.FixtureRequest, path: str, actor: str
) -> None:
    client = confirmed(logged_in(request.getfixturevalue(actor)))
    assert client.get(path).status_code == 403


def test_the_administrator_gives_no_cases_to_caseworkers(administrator: User) -> None:
    assert confirmed(logged_in(administrator)).get(ASSIGN).status_code == 403


def test_the_leader_gives_a_number_of_unassigned_households_to_a_caseworker(
    leader: Client, caseworker: User
) -> None:
    made = [HouseholdFactory(district="midtbyen") for _ in range(3)]
    foreign = HouseholdFactory(district="heimdal")
    assert "Uten saksbehandler (3)" in leader.get(ASSIGN).content.decode()
    leader.post(ASSIGN, {"source": "ingen", "to": caseworker.pk, "number": "2"})
    assert [caseworker_of(row) for row in made] == [caseworker, caseworker, None]
    assert caseworker_of(foreign) is None
    line = AccessEvent.objects.get(reason="cases_assigned")
    assert line.subject_ids == [made[0].contact_id, made[1].contact_id]


def test_a_colleagues_households_are_given_to_another(
    leader: Client, caseworker: User, colleague_same_office: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    Responsibility.objects.update(caseworker=caseworker)
    leader.post(ASSIGN, {"source": caseworker.pk, "to": colleague_same_office.pk})
    assert caseworker_of(household) == colleague_same_office


def test_neither_what_the_leader_nor_what_the_caseworker_may_see_is_passed_by(
    leader: Client, team_leader: User, caseworker: User
) -> None:
    hidden = HouseholdFactory(district="midtbyen", contact__protection=Protection.CODE_7)
    given = {"source": "ingen", "to": caseworker.pk}
    assert "source" in leader.post(ASSIGN, given).context["form"].errors
    clear(team_leader, Clearance.Kind.CODE_7)
    answer = leader.post(ASSIGN, given, follow=True).content.decode()
    assert "1 kan ikke gis til" in answer
    assert caseworker_of(hidden) is None
    clear(caseworker, Clearance.Kind.CODE_7)
    leader.post(ASSIGN, given)
    assert caseworker_of(hidden) == caseworker


def test_a_caseworker_of_another_office_cannot_be_chosen(
    leader: Client, caseworker_other_office: User
) -> None:
    HouseholdFactory(district="midtbyen")
    answer = leader.post(ASSIGN, {"source": "ingen", "to": caseworker_other_office.pk})
    assert "to" in answer.context["form"].errors


def test_the_households_page_tells_who_has_had_it_and_lets_the_leader_change_it(
    leader: Client, caseworker: User, caseworker_other_office: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    path = reverse("coordination:responsibility", args=[household.pk])
    assert "Endre saksbehandler" in leader.get(path).content.decode()
    refused = leader.post(path, {"to": caseworker_other_office.pk})
    assert "to" in refused.context["form"].errors
    leader.post(path, {"to": caseworker.pk})
    assert caseworker_of(household) == caseworker
    page = logged_in(caseworker).get(path).content.decode()
    assert str(caseworker) in page
    assert f"{TODAY - DAY:%d.%m.%Y}" in page
    assert "Endre saksbehandler" not in page


def test_only_the_units_leader_changes_the_caseworker(
    caseworker: User, caseworker_other_office: User
) -> None:
    household = HouseholdFactory(district="midtbyen")
    path = reverse("coordination:responsibility", args=[household.pk])
    assert logged_in(caseworker).post(path, {"to": caseworker.pk}).status_code == 403
    assert logged_in(caseworker_other_office).post(path, {}).status_code == 404
    assert caseworker_of(household) is None


def test_a_protected_household_is_not_given_to_one_who_is_not_cleared(
    leader: Client, team_leader: User, caseworker: User
) -> None:
    clear(team_leader, Clearance.Kind.CODE_7)
    household = HouseholdFactory(district="midtbyen", contact__protection=Protection.CODE_7)
    path = reverse("coordination:responsibility", args=[household.pk])
    answer = leader.post(path, {"to": caseworker.pk})
    assert "Tilgangsreglene" in str(answer.context["form"].errors["to"])
    assert caseworker_of(household) is None
