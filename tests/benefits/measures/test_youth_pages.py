"""Rødlista: who is red and why, the acts beside it, the flag and the work list (1b)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from coordination.flags.actions import recompute
from coordination.flags.queries import shown
from coordination.models import Flag
from coordination.worklist.due import scope_of
from coordination.worklist.due_measures import first_talks
from households.models import Household
from households.months import month_of
from households.rules import years_before
from tests.benefits.measures.filled import placed
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory, pay
from tests.record_factories import note

pytestmark = pytest.mark.django_db
LIST = "/tiltak/unge/"
TODAY = timezone.localdate()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def household(caseworker: User) -> Household:
    """Somebody of 23 with support."""
    born = years_before(TODAY, 23) - timedelta(days=10)
    home = HouseholdFactory(district="midtbyen", contact=PersonFactory(birth_date=born))
    home.responsibilities.update(caseworker=caseworker)
    pay(home.contact, month_of(TODAY) - 2, month_of(TODAY))
    return home


def flags() -> list[Flag]:
    recompute(today=TODAY)
    return list(Flag.objects.open())


def test_the_red_one_is_listed_with_acts_until_a_talk_is_noted(
    client: Client, household: Household, caseworker: User
) -> None:
    page = client.get(LIST).text
    assert household.contact.name in page
    assert "Mangler" in page
    assert f"?person={household.contact_id}" in page
    [flag] = flags()
    assert "ingen kontakt de siste 30 dagene" in shown(flag).said
    assert shown(flag).act == (f"/husstander/{household.pk}/kvp-og-tiltak/", "Til tiltakene")
    ago = TODAY - timedelta(days=20)
    note(household, caseworker, contact_on=ago, spoken_with=household.contact)
    assert "Ingen er røde" in client.get(LIST).text
    assert flags() == []
    assert "20 dager siden" in client.get(f"{LIST}?liste=alle").text
    assert household.contact.name in client.get(f"{LIST}?strengt=on&mine=on").text


def test_a_placement_takes_the_person_off_and_the_month_end_stands(
    client: Client, household: Household, caseworker: User
) -> None:
    placed(household, caseworker)
    assert "Ingen er røde" in client.get(LIST).text
    before = client.get(f"{LIST}?per=maned").text
    assert household.contact.name in before


def test_at_24_nobody_asks(client: Client, household: Household) -> None:
    household.members.update(birth_date=years_before(TODAY, 24))
    assert household.contact.name not in client.get(f"{LIST}?liste=alle").text


def test_the_first_talk_stands_on_the_page_and_in_the_work_list(
    client: Client, caseworker: User, caseworker_other_office: User
) -> None:
    born = years_before(TODAY, 19)
    home = HouseholdFactory(district="midtbyen", contact=PersonFactory(birth_date=born))
    apply_for_help(home, caseworker, received_on=TODAY - timedelta(days=8))
    page = client.get(LIST).text
    assert "Første søknad under 21 år" in page
    [row] = first_talks(scope_of(caseworker, TODAY))
    assert (row.late, row.caseworker, row.kind) == ("plan", "Meg", "Ung søker")
    assert list(first_talks(scope_of(caseworker_other_office, TODAY))) == []


def test_only_leaders_see_the_figures_and_another_office_nobody(
    client: Client, household: Household, team_leader: User, caseworker_other_office: User
) -> None:
    page = logged_in(team_leader).get(f"{LIST}?ar={TODAY.year - 1}&liste=tull").text
    assert f"Nye under 21 år i {TODAY.year - 1}" in page
    assert household.contact.name in page
    assert "Nye under 21 år" not in client.get(LIST).text
    abroad = logged_in(caseworker_other_office).get(f"{LIST}?liste=alle").text
    assert household.contact.name not in abroad
