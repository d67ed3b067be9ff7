"""Approved is planned, in the same moment; corrected pays only the difference."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import AssistanceDecision, Payment
from benefits.payments import actions
from benefits.payments.following import plan_for_decision
from decisions.codes import Act
from decisions.models import Decision
from households.models import Household
from tests.benefits.payments.conftest import approved
from tests.casework import apply_for_help

pytestmark = pytest.mark.django_db


def told(decision: Decision, by: User, act: Act = Act.APPROVE) -> None:
    plan_for_decision(decision=decision, act=act, at=timezone.now(), by=by)


def corrected(decision: Decision, household: Household, writer: User, leader: User) -> Decision:
    """A second edition with 9 000 kr a month instead of 8 000."""
    new = approved(household, writer, leader)
    Decision.objects.filter(pk=new.pk).update(corrects=decision, edition=2)
    new.matters.filter(number=1).update(amount=9_000)
    new.refresh_from_db()
    return new


def amounts(decision: Decision, status: str = "planned") -> list[int]:
    rows = Payment.objects.filter(matter__decision=decision, status=status)
    return list(rows.order_by("matter__number", "for_month").values_list("amount", flat=True))


def test_only_an_approval_plans_payments(decision: Decision, team_leader: User) -> None:
    for act in set(Act) - {Act.APPROVE}:
        told(decision, team_leader, act)
    assert not Payment.objects.exists()
    told(decision, team_leader)
    assert amounts(decision) == [8_000, 8_000, 8_000, 2_500]


def test_a_decision_on_advice_pays_nothing(decision: Decision, team_leader: User) -> None:
    decision.kind = "advice"
    told(decision, team_leader)
    assert not Payment.objects.exists()


def test_the_purpose_is_that_of_what_was_asked_for(
    decision: Decision, household: Household, caseworker: User
) -> None:
    asked = apply_for_help(household, caseworker, kinds=("rent", "one_off", "power", "emergency"))
    AssistanceDecision.objects.create(application=asked, decision=decision)
    told(decision, caseworker)
    purposes = Payment.objects.order_by("matter__number").values_list("category", flat=True)
    assert list(dict.fromkeys(purposes)) == ["bolig", "engangsstonad"]


def test_without_an_application_the_section_tells(decision: Decision, caseworker: User) -> None:
    told(decision, caseworker)
    assert {row.category for row in Payment.objects.all()} == {"livsopphold"}


def test_a_correction_cancels_what_is_planned_and_pays_the_difference_of_what_is_sent(
    decision: Decision, household: Household, caseworker: User, team_leader: User, clerk: User
) -> None:
    told(decision, caseworker)
    now = timezone.now()
    actions.make_run(until=timezone.localdate(now), token=uuid.uuid4(), at=now, by=clerk)
    new = corrected(decision, household, caseworker, team_leader)
    told(new, team_leader)
    assert amounts(decision, "cancelled") == [8_000, 8_000]
    assert amounts(decision, "sent") == [8_000, 2_500]
    assert amounts(new) == [1_000, 9_000, 9_000]
    told(new, team_leader)
    assert amounts(new) == [1_000, 9_000, 9_000]


def test_a_correction_downwards_pays_nothing_more_for_a_month_that_is_sent(
    decision: Decision, household: Household, caseworker: User, team_leader: User, clerk: User
) -> None:
    told(decision, caseworker)
    now = timezone.now()
    actions.make_run(until=timezone.localdate(now), token=uuid.uuid4(), at=now, by=clerk)
    new = corrected(decision, household, caseworker, team_leader)
    new.matters.filter(number=1).update(amount=5_000)
    told(new, team_leader)
    assert amounts(new) == [5_000, 5_000]
