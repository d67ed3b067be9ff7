"""What is done straight from the work list, and what is refused one by one."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from benefits.models import AssistanceApplication
from households.models import Household, Intake
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
LIST, ACT = "/arbeidsliste/", "/arbeidsliste/gjor/"


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def test_the_leader_gives_chosen_ones_to_a_colleague_who_may_see_them(
    household: Household, caseworker: User, team_leader: User, colleague_same_office: User
) -> None:
    rows = [apply_for_help(household, caseworker) for _ in range(2)]
    closed = HouseholdFactory(district="midtbyen")
    closed.disqualifications.create(user=colleague_same_office, reason="friend")
    left = apply_for_help(closed, caseworker)
    chosen = [f"soknad-{row.pk}" for row in (*rows, left)]
    client = logged_in(team_leader)
    answer = client.post(
        ACT, {"do": "tildel", "id": chosen, "to": colleague_same_office.pk}, follow=True
    )
    assert "2 oppgaver er endret." in answer.text
    assert "1 ble ikke endret" in answer.text
    assert set(AssistanceApplication.objects.values_list("pk", "caseworker")) == {
        (rows[0].pk, colleague_same_office.pk),
        (rows[1].pk, colleague_same_office.pk),
        (left.pk, caseworker.pk),
    }


def test_the_leader_gives_intakes_to_a_colleague_who_may_see_them(
    household: Household, team_leader: User, colleague_same_office: User, caseworker: User
) -> None:
    shut = HouseholdFactory(district="midtbyen")
    own, closed = (apply_for_help(home, caseworker).intake for home in (household, shut))
    closed.household.disqualifications.create(user=colleague_same_office, reason="friend")
    Intake.objects.update(taken_by=None, taken_at=None)
    chosen = [f"henvendelse-{row.pk}" for row in (own, closed)]
    answer = logged_in(team_leader).post(
        ACT, {"do": "tildel", "id": chosen, "to": colleague_same_office.pk}, follow=True
    )
    assert "1 oppgave er endret." in answer.text
    taken = dict(Intake.objects.values_list("pk", "taken_by"))
    assert taken == {own.pk: colleague_same_office.pk, closed.pk: None}


def test_nobody_changes_what_is_not_theirs_from_the_list(
    household: Household, caseworker: User, colleague_same_office: User, bft_adviser: User
) -> None:
    row = apply_for_help(household, caseworker)
    other = apply_for_help(HouseholdFactory(district="heimdal"), caseworker)
    for user in (colleague_same_office, bft_adviser):
        client = logged_in(user)
        for act in ("legg-tilbake", "gjenoppta", "tildel", "noe annet"):
            client.post(ACT, {"do": act, "id": [f"soknad-{row.pk}", "soknad-x", "x"]})
    logged_in(bft_adviser).post(ACT, {"do": f"ta:soknad-{row.pk}"})
    logged_in(colleague_same_office).post(ACT, {"do": f"ta:soknad-{other.pk}"})
    assert {*AssistanceApplication.objects.values_list("caseworker", flat=True)} == {caseworker.pk}


def test_it_leads_back_to_the_list_as_it_was_and_never_elsewhere(client: Client) -> None:
    for here, back in (
        ("/arbeidsliste/?liste=kontoret", "/arbeidsliste/?liste=kontoret"),
        ("https://example.org/arbeidsliste/", LIST),
        ("//example.org/", LIST),
        ("/husstander/", LIST),
    ):
        assert client.post(ACT, {"do": "ta", "her": here}).headers["Location"] == back
