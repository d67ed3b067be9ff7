"""The marked family of citizen_cast, with something of every kind, and how its timeline is read."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination.models import Flag
from households.models import Household
from tests.conftest import unit
from tests.coordination import citizen_cast
from tests.factories import UserFactory, share


@pytest.fixture
def told(caseworker: User) -> Household:
    household = citizen_cast.family()
    household.responsibilities.update(caseworker=caseworker)
    Flag.objects.create(household=household, rule="serious", raised_on=date(2025, 8, 8))
    share(household, household.contact, unit("hv", "heimdal"), scope="plan")
    citizen_cast.ask(household, caseworker)
    household.membership_changes.create(
        person=household.contact, act="corrected", by=caseworker, at=timezone.now()
    )
    return household


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def osk_lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


def address(household: Household, rest: str = "") -> str:
    return f"/husstander/{household.pk}/tidslinje/{rest}"


def kinds(client: Client, household: Household, rest: str = "utskrift/") -> set[str]:
    """The kinds of which there are entries on the page."""
    page = client.get(address(household, rest)).content.decode()
    return set(re.findall(r'data-kind="(\w+)"', page))


def text(client: Client, path: str) -> str:
    """The page below the header, as it is read."""
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("</header>")[-1]).split())


def lines(client: Client, household: Household, rest: str = "utskrift/") -> list[str]:
    """The entries as they are read, in their order."""
    page = unescape(client.get(address(household, rest)).content.decode())
    rows = re.findall(r'<li data-kind="\w+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]
