"""The page of who lives in a household: who may keep it, what it shows and what it stores."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, Clearance, User
from benefits.calculating.prefill import members_in
from households.access import Protection
from households.models import Household, Membership, Person
from households.months import month_of
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, PersonFactory, add_member, clear, share

KNOWN, NEW = "15839200177", "15839200088"
NORA = {"first_name": "Nora", "last_name": "Ny", "birth_date": "01.02.2019"}
CHILD = NORA | {"role": "child", "lives": "whole"}


def page(home: Household, *parts: object) -> str:
    return "/".join(map(str, (f"/husstander/{home.pk}/medlemmer", *parts))) + "/"


def add(client: Client, home: Household, **kwargs: object) -> HttpResponse:
    answer: HttpResponse = client.post(page(home, "nytt"), CHILD | kwargs, follow=True)  # type: ignore[assignment]
    return answer


def row_of(home: Household, name: str) -> Membership:
    return home.memberships.get(person__first_name=name, valid_to=None)


def test_a_member_is_added_shown_and_logged(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    body = add(client, family, since="01.09.2026").content.decode()
    assert "Nora Ny er lagt til som medlem av husstanden." in body
    assert "Lagt til" in body
    made = row_of(family, "Nora")
    assert (made.valid_from, made.role) == (date(2026, 9, 1), "child")
    assert f"{caseworker}" in body.split("Hva som er endret")[1]
    assert AccessEvent.objects.filter(action="update", object_id=family.pk).exists()
    october, august = month_of(date(2026, 10, 1)), month_of(date(2026, 8, 1))
    counted = [
        made.person_id in {row.person_id for row in members_in(family, month)}
        for month in (august, october)
    ]
    assert counted == [False, True]


def test_leaders_and_those_shared_with_read_only(
    family: Household, team_leader: User, bft_adviser: User
) -> None:
    share(family, family.contact, unit("bft", "midtbyen"))
    for user in (team_leader, bft_adviser):
        client = logged_in(user)
        body = client.get(page(family)).content.decode()
        assert ("Hvem bor her" in body, "Legg til medlem" in body) == (True, False)
        paths = [page(family, "nytt"), page(family, row_of(family, "Elias").pk, "rett")]
        assert [client.post(path, CHILD).status_code for path in paths] == [403, 403]
    assert family.memberships.count() == 4
    body = logged_in(bft_adviser).get(page(family)).content.decode()
    assert ("Amina Prøvesen" in body, "Elias" in body) == (True, False)


def test_no_party_is_told_who_at_another_did_it(
    family: Household, caseworker: User, bft_adviser: User
) -> None:
    bft = unit("bft", "midtbyen")
    family.responsibilities.create(party="bft", unit=bft, valid_from=TODAY)
    add(logged_in(bft_adviser), family)
    told = [
        logged_in(user).get(page(family)).content.decode().split("Hva som er endret")[1]
        for user in (bft_adviser, caseworker)
    ]
    assert [f"{bft_adviser}" in body for body in told] == [True, False]
    assert "En annen tjeneste" in told[1]


def test_another_office_has_no_such_page(family: Household, caseworker_other_office: User) -> None:
    client = logged_in(caseworker_other_office)
    assert client.get(page(family)).status_code == 404
    assert client.post(page(family, "nytt"), CHILD).status_code == 404


@pytest.mark.parametrize("grade", [Protection.NONE, Protection.CODE_6, Protection.UNKNOWN])
def test_a_number_held_elsewhere_answers_like_an_unknown_one(
    family: Household, caseworker: User, grade: Protection
) -> None:
    held = PersonFactory(national_id=KNOWN, first_name="Ekte", protection=grade)
    HouseholdFactory(contact=held, district="heimdal")
    client, answers = logged_in(caseworker), []
    add(client, family, first_name="Før")
    for number, name in ((KNOWN, "Nora"), (NEW, "Odda")):
        told = {"number": number, "birth_date": "", "role": "other_adult", "first_name": name}
        with CaptureQueriesContext(connection) as captured:
            body = add(client, family, **told).content.decode()
        queries = len([q for q in captured if "SAVEPOINT" not in q["sql"]])
        answers.append((queries, f"{name} Ny er lagt til" in body, "Ekte" in body))
        made = row_of(family, name)
        shown = client.post(f"/husstander/{family.pk}/nummer/{made.person_id}/").content.decode()
        assert number[-5:] in shown
        found = client.post("/husstander/sok/", {"q": number})
        assert found.status_code == 302
    assert answers[0] == answers[1]


def test_one_the_office_has_is_confirmed_before_joining(
    family: Household, caseworker: User
) -> None:
    other = HouseholdFactory(district="midtbyen")
    known = PersonFactory(
        first_name="Kjent", last_name="Barn", national_id=KNOWN, birth_date=date(2019, 5, 1)
    )
    there = add_member(other, known, Membership.Role.CHILD)
    client = logged_in(caseworker)
    sent = {"number": KNOWN, "birth_date": "", "lives": "moved", "role": "child"}
    body = client.post(page(family, "nytt"), CHILD | sent).content.decode()
    assert "Nummeret tilhører Kjent Barn, født 01.05.2019, som dere har fra før." in body
    assert f"Medlemskapet i {other.number} avsluttes dagen før." in body
    assert family.memberships.count() == 4
    add(client, family, **sent, confirmed=str(known.pk))
    there.refresh_from_db()
    assert row_of(family, "Kjent").person == known
    assert there.valid_to == date(2026, 11, 22)


def test_a_graded_one_is_warned_of(family: Household, caseworker: User) -> None:
    known = PersonFactory(
        national_id=KNOWN, birth_date=date(2019, 5, 1), protection=Protection.CODE_6
    )
    add_member(HouseholdFactory(district="midtbyen"), known, Membership.Role.CHILD)
    clear(caseworker, Clearance.Kind.CODE_6)
    sent = {"number": KNOWN, "birth_date": "", "lives": "shared"}
    body = add(logged_in(caseworker), family, **sent).content.decode()
    assert "husstanden lukkes for alle som ikke er klarert" in body
    assert family.memberships.count() == 4


def test_who_has_looked_up_too_many_numbers_waits(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    for _ in range(30):
        client.post("/husstander/sok/", {"q": NEW})
    body = add(client, family, number=NEW, birth_date="", role="other_adult").content.decode()
    assert "Vent litt, og prøv igjen." in body
    assert 'value="Nora"' in body
    assert family.memberships.count() == 4


def test_a_membership_is_ended_with_its_cause(family: Household, caseworker: User) -> None:
    client, row = logged_in(caseworker), row_of(family, "Elias")
    path = page(family, row.pk, "avslutt")
    body = client.post(path, {"cause": "moved"}).content.decode()
    assert "Skriv datoen." in body
    body = client.post(path, {"cause": "moved", "last": "24.11.2026"}).content.decode()
    assert "Siste dag kan ikke være etter i dag." in body
    body = client.post(
        path, {"cause": "placed", "last": "20.11.2026"}, follow=True
    ).content.decode()
    assert "Medlemskapet til Elias Prøvesen er avsluttet: Plassert utenfor hjemmet." in body
    assert "Elias" in body.split("Har bodd her")[1]
    assert client.get(path).status_code == 404
    line = client.get(f"/husstander/{family.pk}/tidslinje/").content.decode()
    assert "Medlemskap avsluttet" in line


def test_the_contact_hands_over(family: Household, caseworker: User) -> None:
    client, row = logged_in(caseworker), row_of(family, "Amina")
    spouse = row_of(family, "Jonas").person_id
    sent = {"cause": "parted", "last": "20.11.2026"}
    body = client.post(page(family, row.pk, "avslutt"), sent).content.decode()
    assert "Velg hvem som blir kontaktperson." in body
    client.post(page(family, row.pk, "avslutt"), sent | {"contact": spouse})
    family.refresh_from_db()
    assert (family.contact_id, row_of(family, "Jonas").role) == (spouse, "applicant")


def test_what_a_number_tells_is_not_corrected(family: Household, caseworker: User) -> None:
    client, row = logged_in(caseworker), row_of(family, "Amina")
    sent = {"first_name": "Aminah", "last_name": "Prøvesen", "birth_date": "01.01.2000"}
    body = client.post(page(family, row.pk, "rett"), sent, follow=True).content.decode()
    assert "Aminah Prøvesen er rettet." in body
    assert "Navn: Amina Prøvesen ble Aminah Prøvesen" in body
    assert Person.objects.get(pk=row.person_id).birth_date == date(1992, 3, 15)


def test_a_birth_date_without_a_number_is_corrected(family: Household, caseworker: User) -> None:
    client, row = logged_in(caseworker), row_of(family, "Elias")
    sent = {"first_name": "Elias", "last_name": "Prøvesen", "birth_date": "10.01.2012"}
    client.post(page(family, row.pk, "rett"), sent | {"role": "child"})
    assert Person.objects.get(pk=row.person_id).birth_date == date(2012, 1, 10)
    late = sent | {"role": "child", "birth_date": "10.01.2013"}
    body = client.post(page(family, row.pk, "rett"), late).content.decode()
    assert "kan ikke være født senere" in body


@pytest.mark.parametrize("query", ["?henvendelse=x&nr=0", "?henvendelse=999999&nr=-1", "?nr=²"])
def test_an_address_that_names_nothing_is_an_empty_form(
    family: Household, caseworker: User, query: str
) -> None:
    assert logged_in(caseworker).get(page(family, "nytt") + query).status_code == 200


def test_the_page_costs_the_same_for_many(family: Household, caseworker: User) -> None:
    client, costs = logged_in(caseworker), []
    client.get(page(family))
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page(family)).status_code == 200
        costs.append(len(captured))
        for number in range(20):
            child = PersonFactory(birth_date=date(2019, 1, 1))
            add_member(family, child, Membership.Role.CHILD, TODAY)
            family.membership_changes.create(
                person=child,
                act="added",
                party="nav",
                by=caseworker,
                at=f"2026-11-23T10:{number:02}:00Z",
            )
    assert costs[0] == costs[1]
