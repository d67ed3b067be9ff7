"""The card of flags on the household page, dismissing one, and the work list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from coordination.flags.actions import recompute
from coordination.flags.queries import ACTS, Shown, flags_of
from coordination.models import Flag
from households.models import Household
from households.months import month_of
from tests.conftest import logged_in
from tests.factories import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def flagged(family: Household) -> Household:
    """A family that has had emergency aid each month for a year."""
    today = timezone.localdate()
    pay(family.contact, month_of(today) - 11, month_of(today), category="nodhjelp")
    recompute(today=today)
    return family


def address(name: str, household: Household, rule: str = "family_12") -> str:
    flag = Flag.objects.get(household=household, rule=rule)
    return reverse(f"coordination:{name}", args=[household.pk, flag.pk])


def test_the_card_tells_what_each_rests_on_and_for_whom(client: Client, flagged: Household) -> None:
    page = client.get(reverse("coordination:household", args=[flagged.pk])).text
    assert "12 stønadsmåneder av de siste 18" in page
    assert "6 ganger nødhjelp de siste 6 månedene" in page
    assert page.index("Til OSK-møtet") < page.index("Eget kontor")


def test_it_is_dismissed_with_grounds_and_taken_up_again(
    client: Client, flagged: Household
) -> None:
    page = client.post(address("dismiss_flag", flagged), {"grounds": ""}).text
    assert "Skriv hvorfor flagget avvises." in page
    page = client.post(
        address("dismiss_flag", flagged), {"grounds": "Følges tett"}, follow=True
    ).text
    assert "Følges tett" in page
    assert not Flag.objects.open().filter(rule="family_12").exists()
    client.post(address("reopen_flag", flagged))
    assert Flag.objects.open().filter(rule="family_12").exists()


def test_one_whose_cause_is_gone_is_not_found(client: Client, flagged: Household) -> None:
    where = address("dismiss_flag", flagged)
    Flag.objects.update(ended_on=timezone.localdate())
    assert client.post(where, {"grounds": "For sent"}).status_code == 404


def test_other_offices_and_parties_see_none(
    flagged: Household, caseworker_other_office: User, bft_adviser: User
) -> None:
    where = address("dismiss_flag", flagged)
    assert logged_in(caseworker_other_office).get(where).status_code == 404
    assert logged_in(bft_adviser).get(where).status_code == 403


def test_those_of_the_own_office_are_due_and_those_to_the_meeting_are_not(
    client: Client, flagged: Household
) -> None:
    groups = client.get("/arbeidsliste/", {"type": "Flagg"}).context["groups"]
    (row,) = [row for group in groups for row in group.rows]
    assert (row.what, row.late) == ("Gjentatt nødhjelp", "")
    client.post(address("dismiss_flag", flagged, "emergencies"), {"grounds": "Strømkrise"})
    groups = client.get("/arbeidsliste/").context["groups"]
    assert "Flagg" not in {row.kind for group in groups for row in group.rows}


def test_every_rule_leads_to_where_something_is_done_about_it() -> None:
    assert set(ACTS) == set(Flag.Rule)
    flags = [Shown(Flag(household_id=7, rule=rule, data={}), "") for rule in Flag.Rule]
    assert all(flag.act[0].startswith("/husstander/7/") and flag.act[1] for flag in flags)


def test_of_a_familys_time_on_assistance_the_longest_is_shown(family: Household) -> None:
    today = timezone.localdate()
    for rule in ("family_12", "family_24", "family_36", "cap"):
        Flag.objects.create(household=family, rule=rule, raised_on=today)
    assert [row.flag.rule for row in flags_of(family)] == ["family_36", "cap"]
