"""Family dialogues: who is missing, what is asked and stored, and who sees whom (3b)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from accounts.policy import Role
from children.dialogues.queries import participants
from children.dialogues.rules import base_day, coverage
from children.models import FamilyDialogue
from households.access import Protection
from households.models import Household, IntroPeriod
from tests.children.filled import talked
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/familiesamtaler/"
TODAY = timezone.localdate()
BEGAN = TODAY - timedelta(days=300)


@pytest.fixture
def centre(db: None) -> User:
    return UserFactory(role=Role.CENTRE_STAFF)


@pytest.fixture
def client(centre: User) -> Client:
    return logged_in(centre)


def in_programme(name: str = "Amina", **kwargs: Any) -> IntroPeriod:
    home = HouseholdFactory(district="midtbyen", contact__first_name=name)
    values = {"valid_from": BEGAN, "registered_on": BEGAN} | kwargs
    return IntroPeriod.objects.create(person=home.contact, **values)


def home_of(period: IntroPeriod) -> Household:
    return Household.objects.get(contact=period.person)


def told(**kwargs: Any) -> dict[str, Any]:
    return {
        "held_on": f"{TODAY:%d.%m.%Y}",
        "topics": ["school", "leisure"],
        "interpreter": "none_needed",
        "token": str(uuid.uuid4()),
    } | kwargs


def test_participants_minus_dialogues_is_the_missing_list(client: Client, centre: User) -> None:
    missing, talked_with = in_programme("Mangler"), in_programme("Snakket")
    in_programme("Ferdig", valid_to=TODAY - timedelta(days=1))
    talked(home_of(talked_with), talked_with.person, centre, TODAY)
    page = client.get(LIST)
    assert [row.period for row in page.context["page"]] == [missing]
    assert "1 av 2" in page.text
    assert "(50 %)" in page.text
    page = client.get(LIST, {"liste": "hatt"})
    assert [row.name for row in page.context["page"]] == [talked_with.person.name]


def test_a_talk_of_last_year_does_not_count_for_this_one(client: Client, centre: User) -> None:
    period = in_programme(valid_from=TODAY - timedelta(days=800))
    talked(home_of(period), period.person, centre, date(TODAY.year - 1, 6, 1))
    assert [row.talked_on for row in participants(centre, TODAY.year, TODAY)] == [None]
    last = participants(centre, TODAY.year - 1, TODAY)
    assert [row.talked_on for row in last] == [date(TODAY.year - 1, 6, 1)]


def test_a_years_participants_are_those_of_its_last_day_or_of_today() -> None:
    assert base_day(2025, date(2026, 11, 26)) == date(2025, 12, 31)
    assert base_day(2026, date(2026, 11, 26)) == date(2026, 11, 26)


def test_coverage_is_whole_only_when_nobody_is_missing_and_nothing_without_participants() -> None:
    assert coverage([]).share is None
    assert (coverage([True, True, False]).share, coverage([True, True, False]).missing) == (67, 1)
    assert coverage([True] * 299 + [False]).share == 99
    assert coverage([True]).share == 100


def test_a_talk_is_stored_once_however_often_it_is_posted(client: Client, centre: User) -> None:
    period, sent = in_programme(), told(agreed="Fritidskort")
    for _ in range(2):
        answer = client.post(f"{LIST}{period.pk}/ny/", sent, follow=True)
    assert "er registrert." in answer.text
    row = FamilyDialogue.objects.get()
    assert (row.person, row.household, row.period) == (period.person, home_of(period), period)
    assert (row.topics, row.agreed, row.held_by) == (["leisure", "school"], "Fritidskort", centre)
    assert AccessEvent.objects.filter(action="create", subject_ids=[period.person_id]).exists()


@pytest.mark.parametrize(
    ("sent", "needs", "said"),
    [
        ({"topics": []}, False, "Velg minst ett tema."),
        ({"held_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, False, "ikke være fram i tid"),
        ({"held_on": f"{BEGAN - timedelta(days=1):%d.%m.%Y}"}, False, "Programmet begynte"),
        ({"interpreter": ""}, False, "Velg om tolk ble brukt."),
        ({"interpreter": "none_needed"}, True, "gyldig"),
        ({"interpreter": "not_used"}, True, "Skriv hvorfor tolk ikke ble brukt."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    client: Client, sent: dict[str, Any], needs: bool, said: str
) -> None:
    period = in_programme()
    period.person.needs_interpreter = needs
    period.person.save()
    assert said in client.post(f"{LIST}{period.pk}/ny/", told(**sent)).text
    assert not FamilyDialogue.objects.exists()


def test_who_registered_it_takes_it_back_and_nobody_else(client: Client, centre: User) -> None:
    period = in_programme()
    row = talked(home_of(period), period.person, centre, TODAY)
    undo = f"{LIST}{period.pk}/{row.pk}/angre/"
    other = logged_in(UserFactory(role=Role.CENTRE_STAFF))
    assert "Bare den som registrerte" in other.post(undo, follow=True).text
    assert "Samtalen er tatt bort." in client.post(undo, follow=True).text
    assert [one.period for one in client.get(LIST).context["page"]] == [period]


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7, Protection.UNKNOWN])
def test_nobody_who_is_protected_stands_in_the_list(client: Client, grade: str) -> None:
    period = in_programme()
    period.person.protection = grade
    period.person.save()
    page = client.get(LIST, {"liste": "alle"})
    assert list(page.context["page"]) == []
    assert client.get(f"{LIST}{period.pk}/").status_code == 404
    assert client.post(f"{LIST}{period.pk}/ny/", told()).status_code == 404


def test_the_centre_sees_no_household(client: Client) -> None:
    home = home_of(in_programme())
    assert client.get(f"/husstander/{home.pk}/").status_code == 403
    assert client.get("/husstander/").status_code == 403


def test_a_leader_reads_those_of_the_own_office_and_registers_nothing(team_leader: User) -> None:
    own = in_programme("Egen")
    there = HouseholdFactory(district="heimdal", contact__first_name="Annen")
    values = {"valid_from": BEGAN, "registered_on": BEGAN}
    other = IntroPeriod.objects.create(person=there.contact, **values)
    leader = logged_in(team_leader)
    assert [row.period for row in leader.get(LIST).context["page"]] == [own]
    assert "Registrer samtalen" not in leader.get(f"{LIST}{own.pk}/").text
    assert leader.post(f"{LIST}{own.pk}/ny/", told()).status_code == 403
    assert leader.get(f"{LIST}{other.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.BFT_ADVISER])
def test_others_do_not_see_the_list(role: Role) -> None:
    party = "nav" if role == Role.CASEWORKER else "bft"
    user = UserFactory(role=role, unit=unit(party, "midtbyen"))
    assert logged_in(user).get(LIST).status_code == 403


def test_one_query_for_one_participant_and_for_twenty(
    centre: User, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        in_programme(f"Nummer {number}")
    participants(centre, TODAY.year, TODAY)
    with django_assert_num_queries(1):
        assert len(participants(centre, TODAY.year, TODAY)) == 20
