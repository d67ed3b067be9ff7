"""A family at NAV Midtbyen with its caseworker, a plan, and an adviser at BFT."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from coordination.models import CoordinatedPlan
from households.models import Household, Membership, Responsibility
from tests.conftest import unit
from tests.coordination.conftest import TODAY
from tests.coordination.plans.making import plan_of
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    share,
)

__all__ = ["TODAY"]


@pytest.fixture
def home(db: None, caseworker: User) -> Household:
    """Amina and Ola Plansen with Nora of eight; NAV Midtbyen's, the caseworker's."""
    amina = PersonFactory(first_name="Amina", last_name="Plansen")
    found = HouseholdFactory(contact=amina, district="midtbyen")
    add_member(found, PersonFactory(first_name="Ola", last_name="Plansen"), Membership.Role.SPOUSE)
    nora = PersonFactory(first_name="Nora", last_name="Plansen", birth_date=date(2018, 5, 4))
    add_member(found, nora, Membership.Role.CHILD)
    found.responsibilities.update(caseworker=caseworker)
    return found


@pytest.fixture
def plan(home: Household, caseworker: User) -> CoordinatedPlan:
    found: CoordinatedPlan = plan_of(home, caseworker)
    return found


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


def has_case(home: Household, party: str, caseworker: User | None = None) -> None:
    """The service has a case of its own with the household."""
    Responsibility.objects.create(
        household=home,
        party=party,
        unit=unit(party, "midtbyen"),
        caseworker=caseworker,
        valid_from=LONG_AGO,
    )


def shared(
    home: Household, party: str, *first_names: str, scopes: Any = ("household", "plan")
) -> None:
    """Those of the household with these first names have it shared with the service."""
    for row in home.memberships.filter(person__first_name__in=first_names):
        for scope in scopes:
            share(home, row.person, unit(party, "midtbyen"), scope)


def text(client: Client, path: str) -> str:
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("</header>", 1)[-1]).split())


def url(home: Household, do: str = "") -> str:
    return f"/husstander/{home.pk}/plan/{do}"


def typed(day: date) -> str:
    return f"{day:%d.%m.%Y}"
