"""A household with an application, and how its pages are asked and posted to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benefits.models import AssistanceApplication
from households.models import Household
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import HouseholdFactory


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def application(household: Household, caseworker: User) -> AssistanceApplication:
    return apply_for_help(household, caseworker, kinds=("subsistence", "one_off"))


def address(name: str, row: AssistanceApplication, *more: Any) -> str:
    return reverse(f"applications:{name}", args=[row.household_id, row.pk, *more])


def step(client: Client, name: str, row: AssistanceApplication, **values: Any) -> Any:
    row.refresh_from_db()
    kept = {"version": row.version} | values
    return client.post(address(name, row), kept, follow=True)


def in_days(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"
