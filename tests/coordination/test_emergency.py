"""Opening a household of another office in need: with a reason, once a day, for a day, and seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, User
from accounts.policy import Role
from households.access import Protection
from households.models import BreakGlass, Disqualification, Household, Person, StaffPerson
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, clear

PAGE = "/husstander/nodtilgang/"
NUMBER, NOBODYS = "15839200169", "01810150110"
REASON = "Står uten mat og varme i helgen"
VALID = {"number": NUMBER, "category": "emergency", "reason": REASON}


@pytest.fixture
def outsider(caseworker_other_office: User) -> User:
    return caseworker_other_office


def ask(user: User, **kwargs: str) -> HttpResponse:
    return confirmed(logged_in(user)).post(PAGE, VALID | kwargs)


def without_tokens(response: HttpResponse, number: str) -> tuple[int, str]:
    page = re.sub(r'value="\w{64}"', "", response.content.decode())
    return response.status_code, page.replace(number, "")


def tries() -> list[tuple[str, str, str, int | None]]:
    rows = AccessEvent.objects.filter(action="break_glass").order_by("pk")
    return [(row.verdict, row.rule, row.reason, row.object_id) for row in rows]


def test_a_reason_opens_the_household_for_a_day_and_every_page_says_so(
    family: Household, outsider: User
) -> None:
    client = confirmed(logged_in(outsider))
    assert client.get(f"/husstander/{family.pk}/").status_code == 404
    response = client.post(PAGE, VALID)
    assert (response.status_code, response["Location"]) == (302, f"/husstander/{family.pk}/")
    opened = BreakGlass.objects.get()
    assert (opened.household, opened.person, opened.unit) == (
        family,
        family.contact,
        unit("nav", "midtbyen"),
    )
    assert opened.expires_at - opened.opened_at == timedelta(hours=24)
    assert tries() == [("permit", "break_glass", "emergency", family.pk)]
    assert AccessEvent.objects.get(action="break_glass").subject_ids == [family.contact_id]
    for page in ("", "okonomi/"):
        body = client.get(f"/husstander/{family.pk}/{page}").content.decode()
        assert REASON in body
        assert "Nødtilgang til 24.11.2026 kl. 12.00" in body
        assert "loggføres" in body
        assert "Avslutt nå" in body
    assert AccessEvent.objects.filter(rule="break_glass", action="read").count() == 2


def test_the_own_office_has_no_banner(family: Household, caseworker: User) -> None:
    body = logged_in(caseworker).get(f"/husstander/{family.pk}/").content.decode()
    assert "Avslutt nå" not in body


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("reason", "", "Skriv hvorfor du må inn i husstanden."),
        ("reason", "ni tegn!!", "Begrunnelsen må ha minst 10 tegn."),
        ("reason", " " * 30, "Skriv hvorfor du må inn i husstanden."),
        ("reason", "x" * 256, "Begrunnelsen kan ha høyst 255 tegn."),
        ("category", "", "Velg hva det gjelder."),
        ("category", "nysgjerrig", "Velg et gyldig valg."),
        ("number", "15839200168", "Kontrollsifrene stemmer ikke."),
        ("number", "", "Skriv nummeret til personen det gjelder."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_the_field_and_opens_nothing(
    family: Household, outsider: User, name: str, value: str, words: str
) -> None:
    body = ask(outsider, **{name: value}).content.decode()
    error = body.split(f'id="id_{name}_error"')[1].split("</")[0]
    assert words in error
    assert not BreakGlass.objects.exists()


def hidden_by_grade(home: Household, user: User, grade: Protection) -> None:
    Person.objects.filter(pk=home.contact_id).update(protection=grade)


def hidden_as_near(home: Household, user: User, grade: None) -> None:
    me = PersonFactory()
    add_member(HouseholdFactory(contact=me), home.contact, "child")
    StaffPerson.objects.create(user=user, person=me)


def hidden_as_disqualified(home: Household, user: User, grade: None) -> None:
    Disqualification.objects.create(user=user, household=home, reason="friend")


def hidden_as_other_party(home: Household, user: User, grade: None) -> None:
    home.responsibilities.update(party="bft", unit=unit("bft", "midtbyen"))


@pytest.mark.parametrize(
    ("hide", "grade", "rule"),
    [(hidden_by_grade, grade, "protected") for grade in Protection if grade != Protection.NONE]
    + [
        (hidden_as_near, None, "near"),
        (hidden_as_disqualified, None, "disqualified"),
        (hidden_as_other_party, None, "other_party"),
    ],
)
def test_whom_a_core_rule_closes_is_answered_like_a_number_that_nobody_has(
    family: Household, outsider: User, hide: object, grade: Protection | None, rule: str
) -> None:
    hide(family, outsider, grade)  # type: ignore[operator]
    client = confirmed(logged_in(outsider))
    client.post(PAGE, VALID)
    answers, queries = [], []
    for number in (NUMBER, NOBODYS):
        with CaptureQueriesContext(connection) as captured:
            response = client.post(PAGE, VALID | {"number": number})
        answers.append(without_tokens(response, number))
        queries.append(len(captured))
    assert answers[0] == answers[1]
    assert "kan åpnes med nødtilgang" in answers[0][1]
    assert queries[0] == queries[1]
    assert not BreakGlass.objects.exists()
    assert tries()[1:] == [
        ("deny", rule, "emergency", family.pk),
        ("deny", "not_found", "emergency", None),
    ]


def test_a_clearance_is_no_office_and_the_office_alone_is_lifted(
    family: Household, outsider: User, bft_adviser: User
) -> None:
    clear(outsider, Clearance.Kind.CODE_7)
    hidden_by_grade(family, outsider, Protection.CODE_6)
    assert "kan åpnes" in ask(outsider).content.decode()
    hidden_by_grade(family, outsider, Protection.NONE)
    assert "kan åpnes" in ask(bft_adviser).content.decode()
    assert not BreakGlass.objects.exists()


def test_the_own_office_is_told_that_there_is_no_need(family: Household, caseworker: User) -> None:
    response = ask(caseworker)
    assert response["Location"] == f"/husstander/{family.pk}/"
    assert not BreakGlass.objects.exists()
    assert tries() == [("deny", "office", "emergency", family.pk)]


def test_a_second_try_the_same_day_opens_the_same_one(family: Household, outsider: User) -> None:
    ask(outsider)
    ask(outsider, reason="En annen begrunnelse som er lang nok")
    assert BreakGlass.objects.get().reason == REASON
    confirmed(logged_in(outsider)).post(f"/husstander/{family.pk}/nodtilgang/avslutt/")
    ask(outsider)
    assert BreakGlass.objects.get().is_live_at(timezone.now())


def test_it_closes_when_the_user_ends_it_and_when_it_expires(
    family: Household, outsider: User
) -> None:
    client = confirmed(logged_in(outsider))
    address = f"/husstander/{family.pk}/"
    client.post(PAGE, VALID)
    assert client.get(address + "nodtilgang/avslutt/").status_code == 405
    assert client.post(address + "nodtilgang/avslutt/")["Location"] == "/husstander/"
    assert client.get(address).status_code == 404
    client.post(PAGE, VALID)
    assert client.get(address).status_code == 200
    with time_machine.travel("2026-11-24T12:00:01+01:00", tick=False):
        assert logged_in(outsider).get(address).status_code == 404


def test_eleven_tries_in_an_hour_are_one_too_many(family: Household, outsider: User) -> None:
    client = confirmed(logged_in(outsider))
    for _ in range(10):
        assert client.post(PAGE, VALID | {"number": NOBODYS}).status_code == 200
    assert client.post(PAGE, VALID).status_code == 429
    assert not BreakGlass.objects.exists()
    assert tries()[-1][:2] == ("deny", "break_glass_rate")
    with time_machine.travel("2026-11-23T13:00:01+01:00", tick=False):
        assert ask(outsider).status_code == 302


def test_a_fresh_proof_is_asked_for_first(family: Household, outsider: User) -> None:
    response = logged_in(outsider).post(PAGE, VALID)
    assert response["Location"].startswith("/konto/bekreft/")
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.OSK_LEAD, Role.AUDITOR])
def test_a_role_that_works_with_no_household_opens_none(family: Household, role: Role) -> None:
    user = UserFactory(role=role, unit=unit("nav", "heimdal"))
    assert ask(user).status_code == 403
    assert not BreakGlass.objects.exists()


def test_a_search_that_finds_nothing_leads_to_it(outsider: User) -> None:
    body = logged_in(outsider).post("/husstander/sok/", {"q": NOBODYS}).content.decode()
    assert f'href="{PAGE}"' in body


def test_neither_number_nor_reason_stands_in_the_access_log(
    family: Household, outsider: User
) -> None:
    ask(outsider)
    told = str(list(AccessEvent.objects.values_list()))
    assert "emergency" in told
    assert not re.search(rf"{NUMBER}|{REASON}|Prøvesen", told)


def test_the_form_opens_empty(outsider: User) -> None:
    client: Client = confirmed(logged_in(outsider))
    body = client.get(PAGE).content.decode()
    assert "Åpne husstanden" in body
    assert "_error" not in body
