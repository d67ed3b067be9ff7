"""Who lives in the household of somebody who asks, written at the intake: nobody is forgotten."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.policy import Role
from decisions.queries import children_of
from households.access import Protection
from households.models import Household, Intake, MappingDuty, Membership, Person
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE, INBOX = "/husstander/henvendelser/ny/", "/husstander/henvendelser/"
KNOWN, NEW, CHILD = "15839200169", "15839200088", "15839200177"
NORA = {"first_name": "Nora", "last_name": "Ny", "birth_date": "01.02.2019", "role": "child"}
PER = {"first_name": "Per", "last_name": "Ny", "birth_date": "01.02.1990", "role": "cohabitant"}


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


def typed(*rows: dict[str, str], **kwargs: object) -> dict[str, object]:
    members = {
        f"medlem{n}-{name}": text for n, row in enumerate(rows) for name, text in row.items()
    }
    who = {"first_name": "Anna", "last_name": "Ny", "number": NEW, "channel": "visit"}
    asked = {"topics": ["housing"], "children": "here", "token": str(uuid.uuid4())}
    return who | asked | {"rader": len(rows), "text": "Bor hos søsteren"} | members | kwargs


def register(client: Client, *rows: dict[str, str], **kwargs: object) -> Intake:
    answer = client.post(PAGE, typed(*rows, **kwargs))
    assert answer.status_code == 302, answer.context["form"].errors
    return Intake.objects.latest("pk")


def members(home: Household) -> list[tuple[str, str, bool]]:
    rows = home.memberships.order_by("pk")
    return [(row.person.first_name, row.role, row.shared_residence) for row in rows]


def test_hv_registers_a_parent_with_a_child_who_is_to_be_mapped(
    hv_adviser: User, caseworker: User
) -> None:
    made = register(logged_in(hv_adviser), NORA | {"shared_residence": "on"}, PER)
    home = made.household
    assert members(home) == [
        ("Anna", "applicant", False),
        ("Nora", "child", True),
        ("Per", "cohabitant", False),
    ]
    duty = MappingDuty.objects.get()
    assert (duty.child.first_name, duty.party, duty.intake) == ("Nora", "hv", made)
    body = logged_in(hv_adviser).get(f"/husstander/{home.pk}/medlemmer/").content.decode()
    assert [word for word in ("Nora Ny", "Per Ny", "Delt bosted") if word not in body] == []
    again = register(logged_in(caseworker), NORA)
    assert (again.household, MappingDuty.objects.count()) == (home, 2)
    assert [child.first_name for child in children_of(home, TODAY)] == ["Nora"]


def test_the_receipt_and_the_intake_tell_what_was_said_without_numbers(caseworker: User) -> None:
    client = logged_in(caseworker)
    made = register(client, NORA | {"number": "", "shared_residence": "on"})
    told = {"first_name": "Nora", "last_name": "Ny", "birth_date": "2019-02-01", "role": "child"}
    assert made.stated_members == [told | {"shared_residence": True, "has_number": False}]
    receipt = client.get(f"{INBOX}{made.pk}/").content.decode()
    assert "Nora Ny" in receipt
    assert "Ja, barn bor her, helt eller delvis" in receipt


def test_a_household_held_elsewhere_is_told_and_changed_by_nothing(
    family: Household, caseworker: User, caseworker_other_office: User
) -> None:
    before = members(family)
    register(logged_in(caseworker_other_office), NORA, number=KNOWN)
    assert members(family) == before
    client = logged_in(caseworker)
    body = client.get(f"/husstander/{family.pk}/medlemmer/").content.decode()
    assert "Oppgitt i henvendelser, ikke registrert" in body
    address = body.split("medlemmer/nytt/?")[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/husstander/{family.pk}/medlemmer/nytt/?{address}").context["form"]
    assert (form.initial["first_name"], form.initial["role"]) == ("Nora", "child")


@pytest.mark.parametrize("grade", [Protection.NONE, Protection.CODE_6])
def test_a_child_held_elsewhere_is_registered_like_a_new_one(
    caseworker: User, grade: Protection
) -> None:
    held = PersonFactory(national_id=CHILD, first_name="Ekte", protection=grade)
    HouseholdFactory(contact=held, district="heimdal")
    client, costs = logged_in(caseworker), []
    register(client, NORA, number="", birth_date="01.02.1990")
    for number, child in ((NEW, CHILD), ("15839200185", "15839200193")):
        row = NORA | {"birth_date": "", "number": child, "role": "other_adult"}
        with CaptureQueriesContext(connection) as captured:
            made = register(client, row, number=number, children="none")
        costs.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
        assert members(made.household)[1][:2] == ("Nora", "other_adult")
        assert client.get(f"/husstander/{made.household_id}/").status_code == 200
    assert costs[0] == costs[1]
    assert Person.objects.get(stated_id=CHILD).first_name == "Nora"


@pytest.mark.parametrize(
    ("rows", "kwargs", "field", "words"),
    [
        ([], {}, "children", "Skriv barna under"),
        ([NORA], {"children": "none"}, "children", "Det står barn under"),
        ([NORA], {"children": "contact"}, "children", "Det står barn under"),
        ([NORA | {"role": ""}], {}, "medlem0-role", "Velg en rolle."),
        ([NORA | {"birth_date": ""}], {}, "medlem0-birth_date", "Skriv fødselsdatoen"),
        ([NORA | {"birth_date": "x"}], {}, "medlem0-birth_date", "Skriv datoen som"),
        ([NORA | {"last_name": ""}], {}, "medlem0-last_name", "Skriv etternavnet."),
        ([NORA | {"birth_date": "01.02.2001"}], {}, "medlem0-role", "18 år eller mer"),
        ([NORA, NORA], {}, "medlem1-first_name", "står i en rad over"),
        ([NORA, PER, PER | {"first_name": "Pål"}], {}, "medlem2-role", "ektefelle eller samboer"),
        ([NORA | {"birth_date": "", "number": NEW}], {}, "medlem0-role", "18 år eller mer"),
        (
            [NORA, PER | {"birth_date": "", "number": NEW}],
            {},
            "medlem1-number",
            "den som henvendelsen kom fra",
        ),
        ([NORA, PER | {"shared_residence": "on"}], {}, "medlem1-shared_residence", "bare barn"),
    ],
)
def test_errors_stand_at_the_row_and_nothing_is_lost(
    caseworker: User,
    rows: list[dict[str, str]],
    kwargs: dict[str, object],
    field: str,
    words: str,
) -> None:
    body = logged_in(caseworker).post(PAGE, typed(*rows, **kwargs)).content.decode()
    assert words in body.split(f'id="id_{field}_error"')[1].split("</")[0]
    assert not Intake.objects.exists()
    assert "Bor hos søsteren" in body


def test_one_whom_the_office_has_is_added_on_the_page_of_the_household(
    family: Household, caseworker: User
) -> None:
    row = NORA | {"birth_date": "", "number": KNOWN, "role": "other_adult"}
    body = logged_in(caseworker).post(PAGE, typed(row, children="none")).content.decode()
    assert f"Dere har Amina Prøvesen i {family.number} fra før." in body
    assert not Intake.objects.exists()


@pytest.mark.parametrize(("count", "shown"), [("1", 2), ("12", 12), ("x", 2), ("-3", 2), ("", 2)])
def test_one_row_more_keeps_what_is_typed_and_judges_nothing(
    caseworker: User, count: str, shown: int
) -> None:
    sent = typed(NORA, add="row", rader=count, first_name="")
    answer = logged_in(caseworker).post(PAGE, sent)
    body = answer.content.decode()
    assert len(answer.context["form"].members.rows) == shown
    assert ('value="Nora"' in body, "Bor hos søsteren" in body) == (True, True)
    assert "ds-validation-message" not in body


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("none", "Ingen barn. Det ble sagt 23.11.2026."),
        ("contact", "Har barn på samvær, sa de 23.11.2026. Ingen barn bor her."),
    ],
)
def test_a_household_without_children_says_so(caseworker: User, said: str, words: str) -> None:
    client = logged_in(caseworker)
    made = register(client, children=said)
    assert words in client.get(f"/husstander/{made.household_id}/medlemmer/").content.decode()
    assert not Membership.objects.filter(role="child").exists()
