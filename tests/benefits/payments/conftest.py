"""An approved decision of three months' assistance and a one-off grant, and the clerk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from decisions.models import Decision, DecisionChange, Matter
from households.models import Household
from households.months import first_day, month_of
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory


@pytest.fixture
def clerk(db: None) -> User:
    return UserFactory(role=Role.PAYMENT_CLERK)


@pytest.fixture
def household(caseworker: User) -> Household:
    contact = PersonFactory(national_id="15839200169", last_name="Mottakersen")
    home = HouseholdFactory(contact=contact, district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def decision(household: Household, caseworker: User, team_leader: User) -> Decision:
    return approved(household, caseworker, team_leader)


def approved(
    household: Household, writer: User, leader: User, first: date | None = None
) -> Decision:
    """8 000 kr a month from this month for three months, and 2 500 kr once to a shop."""
    at = timezone.now() - timedelta(minutes=5)
    month = month_of(first or timezone.localdate())
    decision = Decision.objects.create(
        kind="assistance",
        household=household,
        applicant=household.contact,
        unit=unit("nav", "midtbyen"),
        outcome="granted",
        first_month=first_day(month),
        last_month=first_day(month + 2),
        monthly_amount=8_000,
        one_off_amount=2_500,
        state="approved",
        content_hash="avtrykk",
        made_by=writer,
        made_at=at,
        proposed_by=writer,
        proposed_at=at,
        approved_by=leader,
        approved_at=at,
    )
    matter(decision, 1, "Livsopphold", amount=8_000)
    matter(decision, 2, "Seng", amount=2_500, recurs="once", third_party="Møbelhuset")
    matter(decision, 3, "Strøm", outcome="refused")
    for act, by in (("draft", writer), ("propose", writer), ("approve", leader)):
        DecisionChange.objects.create(decision=decision, act=act, version=1, by=by, at=at)
    return decision


def matter(decision: Decision, number: int, asked: str, **values: Any) -> Matter:
    given = {"outcome": "granted", "section": "18"} | values
    return Matter.objects.create(decision=decision, number=number, asked=asked, **given)
