"""What waits in the work list: put on hold, sent to a leader, agreed in a note, or due today."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.applications import answering
from benefits.models import AssistanceApplication
from decisions.models import Decision
from households.models import Household
from tests.casework import apply_for_help, limit
from tests.conftest import logged_in, unit
from tests.decisions import case
from tests.factories import HouseholdFactory, UserFactory
from tests.record_factories import note

pytestmark = pytest.mark.django_db
LIST, ACT = "/arbeidsliste/", "/arbeidsliste/gjor/"


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def rows(client: Client, **asked: Any) -> list[Any]:
    groups = client.get(LIST, asked).context["groups"]
    return [row for group in groups for row in group.rows]


def in_days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def hold(client: Client, *chosen: AssistanceApplication, **given: Any) -> str:
    posted = {"do": "vent", "id": [f"soknad-{row.pk}" for row in chosen]}
    told = {"until": f"{in_days(9):%d.%m.%Y}", "reason": "Venter på lønnsslipp"}
    text: str = client.post(ACT, posted | told | given, follow=True).text
    return text


def test_chosen_ones_are_put_on_hold_together_each_checked_again(
    client: Client, household: Household, caseworker: User, colleague_same_office: User
) -> None:
    own = [apply_for_help(household, caseworker) for _ in range(2)]
    other = apply_for_help(household, colleague_same_office)
    page = hold(client, *own, other)
    assert "2 oppgaver er endret." in page
    assert "1 ble ikke endret" in page
    held = AssistanceApplication.objects.filter(on_hold_until=in_days(9))
    assert {row.pk for row in held} == {row.pk for row in own}
    assert {row.hold_reason for row in held} == {"Venter på lønnsslipp"}
    assert "1 ble ikke endret" in hold(client, own[0])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": ""}, "Skriv hvorfor."),
        ({"until": "i fjor"}, "dato"),
        ({"until": "01.01.2020"}, "Datoen må være etter i dag."),
    ],
)
def test_without_a_day_to_come_and_a_reason_nothing_is_put_on_hold(
    client: Client, household: Household, caseworker: User, given: dict[str, str], told: str
) -> None:
    row = apply_for_help(household, caseworker)
    page = hold(client, row, **given)
    assert "Ingenting er satt på vent." in page
    assert told in page
    assert not AssistanceApplication.objects.filter(on_hold_until__isnull=False).exists()


@pytest.fixture
def sent(household: Household, caseworker: User, tmp_path: Path, settings: Any) -> Decision:
    """An application whose decision waits for a leader."""
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 100)
    household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    row = apply_for_help(household, caseworker)
    AssistanceApplication.objects.filter(pk=row.pk).update(state="assessed")
    row.refresh_from_db()
    now = timezone.now()
    draft = answering.draft_decision_for(application=row, at=now, by=caseworker)
    content = case.content(draft, matters=(case.MATTER,))
    changed = case.actions.change(
        decision=draft, version=draft.version, content=content, at=now, by=caseworker
    )
    return case.actions.propose(decision=changed, version=changed.version, at=now, by=caseworker)


def test_what_is_sent_to_a_leader_says_so_and_can_be_hidden(client: Client, sent: Decision) -> None:
    (row,) = rows(client, type="Søknad")
    assert (row.status, row.is_sent) == ("Til beslutning", True)
    assert rows(client, sendt="on", type="Søknad") == []


def test_only_ones_own_is_hidden_when_sent(sent: Decision, colleague_same_office: User) -> None:
    colleague = logged_in(colleague_same_office)
    assert len(rows(colleague, liste="kontoret", sendt="on", type="Søknad")) == 1


def test_what_a_note_says_is_next_is_due_until_a_newer_note(
    client: Client, household: Household, caseworker: User
) -> None:
    note(household, caseworker, next_step="Ringe utleier", next_step_on=in_days(-5))
    (row,) = rows(client)
    assert (row.what, row.kind, row.late) == ("Ringe utleier", "Oppfølging", "own")
    assert row.why == "Egen påminnelse, 5 dager gammel"
    note(household, caseworker, text="Utleier er ringt")
    assert rows(client) == []


def test_a_note_of_another_party_is_not_in_the_list(client: Client, household: Household) -> None:
    bft = unit("bft", "midtbyen")
    writer = UserFactory(role=Role.BFT_ADVISER, unit=bft)
    note(household, writer, at=bft, next_step="Ringe skolen", next_step_on=in_days(1))
    assert rows(client, liste="kontoret") == []


def test_what_is_due_today_stands_apart(
    client: Client, household: Household, caseworker: User
) -> None:
    note(household, caseworker, next_step="Samtale kl. 12", next_step_on=in_days(0))
    (group,) = client.get(LIST).context["groups"]
    assert group.title == "I dag"


def test_holding_beyond_the_laws_deadline_is_warned_about(
    client: Client, household: Household, caseworker: User
) -> None:
    application = apply_for_help(household, caseworker)
    assert "Lovens frist går ut" not in hold(client, application)
    client.post(ACT, {"do": f"gjenoppta:soknad-{application.pk}"})
    beyond = in_days(40)
    page = hold(client, application, until=f"{beyond:%d.%m.%Y}")
    assert f"Lovens frist går ut før {beyond:%d.%m.%Y} for {household}." in page


def test_held_ones_are_taken_up_together_on_their_own_tab(
    client: Client, household: Household, caseworker: User
) -> None:
    own = [apply_for_help(household, caseworker) for _ in range(2)]
    hold(client, *own)
    assert 'value="gjenoppta">Gjenoppta' in client.get(LIST, {"liste": "vent"}).text
    client.post(ACT, {"do": "gjenoppta", "id": [f"soknad-{row.pk}" for row in own]})
    assert AssistanceApplication.objects.filter(on_hold_until__isnull=True).count() == 2
