"""The decision that answers an application: begun from it, and followed to the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from benefits.applications import actions as application_actions
from benefits.applications import answering, rules
from benefits.applications.calculated import Calculated
from benefits.models import AssistanceApplication
from decisions import actions
from decisions.actions import RefusedError
from decisions.contents import Line
from decisions.models import Decision, Letter
from households.models import Household
from tests.benefits.applications.conftest import address, step
from tests.casework import apply_for_help, limit
from tests.conftest import logged_in
from tests.decisions import case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _letters(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path


@pytest.fixture
def assigned(household: Household, caseworker: User) -> Household:
    household.responsibilities.filter(party="nav").update(caseworker=caseworker)
    limit(Role.CASEWORKER, 50_000)
    return household


def in_state(row: AssistanceApplication, state: str) -> AssistanceApplication:
    AssistanceApplication.objects.filter(pk=row.pk).update(state=state)
    row.refresh_from_db()
    return row


def begin(row: AssistanceApplication, by: User, **kwargs: Any) -> Decision:
    return answering.draft_decision_for(application=row, at=timezone.now(), by=by, **kwargs)


def approve(decision: Decision, by: User) -> None:
    now = timezone.now()
    content = case.content(decision, matters=(case.MATTER,))
    changed = actions.change(
        decision=decision, version=decision.version, content=content, at=now, by=by
    )
    actions.propose(decision=changed, version=changed.version, at=now, by=by)


def send(decision: Decision, by: User) -> None:
    actions.register_sending(
        letter=Letter.objects.get(decision=decision),
        channel="digital",
        sent_on=timezone.localdate(),
        at=timezone.now(),
        by=by,
    )


@pytest.mark.parametrize(
    ("matters", "kinds"),
    [
        (["subsistence", "rent"], ["assistance"]),
        (["emergency"], ["emergency"]),
        (["lodging", "emergency"], ["emergency"]),
        (["subsistence", "lodging"], ["emergency", "assistance"]),
        ([], []),
    ],
)
def test_what_is_urgent_has_a_decision_of_its_own(matters: list[str], kinds: list[str]) -> None:
    assert rules.decision_kinds(matters) == kinds


@pytest.mark.parametrize(
    ("state", "kind", "may"),
    [
        ("received", "emergency", False),
        ("in_progress", "emergency", True),
        ("in_progress", "assistance", False),
        ("assessed", "assistance", True),
        ("decided", "assistance", False),
        ("withdrawn", "emergency", False),
    ],
)
def test_a_decision_is_begun_when_assessed_and_an_emergency_when_begun_on(
    state: str, kind: str, may: bool
) -> None:
    assert rules.may_write_decision(state, kind) is may


def test_the_draft_begins_with_what_is_asked_for(assigned: Household, caseworker: User) -> None:
    row = in_state(
        apply_for_help(assigned, caseworker, kinds=("subsistence", "one_off", "other")), "assessed"
    )
    decision = begin(row, caseworker)
    assert decision.kind == "assistance"
    told = [(m.asked, m.section, m.recurs, bool(m.law)) for m in decision.matters.all()]
    assert told == [
        ("livsopphold", "18", "monthly", True),
        ("engangsstønad: Vinterjakke", "19", "once", True),
        ("annet", "", "once", False),
    ]
    assert decision.lines == []


def test_a_calculation_gives_the_draft_its_lines(assigned: Household, caseworker: User) -> None:
    row = in_state(apply_for_help(assigned, caseworker), "assessed")
    calculated = Calculated([Line("Livsopphold", 7_850)], cap_reduction=350)
    decision = begin(row, caseworker, calculated=calculated)
    assert decision.lines == [{"text": "Livsopphold", "amount": 7_850}]
    again = Calculated([Line("Livsopphold", 8_000)])
    changed = answering.put_calculation(
        decision=decision, calculated=again, at=timezone.now(), by=caseworker
    )
    assert (changed.lines[0]["amount"], changed.cap_reduction) == (8_000, 0)


def test_there_is_one_decision_at_a_time_until_it_is_withdrawn(
    assigned: Household, caseworker: User
) -> None:
    row = in_state(apply_for_help(assigned, caseworker), "assessed")
    first = begin(row, caseworker)
    with pytest.raises(RefusedError):
        begin(row, caseworker)
    actions.withdraw(decision=first, reason="Feil", at=timezone.now(), by=caseworker)
    assert begin(row, caseworker) != first


def test_the_application_is_decided_with_the_decision_and_closed_with_its_letter(
    assigned: Household, caseworker: User
) -> None:
    row = in_state(apply_for_help(assigned, caseworker), "assessed")
    decision = begin(row, caseworker)
    approve(decision, caseworker)
    row.refresh_from_db()
    assert row.state == "decided"
    send(decision, caseworker)
    row.refresh_from_db()
    assert row.state == "closed"
    moved = list(row.changes.values_list("to_state", flat=True))
    assert moved[:2] == ["closed", "decided"]


def test_an_emergency_goes_all_the_way_and_the_rest_still_waits(
    assigned: Household, caseworker: User
) -> None:
    alone = in_state(apply_for_help(assigned, caseworker, kinds=("emergency",)), "in_progress")
    approve(begin(alone, caseworker), caseworker)
    alone.refresh_from_db()
    assert alone.state == "decided"
    both = in_state(
        apply_for_help(assigned, caseworker, kinds=("emergency", "rent")), "in_progress"
    )
    urgent = begin(both, caseworker)
    assert (urgent.kind, [m.asked for m in urgent.matters.all()]) == ("emergency", ["nødhjelp"])
    approve(urgent, caseworker)
    both.refresh_from_db()
    assert both.state == "in_progress"
    rest = begin(in_state(both, "assessed"), caseworker)
    assert [m.asked for m in rest.matters.all()] == ["husleie"]
    approve(rest, caseworker)
    both.refresh_from_db()
    assert both.state == "decided"


def test_an_application_that_was_ended_meanwhile_stays_ended(
    assigned: Household, caseworker: User
) -> None:
    row = in_state(apply_for_help(assigned, caseworker), "assessed")
    decision = begin(row, caseworker)
    application_actions.move(
        application=row,
        to="withdrawn",
        version=row.version,
        on=timezone.localdate(),
        by=caseworker,
        reason="Har fått jobb",
    )
    approve(decision, caseworker)
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_button_stands_on_the_page_when_it_is_time(
    client: Client, assigned: Household, caseworker: User
) -> None:
    row = apply_for_help(assigned, caseworker)
    assert "Skriv vedtak" not in client.get(address("application", row)).text
    early = step(client, "write_decision", row)
    assert "Søknaden er ikke ferdig vurdert" in early.text
    page = client.get(address("application", in_state(row, "assessed"))).text
    assert "Skriv vedtak" in page
    answer = step(client, "write_decision", row)
    decision = Decision.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"/vedtak/{decision.pk}/")
    page = client.get(address("application", row)).text
    assert decision.reference in page
    assert "Skriv vedtak" not in page


def test_only_who_has_the_household_begins_it(
    assigned: Household, caseworker: User, colleague_same_office: User
) -> None:
    row = in_state(apply_for_help(assigned, caseworker), "assessed")
    colleague = logged_in(colleague_same_office)
    assert "Skriv vedtak" not in colleague.get(address("application", row)).text
    assert step(colleague, "write_decision", row).status_code == 403
