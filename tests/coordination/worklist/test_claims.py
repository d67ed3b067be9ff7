"""Claims of which something is left stand in the work list; those that are deducted do not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import Claim
from coordination.worklist.due import scope_of
from coordination.worklist.due_claims import open_claims
from households.models import Household
from tests.casework import claim_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def claim(household: Household, caseworker: User) -> Claim:
    return claim_in(household, caseworker)


@pytest.mark.parametrize(("ago", "late"), [(59, ""), (60, ""), (61, "own")])
def test_sixty_days_after_what_last_came_in_somebody_should_ask(
    claim: Claim, caseworker: User, ago: int, late: str
) -> None:
    claim.settlements.update(on=TODAY - timedelta(days=ago))
    [row] = open_claims(scope_of(caseworker, TODAY))
    assert row.due == TODAY - timedelta(days=ago - 60)
    assert (row.late, row.status) == (late, "Delvis gjort opp")
    assert row.why.startswith("8\N{NO-BREAK SPACE}400 kr gjenstår. Sist kommet noe inn")
    assert row.caseworker == "Meg"


def test_what_is_settled_waived_or_deducted_waits_for_nobody(
    claim: Claim, caseworker: User
) -> None:
    claim.settlements.create(how="refunded", amount=8_400, on=TODAY, registered_by=caseworker)
    assert list(open_claims(scope_of(caseworker, TODAY))) == []
    claim.settlements.all().delete()
    assert len(list(open_claims(scope_of(caseworker, TODAY)))) == 1
    Claim.objects.update(waived_by=caseworker, waived_at=timezone.now(), waived_reason="Dødsbo")
    assert list(open_claims(scope_of(caseworker, TODAY))) == []


def test_another_office_is_told_nothing(claim: Claim, caseworker_other_office: User) -> None:
    assert list(open_claims(scope_of(caseworker_other_office, TODAY))) == []
