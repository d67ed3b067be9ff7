"""Questions of the list and the search that the pages do not show by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import District, User
from coordination import queries
from households.models import Household, Membership, Person
from households.rules import ADULT_AT, age_on, born_by
from tests.conftest import unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2100])
def test_who_is_18_in_a_query_is_who_is_18_by_the_rule(year: int) -> None:
    first = date(year, 2, 1)
    for today in (first + timedelta(days=number) for number in range(60)):
        latest = born_by(today, ADULT_AT)
        assert age_on(latest, today) == 18
        assert age_on(latest + timedelta(days=1), today) == 17


def test_choices_come_in_norwegian_order_and_in_one_query(
    caseworker: User, django_assert_num_queries: object
) -> None:
    for last_name in ("Østby", "Aas", "Zahl"):
        household = HouseholdFactory(district="midtbyen")
        other = UserFactory(first_name="Kari", last_name=last_name)
        household.responsibilities.update(caseworker=other)
    elsewhere = HouseholdFactory(district="heimdal")
    elsewhere.responsibilities.update(caseworker=UserFactory(last_name="Fjern"))
    with django_assert_num_queries(2):  # type: ignore[operator]
        choices = queries.filter_choices(caseworker, TODAY)  # the roles, and the choices
    names = [name for _, name in choices.caseworkers]
    assert names == ["Kari Zahl", "Kari Østby", "Kari Aas"]
    districts = [name for _, name in choices.districts]
    assert districts == ["Heimdal", "Lerkendal", "Midtbyen", "Østbyen"]
    assert len(districts) == District.objects.count()


@pytest.fixture
def child(caseworker: User) -> Person:
    """A child with shared residence, a member of two of the office's households."""
    person = PersonFactory(national_id="11811280336", duf_number=None)
    for _ in range(2):
        household = HouseholdFactory(district="midtbyen")
        add_member(household, person, Membership.Role.CHILD, shared_residence=True)
    return person


def test_a_number_finds_each_household_of_its_person(caseworker: User, child: Person) -> None:
    found = queries.households_with_number(caseworker, "11811280336", TODAY)
    assert {household.pk for household in found} == set(
        child.households.values_list("pk", flat=True)
    )


def test_a_household_one_has_left_is_found_only_when_there_is_no_other(
    caseworker: User, child: Person
) -> None:
    yesterday = TODAY - timedelta(days=1)
    left, stays = child.memberships.order_by("pk")
    Membership.objects.filter(pk=left.pk).update(valid_to=yesterday)
    [found] = queries.households_with_number(caseworker, "11811280336", TODAY)
    assert found == stays.household
    child.memberships.update(valid_to=yesterday)
    assert len(queries.households_with_number(caseworker, "11811280336", TODAY)) == 2


def test_twelve_digits_are_a_duf_number(caseworker: User) -> None:
    household = HouseholdFactory(district="midtbyen")
    Person.objects.filter(pk=household.contact_id).update(duf_number="201912345612")
    [found] = queries.households_with_number(caseworker, "201912345612", TODAY)
    assert found == household


def test_a_household_of_another_office_is_not_found_by_number(
    caseworker_other_office: User, child: Person
) -> None:
    assert queries.households_with_number(caseworker_other_office, "11811280336", TODAY) == []


def test_a_list_line_names_the_caseworker_of_the_users_own_unit(bft_adviser: User) -> None:
    household = HouseholdFactory(district="midtbyen")
    household.responsibilities.update(caseworker=UserFactory(last_name="Navsen"))
    household.responsibilities.create(
        party="bft",
        unit=unit("bft", "midtbyen"),
        caseworker=UserFactory(first_name="Per", last_name="Bftsen"),
        valid_from=date(2020, 1, 1),
    )
    listed = queries.listable(bft_adviser, TODAY).get(pk=household.pk)
    [row] = queries.household_rows([listed], bft_adviser, TODAY, None)
    assert (row.caseworker, row.months, row.last_paid) == ("Per Bftsen", "", "")
    assert Household.objects.visible_to(bft_adviser).count() == 1
