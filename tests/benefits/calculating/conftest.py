"""The family of domain.md 4.2 (a) in Trondheim, June 2013, and how its page is posted to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benefits.calculating.actions import start_calculation
from benefits.models import AssistanceApplication, Calculation
from households.models import Household, Membership, Person
from households.months import month_from
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, PersonFactory, add_member

EMPTY = ("None", "", "False")
JUNE = month_from(2013, 6)
FIVE = ("2011-02-01", "2009-02-01", "2006-02-01", "2001-02-01", "1998-02-01")
"""2, 4, 7, 12 and 15 years old in June 2013."""


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def family(db: None) -> Household:
    """A married couple with five children in Midtbyen."""
    household = HouseholdFactory(district="midtbyen", contact=PersonFactory(first_name="Amina"))
    spouse = PersonFactory(first_name="Jonas", sex="m")
    add_member(household, spouse, Membership.Role.SPOUSE)
    for number, born in enumerate(FIVE):
        child = PersonFactory(first_name=f"Barn{number}", birth_date=date.fromisoformat(born))
        add_member(household, child, Membership.Role.CHILD)
    return household


@pytest.fixture
def application(family: Household, caseworker: User) -> AssistanceApplication:
    return apply_for_help(family, caseworker, received_on=date(2013, 6, 3))


@pytest.fixture
def draft(application: AssistanceApplication, caseworker: User) -> Calculation:
    return begin(application, caseworker)


@pytest.fixture
def alone(caseworker: User) -> AssistanceApplication:
    """Of somebody of 22 years without anybody."""
    young = PersonFactory(first_name="Ola", birth_date=date(1991, 1, 1))
    household = HouseholdFactory(district="midtbyen", contact=young)
    return apply_for_help(household, caseworker, received_on=date(2013, 6, 3))


def begin(row: AssistanceApplication, by: User, **given: Any) -> Calculation:
    months = {"first_month": JUNE, "last_month": JUNE} | given
    return start_calculation(application=row, by=by, **months)


def address(name: str, row: AssistanceApplication) -> str:
    return reverse(f"applications:{name}", args=[row.household_id, row.pk])


def typed(client: Client, row: AssistanceApplication, **values: Any) -> dict[str, Any]:
    """What a browser would post: the page's form as it stands, with some of it typed over."""
    page = client.get(address("calculation", row))
    sheet = page.context["sheet"]
    posted: dict[str, Any] = {}
    for form in [sheet.form, *(rows.management_form for rows in sheet.rows.values())]:
        posted |= {field.html_name: field.value() for field in form}
    for rows in sheet.rows.values():
        posted |= {field.html_name: field.value() for form in rows for field in form}
    return {n: value for n, value in posted.items() if str(value) not in EMPTY} | values


def save(client: Client, row: AssistanceApplication, **values: Any) -> Any:
    posted = typed(client, row, **values)
    return client.post(address("calculation", row), posted, follow=True)


def person_named(household: Household, first_name: str) -> Person:
    return household.members.get(first_name=first_name)
