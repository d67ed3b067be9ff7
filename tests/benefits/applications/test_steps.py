"""The steps of an application's page: done, refused, or met by somebody else's change."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Substitution, User
from accounts.policy import Role
from benefits.models import AssistanceApplication, DocumentDemand
from households.models import Household
from tests.benefits.applications.conftest import address, in_days, step
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_from_start_over_documents_to_assessed(
    client: Client, application: AssistanceApplication
) -> None:
    assert client.get(address("application", application)).text.count("Start behandling") == 1
    client.post(address("move", application, "start"), {"version": application.version})
    wanted = {"wanted": "Husleiekontrakt\n\n Strømregning ", "due_on": in_days(14)}
    page = step(client, "ask_for_documents", application, **wanted).text
    assert "Husleiekontrakt" in page
    assert "Strømregning" in page
    for demand in DocumentDemand.objects.all():
        client.post(address("settle_demand", application, demand.pk), {"state": "met"})
    application.refresh_from_db()
    assert application.state == "in_progress"
    client.post(address("move", application, "vurdert"), {"version": application.version})
    application.refresh_from_db()
    assert application.state == "assessed"


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("ask_for_documents", {"wanted": "", "due_on": ""}, "Skriv hva som trengs."),
        ("ask_for_documents", {"wanted": "x" * 201}, "En linje kan ha høyst 200 tegn."),
        ("ask_for_documents", {"wanted": "a", "due_on": "01.02.2020"}, "Fristen kan ikke være"),
        ("reply_meanwhile", {"reason": "a", "expected_on": "01.02.2020"}, "må være etter i dag"),
        ("hold", {"reason": "", "until": "01.02.2020"}, "Skriv hvorfor."),
        ("end", {"reason": "Fordi"}, "Velg hvordan."),
        ("end", {"to": "withdrawn", "reason": ""}, "Skriv hvorfor."),
    ],
)
def test_a_step_with_something_wrong_says_so_and_keeps_what_was_typed(
    client: Client,
    application: AssistanceApplication,
    name: str,
    values: dict[str, str],
    message: str,
) -> None:
    answer = step(client, name, application, **values)
    assert message in answer.text
    assert "<details" in answer.text
    before = application.version
    application.refresh_from_db()
    assert application.version == before


def test_when_a_colleague_was_first_both_are_shown(
    client: Client, application: AssistanceApplication, colleague_same_office: User
) -> None:
    seen = application.version
    step(client, "hold", application, until=in_days(3), reason="Venter på skatteetaten")
    answer = client.post(
        address("end", application),
        {"version": seen, "to": "withdrawn", "reason": "Ringte og trakk den"},
    )
    assert answer.status_code == 409
    assert "Noen har endret søknaden" in answer.text
    assert "Venter på skatteetaten" in answer.text
    assert "Ringte og trakk den" in answer.text
    application.refresh_from_db()
    assert application.state == "received"


def test_a_colleague_reads_takes_over_and_then_works_on_it(
    application: AssistanceApplication, colleague_same_office: User
) -> None:
    client = logged_in(colleague_same_office)
    page = client.get(address("application", application)).text
    assert "Overta" in page
    assert "Start behandling" not in page
    start = address("move", application, "start")
    assert client.post(start, {"version": application.version}).status_code == 403
    step(client, "take", application)
    application.refresh_from_db()
    assert client.post(start, {"version": application.version}).status_code == 302
    application.refresh_from_db()
    assert (application.caseworker, application.state) == (colleague_same_office, "in_progress")


def test_a_substitute_works_on_it_without_taking_it(
    application: AssistanceApplication, caseworker: User, colleague_same_office: User
) -> None:
    today = timezone.localdate()
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=today,
        valid_to=today,
        registered_by=caseworker,
    )
    page = logged_in(colleague_same_office).get(address("application", application)).text
    assert "Start behandling" in page


def test_put_back_it_is_the_offices(client: Client, application: AssistanceApplication) -> None:
    assert "Tildel meg" in step(client, "give_back", application).text
    application.refresh_from_db()
    assert application.caseworker is None


def test_the_leader_reads_and_does_not_write(
    application: AssistanceApplication, team_leader: User
) -> None:
    client = logged_in(team_leader)
    page = client.get(address("application", application)).text
    assert "Overta" not in page
    assert step(client, "take", application).status_code == 403
    assert (
        client.get(reverse("applications:new", args=[application.household_id])).status_code == 403
    )


def test_what_cannot_wait_is_decided_by_whoever_handles_it(
    household: Household, caseworker: User, colleague_same_office: User
) -> None:
    household.responsibilities.update(caseworker=caseworker)
    client = logged_in(colleague_same_office)
    for kind, allowed in (("emergency", True), ("subsistence", False)):
        row = apply_for_help(household, colleague_same_office, kinds=(kind,))
        for name in ("start", "vurdert"):
            row.refresh_from_db()
            client.post(address("move", row, name), {"version": row.version})
        assert ("Skriv vedtak" in client.get(address("application", row)).text) is allowed
        written = client.post(address("write_decision", row))
        assert written.status_code == (302 if allowed else 403)
        if allowed:
            assert "Lagre utkastet" in client.get(written["Location"]).text
            assert (
                "Lagre utkastet" not in logged_in(_other(household)).get(written["Location"]).text
            )


def _other(household: Household) -> User:
    """Another colleague of the office, who has no part in it."""
    there = household.responsibilities.get(party="nav", valid_to=None).unit
    return UserFactory(role=Role.CASEWORKER, unit=there)
