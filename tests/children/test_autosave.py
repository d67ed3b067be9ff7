"""A mapping is kept as it is typed, and what another saves meanwhile is shown beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Substitution, User
from children.models import ChildMapping, MappedDomain
from households.models import FormDraft, Household, Person
from tests.children.test_pages import TODAY, answers, at, begin
from tests.conftest import logged_in
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def address(client: Client, home: Household, nora: Person) -> str:
    return begin(client, home, nora)


def type_in(client: Client, address: str, **fields: Any) -> None:
    sent = answers() | {"autosave": "keep"} | fields
    assert "data-saved" in client.post(address, sent, headers={"hx-request": "true"}).text


def shown(client: Client, address: str) -> dict[str, Any]:
    """What the form would post, with the draft taken in."""
    form = client.get(address, {"utkast": "1"}).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


def test_what_is_typed_is_kept_offered_and_taken_in(client: Client, address: str) -> None:
    type_in(client, address, school_level="1", school_facts="Trives ikke lenger")
    assert not MappedDomain.objects.exists()
    page = client.get(address).text
    assert "Du har et utkast fra" in page
    assert "Trives ikke lenger" not in page
    taken_in = client.get(address, {"utkast": "1"}).text
    assert "er tatt inn" in taken_in
    assert "Trives ikke lenger" in taken_in
    chosen = r'<input type="radio" name="school_level" value="(\w)"[^>]* checked'
    checked = re.findall(chosen, taken_in)
    assert checked == ["1"]
    assert "Kor" in taken_in


def test_what_is_taken_in_is_saved_like_anything_typed(client: Client, address: str) -> None:
    type_in(client, address, school_level="1", school_facts="Trives ikke lenger")
    answer = client.post(address, shown(client, address) | {"do": "next"})
    assert answer["Location"] == f"{address}barnets-beste/"
    assert MappedDomain.objects.get(domain="school").facts == "Trives ikke lenger"
    assert not FormDraft.objects.exists()
    assert "Du har et utkast" not in client.get(address).text


@pytest.mark.parametrize("act", ["save", "next", "full", "family"])
def test_whichever_button_saves_leaves_nothing_to_offer(
    client: Client, address: str, act: str
) -> None:
    type_in(client, address)
    client.post(address, answers(do=act))
    assert not FormDraft.objects.exists()


def test_a_refused_answer_keeps_the_draft(client: Client, address: str) -> None:
    type_in(client, address)
    page = client.post(address, answers(school_due_on="31.02.2026"))
    assert "Skriv datoen som dd.mm.åååå." in page.text
    assert FormDraft.objects.exists()


def test_what_another_has_saved_meanwhile_stands_beside_it(
    client: Client, address: str, caseworker: User, colleague_same_office: User
) -> None:
    type_in(client, address, school_level="1", school_facts="Mitt")
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=LONG_AGO,
        valid_to=TODAY,
        registered_by=caseworker,
    )
    other = logged_in(colleague_same_office)
    other.post(address, answers(school_level="1", school_facts="Deres", do="save"))
    given = shown(client, address)
    assert given["version"] in (1, "1")
    answer = client.post(address, given | {"do": "save"})
    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Deres" in answer.text
    assert FormDraft.objects.exists()
    over = {"version": ChildMapping.objects.get().version, "do": "save"}
    client.post(address, given | over)
    assert MappedDomain.objects.get(domain="school").facts == "Mitt"
    assert not FormDraft.objects.exists()


def test_it_is_dropped_when_the_user_says_so(client: Client, address: str) -> None:
    type_in(client, address)
    answer = client.post(address, {"autosave": "forget", "back": address}, follow=True)
    assert "Utkastet er forkastet." in answer.text
    assert not FormDraft.objects.exists()


def test_one_who_may_not_map_keeps_nothing(
    address: str, colleague_same_office: User, bft_adviser: User
) -> None:
    for user, status in ((colleague_same_office, 403), (bft_adviser, 404)):
        answer = logged_in(user).post(address, answers() | {"autosave": "keep"})
        assert answer.status_code == status
    assert not FormDraft.objects.exists()


def test_it_is_not_offered_once_the_mapping_is_completed(
    client: Client, address: str, home: Household, nora: Person
) -> None:
    client.post(address, answers())
    version = ChildMapping.objects.get().version
    type_in(client, address, school_level="1", school_facts="Glemt")
    done = {"version": version, "paragraph": "Nora har det bra og synger i kor."}
    client.post(f"{address}barnets-beste/", done)
    for page in (address, f"{address}?utkast=1", at(home, f"{nora.pk}/")):
        text = client.get(page).text
        assert "Du har et utkast" not in text
        assert "Glemt" not in text
