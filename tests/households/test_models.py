"""The database refuses what cannot be true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from households.models import Household, Membership, Person, Residence, Responsibility, Situation
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member, introduce, situate

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = date(2026, 3, 2), date(2026, 3, 1)


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The block breaks `constraint`; of unique ones SQLite tells the columns, not the name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert constraint in str(caught.value) or "UNIQUE constraint failed" in str(caught.value)


@pytest.mark.parametrize("field", ["national_id", "duf_number", "source_ref"])
def test_two_persons_never_share_a_number_but_many_have_none(field: str) -> None:
    PersonFactory(**{field: "12345678901"})
    PersonFactory()
    PersonFactory()
    with refused(f"households_person_{field}"):
        PersonFactory(**{field: "12345678901"})


@pytest.mark.parametrize(
    ("field", "constraint"),
    [
        ("national_id", "households_person_no_number_is_null"),
        ("duf_number", "households_person_no_duf_is_null"),
    ],
)
def test_a_missing_number_is_null_and_never_empty(field: str, constraint: str) -> None:
    with refused(constraint):
        PersonFactory(**{field: ""})


def test_nobody_dies_before_being_born() -> None:
    PersonFactory(birth_date=DAY, died_on=DAY)
    with refused("households_person_not_dead_before_born"):
        PersonFactory(birth_date=DAY, died_on=DAY_BEFORE)


def test_saving_a_person_renews_the_keys_of_the_name() -> None:
    person = PersonFactory(first_name="Øystein", last_name="Aas")
    assert (person.search_name, person.sort_name) == ("aas øystein", "zds0zcystein")
    person.last_name = "Berg"
    person.save()
    assert Person.objects.get().search_name == "berg øystein"


def test_a_person_without_a_name_can_still_stand_on_a_page() -> None:
    assert str(PersonFactory(first_name="", last_name="")) == "Uten navn"


@pytest.mark.parametrize(
    ("model", "constraint"),
    [
        (Membership, "households_membership_not_ended_before_begun"),
        (Residence, "households_residence_not_ended_before_begun"),
        (Responsibility, "households_responsibility_not_ended_before_begun"),
    ],
)
def test_no_period_of_a_household_ends_before_it_begins(model: type, constraint: str) -> None:
    household = HouseholdFactory(district="midtbyen")
    rows = model.objects.filter(household=household)
    assert rows.update(valid_from=DAY, valid_to=DAY) == 1
    with refused(constraint):
        rows.update(valid_from=DAY, valid_to=DAY_BEFORE)


def test_no_introduction_period_ends_before_it_begins_and_each_start_stands_once() -> None:
    person = PersonFactory()
    introduce(person, DAY, DAY)
    with refused("households_intro_one_row_per_start"):
        introduce(person, DAY)
    with refused("households_intro_not_ended_before_begun"):
        introduce(person, date(2026, 5, 1), DAY)


def test_a_person_is_an_open_member_of_a_household_once() -> None:
    household = HouseholdFactory()
    with refused("households_membership_one_open_per_person"):
        add_member(household, household.contact, Membership.Role.APPLICANT, DAY)
    with refused("households_membership_one_row_per_start"):
        start = household.memberships.get().valid_from
        add_member(household, household.contact, Membership.Role.SPOUSE, start, DAY)


def test_a_child_may_live_in_two_households_at_once() -> None:
    child = PersonFactory()
    for household in (HouseholdFactory(), HouseholdFactory()):
        add_member(household, child, Membership.Role.CHILD, shared_residence=True)
    assert child.households.count() == 2


def test_a_household_lives_in_one_place_at_a_time() -> None:
    household = HouseholdFactory(district="midtbyen")
    with refused("households_residence_one_open_per_household"):
        Residence.objects.create(household=household, valid_from=DAY)


def test_a_party_has_a_household_in_one_unit_at_a_time() -> None:
    household = HouseholdFactory(district="midtbyen")
    bft = {"party": "bft", "unit": unit("bft", "midtbyen")}
    Responsibility.objects.create(household=household, valid_from=DAY, **bft)
    with refused("households_responsibility_one_unit_per_party"):
        Responsibility.objects.create(
            household=household, party="nav", unit=unit("nav", "heimdal"), valid_from=DAY
        )


def test_a_person_has_one_situation_a_day_with_fewer_than_14_children() -> None:
    person = PersonFactory()
    situate(person, DAY, number_of_children=13)
    with refused("households_situation_one_a_day"):
        situate(person, DAY)
    with refused("households_situation_fewer_than_14_children"):
        situate(person, DAY_BEFORE, number_of_children=14)
    assert Situation.objects.count() == 1


def test_a_person_of_a_household_cannot_be_deleted() -> None:
    household = HouseholdFactory()
    with pytest.raises(ProtectedError):
        household.contact.delete()


def test_the_number_of_a_household_is_the_one_printed_on_paper() -> None:
    assert Household(pk=418).number == "H-10418"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Membership.Role.APPLICANT, True),
        (Membership.Role.SPOUSE, True),
        (Membership.Role.COHABITANT, True),
        (Membership.Role.PARTNER, True),
        (Membership.Role.CHILD, False),
        (Membership.Role.OTHER_ADULT, False),
    ],
)
def test_who_supports_the_children_of_a_household(role: Membership.Role, expected: bool) -> None:
    assert Membership(role=role).supports_children == expected
