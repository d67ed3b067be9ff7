from __future__ import annotations

import pytest

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from tests.conftest import unit
from tests.factories import UserFactory
from tests.housing.filled import home_with_hv


@pytest.fixture
def hv(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def bol(db: None) -> User:
    """Lets homes, and proposes who is moved between classes."""
    return UserFactory(role=Role.HOUSING_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def home(db: None) -> Household:
    return home_with_hv()
