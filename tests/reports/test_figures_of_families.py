"""Which households are child families in the report, and how many children live in them."""

from __future__ import annotations

from datetime import date

import pytest

from households.models import Household, Membership
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay, situate
from tests.reports.test_figures import FIRST, R, figures, headline

pytestmark = pytest.mark.django_db
Role = Membership.Role


def child(birth_date: date = date(2015, 3, 1)) -> object:
    return PersonFactory(birth_date=birth_date)


def test_a_family_with_two_over_the_limit_is_one_family() -> None:
    home = HouseholdFactory()
    partner = PersonFactory()
    add_member(home, partner, Role.PARTNER)
    add_member(home, child(), Role.CHILD)
    pay(home.contact, FIRST, R)
    pay(partner, FIRST, R)
    assert headline() == (2, 2, 1, 1)


@pytest.mark.parametrize("role", [Role.OTHER_ADULT, Role.CHILD])
def test_a_grown_sibling_or_a_lodger_does_not_make_a_child_family(role: Membership.Role) -> None:
    home = HouseholdFactory()
    sibling = PersonFactory(birth_date=date(2001, 1, 1))
    add_member(home, sibling, role)
    add_member(home, child(), Role.CHILD)
    pay(sibling, FIRST, R)
    assert headline() == (1, 1, 0, 0)


def test_the_partner_of_who_supports_the_child_makes_a_child_family() -> None:
    home = HouseholdFactory()
    partner = PersonFactory()
    add_member(home, partner, Role.COHABITANT)
    add_member(home, child(), Role.CHILD)
    pay(partner, FIRST, R)
    assert headline() == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("born", "families"),
    [
        (date(2007, 11, 30), 0),
        (date(2007, 12, 1), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 0),
    ],
)
def test_a_child_counts_from_the_month_of_birth_through_that_of_turning_18(
    born: date, families: int
) -> None:
    home = HouseholdFactory()
    add_member(home, child(born), Role.CHILD)
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, families, families)


def test_a_member_who_left_on_the_day_before_the_last_is_not_in_the_household() -> None:
    home = HouseholdFactory()
    add_member(home, child(), Role.CHILD, valid_to=date(2025, 12, 30))
    add_member(home, child(), Role.CHILD, valid_from=date(2025, 12, 31))
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, 1, 1)


def test_a_child_with_two_homes_makes_two_families_and_is_one_child() -> None:
    shared = child()
    for _ in range(2):
        home = HouseholdFactory()
        add_member(home, shared, Role.CHILD, shared_residence=True)
        pay(home.contact, FIRST, R)
    found = figures()
    assert headline() == (2, 2, 2, 1)
    assert found["key_figures"]["children_in_child_families"] == 1
    assert found["key_figures"]["child_families"] == 2


def test_children_known_only_by_number_count_for_the_year_they_were_stated() -> None:
    home = HouseholdFactory()
    situate(home.contact, date(2024, 12, 31), number_of_children=3)
    situate(home.contact, date(2025, 12, 31), number_of_children=2)
    pay(home.contact, FIRST, R)
    found = figures()
    assert headline() == (1, 1, 1, 2)
    assert found["families_by_stated_number"] == 1
    assert found["key_figures"]["children_in_child_families_per_month"] == 2


def test_registered_children_replace_the_stated_number() -> None:
    home: Household = HouseholdFactory()
    situate(home.contact, date(2025, 12, 31), number_of_children=4)
    add_member(home, child(), Role.CHILD)
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, 1, 1)
    assert figures()["families_by_stated_number"] == 0
