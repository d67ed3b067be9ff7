"""A family that a caseworker at NAV Midtbyen has, and who else might meet it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from households.models import Household, Person
from households.rules import years_before
from tests.conftest import unit
from tests.decisions.case import family
from tests.factories import UserFactory


@pytest.fixture
def home(caseworker: User) -> Household:
    """Amina with Nora of six and Jonas of twelve; the caseworker has them."""
    household = family()
    household.responsibilities.update(caseworker=caseworker)
    return household


@pytest.fixture
def nora(home: Household) -> Person:
    return home.members.get(first_name="Nora")


@pytest.fixture
def jonas(home: Household) -> Person:
    return home.members.get(first_name="Jonas")


@pytest.fixture
def youth(jonas: Person) -> Person:
    """Jonas, of 17 and a month."""
    jonas.birth_date = years_before(timezone.localdate(), 17) - timedelta(days=30)
    jonas.save()
    return jonas


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def osk_lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
