"""From an application to the queue: received, assessed, decided, agreed on, and what follows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from decisions import actions as decisions
from decisions.actions import RefusedError
from decisions.contents import content_of
from decisions.models import Decision, Letter
from households.models import Household
from housing.advice.queries import refused_without_offer
from housing.codes import ApplicationState
from housing.history import HousingError
from housing.models import AdviceCase, HousingApplication, QueueEntry
from housing.queue import actions, deciding, standing
from housing.queue.actions import Asked, Assessed, Need
from tests.conftest import unit
from tests.housing.filled import ground, queued

NEED = Need(rooms=2, needs_adapted=False, most_rent=9_000, districts=())


def asked(home: Household) -> Asked:
    today = timezone.localdate()
    return Asked(home.contact, today, "Bor hos en venn", NEED, uuid.uuid4())


def received(home: Household, by: User) -> HousingApplication:
    return actions.register(
        household=home, unit=unit("hv", "midtbyen"), asked=asked(home), at=timezone.now(), by=by
    )


def assess(
    row: HousingApplication, by: User, *, fulfils: bool, code: str = "B"
) -> HousingApplication:
    given = Assessed(NEED, fulfils, "Har ingen egnet bolig", "Følge avtalen", [ground(code)])
    return actions.assess(
        application=row, version=row.version, assessed=given, at=timezone.now(), by=by
    )


def decide(row: HousingApplication, by: User) -> Decision:
    """Written and approved at once: it gives no money."""
    now = timezone.now()
    made = deciding.begin_decision(application=row, version=row.version, at=now, by=by)
    return decisions.propose(decision=made, version=made.version, at=now, by=by)


@pytest.fixture
def approved(home: Household, hv: User) -> HousingApplication:
    row = assess(received(home, hv), hv, fulfils=True)
    decide(row, hv)
    row.refresh_from_db()
    return row


def test_an_application_is_taken_down_once_and_one_is_open_at_a_time(
    home: Household, hv: User
) -> None:
    given, now = asked(home), timezone.now()
    there = unit("hv", "midtbyen")
    first = actions.register(household=home, unit=there, asked=given, at=now, by=hv)
    assert actions.register(household=home, unit=there, asked=given, at=now, by=hv) == first
    with pytest.raises(HousingError, match="allerede en søknad"):
        received(home, hv)


def test_an_approval_is_a_decision_with_a_letter_and_names_the_appeal_body(
    approved: HousingApplication,
) -> None:
    decision = approved.decision
    assert decision is not None
    assert (decision.kind, decision.outcome, decision.state) == ("housing", "granted", "approved")
    assert not decision.needs_attest
    assert Letter.objects.filter(decision=decision).exists()
    matter = decision.matters.get()
    assert matter.section == "bsl6"
    assert "Vilkår: Følge avtalen" in matter.discretion
    assert approved.state == ApplicationState.APPROVED


def test_who_is_approved_is_queued_when_the_agreement_is_signed_from_the_day_of_the_decision(
    approved: HousingApplication, hv: User
) -> None:
    today = timezone.localdate()
    HousingApplication.objects.update(decided_on=today - timedelta(days=9))
    entry = standing.enter(application=approved, agreed_on=today, at=timezone.now(), by=hv)
    assert entry.approved_on == entry.counts_from == today - timedelta(days=9)
    assert (entry.priority, entry.first_place, entry.agreed_on) == ("B", 1, today)
    assert AdviceCase.objects.get().cause == "queue"
    with pytest.raises(HousingError, match="allerede satt i kø"):
        standing.enter(application=approved, agreed_on=today, at=timezone.now(), by=hv)


def test_a_refusal_opens_advice_and_is_listed_until_advice_is_offered(
    home: Household, hv: User
) -> None:
    decide(assess(received(home, hv), hv, fulfils=False), hv)
    row = HousingApplication.objects.get()
    case = AdviceCase.objects.get()
    assert (row.state, case.cause) == ("refused", "refusal")
    assert "Du får tilbud om boligrådgivning" in row.decision.matters.get().discretion
    assert list(refused_without_offer(hv)) == [row]
    case.offered_on = timezone.localdate()
    case.save()
    assert not refused_without_offer(hv).exists()


def test_a_withdrawn_draft_leaves_the_application_to_be_assessed_again(
    home: Household, hv: User
) -> None:
    row, now = assess(received(home, hv), hv, fulfils=True), timezone.now()
    made = deciding.begin_decision(application=row, version=row.version, at=now, by=hv)
    row.refresh_from_db()
    with pytest.raises(HousingError, match="Et vedtak er begynt"):
        assess(row, hv, fulfils=False)
    decisions.withdraw(decision=made, reason="Mangler svar", at=now, by=hv)
    row.refresh_from_db()
    assert assess(row, hv, fulfils=False).fulfils is False


def other_outcome(decision: Decision, outcome: str, by: User, *, reassessed: str = "") -> Decision:
    content, today = content_of(decision), timezone.localdate()
    matters = tuple(replace(one, outcome=outcome) for one in content.matters)
    given = replace(content, outcome=outcome, matters=matters, first_month=today, last_month=today)
    given = replace(given, reassessed=reassessed)
    return decisions.change(
        decision=decision, version=decision.version, content=given, at=timezone.now(), by=by
    )


def test_a_decision_against_the_assessment_is_refused_until_it_is_assessed_again(
    home: Household, hv: User
) -> None:
    row, now = assess(received(home, hv), hv, fulfils=False), timezone.now()
    made = deciding.begin_decision(application=row, version=row.version, at=now, by=hv)
    made = other_outcome(made, "granted", hv)
    with pytest.raises(RefusedError, match="ikke fyller vilkårene, og vedtaket sier noe annet"):
        decisions.propose(decision=made, version=made.version, at=now, by=hv)
    row.refresh_from_db()
    assert row.state == "assessed"


def test_of_two_who_assess_at_once_one_is_told(home: Household, hv: User) -> None:
    row = received(home, hv)
    assess(row, hv, fulfils=True)
    with pytest.raises(HousingError, match="En annen har endret"):
        assess(row, hv, fulfils=False)


def test_nobody_applies_from_the_queue(home: Household, hv: User) -> None:
    queued(home, hv)
    with pytest.raises(HousingError, match="står allerede"):
        received(home, hv)
    assert QueueEntry.objects.count() == 1
