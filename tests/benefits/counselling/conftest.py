"""A household whose caseworker is the usual one, and a debt counsellor."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory, UserFactory


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(contact=PersonFactory(last_name="Prøvesen"), district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def debt_counsellor(db: None) -> User:
    return UserFactory(role=Role.DEBT_COUNSELLOR)
