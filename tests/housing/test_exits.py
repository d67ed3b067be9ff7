"""Out of the queue because the conditions are not met, and the decision that follows of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination.worklist.due import Due, scope_of
from coordination.worklist.due_housing import exits
from decisions import actions as decisions
from decisions.actions import RefusedError
from decisions.letters import words_of
from decisions.models import Decision
from housing.history import HousingError
from housing.models import HousingChange, QueueEntry
from housing.queue import standing
from tests.conftest import logged_in, unit
from tests.factories import UserFactory
from tests.housing.filled import home_with_hv, queued
from tests.housing.test_way_through import other_outcome

WHY = "Har arvet en bolig"


@pytest.fixture
def entry(hv: User) -> QueueEntry:
    return queued(home_with_hv(), hv)


def leave(entry: QueueEntry, by: User, cause: str = "not_entitled") -> Decision | None:
    today = timezone.localdate()
    made = standing.leave(entry=entry, on=today, cause=cause, text=WHY, at=timezone.now(), by=by)
    entry.refresh_from_db()
    return made


def due(by: User) -> list[Due]:
    return list(exits(scope_of(by, timezone.localdate())))


def propose(decision: Decision, by: User) -> Decision:
    return decisions.propose(decision=decision, version=decision.version, at=timezone.now(), by=by)


def re_enter(entry: QueueEntry, by: User) -> QueueEntry:
    return standing.re_enter(
        before=entry, keeps_date=True, grounds="Feil", at=timezone.now(), by=by
    )


def test_it_begins_a_refusal_with_the_grounds_and_the_right_to_appeal(
    entry: QueueEntry, hv: User
) -> None:
    decision = leave(entry, hv)
    assert decision is not None
    assert entry.exit_decision == decision
    assert (decision.state, decision.outcome, decision.kind) == ("draft", "refused", "housing")
    words = words_of(decision)
    assert "beholde plassen i køen" in words.matters[0].title
    assert WHY in words.matters[0].paragraphs[2].text
    assert "klage" in words.appeal[0]
    assert entry.application.state == "approved"


def test_another_cause_begins_no_decision(entry: QueueEntry, hv: User) -> None:
    assert leave(entry, hv, "moved") is None
    assert not due(hv)


def test_it_stands_in_the_work_list_until_it_is_decided(entry: QueueEntry, hv: User) -> None:
    decision = leave(entry, hv)
    assert decision is not None
    [row] = due(hv)
    assert (row.what, row.status) == ("Skriv vedtak: vilkårene er ikke oppfylt lenger", "Utkast")
    assert row.url == reverse("decisions:decision", args=[entry.household_id, decision.pk])
    client = logged_in(hv)
    assert f"Gjør ferdig {decision.reference}" in client.get("/boligko/soknader/").text
    propose(decision, hv)
    assert not due(hv)
    assert "Skal ha vedtak" not in client.get("/boligko/soknader/").text
    told = f"Vedtak: vilkårene er ikke oppfylt lenger, {decision.reference}"
    assert HousingChange.objects.filter(part="queue", told=told).count() == 1


def test_the_form_opens_the_decision_and_the_tab_leads_to_it(entry: QueueEntry, hv: User) -> None:
    client, address = logged_in(hv), f"/husstander/{entry.household_id}/bolig/"
    given = {"on": f"{timezone.localdate():%d.%m.%Y}", "cause": "not_entitled", "text": WHY}
    answer = client.post(f"{address}ut/", given)
    entry.refresh_from_db()
    there = reverse("decisions:decision", args=[entry.household_id, entry.exit_decision_id])
    assert answer.url == there
    page = client.get(address).text
    assert "Skriv ferdig vedtak" in page
    assert "Sett i kø igjen" not in page


def test_a_draft_that_is_withdrawn_is_begun_again_or_the_place_is_given_back(
    entry: QueueEntry, hv: User
) -> None:
    decision = leave(entry, hv)
    assert decision is not None
    with pytest.raises(HousingError, match="trekk utkastet"):
        re_enter(entry, hv)
    decisions.withdraw(decision=decision, reason="Feil", at=timezone.now(), by=hv)
    client, address = logged_in(hv), f"/husstander/{entry.household_id}/bolig/"
    assert "Begynn vedtaket" in client.get(address).text
    assert [row.status for row in due(hv)] == [""]
    assert client.post(f"{address}utvedtak/", {}).status_code == 302
    entry.refresh_from_db()
    assert entry.exit_decision is not None
    assert entry.exit_decision != decision
    decisions.withdraw(decision=entry.exit_decision, reason="Feil", at=timezone.now(), by=hv)
    entry.refresh_from_db()
    assert re_enter(entry, hv).counts_from == entry.counts_from
    assert not due(hv)


def test_what_is_decided_hinders_the_way_back_until_it_is_reversed(
    entry: QueueEntry, hv: User
) -> None:
    decision = leave(entry, hv)
    assert decision is not None
    decision = propose(decision, hv)
    with pytest.raises(HousingError, match="Det er vedtatt"):
        re_enter(entry, hv)
    new = decisions.correct(decision=decision, at=timezone.now(), by=hv)
    propose(other_outcome(new, "granted", hv, reassessed="Arven var feil"), hv)
    entry.refresh_from_db()
    assert entry.exit_decision == new
    assert re_enter(entry, hv).reenters == entry


def test_it_may_not_say_that_the_conditions_are_met(entry: QueueEntry, hv: User) -> None:
    decision = leave(entry, hv)
    assert decision is not None
    decision = other_outcome(decision, "granted", hv)
    with pytest.raises(RefusedError, match="sett husstanden i kø igjen"):
        propose(decision, hv)


def test_no_other_office_has_it_in_its_list(entry: QueueEntry, hv: User) -> None:
    leave(entry, hv)
    other = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "heimdal"))
    assert not due(other)
