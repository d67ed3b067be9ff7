"""A folder of the test's own, and a household that its caseworker writes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from households.models import Household
from tests.conftest import logged_in
from tests.factories import HouseholdFactory


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DOCUMENT_DIR = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)
