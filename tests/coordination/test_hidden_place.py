"""A hidden place: masked on every page, and shown once to who has asked and may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, Substitution, User
from households.access import PLACE_HIDDEN, Protection
from households.models import Household, Person, Residence
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, clear

PLACE = ("Lerkendal", "Hemmelig vei 7", "400 00 101")


@pytest.fixture
def hidden(family: Household, caseworker: User) -> Household:
    """`family`, kode 7, which in fact lives at Lerkendal; the caseworker is cleared."""
    Person.objects.filter(pk=family.contact_id).update(protection=Protection.CODE_7)
    away = HouseholdFactory(district="lerkendal").residences.get()
    Residence.objects.filter(household=family).update(district=away.district, address=PLACE[1])
    clear(caseworker, Clearance.Kind.CODE_7)
    return family


def shown(client: Client, household: Household, **headers: str) -> object:
    return client.post(f"/husstander/{household.pk}/sted/", headers=headers)


def test_the_pages_hide_the_place_from_the_cleared_too(hidden: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    for address in ("", "okonomi/", "beskyttelse/", "inhabil/"):
        words = client.get(f"/husstander/{hidden.pk}/{address}").content.decode()
        assert "Sted skjult" in words
        assert not [place for place in PLACE if place in words]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_caseworker_has_it_shown_once_and_the_log_says_so(
    hidden: Household, caseworker: User, headers: dict[str, str]
) -> None:
    client = logged_in(caseworker)
    answer = shown(client, hidden, **headers)
    words = answer.content.decode()  # type: ignore[attr-defined]
    assert [place for place in PLACE if place not in words] == []
    event = AccessEvent.objects.get(action="reveal")
    assert (event.reason, event.object_id) == ("hidden_place", hidden.pk)
    assert hidden.contact_id in event.subject_ids
    again = client.get(f"/husstander/{hidden.pk}/").content.decode()
    assert PLACE[1] not in again


def test_colleagues_are_refused_and_substitute_and_leader_are_not(
    hidden: Household, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    for user in (colleague_same_office, team_leader):
        clear(user, Clearance.Kind.CODE_7)
    colleague = logged_in(colleague_same_office)
    assert shown(colleague, hidden).status_code == 403  # type: ignore[attr-defined]
    assert AccessEvent.objects.filter(rule="reveal_place", verdict="deny").exists()
    page = colleague.get(f"/husstander/{hidden.pk}/").content.decode()
    assert "Vis sted og telefon" not in page
    assert shown(logged_in(team_leader), hidden).status_code == 200  # type: ignore[attr-defined]
    today = timezone.localdate()
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=today,
        valid_to=today + timedelta(days=3),
        registered_by=team_leader,
    )
    assert shown(colleague, hidden).status_code == 200  # type: ignore[attr-defined]


def test_it_takes_a_clearance_a_post_and_something_hidden(
    hidden: Household, caseworker: User, team_leader: User
) -> None:
    assert shown(logged_in(team_leader), hidden).status_code == 404  # type: ignore[attr-defined]
    client = logged_in(caseworker)
    assert client.get(f"/husstander/{hidden.pk}/sted/").status_code == 405
    Person.objects.filter(pk=hidden.contact_id).update(protection=Protection.NONE)
    assert shown(client, hidden).status_code == 404  # type: ignore[attr-defined]
    assert not AccessEvent.objects.filter(action="reveal").exists()


def lines(client: Client, query: str) -> list[str]:
    words = client.get(f"/husstander/{query}").content.decode()
    return re.findall(r"H-\d{5}", words)


@pytest.mark.parametrize("grade", [one for one in PLACE_HIDDEN if one != Protection.UNKNOWN])
def test_neither_filter_nor_order_tells_where_a_hidden_household_lives(
    hidden: Household, caseworker: User, grade: Protection
) -> None:
    clear(caseworker, Clearance.Kind.CODE_6)
    Person.objects.filter(pk=hidden.contact_id).update(protection=grade)
    client = logged_in(caseworker)
    here = HouseholdFactory(district="midtbyen")
    away = hidden.residences.get().district_id
    assert lines(client, f"?bydel={away}") == []
    assert lines(client, "?bydel=ukjent") == []
    assert lines(client, f"?bydel={here.residences.get().district_id}") == [here.number]
    where = Residence.objects.filter(household=hidden)
    orders = []
    for district in (away, here.residences.get().district_id, None):
        where.update(district=district)
        orders.append((lines(client, "?sorter=bydel"), lines(client, "?sorter=-bydel")))
    assert orders[0][0] == [here.number, hidden.number]
    assert orders[0] == orders[1] == orders[2]
