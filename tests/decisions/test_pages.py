"""The pages of decisions: who may, who may not, and what is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, User
from accounts.policy import Role
from decisions.models import Decision
from households.models import Household
from tests.conftest import logged_in, unit
from tests.decisions import case
from tests.decisions.posting import address, do
from tests.factories import HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_list_tells_of_each_decision_and_what_would_fill_it(
    client: Client, own_home: Household, caseworker: User
) -> None:
    listed = reverse("decisions:list", args=[own_home.pk])
    assert "Ingen vedtak" in client.get(listed).text
    decision = case.draft(own_home, caseworker)
    page = client.get(listed).text
    for words in (decision.reference, "Økonomisk sosialhjelp", "Utkast", "Nytt vedtak"):
        assert words in page


def test_a_new_decision_begins_as_a_draft_of_the_callers_office(
    client: Client, own_home: Household, caseworker: User
) -> None:
    new = reverse("decisions:new", args=[own_home.pk])
    answer = client.post(new, {"kind": "advice", "applicant": own_home.contact_id}, follow=True)
    decision = Decision.objects.get()
    assert answer.redirect_chain == [(address("decision", decision), 302)]
    assert (decision.kind, decision.unit, decision.made_by) == (
        "advice",
        unit("nav", "midtbyen"),
        caseworker,
    )
    assert AccessEvent.objects.filter(action="create", object_id=own_home.pk).exists()


@pytest.mark.parametrize("values", [{"kind": "alt"}, {"applicant": 99}, {}])
def test_an_unknown_kind_or_person_is_told_at_the_field(
    client: Client, own_home: Household, values: dict[str, Any]
) -> None:
    given = {"kind": "", "applicant": ""} | values
    answer = client.post(reverse("decisions:new", args=[own_home.pk]), given)
    assert answer.context["form"].errors
    assert not Decision.objects.exists()


def test_a_colleague_at_the_office_reads_and_does_not_write(
    own_home: Household, caseworker: User, colleague_same_office: User
) -> None:
    decision = case.written(own_home, caseworker)
    colleague = logged_in(colleague_same_office)
    page = colleague.get(address("decision", decision))
    assert "Du bor alene med to barn" in page.text
    assert "draft" not in page.context
    assert "Nytt vedtak" not in colleague.get(reverse("decisions:list", args=[own_home.pk])).text
    for name in ("write", "take_back", "withdraw", "correct", "send"):
        assert do(colleague, name, decision).status_code == 403
    assert colleague.get(reverse("decisions:new", args=[own_home.pk])).status_code == 403


@pytest.mark.parametrize("role", [Role.BFT_ADVISER, Role.HV_ADVISER])
def test_other_parties_never_see_the_decisions(
    own_home: Household, caseworker: User, role: Role
) -> None:
    party = "bft" if role == Role.BFT_ADVISER else "hv"
    own_home.responsibilities.create(
        party=party, unit=unit(party, "midtbyen"), valid_from=date(2020, 1, 1)
    )
    decision = case.draft(own_home, caseworker)
    client = logged_in(UserFactory(role=role, unit=unit(party, "midtbyen")))
    home = reverse("coordination:household", args=[own_home.pk])
    assert client.get(home).status_code == 200
    is_hv = role == Role.HV_ADVISER  # which has decisions of its own, about housing
    assert ("Vedtak</a>" in client.get(home).text) == is_hv
    for name in ("decision", "preview", "letter"):
        assert client.get(address(name, decision)).status_code == (404 if is_hv else 403)


def test_a_decision_of_another_household_is_not_found(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.draft(own_home, caseworker)
    other = HouseholdFactory(district="midtbyen")
    for pk in (decision.pk, 99_999, 2**70):
        assert client.get(reverse("decisions:decision", args=[other.pk, pk])).status_code == 404


def test_the_approved_decision_is_read_as_its_letter_tells_it(
    client: Client, own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(own_home, caseworker, team_leader)
    page = client.get(address("decision", decision)).text
    for words in (
        "Vi har innvilget det du har søkt om.",
        "1. Livsopphold: innvilget",
        "Nora trives på skolen.",
        "Livsopphold for en voksen",
        "Sosialtjenesteloven § 18",
        "Rett vedtaket",
        "Vedtatt",
    ):
        assert words in page


def test_the_page_asks_for_what_a_full_decision_has_without_more_queries_per_row(
    client: Client, own_home: Household, caseworker: User, django_assert_max_num_queries: Any
) -> None:
    decision = case.written(own_home, caseworker, matters=(case.MATTER,) * 8)
    with django_assert_max_num_queries(60):
        client.get(address("decision", decision))
