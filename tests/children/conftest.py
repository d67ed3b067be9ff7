"""A family that a caseworker at NAV Midtbyen has, and who else might meet it."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.policy import Role
from households.models import Household, Person
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
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def osk_lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
