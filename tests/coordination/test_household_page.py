"""The household page: who sees it and what of it, and what is written in the log."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, Clearance, User
from households.access import Protection
from households.models import Household, Membership, Person
from households.months import parse_month
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY, office
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    add_member,
    clear,
    introduce,
    pay,
    situate,
)

pytestmark = pytest.mark.django_db

NOBODYS_ID = 987_654


def address(household: Household) -> str:
    return f"/husstander/{household.pk}/"


def text(client: Client, household: Household) -> str:
    """The page as it is read: without marks, single spaces."""
    page = unescape(client.get(address(household)).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("colleague_same_office", 200),
        ("team_leader", 200),
        ("caseworker_other_office", 404),
        ("bft_adviser", 404),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_the_office_opens_the_household_and_nobody_else(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int
) -> None:
    response = logged_in(request.getfixturevalue(actor)).get(address(family))
    assert response.status_code == status
    assert ("Prøvesen" in response.content.decode()) == (status == 200)


def test_a_foreign_household_answers_as_one_that_does_not_exist(
    family: Household, caseworker_other_office: User
) -> None:
    client = logged_in(caseworker_other_office)
    answers = [client.get(f"/husstander/{pk}/") for pk in (family.pk, NOBODYS_ID)]
    pages = [re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7, Protection.UNKNOWN])
def test_a_protected_household_opens_with_clearance_and_says_so(
    family: Household, caseworker: User, grade: Protection
) -> None:
    Person.objects.filter(first_name="Mio").update(protection=grade)
    client = logged_in(caseworker)
    assert client.get(address(family)).status_code == 404
    clear(caseworker, Clearance.Kind.CODE_6)
    clear(caseworker, Clearance.Kind.CODE_7)
    response = client.get(address(family))
    assert response.status_code == (404 if grade == Protection.UNKNOWN else 200)
    if response.status_code == 200:
        assert 'class="ds-tag protection"' in response.content.decode()
        assert grade.label in response.content.decode()


def test_the_household_closes_when_the_responsibility_ends(
    family: Household, caseworker: User
) -> None:
    family.responsibilities.update(valid_to=TODAY - timedelta(days=1))
    assert logged_in(caseworker).get(address(family)).status_code == 404


def test_the_page_tells_who_what_and_how_long(family: Household, caseworker: User) -> None:
    page = text(logged_in(caseworker), family)
    for told in (
        f"Husstanden Prøvesen {family.number} Midtbyen",
        "Amina Prøvesen (34) Søker 158392 •••••",
        "Jonas Prøvesen (38) Ektefelle Uten fødselsnummer",
        "Barn (2) Under 18 Elias (14) Mio (1)",
        "NAV NAV Midtbyen Kari",
        "Sosialhjelp i november 2026 9 000 kr Sist utbetalt 20.11.2026",
        "Amina Prøvesen og Jonas Prøvesen 35 av 36 måneder Passerer tre år i januar 2027",
        "Mio Prøvesen 1 Barn Delt bosted 24.09.2025 –",
        "november 2026 Livsopphold 9 000 9 000",
        "KVP · Amina Prøvesen 06.01.2025 – 31.10.2025 · Fullført eller avsluttet etter avtale",
    ):
        assert told in page.replace("\u00a0", " ")


def test_the_last_five_digits_are_not_in_the_page(family: Household, caseworker: User) -> None:
    page = logged_in(caseworker).get(address(family)).content.decode()
    assert "158392" in page
    assert "00169" not in page


def test_former_members_are_folded_away(family: Household, caseworker: User) -> None:
    gone = PersonFactory(first_name="Bestemor", died_on=date(2024, 3, 3))
    add_member(family, gone, Membership.Role.OTHER_ADULT, valid_to=date(2024, 3, 3))
    page = text(logged_in(caseworker), family)
    assert "Tidligere medlemmer (1)" in page
    assert "Død 03.03.2024" in page


def test_marks_stand_beside_the_name(caseworker: User) -> None:
    contact = PersonFactory(
        birth_date=date(2009, 1, 1), needs_interpreter=True, language="tigrinja"
    )
    page = text(logged_in(caseworker), HouseholdFactory(contact=contact, district="midtbyen"))
    assert "Tolk: tigrinja" in page
    assert "Under 18" in page


def test_children_known_only_by_number_are_told_plainly(caseworker: User) -> None:
    household = HouseholdFactory(district="midtbyen")
    situate(household.contact, date(2026, 2, 1), number_of_children=2)
    client = logged_in(caseworker)
    assert "Antall barn er oppgitt: 2. Registrer barna under Hvem bor her" in text(
        client, household
    )
    add_member(household, PersonFactory(birth_date=date(2020, 1, 1)), Membership.Role.CHILD)
    assert "Antall barn er oppgitt" not in text(client, household)


def test_the_situation_is_the_latest_in_kostras_words_with_its_date(
    family: Household, caseworker: User
) -> None:
    situate(family.contact, date(2025, 1, 1), marital_status="1", housing_situation="4")
    situate(
        family.contact,
        date(2026, 11, 19),
        marital_status="2",
        main_income="5",
        housing_situation="1",
    )
    page = text(logged_in(caseworker), family)
    assert (
        "Amina Prøvesen 19.11.2026 Sivilstand Gift Viktigste inntekt Sosialhjelp "
        "Bolig Leid privat bolig"
    ) in page
    assert "Uten bolig" not in page


def test_another_party_sees_the_people_and_nothing_of_what_nav_knows(
    family: Household, bft_adviser: User
) -> None:
    family.responsibilities.create(valid_from=date(2020, 1, 1), **office("bft"))
    introduce(family.contact, date(2021, 1, 1), date(2021, 6, 30))
    situate(family.contact, date(2026, 11, 19), main_income="5", housing_situation="1")
    page = text(logged_in(bft_adviser), family)
    assert "Elias Prøvesen 14 Barn" in page
    for word in ("sosialhjelp", "kvp", "økonomisk", "utbetal", " kr ", "inntekt", "introduksjon"):
        assert word not in page.lower()
    assert "leid privat bolig" not in page.lower()
    assert "nav midtbyen" not in page.lower()


def test_a_household_never_paid_says_so_in_each_panel(caseworker: User) -> None:
    page = text(logged_in(caseworker), HouseholdFactory(district="midtbyen"))
    for told in (
        "Ingen utbetalinger eller program er registrert på medlemmene.",
        "Ingen i husstanden har fått utbetalt sosialhjelp",
        "Ingen utbetalinger det siste året.",
        "Ingen situasjon er registrert.",
        "Ingen i husstanden har vært i KVP eller introduksjonsprogram.",
    ):
        assert told in page


def test_planned_payments_are_named_and_not_added_up(family: Household, caseworker: User) -> None:
    pay(family.contact, parse_month("2026-12"), status="planned", amount=7_777)
    pay(family.contact, parse_month("2026-10"), amount=1_500, kind="loan", category="strom")
    page = text(logged_in(caseworker), family).replace("\u00a0", " ")
    assert "desember 2026 Livsopphold 7 777 Planlagt –" in page
    assert "oktober 2026 Livsopphold 9 000 · Strøm (lån) 1 500 10 500" in page


def test_opening_the_page_is_one_line_in_the_log(family: Household, caseworker: User) -> None:
    logged_in(caseworker).get(address(family))
    line = AccessEvent.objects.get(object_type="household")
    assert (line.action, line.object_id, line.view_name) == (
        "read",
        family.pk,
        "coordination:household",
    )
    assert line.subject_ids == sorted(family.members.values_list("pk", flat=True))


def test_without_the_log_there_is_no_page(
    family: Household, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(caseworker)
    client.raise_request_exception = False

    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessEvent, "save", full)
    response = client.get(address(family))
    assert response.status_code == 503
    assert "Prøvesen" not in response.content.decode()


@pytest.mark.parametrize(("page", "most"), [("", 15), ("okonomi/", 14)])
def test_the_page_costs_the_same_for_two_and_for_two_hundred_rows(
    caseworker: User, page: str, most: int
) -> None:
    small, large = (HouseholdFactory(district="midtbyen") for _ in range(2))
    for household, children, first in ((small, 1, "2026-10"), (large, 12, "2010-01")):
        pay(household.contact, parse_month(first), parse_month("2026-11"))
        for _ in range(children):
            child = PersonFactory(birth_date=date(2020, 1, 1))
            add_member(household, child, Membership.Role.CHILD)
            situate(child, date(2026, 1, 1))
    client = logged_in(caseworker)
    counts = []
    for household in (small, large):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(household) + page).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= most
