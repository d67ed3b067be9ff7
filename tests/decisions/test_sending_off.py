"""From draft to approved on the pages: who decides, sent off, returned, approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from decisions.models import Decision
from households.models import Household
from tests.casework import owe
from tests.conftest import logged_in, unit
from tests.decisions import case
from tests.decisions.posting import address, do, filled, write
from tests.factories import UserFactory, intake

pytestmark = pytest.mark.django_db
SMALL = (replace(case.MATTER, amount=4_000),)


def test_within_the_limit_it_is_told_that_it_stands_at_once_and_it_does(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker, matters=SMALL)
    page = client.get(address("decision", decision)).text
    assert "innenfor fullmakten din og gjelder straks" in page
    assert "Fatt vedtaket" in page
    answer = write(client, decision, "propose")
    assert "Vedtaket gjelder nå." in answer.text
    decision.refresh_from_db()
    assert (decision.state, decision.letter.sent_on) == ("approved", None)


def test_above_the_limit_it_is_told_that_a_leader_decides(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker)
    assert "går til en leder" in client.get(address("decision", decision)).text
    assert "Vedtaket er sendt til beslutning." in write(client, decision, "propose").text
    decision.refresh_from_db()
    assert decision.state == "proposed"


def test_when_the_amount_changes_who_decides_nothing_is_sent_before_it_is_told(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker)
    answer = write(client, decision, "propose", **{"matters-0-amount": "4000"})
    assert "Utkastet er lagret, men ikke sendt." in answer.text
    decision.refresh_from_db()
    assert (decision.state, decision.monthly_amount) == ("draft", 4_000)
    assert "Vedtaket gjelder nå." in write(client, decision, "propose").text


def test_what_is_missing_is_told_at_each_field_and_what_was_typed_is_kept(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker, matters=SMALL)
    child = decision.children.get(child__first_name="Nora").child_id
    answer = write(
        client,
        decision,
        "propose",
        **{"matters-0-discretion": "", "payment": "Den 20.", f"child-{child}-text": ""},
    )
    assert answer.text.count("Skriv hva som er best for Nora.") == 2
    assert answer.text.count("Forhold 1: skriv hovedhensynene i vurderingen.") == 2
    assert f'href="#id_child-{child}-text"' in answer.text
    decision.refresh_from_db()
    assert (decision.state, decision.payment) == ("draft", "Den 20.")
    assert answer.context["draft"].whole["version"].value() == str(decision.version)


def test_an_unmapped_child_is_named_and_stops_until_an_exception_is_given(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker, matters=SMALL)
    nora = decision.children.get(child__first_name="Nora").child
    duty = owe(intake(own_home, unit("nav", "midtbyen"), caseworker), nora)
    type(duty).objects.filter(pk=duty.pk).update(
        exception="", exception_grounds="", excepted_at=None, excepted_by=None
    )
    page = client.get(address("decision", decision)).text
    assert "Nora er ikke kartlagt." in page
    assert "Registrer unntak" in page
    stopped = write(client, decision, "propose")
    assert "Kartlegg barnet, eller registrer et unntak." in stopped.text
    lacking = write(client, decision, f"except:{nora.pk}")
    assert "Velg hvorfor barnet ikke er kartlagt." in lacking.text
    given = {f"child-{nora.pk}-exception": "refused"}
    given |= {f"child-{nora.pk}-exception_grounds": "Mor vil vente"}
    done = write(client, decision, f"except:{nora.pk}", **given)
    assert "Unntaket for Nora er registrert. Plikten står." in done.text
    duty.refresh_from_db()
    assert (duty.exception, duty.excepted_by, duty.fulfilled_on) == ("refused", caseworker, None)
    assert "Vedtaket gjelder nå." in write(client, decision, "propose").text


def test_no_exception_is_given_for_a_child_that_stops_nothing(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.written(own_home, caseworker)
    for where in ("", "x", "99", decision.children.all()[0].child_id):
        assert write(client, decision, f"except:{where}").status_code == 404


def test_a_leader_approves_what_is_on_the_screen(
    own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(own_home, caseworker)
    leader = logged_in(team_leader)
    page = leader.get(address("decision", decision))
    assert "Godkjenn</button>" in page.text
    shown = page.context["approve"]["content_hash"].value()
    answer = do(leader, "approve", decision, content_hash=shown)
    assert "Vedtaket er godkjent, og brevet er laget." in answer.text
    decision.refresh_from_db()
    assert decision.approved_by == team_leader


def test_changed_content_is_not_approved(
    own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(own_home, caseworker)
    decision.matters.update(amount=11_000)
    answer = do(logged_in(team_leader), "approve", decision, content_hash=decision.content_hash)
    assert "Vedtaket er endret siden du åpnet det." in answer.text
    decision.refresh_from_db()
    assert decision.state == "proposed"


def test_a_leader_is_told_why_not_when_above_the_limit_or_a_writer(
    own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(own_home, caseworker, matters=(replace(case.MATTER, amount=60_000),))
    page = logged_in(team_leader).get(address("decision", decision)).text
    assert "Fullmakten din går til 100\N{NO-BREAK SPACE}000 kr." in page
    assert "Godkjenn</button>" not in page
    wrote = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))
    Decision.objects.filter(pk=decision.pk).update(made_by=wrote)
    answer = do(logged_in(wrote), "approve", decision, content_hash=decision.content_hash)
    assert "Den som har skrevet på vedtaket, kan ikke godkjenne det." in answer.text


def test_a_leader_returns_it_with_a_reason_that_the_writer_reads(
    client: Client, own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(own_home, caseworker)
    leader = logged_in(team_leader)
    assert "Skriv hvorfor vedtaket returneres." in do(leader, "return", decision, reason="").text
    answer = do(leader, "return", decision, reason="Si mer om barna")
    assert "sendt tilbake til saksbehandleren" in answer.text
    assert "Si mer om barna" in client.get(address("decision", decision)).text


@pytest.mark.parametrize("name", ["approve", "return"])
def test_nobody_but_a_leader_of_the_office_approves_or_returns(
    client: Client, own_home: Household, caseworker: User, name: str
) -> None:
    decision = case.proposed(own_home, caseworker)
    assert do(client, name, decision).status_code == 403
    elsewhere = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    assert do(logged_in(elsewhere), name, decision).status_code == 404
    Decision.objects.filter(pk=decision.pk).update(unit=unit("nav", "heimdal"))
    here = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))
    assert do(logged_in(here), name, decision).status_code == 403


def test_the_writer_takes_a_proposal_back_and_withdraws_a_draft(
    client: Client, own_home: Household, caseworker: User
) -> None:
    decision = case.proposed(own_home, caseworker)
    assert "Venter på at en leder" in client.get(address("decision", decision)).text
    do(client, "take_back", decision)
    assert filled(client, decision)["matters-0-asked"] == case.MATTER.asked
    assert "Skriv hvorfor saken trekkes." in do(client, "withdraw", decision, reason=" ").text
    do(client, "withdraw", decision, reason="Har fått jobb")
    decision.refresh_from_db()
    assert decision.state == "withdrawn"
    again = do(client, "take_back", decision)
    assert "Vedtaket er ikke sendt til beslutning." in again.text


def test_an_approved_decision_is_corrected_by_a_new_edition(
    client: Client, own_home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(own_home, caseworker, team_leader)
    answer = do(client, "correct", decision)
    new = decision.corrections.get()
    assert answer.redirect_chain == [(address("decision", new), 302)]
    assert new.first_month == date(2026, 11, 1)
    again = do(client, "correct", decision)
    assert "Vedtaket er allerede rettet" in again.text
    assert "Rett vedtaket" not in again.text
