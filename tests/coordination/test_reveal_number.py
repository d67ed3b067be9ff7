"""A member's whole number: asked for by POST, by who has the household, and logged."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from accounts.models import AccessEvent, User
from households.models import Household, Person
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def address(household: Household, person: Person) -> str:
    return f"/husstander/{household.pk}/nummer/{person.pk}/"


def reveal(user: User, household: Household, person: Person | None = None) -> object:
    person = person or household.contact
    return logged_in(user).post(address(household, person), headers=HTMX)


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("team_leader", 200),
        ("colleague_same_office", 403),
        ("caseworker_other_office", 404),
        ("bft_adviser", 404),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_who_has_the_household_and_the_leader_may_see_the_whole_number(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int
) -> None:
    user = request.getfixturevalue(actor)
    response = logged_in(user).post(address(family, family.contact), headers=HTMX)
    assert response.status_code == status
    assert ("00169" in response.content.decode()) == (status == 200)
    lines = AccessEvent.objects.filter(action="reveal", verdict="permit")
    expected = [(user.pk, family.pk, [family.contact_id])] if status == 200 else []
    assert [(line.user_id, line.object_id, line.subject_ids) for line in lines] == expected


def test_a_colleagues_attempt_is_logged_as_refused(
    family: Household, colleague_same_office: User
) -> None:
    reveal(colleague_same_office, family)
    line = AccessEvent.objects.get(rule="reveal_number")
    assert (line.verdict, line.subject_ids) == ("deny", [family.contact_id])


@pytest.mark.parametrize(
    ("actor", "offered"),
    [("caseworker", True), ("team_leader", True), ("colleague_same_office", False)],
)
def test_the_page_offers_it_only_to_those_who_may(
    request: pytest.FixtureRequest, family: Household, actor: str, offered: bool
) -> None:
    page = logged_in(request.getfixturevalue(actor)).get(f"/husstander/{family.pk}/")
    assert (address(family, family.contact) in page.content.decode()) == offered


def test_the_answer_takes_the_hidden_numbers_place_and_can_be_copied(
    family: Household, caseworker: User
) -> None:
    page = reveal(caseworker, family).content.decode()  # type: ignore[attr-defined]
    assert "<html" not in page
    assert f'id="nummer-{family.contact_id}"' in page
    assert 'data-copy="15839200169"' in page
    assert "Vist og loggført" in page


def test_without_script_the_number_comes_on_a_page_of_its_own(
    family: Household, caseworker: User
) -> None:
    response = logged_in(caseworker).post(address(family, family.contact))
    page = response.content.decode()
    assert "158392 00169" in page
    assert "Oppslaget er loggført." in page


def test_a_link_cannot_reveal_a_number(family: Household, caseworker: User) -> None:
    response = logged_in(caseworker).get(address(family, family.contact))
    assert response.status_code == 405
    assert not AccessEvent.objects.filter(action="reveal").exists()


def test_a_form_of_another_site_cannot_either(family: Household, caseworker: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(address(family, family.contact)).status_code == 403


def test_a_person_of_another_household_is_not_found(family: Household, caseworker: User) -> None:
    other = HouseholdFactory(contact=PersonFactory(national_id="01010112345"))
    assert reveal(caseworker, family, other.contact).status_code == 404  # type: ignore[attr-defined]


def test_a_member_without_a_number_has_none_to_show(family: Household, caseworker: User) -> None:
    spouse = Person.objects.get(first_name="Jonas")
    assert reveal(caseworker, family, spouse).status_code == 404  # type: ignore[attr-defined]


def test_a_duf_number_is_shown_as_one(family: Household, caseworker: User) -> None:
    Person.objects.filter(pk=family.contact_id).update(national_id=None, duf_number="201912345612")
    page = reveal(caseworker, family).content.decode()  # type: ignore[attr-defined]
    assert "DUF 201912 345612" in page


def test_without_the_log_no_number_is_sent(
    family: Household, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(caseworker)
    client.raise_request_exception = False

    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessEvent, "save", full)
    response = client.post(address(family, family.contact), headers=HTMX)
    assert response.status_code == 503
    assert "00169" not in response.content.decode()
