"""The search of every page: by POST, counted, logged, and silent about whom one may not see."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from accounts.models import AccessEvent, User
from households.access import Protection
from households.models import Household, Membership, Person
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, add_member

pytestmark = pytest.mark.django_db

SEARCH = "/husstander/sok/"
NUMBER = "15839200169"


def search(client: Client, text: str) -> tuple[int, str, str]:
    """Status, where to, and the page without its form tokens."""
    response = client.post(SEARCH, {"q": text})
    page = re.sub(r'value="\w{64}"', "", response.content.decode())
    return response.status_code, response.get("Location", ""), page


@pytest.mark.parametrize(
    "text", [NUMBER, "158392 00169", " 158392\u00a000169 ", "158392-00169", "Amina 15839200169"]
)
def test_a_number_leads_straight_to_the_household(
    family: Household, caseworker: User, text: str
) -> None:
    status, location, _ = search(logged_in(caseworker), text)
    assert (status, location) == (302, f"/husstander/{family.pk}/")


def test_a_duf_number_and_the_households_own_number_do_too(
    family: Household, caseworker: User
) -> None:
    Person.objects.filter(pk=family.contact_id).update(duf_number="201912345612")
    client = logged_in(caseworker)
    for text in ("2019 1234 5612", family.number, family.number.lower().replace("-", " ")):
        assert search(client, text)[1] == f"/husstander/{family.pk}/"


def test_a_name_leads_to_the_list(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    status, location, _ = search(client, "Prøv am")
    assert (status, location) == (302, "/husstander/?navn=Pr%C3%B8v+am")
    assert "Prøvesen, Amina" in client.get(location).content.decode()


@pytest.mark.parametrize("actor", ["caseworker_other_office", "bft_adviser"])
def test_whom_one_may_not_see_and_who_does_not_exist_give_the_same_page(
    request: pytest.FixtureRequest, family: Household, actor: str
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    foreign, missing, household = (
        search(client, text) for text in (NUMBER, "01010112345", family.number)
    )
    assert foreign == missing == household
    assert (foreign[0], "Ingen treff" in foreign[2]) == (200, True)
    assert NUMBER not in foreign[2]
    lines = AccessEvent.objects.filter(action="search").order_by("pk")
    assert [(line.verdict, line.subject_ids) for line in lines] == [("permit", [])] * 3


def test_a_protected_person_is_not_found_without_clearance(
    family: Household, caseworker: User
) -> None:
    Person.objects.filter(pk=family.contact_id).update(protection=Protection.CODE_6)
    assert "Ingen treff" in search(logged_in(caseworker), NUMBER)[2]


def test_every_search_is_a_line_with_whom_it_found_and_never_the_number(
    family: Household, caseworker: User
) -> None:
    search(logged_in(caseworker), NUMBER)
    line = AccessEvent.objects.get(action="search")
    assert (line.user_id, line.subject_ids) == (caseworker.pk, [family.contact_id])
    assert NUMBER not in str(vars(line))


def test_a_person_in_two_households_gives_a_choice(family: Household, caseworker: User) -> None:
    other = HouseholdFactory(district="midtbyen")
    add_member(other, family.contact, Membership.Role.OTHER_ADULT)
    status, _, page = search(logged_in(caseworker), NUMBER)
    assert status == 200
    for household in (family, other):
        assert f'href="/husstander/{household.pk}/"' in page


def test_thirty_searches_a_minute_and_no_more(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False) as clock:
        for _ in range(30):
            assert search(client, NUMBER)[0] == 302
        assert search(client, NUMBER)[0] == 429
        assert "Vent litt" in search(client, NUMBER)[2]
        clock.shift(61)
        assert search(client, NUMBER)[0] == 302
    refused = AccessEvent.objects.filter(action="search", verdict="deny")
    assert [line.rule for line in refused] == ["search_rate"] * 2


def test_one_users_searches_do_not_count_for_another(
    family: Household, caseworker: User, colleague_same_office: User
) -> None:
    for _ in range(30):
        search(logged_in(caseworker), "ingen")
    assert search(logged_in(colleague_same_office), NUMBER)[0] == 302


@pytest.mark.parametrize(
    "text", ["", "   ", "1234", "158392", "1" * 13, "9" * 300, "\x00", "½", "H-99999999999999"]
)
def test_what_is_neither_a_number_nor_a_name_finds_nothing(caseworker: User, text: str) -> None:
    status, _, page = search(logged_in(caseworker), text)
    assert (status, "Ingen treff" in page) == (200, True)


def test_the_address_of_the_search_alone_leads_to_the_list(caseworker: User) -> None:
    assert logged_in(caseworker).get(SEARCH)["Location"] == "/husstander/"


@pytest.mark.parametrize("actor", ["executive", "administrator", "stranger"])
def test_who_may_see_no_household_may_not_search(
    request: pytest.FixtureRequest, family: Household, actor: str
) -> None:
    assert search(logged_in(request.getfixturevalue(actor)), NUMBER)[0] == 403


def test_nobody_searches_without_logging_in(family: Household) -> None:
    assert search(Client(), NUMBER)[1].startswith("/konto/logg-inn/")
