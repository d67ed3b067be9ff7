"""A calculation, and a new application, are kept as they are typed and taken in again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benefits.models import AssistanceApplication, Calculation
from households.models import FormDraft, Household
from tests.benefits.calculating.conftest import address, save, typed
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
EXTRA = {"inntekt-0-kind": "wages", "inntekt-0-amount": "1234", "claimed_rent": "9876"}


def type_in(client: Client, row: AssistanceApplication, **values: Any) -> None:
    sent = typed(client, row, **values) | {"autosave": "keep"}
    assert "data-saved" in client.post(address("calculation", row), sent).text


def test_a_calculation_is_taken_in_as_it_was_typed(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    before = draft.version
    people = {"inntekt-0-person": application.applicant_id, "children": []}
    type_in(client, application, **EXTRA, **people)
    draft.refresh_from_db()
    assert draft.version == before
    page = client.get(address("calculation", application), {"utkast": "1"})
    form = page.context["sheet"].form
    assert form["claimed_rent"].value() == "9876"
    assert not form["children"].value()
    assert 'value="1234"' in page.text
    assert "er tatt inn" in page.text


def test_it_is_gone_when_the_calculation_is_saved(
    client: Client, application: AssistanceApplication, draft: Calculation
) -> None:
    type_in(client, application, claimed_rent="9876")
    assert "Beregningen er lagret." in save(client, application, claimed_rent="9000").text
    assert not FormDraft.objects.exists()


def test_one_who_only_reads_is_offered_nothing(
    client: Client, application: AssistanceApplication, draft: Calculation, team_leader: User
) -> None:
    leader = logged_in(team_leader)
    sent = typed(client, application) | {"autosave": "keep"}
    assert leader.post(address("calculation", application), sent).status_code == 403
    page = leader.get(address("calculation", application), {"utkast": "1"})
    assert page.context["sheet"] is None


def test_a_new_application_is_taken_in_as_it_was_typed(client: Client, family: Household) -> None:
    url = reverse("applications:new", args=[family.pk])
    sent = {
        "person": family.contact_id,
        "kinds": ["rent", "power"],
        "channel": "phone",
        "text": "Strømmen er stengt",
        "token": str(uuid.uuid4()),
    }
    client.post(url, sent | {"autosave": "keep"})
    form = client.get(url, {"utkast": "1"}).context["form"]
    assert form["kinds"].value() == ["rent", "power"]
    assert form["text"].value() == "Strømmen er stengt"
    client.post(url, sent)
    assert AssistanceApplication.objects.get().text == "Strømmen er stengt"
    assert not FormDraft.objects.exists()
