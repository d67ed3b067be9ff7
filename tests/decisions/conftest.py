"""Letters go to a folder of the test's own, and both roles have a limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from tests.casework import limit
from tests.conftest import logged_in
from tests.decisions import case


@pytest.fixture(autouse=True)
def _letters(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_DIR = tmp_path / "letters"


@pytest.fixture
def limits(db: None) -> None:
    limit(Role.CASEWORKER, 30_000)
    limit(Role.TEAM_LEADER, 100_000)


@pytest.fixture
def home(limits: None) -> Household:
    return case.family()


@pytest.fixture
def own_home(home: Household, caseworker: User) -> Household:
    """The family as a household of the caseworker's."""
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    return home


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)
