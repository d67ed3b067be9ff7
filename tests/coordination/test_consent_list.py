"""The list Samtykker: what is on it, whose comes first, and where its lines lead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, User
from households.access import Protection
from households.models import Consent, Household, Person
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, PersonFactory, ask

pytestmark = pytest.mark.django_db

LIST = "/samtykker/"


def home(name: str, caseworker: User | None = None, district: str = "midtbyen") -> Household:
    household = HouseholdFactory(contact=PersonFactory(last_name=name), district=district)
    household.responsibilities.update(caseworker=caseworker)
    return household


def given(household: Household, by: User, last: date, **kwargs: object) -> Consent:
    first = last - timedelta(days=300)
    values = {
        "requested_on": first,
        "given_on": first,
        "valid_from": first,
        "valid_to": last,
        "given_by": household.contact,
        "answer_recorded_by": by,
        "channel": "oral",
    }
    return ask(household, household.contact, by, **(values | kwargs))


def listed(client: Client, kind: str = "utloper") -> list[str]:
    page = unescape(client.get(f"{LIST}?vis={kind}").content.decode())
    return re.findall(r'<th scope="row"><a[^>]*>Husstanden ([^<]*)<', page)


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("team_leader", 200),
        ("bft_adviser", 200),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_those_who_have_households_have_the_list(
    request: pytest.FixtureRequest, actor: str, status: int
) -> None:
    client = logged_in(request.getfixturevalue(actor))
    assert client.get(LIST).status_code == status


def test_what_soon_ends_is_listed_own_households_first(caseworker: User, team_leader: User) -> None:
    for name, own, days in (
        ("Sen", True, 30),
        ("Fremmed", False, 1),
        ("Straks", True, 0),
        ("Lenge", True, 31),
        ("Over", True, -1),
    ):
        given(home(name, caseworker if own else None), caseworker, TODAY + timedelta(days=days))
    assert listed(logged_in(caseworker)) == ["Straks", "Sen", "Fremmed"]
    assert listed(logged_in(team_leader)) == ["Straks", "Fremmed", "Sen"]
    assert listed(logged_in(caseworker), "utlopt") == ["Over"]
    page = unescape(logged_in(caseworker).get(LIST).content.decode())
    assert "Utløper 23.11.2026, i dag" in page
    assert "Utløper 23.12.2026, om 30 dager" in page


def test_a_question_without_answer_is_listed_after_fourteen_days(caseworker: User) -> None:
    for name, days, declined in (("Gammel", 14, None), ("Ny", 13, None), ("Nei", 40, TODAY)):
        household = home(name, caseworker)
        answer = {"declined_on": declined, "answer_recorded_by": caseworker} if declined else {}
        asked_on = TODAY - timedelta(days=days)
        ask(household, household.contact, caseworker, requested_on=asked_on, **answer)
    client = logged_in(caseworker)
    assert listed(client, "ubesvart") == ["Gammel"]
    consent = Consent.objects.get(subject__last_name="Gammel")
    page = client.get(f"{LIST}?vis=ubesvart").content.decode()
    assert f"/husstander/{consent.household_id}/samtykke/{consent.pk}/gitt/" in page
    assert "for 14 dager siden" in page


def test_what_is_renewed_withdrawn_or_long_past_is_not_asked_about(caseworker: User) -> None:
    last = TODAY - timedelta(days=5)
    renewed = given(home("Fornyet", caseworker), caseworker, last)
    ask(renewed.household, renewed.subject, caseworker, renews=renewed)
    taken_back = given(home("Trukket", caseworker), caseworker, last)
    Consent.objects.filter(pk=taken_back.pk).update(
        withdrawn_at="2026-11-01T12:00:00Z", withdrawn_by=caseworker
    )
    given(home("Gammel", caseworker), caseworker, TODAY - timedelta(days=91))
    given(home("Utlopt", caseworker), caseworker, TODAY - timedelta(days=90))
    assert listed(logged_in(caseworker), "utlopt") == ["Utlopt"]


def test_the_list_is_of_the_own_office_and_party_and_never_of_the_protected(
    caseworker: User, caseworker_other_office: User, bft_adviser: User
) -> None:
    soon = TODAY + timedelta(days=3)
    open_case, hidden = home("Vanlig", caseworker), home("Skjult", caseworker)
    for household in (open_case, hidden):
        given(household, caseworker, soon)
    given(home("BFTs", caseworker), caseworker, soon, from_party="bft", to_parties=["nav"])
    Person.objects.filter(pk=hidden.contact_id).update(protection=Protection.CODE_7)
    assert listed(logged_in(caseworker)) == ["Vanlig"]
    assert listed(logged_in(caseworker_other_office)) == []
    assert listed(logged_in(bft_adviser)) == []


def test_only_who_may_record_is_offered_to_renew(
    caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    given(home("Vanlig", caseworker), caseworker, TODAY)
    offers = {
        user: "?fornyer=" in logged_in(user).get(LIST).content.decode()
        for user in (caseworker, colleague_same_office, team_leader)
    }
    assert offers == {caseworker: True, colleague_same_office: False, team_leader: True}


def test_the_list_is_one_line_in_the_log_with_those_it_is_about(caseworker: User) -> None:
    consent = given(home("Vanlig", caseworker), caseworker, TODAY)
    logged_in(caseworker).get(LIST)
    line = AccessEvent.objects.get(action="list")
    assert (line.object_type, line.subject_ids) == ("consent", [consent.subject_id])


def test_the_list_costs_the_same_for_one_and_for_forty(caseworker: User) -> None:
    client, counts = logged_in(caseworker), []
    for number in (1, 39):
        for each in range(number):
            given(home(f"Nr{number}-{each}", caseworker), caseworker, TODAY)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15
