"""From a saved calculation straight on to the decision, where the decision is all that is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.policy import Role
from benefits.applications import rules
from benefits.models import AssistanceApplication, Calculation
from decisions.models import Decision
from tests.benefits.calculating.conftest import address, begin, save
from tests.casework import limit

pytestmark = pytest.mark.django_db
GOES_ON = {"decide": ""}


@pytest.fixture(autouse=True)
def _letters(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path


@pytest.fixture
def own(alone: AssistanceApplication, caseworker: User) -> AssistanceApplication:
    """An application in a household that is the caseworker's, with its calculation begun."""
    limit(Role.CASEWORKER, 50_000)
    alone.household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    begin(alone, caseworker)
    return alone


@pytest.mark.parametrize(
    ("state", "way"),
    [
        ("received", ("in_progress", "assessed")),
        ("awaiting_documents", ("assessed",)),
        ("assessed", ()),
        ("withdrawn", ()),
    ],
)
def test_the_way_to_assessed(state: str, way: tuple[str, ...]) -> None:
    assert rules.way_to_assessed(state) == way


def test_one_press_saves_assesses_and_begins_the_decision(
    client: Client, own: AssistanceApplication
) -> None:
    assert "Lagre og skriv vedtak" in client.get(address("calculation", own)).text
    answer = save(client, own, claimed_rent=4_000, **GOES_ON)
    own.refresh_from_db()
    decision = Decision.objects.get()
    assert own.state == "assessed"
    states = own.changes.exclude(to_state="").order_by("pk").values_list("to_state", flat=True)
    assert list(states) == ["received", "in_progress", "assessed"]
    assert decision.monthly_amount == Calculation.objects.get().months.get().award
    assert answer.redirect_chain[-1][0] == reverse(
        "decisions:decision", args=[own.household_id, decision.pk]
    )


def test_with_a_decision_begun_the_new_sum_is_fetched_into_it(
    client: Client, own: AssistanceApplication
) -> None:
    save(client, own, claimed_rent=4_000, **GOES_ON)
    assert "Lagre og hent inn i vedtaket" in client.get(address("calculation", own)).text
    before = Decision.objects.get().monthly_amount
    save(client, own, claimed_rent=5_000, accepted_rent=5_000, **GOES_ON)
    assert Decision.objects.get().monthly_amount == before + 1_000


def test_what_is_wrong_is_told_at_its_field_and_begins_nothing(
    client: Client, own: AssistanceApplication
) -> None:
    answer = save(client, own, claimed_rent="mye", **GOES_ON)
    assert "Skriv hele kroner" in answer.text
    assert not Decision.objects.exists()


def test_who_does_not_decide_saves_only(client: Client, own: AssistanceApplication) -> None:
    own.household.responsibilities.filter(party="nav").update(caseworker=None)
    assert "Lagre og skriv vedtak" not in client.get(address("calculation", own)).text
    answer = save(client, own, claimed_rent=4_000, **GOES_ON)
    assert "Beregningen er lagret." in answer.text
    assert not Decision.objects.exists()


def test_the_list_offers_to_carry_the_last_one_on(
    client: Client, own: AssistanceApplication
) -> None:
    save(client, own, claimed_rent=4_000)
    page = client.get(reverse("applications:list", args=[own.household_id])).text
    assert reverse("applications:renew", args=[own.household_id, own.pk]) in page
    AssistanceApplication.objects.update(state="withdrawn")
    page = client.get(reverse("applications:list", args=[own.household_id])).text
    assert "Viderefør" not in page
