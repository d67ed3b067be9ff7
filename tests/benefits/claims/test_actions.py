"""Registered on what law demands, settled never beyond what is left, undone with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from benefits.claims import actions, queries
from benefits.claims.actions import ClaimError
from benefits.models import Claim
from decisions.models import Decision
from households.models import Household
from households.months import month_of
from tests.benefits.claims.conftest import (
    claimed,
    deducting,
    outstanding,
    settled,
    this_month,
)
from tests.factories import PersonFactory, pay

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def assisted(household: Household) -> Household:
    """One who has had 8 000 kr this month."""
    pay(household.contact, month_of(timezone.localdate()), amount=8_000)
    return household


def test_a_refund_needs_no_decision_and_has_its_section(
    assisted: Household, caseworker: User
) -> None:
    claim = claimed(assisted, caseworker)
    assert (claim.section, claim.decision, claim.payer) == ("26", None, "NAV")
    assert claimed(assisted, caseworker, kind="maintenance").section == "25"


def test_recovery_points_at_the_decision_or_is_refused(
    assisted: Household, decision: Decision, recovery: Decision, caseworker: User
) -> None:
    with pytest.raises(ClaimError, match="Velg vedtaket") as refused:
        claimed(assisted, caseworker, kind="recovery")
    assert refused.value.field == "decision"
    with pytest.raises(ClaimError, match="§ 23"):
        claimed(assisted, caseworker, kind="recovery", decision=decision)
    assert claimed(assisted, caseworker, kind="recovery", decision=recovery).section == "23"


def test_the_decision_is_the_persons_own_and_approved(
    assisted: Household, recovery: Decision, caseworker: User
) -> None:
    other = PersonFactory()
    with pytest.raises(ClaimError, match="personens egen sak"):
        deducting(assisted, caseworker, recovery, person=other)
    Decision.objects.filter(pk=recovery.pk).update(
        state="draft", proposed_by=None, proposed_at=None, approved_by=None, approved_at=None,
        content_hash="",
    )  # fmt: skip
    recovery.refresh_from_db()
    with pytest.raises(ClaimError, match="godkjent vedtak"):
        deducting(assisted, caseworker, recovery)


def test_no_more_is_claimed_back_than_was_paid_for_the_months(
    assisted: Household, caseworker: User
) -> None:
    with pytest.raises(ClaimError, match="Det er utbetalt 8\N{NO-BREAK SPACE}000 kr") as refused:
        claimed(assisted, caseworker, amount=8_001)
    assert refused.value.field == "amount"
    earlier = this_month(-2)
    with pytest.raises(ClaimError, match="Det er utbetalt 0 kr"):
        claimed(assisted, caseworker, first_month=earlier, last_month=earlier)
    claimed(assisted, caseworker, amount=8_000)


def test_what_is_left_is_counted_from_the_settlements(
    assisted: Household, caseworker: User
) -> None:
    claim = claimed(assisted, caseworker)
    settled(claim, caseworker, 1_000)
    mistaken = settled(claim, caseworker, 500)
    assert outstanding(claim) == 1_500
    with pytest.raises(ClaimError, match="bare 1\N{NO-BREAK SPACE}500 kr igjen"):
        settled(claim, caseworker, 1_501)
    actions.undo_settlement(settlement=mistaken, reason="Feil sak", at=NOW(), by=caseworker)
    with pytest.raises(ClaimError, match="allerede omgjort"):
        actions.undo_settlement(settlement=mistaken, reason="Feil", at=NOW(), by=caseworker)
    assert outstanding(claim) == 2_000
    settled(claim, caseworker, 2_000)
    with pytest.raises(ClaimError, match="gjort opp eller frafalt"):
        settled(claim, caseworker, 1)
    assert [line.label for line in queries.claims_of(assisted)] == ["Gjort opp"]


def test_a_waived_claim_is_over_and_says_why(assisted: Household, caseworker: User) -> None:
    claim = claimed(assisted, caseworker)
    with pytest.raises(ClaimError, match="Skriv hvorfor"):
        actions.waive(claim=claim, reason=" ", at=NOW(), by=caseworker)
    actions.waive(claim=claim, reason="Urimelig", at=NOW(), by=caseworker)
    with pytest.raises(ClaimError, match="frafalt"):
        settled(claim, caseworker)
    assert [line.label for line in queries.claims_of(assisted)] == ["Frafalt"]


def test_a_deduction_is_stopped_once_and_still_owed(
    assisted: Household, recovery: Decision, caseworker: User
) -> None:
    claim = deducting(assisted, caseworker, recovery)
    assert queries.told_of({claim.person_id})
    actions.stop_deduction(claim=claim, at=NOW(), by=caseworker)
    assert not queries.told_of({claim.person_id})
    with pytest.raises(ClaimError, match="ikke noe trekk"):
        actions.stop_deduction(claim=claim, at=NOW(), by=caseworker)
    assert outstanding(claim) == 3_000


@pytest.mark.parametrize(
    "values",
    [
        {"amount": 0},
        {"payer": ""},
        {"kind": "recovery", "payer": ""},
        {"kind": "loan", "decision": None, "payer": ""},
        {"deduct_monthly": 100},
        {"deduct_monthly": 100, "deduct_from": timezone.localdate()},
        {"last_month": timezone.localdate() - timedelta(days=400)},
        {"waived_at": timezone.now()},
        {"waived_reason": "Fordi"},
    ],
)
def test_the_database_refuses_what_no_claim_can_be(
    assisted: Household, caseworker: User, values: dict[str, Any]
) -> None:
    claim = claimed(assisted, caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**values)
