"""A draft decision is kept as it is typed, and what another saves meanwhile is shown beside it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from decisions import actions
from decisions.models import Decision
from households.models import FormDraft, Household
from tests.conftest import logged_in
from tests.decisions import case
from tests.decisions.posting import address, fields_of, filled, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(own_home: Household, caseworker: User) -> Decision:
    return case.written(own_home, caseworker)


def type_in(client: Client, decision: Decision, **fields: str) -> None:
    sent = filled(client, decision) | {"autosave": "keep"} | fields
    assert "data-saved" in client.post(address("write", decision), sent).text


def test_what_is_typed_is_taken_in_and_saved(client: Client, decision: Decision) -> None:
    type_in(client, decision, **{"matters-0-facts": "Nytt om saken"})
    decision.refresh_from_db()
    assert decision.version == 2
    page = client.get(address("decision", decision), {"utkast": "1"})
    assert "er tatt inn" in page.text
    sent = fields_of(page.context["draft"])
    assert sent["matters-0-facts"] == "Nytt om saken"
    client.post(address("write", decision), sent | {"do": "save"})
    assert decision.matters.get().facts == "Nytt om saken"
    assert not FormDraft.objects.exists()


def test_what_another_has_saved_meanwhile_stands_beside_it(
    client: Client, decision: Decision, caseworker: User
) -> None:
    type_in(client, decision, payment="Mitt")
    actions.change(
        decision=decision,
        version=decision.version,
        content=case.content(decision, payment="Deres"),
        at=case.NEXT,
        by=caseworker,
    )
    page = client.get(address("decision", decision), {"utkast": "1"})
    sent = fields_of(page.context["draft"]) | {"do": "save"}
    answer = client.post(address("write", decision), sent)
    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Deres" in answer.text


def test_one_who_may_not_write_keeps_nothing(
    decision: Decision, colleague_same_office: User
) -> None:
    other = logged_in(colleague_same_office)
    answer = other.post(address("write", decision), {"autosave": "keep", "payment": "x"})
    assert answer.status_code == 403
    assert not FormDraft.objects.exists()


def test_it_is_not_offered_once_the_decision_is_sent_off(
    client: Client, decision: Decision
) -> None:
    type_in(client, decision, payment="Mitt")
    write(client, decision, "propose", at_once="0")
    assert "Du har et utkast" not in client.get(address("decision", decision)).text
