"""A calculation in the decision it is for: shown, frozen by a proposal, opened by its return."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.applications import answering
from benefits.applications.calculated import calculated_for, told_of
from benefits.calculating.actions import change_inputs
from benefits.calculating.inputs import inputs_of
from benefits.calculation.result import Line as Counted
from benefits.calculation.result import Part, Result
from benefits.models import AssistanceApplication, Calculation
from decisions import actions
from decisions.actions import RefusedError
from decisions.contents import Line, content_of
from decisions.models import Decision
from tests.benefits.calculating.conftest import JUNE, address, begin
from tests.casework import limit

pytestmark = pytest.mark.django_db
NORM = Counted(Part.NORM, "single", "Livsopphold, enslig", 5_500)
RENT = Counted(Part.HOUSING, "rent", "Husleie", 4_000)
WAGE = Counted(Part.INCOME, "wage", "Lønn", 2_000)
COAT = Counted(Part.ONE_OFF, "other", "Vinterjakke", 900)


@pytest.fixture(autouse=True)
def _letters(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path


@pytest.fixture
def assessed(alone: AssistanceApplication, caseworker: User) -> AssistanceApplication:
    limit(Role.CASEWORKER, 1_000)
    limit(Role.TEAM_LEADER, 50_000)
    alone.household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    begin(alone, caseworker)
    AssistanceApplication.objects.update(state="assessed")
    alone.refresh_from_db()
    return alone


@pytest.fixture
def decision(assessed: AssistanceApplication, caseworker: User) -> Decision:
    return answering.draft_decision_for(application=assessed, at=timezone.now(), by=caseworker)


def told_whole(decision: Decision, by: User) -> Decision:
    content = content_of(decision)
    words = {"outcome": "granted", "facts": "Du er alene", "discretion": "Du har ikke annet"}
    matters = tuple(replace(row, **words) for row in content.matters)
    return actions.change(
        decision=decision,
        version=decision.version,
        content=replace(content, outcome="granted", matters=matters),
        at=timezone.now(),
        by=by,
    )


def propose(decision: Decision, by: User) -> Decision:
    return actions.propose(decision=decision, version=decision.version, at=timezone.now(), by=by)


def another_amount(by: User) -> None:
    calculation = Calculation.objects.get()
    inputs = replace(
        inputs_of(calculation), discretion_amount=4_000, discretion_grounds="Annet trengs"
    )
    change_inputs(calculation=calculation, version=calculation.version, inputs=inputs, by=by)


def test_alike_months_are_told_once_with_what_is_taken_below_zero() -> None:
    lines = (NORM, RENT, WAGE)
    told = told_of([Result(JUNE, (*lines, COAT)), Result(JUNE + 1, (*lines, COAT))])
    assert told.lines[2] == Line("Lønn", -2_000)
    assert (told.monthly, told.one_off) == (7_500, 1_800)


def test_months_that_differ_are_told_by_name_and_the_writer_states_the_amounts() -> None:
    told = told_of([Result(JUNE, (NORM, RENT)), Result(JUNE + 1, (NORM,))])
    assert told.lines[-1].text == "Juli 2013: Livsopphold, enslig"
    assert told.monthly is None


def test_another_amount_than_the_norms_is_a_line_of_its_own() -> None:
    result = Result(JUNE, (NORM,)).at_discretion(6_000, grounds="Høye utgifter")
    assert told_of([result]).lines[-1] == Line("Skjønnsmessig endring", 500)


def test_the_draft_begins_with_the_calculation(
    assessed: AssistanceApplication, decision: Decision
) -> None:
    calculated = calculated_for(assessed)
    assert calculated is not None
    assert decision.lines[0]["amount"] == calculated.lines[0].amount > 0
    assert decision.monthly_amount == calculated.monthly
    assert f"{decision.first_month:%Y-%m}" == "2013-06"


def test_a_proposal_freezes_the_calculation_and_its_return_opens_it(
    decision: Decision, caseworker: User, team_leader: User
) -> None:
    proposed = propose(told_whole(decision, caseworker), caseworker)
    assert proposed.state == "proposed"
    assert Calculation.objects.get().is_frozen
    actions.return_decision(
        decision=proposed, reason="Se på husleien", at=timezone.now(), by=team_leader
    )
    assert not Calculation.objects.get().is_frozen


def test_what_is_taken_back_opens_the_calculation_too(decision: Decision, caseworker: User) -> None:
    proposed = propose(told_whole(decision, caseworker), caseworker)
    actions.take_back(decision=proposed, at=timezone.now(), by=caseworker)
    assert not Calculation.objects.get().is_frozen


def test_a_decision_that_shows_another_calculation_is_not_proposed_until_it_is_fetched(
    client: Client, assessed: AssistanceApplication, decision: Decision, caseworker: User
) -> None:
    told_whole(decision, caseworker)
    another_amount(caseworker)
    decision.refresh_from_db()
    with pytest.raises(RefusedError, match="Hent den inn fra søknaden"):
        propose(decision, caseworker)
    decision.refresh_from_db()
    assert decision.state == "draft"
    assert "Hent inn i vedtaket" in client.get(address("application", assessed)).text
    answer = client.post(address("fetch_calculation", assessed), follow=True)
    assert "Beregningen er hentet inn i vedtaket." in answer.text
    decision.refresh_from_db()
    assert decision.monthly_amount == 4_000
    assert propose(decision, caseworker).state == "proposed"


def test_without_a_draft_there_is_nothing_to_fetch_it_into(
    client: Client, assessed: AssistanceApplication
) -> None:
    assert "Hent inn i vedtaket" not in client.get(address("application", assessed)).text
    answer = client.post(address("fetch_calculation", assessed), follow=True)
    assert "Det er ikke noe vedtak under arbeid" in answer.text
