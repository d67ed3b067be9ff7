"""Taking down what somebody asks for: it always succeeds, and tells nothing of who was known."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, Clearance, User
from accounts.policy import Role
from households.access import Protection
from households.models import Household, Intake, Person
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, clear, give_role, intake

pytestmark = pytest.mark.django_db

PAGE, INBOX = "/husstander/henvendelser/ny/", "/husstander/henvendelser/"
KNOWN, NEW = "15839200169", "15839200088"


def typed(**kwargs: object) -> dict[str, object]:
    return {
        "first_name": "Anna",
        "last_name": "Oppgitt",
        "number": KNOWN,
        "channel": "visit",
        "topics": ["subsistence", "housing"],
        "children": "none",
        "text": "Har ikke råd til husleien",
        "token": str(uuid.uuid4()),
    } | kwargs


def without_reference(response: HttpResponse) -> str:
    page = re.sub(r'value="\w{64}"', "", response.content.decode())
    return re.sub(r"V-\d+", "V-", page)


def register(client: Client, **kwargs: object) -> tuple[Intake, HttpResponse]:
    """The intake that was made, and the receipt that the registrar got."""
    response = client.post(PAGE, typed(**kwargs))
    assert response.status_code == 302, response.content.decode()
    made = Intake.objects.latest("pk")
    assert response["Location"] == f"{INBOX}{made.pk}/"
    return made, client.get(response["Location"])


def test_a_new_person_gets_a_household_at_the_own_office(caseworker: User) -> None:
    made, _ = register(logged_in(caseworker), number=NEW)
    home = made.household
    assert (made.unit, made.party, made.person) == (unit("nav", "midtbyen"), "nav", home.contact)
    assert (home.contact.national_id, home.contact.name) == (NEW, "Anna Oppgitt")
    assert str(home.contact.birth_date) == "1992-03-15"
    assert home.residences.get().district.code == "midtbyen"
    assert home.responsibilities.get().unit == unit("nav", "midtbyen")
    assert logged_in(caseworker).get(f"/husstander/{home.pk}/").status_code == 200


def test_a_person_without_a_number_is_one_too(caseworker: User) -> None:
    made, receipt = register(logged_in(caseworker), number="", birth_date="01.02.1990")
    assert made.person.national_id is None
    assert str(made.person.birth_date) == "1990-02-01"
    assert "Ikke oppgitt" in receipt.content.decode()


def test_a_person_of_the_own_office_gets_it_on_the_household(
    family: Household, caseworker: User
) -> None:
    made, _ = register(logged_in(caseworker))
    assert (made.household, made.unit) == (family, unit("nav", "midtbyen"))
    assert Household.objects.count() == 1


@pytest.mark.parametrize("grade", list(Protection))
def test_a_person_held_elsewhere_is_received_like_a_new_one(
    family: Household, caseworker_other_office: User, grade: Protection
) -> None:
    Person.objects.filter(pk=family.contact_id).update(protection=grade)
    client = logged_in(caseworker_other_office)
    register(client, number="", birth_date="01.02.1990")  # the session is stored meanwhile
    receipts, costs = [], []
    for number in (KNOWN, NEW):
        with CaptureQueriesContext(connection) as captured:
            _, receipt = register(client, number=number)
        receipts.append(without_reference(receipt))
        costs.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
    assert receipts[0] == receipts[1]
    assert "Anna Oppgitt" in receipts[0]
    assert "Prøvesen" not in receipts[0]
    assert costs[0] == costs[1]
    known = Intake.objects.get(household=family)
    assert known.unit == unit("nav", "midtbyen")
    assert Person.objects.get(national_id=KNOWN).name == "Amina Prøvesen"
    assert client.get(f"/husstander/{family.pk}/").status_code == 404


def test_it_lands_in_the_inbox_of_the_office_that_has_the_household(
    family: Household, caseworker: User, caseworker_other_office: User, team_leader: User
) -> None:
    made, _ = register(logged_in(caseworker_other_office))
    assert made.reference not in logged_in(caseworker_other_office).get(INBOX).content.decode()
    for user in (caseworker, team_leader):
        body = logged_in(user).get(INBOX).content.decode()
        told = (made.reference, "Anna Oppgitt", str(caseworker_other_office), "NAV Heimdal")
        assert [word for word in told if word not in body] == []


def test_a_person_known_to_another_party_alone_comes_to_the_own_party_of_the_district(
    family: Household, bft_adviser: User
) -> None:
    other = UserFactory(role=Role.BFT_ADVISER, unit=unit("bft", "heimdal"))
    made, _ = register(logged_in(other), topics=["children"])
    assert (made.party, made.unit) == ("bft", unit("bft", "midtbyen"))
    assert made.reference in logged_in(bft_adviser).get(INBOX).content.decode()
    assert logged_in(bft_adviser).get(f"/husstander/{family.pk}/").status_code == 404
    response = logged_in(bft_adviser).post(f"{INBOX}{made.pk}/ta/")
    assert response["Location"] == f"/husstander/{family.pk}/"
    row = family.responsibilities.get(party="bft")
    assert (row.unit, row.caseworker) == (unit("bft", "midtbyen"), bft_adviser)


def test_a_protected_one_is_seen_in_the_inbox_by_those_cleared_alone(
    family: Household, caseworker: User, colleague_same_office: User
) -> None:
    Person.objects.filter(pk=family.contact_id).update(protection=Protection.CODE_6)
    made = intake(family, unit("nav", "midtbyen"), caseworker)
    clear(colleague_same_office, Clearance.Kind.CODE_6)
    address = f"{INBOX}{made.pk}/ta/"
    assert made.reference not in logged_in(caseworker).get(INBOX).content.decode()
    assert logged_in(caseworker).post(address).status_code == 404
    assert made.reference in logged_in(colleague_same_office).get(INBOX).content.decode()
    assert logged_in(colleague_same_office).post(address).status_code == 302


@pytest.mark.parametrize("actor", ["executive", "administrator", "stranger"])
def test_who_works_with_no_household_has_neither_inbox_nor_form(
    request: pytest.FixtureRequest, actor: str
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    assert [client.get(path).status_code for path in (PAGE, INBOX)] == [403, 403]


def test_the_same_form_sent_twice_is_one_intake(family: Household, caseworker: User) -> None:
    client, sent = logged_in(caseworker), typed(number=NEW)
    first, second = (client.post(PAGE, sent)["Location"] for _ in range(2))
    assert first == second
    assert (Intake.objects.count(), Person.objects.filter(national_id=NEW).count()) == (1, 1)


def test_the_receipt_is_the_registrars_alone(
    family: Household, caseworker: User, colleague_same_office: User
) -> None:
    made, _ = register(logged_in(caseworker))
    assert logged_in(colleague_same_office).get(f"{INBOX}{made.pk}/").status_code == 404
    assert logged_in(caseworker).get(f"{INBOX}{10**30}/").status_code == 404


def test_taking_a_case_shows_what_was_asked_and_the_second_taker_is_told(
    family: Household, caseworker: User, colleague_same_office: User
) -> None:
    made = intake(family, unit("nav", "midtbyen"), caseworker, text="Mangler vinterklær")
    client = logged_in(colleague_same_office)
    address = f"{INBOX}{made.pk}/ta/"
    body = client.post(address, follow=True).content.decode()
    assert "Mangler vinterklær" in body
    assert f"Tatt av {colleague_same_office}" in body
    assert made.reference not in client.get(INBOX).content.decode()
    body = logged_in(caseworker).post(address, follow=True).content.decode()
    assert "En annen har allerede tatt henvendelsen." in body
    assert Intake.objects.get().taken_by == colleague_same_office
    assert logged_in(caseworker).get(address).status_code == 405


def test_registering_and_taking_are_lines_of_the_log_without_name_or_number(
    family: Household, caseworker: User
) -> None:
    made, _ = register(logged_in(caseworker))
    logged_in(caseworker).post(f"{INBOX}{made.pk}/ta/")
    lines = AccessEvent.objects.filter(object_type="intake").order_by("pk")
    assert [(line.action, line.subject_ids) for line in lines] == [
        ("create", [family.contact_id]),
        ("read", []),
        ("update", [family.contact_id]),
    ]
    assert not re.search(f"{KNOWN}|Oppgitt|husleien", str(list(lines.values_list())))


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"first_name": ""}, "first_name", "Skriv fornavnet."),
        ({"last_name": ""}, "last_name", "Skriv etternavnet."),
        ({"number": ""}, "birth_date", "Skriv fødselsdatoen, eller nummeret over."),
        ({"birth_date": "16.03.1992"}, "birth_date", "Fødselsdatoen stemmer ikke med nummeret."),
        ({"number": "", "birth_date": "24.11.2026"}, "birth_date", "kan ikke være etter i dag"),
        ({"number": "15839200168"}, "number", "Kontrollsifrene stemmer ikke."),
        ({"channel": ""}, "channel", "Velg hvordan henvendelsen kom."),
        ({"topics": []}, "topics", "Kryss av for minst én ting."),
        ({"children": ""}, "children", "Spør om personen har barn, og velg svaret."),
        ({"received_on": "24.11.2026"}, "received_on", "Mottatt dato kan ikke være etter i dag."),
    ],
)
def test_six_fields_are_mandatory_and_errors_stand_at_them(
    caseworker: User, values: dict[str, object], field: str, words: str
) -> None:
    body = logged_in(caseworker).post(PAGE, typed(**values)).content.decode()
    assert words in body.split(f'id="id_{field}_error"')[1].split("</")[0]
    assert not Intake.objects.exists()


def test_one_who_works_at_two_offices_chooses_which(caseworker: User) -> None:
    give_role(caseworker, Role.CASEWORKER, unit("nav", "heimdal"))
    client = logged_in(caseworker)
    assert "Kontor" in client.get(PAGE).content.decode()
    made, _ = register(client, number=NEW, unit=unit("nav", "heimdal").pk)
    assert made.unit == unit("nav", "heimdal")
    assert client.post(PAGE, typed(unit=unit("nav", "ostbyen").pk)).status_code == 200
