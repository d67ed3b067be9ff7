"""The page of who is to be assessed, and the form: who may, what is shown, what is refused."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import ActivityAssessment
from households.models import Household, Touched
from households.months import month_of
from tests.benefits.measures.filled import assessed
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.django_db
LIST = "/tiltak/"
TODAY = timezone.localdate()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    pay(home.contact, month_of(TODAY) - 2, month_of(TODAY))
    return home


def day(days: int = 0) -> str:
    return f"{TODAY + timedelta(days=days):%d.%m.%Y}"


def typed(household: Household, **values: Any) -> dict[str, Any]:
    given = {"person": household.contact_id, "assessed_on": day(), "conclusion": "course"}
    return given | {"grounds": "Mangler fagbrev", "next_review_on": day(90)} | values


def form_of(household: Household) -> str:
    return reverse("measures:assess", args=[household.pk])


def test_who_waits_is_assessed_from_the_list_and_leaves_it(
    client: Client, household: Household
) -> None:
    page = client.get(LIST)
    assert household.contact.name in page.text
    assert "Aldri vurdert" in page.text
    assert f"?person={household.contact_id}" in page.text
    done = client.post(form_of(household), typed(household), follow=True)
    assert "er lagret" in done.text
    assert "Mangler fagbrev" in done.text
    row = ActivityAssessment.objects.get()
    assert (row.person_id, row.conclusion, row.unit.party) == (
        *(household.contact_id, "course"),
        "nav",
    )
    assert AccessEvent.objects.filter(action="create", subject_ids=[row.person_id]).exists()
    assert Touched.objects.filter(household=household).exists()
    page = client.get(LIST)
    assert "Ingen venter på vurdering" in page.text
    assert "100 %" in page.text
    assert household.contact.name in client.get(f"{LIST}?liste=vurdert").text


def test_not_now_is_asked_again_on_its_day(client: Client, household: Household) -> None:
    values = typed(household, conclusion="not_now", not_until=day(30))
    client.post(form_of(household), values)
    row = ActivityAssessment.objects.get()
    assert row.next_review_on == row.not_until == TODAY + timedelta(days=30)
    assert f"Ikke aktuelt til {day(30)}" in client.get(f"{LIST}?liste=alle").text


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"conclusion": ""}, "conclusion", "Velg hva som passer."),
        ({"conclusion": "not_now"}, "not_until", "Skriv til hvilken dato"),
        ({"not_until": day(20)}, "not_until", "La den stå tom"),
        ({"conclusion": "not_now", "not_until": day()}, "not_until", "innen 12 måneder"),
        ({"conclusion": "not_now", "not_until": day(370)}, "not_until", "innen 12 måneder"),
        ({"grounds": "  "}, "grounds", "Skriv begrunnelsen."),
        ({"assessed_on": day(1)}, "assessed_on", "etter i dag"),
        ({"next_review_on": day()}, "next_review_on", "innen 6 måneder"),
        ({"next_review_on": day(200)}, "next_review_on", "innen 6 måneder"),
        ({"assessed_on": day(-200)}, "assessed_on", "Vurder på nytt"),
        ({"next_review_on": "i morgen"}, "next_review_on", "dd.mm.åååå"),
        ({"person": 999_999}, "person", "Velg en i husstanden."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    client: Client, household: Household, values: dict[str, str], field: str, message: str
) -> None:
    answer = client.post(form_of(household), typed(household, **values))
    assert message in str(answer.context["form"].errors[field])
    assert not ActivityAssessment.objects.exists()


def test_a_double_click_is_one_assessment(client: Client, household: Household) -> None:
    for _ in range(2):
        client.post(form_of(household), typed(household, token=token))
    assert ActivityAssessment.objects.count() == 1


token = str(uuid.uuid4())


def test_the_list_is_narrowed_by_district_and_to_ones_own(
    client: Client, household: Household
) -> None:
    other = HouseholdFactory(district="midtbyen")
    pay(other.contact, month_of(TODAY) - 2, month_of(TODAY))
    assert other.contact.name in client.get(LIST).text
    mine = client.get(f"{LIST}?mine=on").text
    assert household.contact.name in mine
    assert other.contact.name not in mine
    assert other.contact.name in client.get(f"{LIST}?bydel=Finnes+ikke&liste=tull").text


def test_the_leader_reads_and_another_office_does_not(
    household: Household, team_leader: User, caseworker_other_office: User, executive: User
) -> None:
    assessed(household, team_leader)
    leader = logged_in(team_leader)
    assert household.contact.name in leader.get(f"{LIST}?liste=alle").text
    own = reverse("programmes:household", args=[household.pk])
    assert "Ny vurdering</a>" not in leader.get(own).text
    assert leader.post(form_of(household), typed(household)).status_code == 403
    other = logged_in(caseworker_other_office)
    assert household.contact.name not in other.get(f"{LIST}?liste=alle").text
    assert other.get(own).status_code == 404
    assert logged_in(executive).get(LIST).status_code == 403
