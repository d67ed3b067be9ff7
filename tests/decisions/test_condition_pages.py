"""Following up a condition on the decision's page: met, or told, heard and reduced."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from decisions.models import Condition
from households.models import Household
from tests.decisions import case
from tests.decisions.posting import address, do

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition(own_home: Household, caseworker: User, team_leader: User) -> Condition:
    draft = case.draft(own_home, caseworker)
    wanted = (case.condition(draft),)
    decision = case.approved(own_home, caseworker, team_leader, conditions=wanted)
    return decision.conditions.get()


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def take(client: Client, condition: Condition, name: str, **values: Any) -> Any:
    return do(client, f"condition_{name}", condition.decision, condition.pk, **values)


def test_a_condition_is_met(client: Client, condition: Condition) -> None:
    assert (
        "Delta på arbeidsrettede kurs" in client.get(address("decision", condition.decision)).text
    )
    assert "Oppfylt" in take(client, condition, "state", state="met").text
    condition.refresh_from_db()
    assert condition.state == "met"


def test_a_breach_is_told_heard_and_reduced_with_the_children_weighed(
    client: Client, condition: Condition
) -> None:
    assert "Registrer varsel" in take(client, condition, "state", state="not_met").text
    assert "Registrer hva personen sier" in take(client, condition, "notify", on=today()).text
    silent = take(client, condition, "hear", on=today(), statement="")
    assert "Skriv hva personen sa" in silent.text
    heard = take(client, condition, "hear", on=today(), statement="Barnet var sykt")
    assert "«Barnet var sykt»" in heard.text
    reduction = {"month": "12.2026", "amount": "1000"}
    careless = take(client, condition, "reduce", **reduction)
    assert "Skriv hvordan hensynet til barna er vurdert." in careless.text
    done = take(client, condition, "reduce", **reduction, children_weighed="De har klær og mat")
    assert "Redusert med 1\N{NO-BREAK SPACE}000 kr for desember 2026" in done.text


@pytest.mark.parametrize("name", ["notify", "hear", "reduce"])
def test_no_step_is_taken_before_its_turn(client: Client, condition: Condition, name: str) -> None:
    values = {"on": today(), "statement": "Ja", "month": "12.2026", "amount": "100"}
    page = take(client, condition, name, **values).text
    assert 'role="alert"' in page or "ds-error-summary" in page
    condition.refresh_from_db()
    assert (condition.notified_on, condition.heard_on, condition.reduced_on) == (None, None, None)


def test_a_condition_of_another_decision_is_not_found(
    client: Client, condition: Condition, own_home: Household, caseworker: User
) -> None:
    other = case.draft(own_home, caseworker)
    assert do(client, "condition_state", other, condition.pk, state="met").status_code == 404
