"""A family that NAV and BFT both have, with a mother who needs an interpreter."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from households.models import Household, Membership, Person, Responsibility
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO, HouseholdFactory, PersonFactory, add_member


@pytest.fixture
def household(db: None) -> Household:
    mother = PersonFactory(first_name="Amina", needs_interpreter=True, language="tigrinja")
    found = HouseholdFactory(contact=mother, district="midtbyen")
    there = unit("bft", "midtbyen")
    Responsibility.objects.create(household=found, party="bft", unit=there, valid_from=LONG_AGO)
    return found


@pytest.fixture
def child(household: Household) -> Person:
    found = PersonFactory(first_name="Elias", birth_date=date(2015, 4, 3))
    add_member(household, found, Membership.Role.CHILD)
    return found


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)
