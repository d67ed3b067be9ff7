"""The catalogue, the list of placements and a placement's page: who may, and what is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benefits.models import Measure, Placement
from coordination.worklist.due import scope_of
from coordination.worklist.due_measures import placements
from households.models import Household
from tests.benefits.measures.filled import measure, placed
from tests.conftest import logged_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CATALOGUE = "/tiltak/katalog/"


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def day(days: int = 0) -> str:
    return f"{TODAY + timedelta(days=days):%d.%m.%Y}"


def written(**values: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"name": "Kaféprosjektet", "kind": "barnas_inn", "target": "parents"}
    given |= {"provider": "Barnas INN", "work_hours": 12, "training_hours": 8}
    given |= {"language_hours": 0, "capacity": 6, "price": 0, "valid_from": day(-1)}
    return given | values


def address(name: str, household: Household, *more: int) -> str:
    return reverse(f"measures:{name}", args=[household.pk, *more])


def test_a_leader_keeps_the_catalogue_and_everybody_of_the_office_searches_it(
    client: Client, team_leader: User
) -> None:
    leader = logged_in(team_leader)
    page = leader.post(f"{CATALOGUE}nytt/", written(), follow=True).text
    assert "Tiltaket er lagret." in page
    assert "12 t arbeid, 8 t opplæring" in page
    row = Measure.objects.get()
    assert "Kaféprosjektet" in client.get(f"{CATALOGUE}?q=barnas+foreldre&kombinert=on").text
    assert "Kaféprosjektet" not in client.get(f"{CATALOGUE}?type=language").text
    assert "Kaféprosjektet" in client.get(f"{CATALOGUE}?ledig=on&gruppe=parents").text
    change = f"{CATALOGUE}{row.pk}/endre/"
    leader.post(change, written(valid_to=day(-1)))
    assert "Kaféprosjektet" not in client.get(CATALOGUE).text
    assert "Kaféprosjektet" in client.get(f"{CATALOGUE}?alle=on").text
    assert client.get(change).status_code == client.get(f"{CATALOGUE}nytt/").status_code == 403
    assert "Nytt tiltak" not in client.get(CATALOGUE).text


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"name": ""}, "name", "må fylles ut"),
        ({"work_hours": 0, "training_hours": 0}, "work_hours", "Skriv timer"),
        ({"work_hours": 33}, "work_hours", "mer enn 40"),
        ({"capacity": 0}, "capacity", "1"),
        ({"valid_to": day(-2)}, "valid_to", "kan ikke være før"),
        ({"kind": "tull"}, "kind", "Velg type."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    team_leader: User, values: dict[str, Any], field: str, message: str
) -> None:
    answer = logged_in(team_leader).post(f"{CATALOGUE}nytt/", written(**values))
    assert field in answer.context["form"].errors
    if field != "name":
        assert message in str(answer.context["form"].errors[field])
    assert not Measure.objects.exists()


def test_placed_started_attended_ended_and_followed_up_on_its_page(
    client: Client, household: Household, team_leader: User
) -> None:
    into = measure(team_leader)
    typed = {"person": household.contact_id, "measure": into.pk, "planned_from": day()}
    page = client.post(address("place", household), typed, follow=True).text
    assert "har fått plass på Jobb og kurs" in page
    assert "Kombinert løp" in page
    row = Placement.objects.get()
    assert "15 t arbeid, 10 t opplæring" in page
    client.post(address("start", household, row.pk), {"on": day()})
    page = client.get(address("placement", household, row.pk))
    assert page.context["forms"]["hours"].initial["training_hours"] == 10
    given = {"period": "week", "on": day(), "agreed_hours": 25, "attended_hours": 20}
    assert "80 %" in client.post(address("attend", household, row.pk), given, follow=True).text
    wrong = client.post(address("end", household, row.pk), {"on": day(), "exit_code": ""})
    assert "Velg hva personen går til." in wrong.text
    page = client.post(
        address("end", household, row.pk), {"on": day(), "exit_code": "01"}, follow=True
    ).text
    assert "Fullført" in page
    assert "Ordinært arbeid" in page
    assert "Registrer oppstart" not in page
    late = client.post(address("start", household, row.pk), {"on": day()})
    assert "Tiltaksplassen er allerede avsluttet." in late.text
    tab = client.get(reverse("programmes:household", args=[household.pk])).text
    assert "Jobb og kurs" in tab
    assert "ordinært arbeid" in tab


def test_a_full_measure_gives_a_place_in_the_line(
    client: Client, household: Household, team_leader: User
) -> None:
    into = measure(team_leader, capacity=1)
    placed(HouseholdFactory(district="midtbyen"), team_leader, into=into)
    typed = {"person": household.contact_id, "measure": into.pk, "planned_from": day()}
    page = client.post(address("place", household), typed, follow=True).text
    assert "står på venteliste for Jobb og kurs" in page
    assert "På venteliste, nr. 1" in page
    again = client.post(address("place", household), typed)
    assert "allerede meldt på" in str(again.context["form"].errors["measure"])


def test_the_list_is_the_offices_and_its_filter_gives_exactly_the_combined(
    client: Client, household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    placed(household, caseworker)
    other = HouseholdFactory(district="midtbyen")
    placed(other, caseworker, hours=(20, 0, 5))
    away = HouseholdFactory(district="heimdal")
    placed(away, caseworker)
    page = client.get("/tiltak/deltakere/?kombinert=on").text
    names = [home.contact.name in page for home in (household, other, away)]
    assert names == [True, False, False]
    assert other.contact.name in client.get("/tiltak/deltakere/?tilstand=gjennomforer").text
    assert "Ingen i utvalget" in client.get("/tiltak/deltakere/?tilstand=fullfort").text
    abroad = logged_in(caseworker_other_office)
    row = household.placements.get()
    assert abroad.get(address("placement", household, row.pk)).status_code == 404
    assert abroad.post(address("end", household, row.pk), {}).status_code == 404


def test_a_placement_of_another_household_is_not_found(
    client: Client, household: Household, caseworker: User, team_leader: User
) -> None:
    row = placed(HouseholdFactory(district="midtbyen"), caseworker)
    assert client.get(address("placement", household, row.pk)).status_code == 404
    leader = logged_in(team_leader)
    row = placed(household, caseworker)
    page = leader.get(address("placement", household, row.pk))
    assert "Registrer oppmøte" not in page.text
    assert leader.post(address("end", household, row.pk), {}).status_code == 403


def test_who_has_not_started_and_who_is_to_be_asked_stand_in_the_work_list(
    household: Household, caseworker: User
) -> None:
    ago = {days: TODAY - timedelta(days=days) for days in (15, 200, 380, 500)}
    placed(household, caseworker, on=ago[15], started_on=None)
    for days in (200, 380, 500):
        home = HouseholdFactory(district="midtbyen")
        placed(home, caseworker, on=ago[days], ended_on=ago[days], exit_code="16")
    found = [(row.late, row.what.split(": ")[1]) for row in placements(scope_of(caseworker, TODAY))]
    assert found == [
        ("own", "har ikke startet"),
        ("own", "hva gjør personen 12 måneder etter?"),
        ("own", "hva gjør personen 6 måneder etter?"),
    ]
