"""An appeal on its pages: taken down, looked at again, forwarded, settled and carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from decisions.models import Appeal, Decision, Letter
from households.models import Household
from tests.decisions import case
from tests.decisions.posting import address, do

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(own_home: Household, caseworker: User, team_leader: User) -> Decision:
    return case.approved(own_home, caseworker, team_leader)


@pytest.fixture
def appeal(client: Client, decision: Decision) -> Appeal:
    register(client, decision)
    return Appeal.objects.get()


def day(ago: int = 0) -> str:
    return f"{timezone.localdate() - timedelta(days=ago):%d.%m.%Y}"


def register(client: Client, decision: Decision, **values: Any) -> Any:
    given = {
        "appellant": decision.applicant_id,
        "received_on": day(),
        "text": "Jeg får for lite til mat",
        "is_taken_up": "on",
    }
    return do(client, "new_appeal", decision, **given | values)


def take(client: Client, appeal: Appeal, name: str, **values: Any) -> Any:
    given = {"on": day()} | values
    return do(client, f"appeal_{name}", appeal.decision, appeal.pk, **given)


def test_an_appeal_is_taken_down_and_its_deadline_told(client: Client, decision: Decision) -> None:
    assert "Registrer klage" in client.get(address("decision", decision)).text
    assert "klagefristen løper ikke" in client.get(address("new_appeal", decision)).text
    page = register(client, decision).text
    for words in ("Jeg får for lite til mat", "innen fristen", "Skal være avgjort"):
        assert words in page
    assert "Klage " in client.get(address("decision", decision)).text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": ""}, "Skriv hva det klages på."),
        ({"received_on": "01.01.2190"}, "Mottatt dato kan ikke være etter i dag."),
        ({"appellant": "0"}, "Velg et gyldig valg"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    client: Client, decision: Decision, values: dict[str, str], message: str
) -> None:
    assert message in register(client, decision, **values).text
    assert not Appeal.objects.exists()


def test_one_that_comes_too_late_needs_a_reason(client: Client, decision: Decision) -> None:
    Letter.objects.update(
        channel="digital",
        sent_on=timezone.localdate() - timedelta(days=40),
        sent_at=timezone.now(),
        sent_by=decision.made_by,
    )
    assert "Klagen er kommet etter fristen." in register(client, decision).text
    page = register(client, decision, late_reason="Var på sykehus").text
    assert "Var på sykehus" in page
    assert Appeal.objects.get().is_taken_up


def test_nobody_has_two_open_appeals(client: Client, appeal: Appeal) -> None:
    assert "allerede en klage til behandling" in register(client, appeal.decision).text


def test_the_office_reverses_and_corrects(client: Client, appeal: Appeal) -> None:
    lacking = take(client, appeal, "reconsider", is_reversed="ja", text="")
    assert "Skriv hvordan vedtaket er vurdert på nytt." in lacking.text
    page = take(client, appeal, "reconsider", is_reversed="ja", text="Vi tok feil").text
    for words in ("Vedtaket gjøres om", "Vi tok feil", "Rett vedtaket"):
        assert words in page
    do(client, "correct", appeal.decision)
    new = appeal.decision.corrections.get()
    page = take(client, appeal, "implement").text
    assert new.reference in page
    appeal.refresh_from_db()
    assert appeal.implemented_on == timezone.localdate()


def test_what_stands_is_forwarded_settled_and_carried_out(client: Client, appeal: Appeal) -> None:
    assert (
        "Klagen er oversendt"
        in take(client, appeal, "reconsider", is_reversed="nei", text="Det står").text
    )
    assert "Lagre avgjørelsen" in take(client, appeal, "forward").text
    assert "Velg hva klageinstansen kom til." in take(client, appeal, "settle").text
    assert "Opphevet" in take(client, appeal, "settle", result="annulled").text
    assert "Neste steg" not in take(client, appeal, "implement").text


@pytest.mark.parametrize("name", ["forward", "settle", "implement"])
def test_no_step_is_taken_before_its_turn(client: Client, appeal: Appeal, name: str) -> None:
    page = take(client, appeal, name, result="upheld").text
    assert "Klagen er ikke kommet til dette steget" in page


def test_one_that_is_late_by_the_plan_is_red(client: Client, appeal: Appeal) -> None:
    Appeal.objects.update(received_on=timezone.localdate() - timedelta(days=120))
    page = client.get(address("appeal", appeal.decision, appeal.pk)).text
    assert "over målet på tre måneder" in page


def test_an_appeal_of_another_decision_is_not_found(
    client: Client, appeal: Appeal, own_home: Household, caseworker: User
) -> None:
    other = case.draft(own_home, caseworker)
    assert client.get(address("appeal", other, appeal.pk)).status_code == 404
