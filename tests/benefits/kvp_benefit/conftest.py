"""A household whose month's benefit its caseworker may confirm, up to a limit."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from tests.casework import limit
from tests.factories import HouseholdFactory, PersonFactory


@pytest.fixture
def household(caseworker: User) -> Household:
    limit(Role.CASEWORKER, 50_000)
    limit(Role.TEAM_LEADER, 100_000)
    home = HouseholdFactory(contact=PersonFactory(last_name="Prøvesen"), district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home
