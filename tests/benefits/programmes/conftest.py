"""A household whose caseworker is the usual one."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from households.models import Household
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(contact=PersonFactory(last_name="Prøvesen"), district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)
