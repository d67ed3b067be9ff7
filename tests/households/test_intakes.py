"""Whose inbox an intake comes to, who may see it, and who has the household afterwards."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from households import intakes, queries
from households.intakes import Asked, Stated, register_intake, take_intake
from households.models import Household, Intake, Membership, Person, Responsibility
from tests.conftest import unit
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
    intake,
    share,
)

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
NUMBER = "15839200169"


@pytest.fixture
def home(db: None) -> Household:
    return HouseholdFactory(contact=PersonFactory(national_id=NUMBER), district="midtbyen")


def ask(by: User, *, party: str = "nav", district: str = "heimdal") -> Intake:
    return register_intake(
        stated=Stated("Anna", "Oppgitt", None, NUMBER),
        asked=Asked(TODAY, "visit", ["subsistence"], "", uuid.uuid4()),
        unit=unit(party, district),
        by=by,
    )


def sees(user: User, row: Intake) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return Intake.objects.visible_to(fresh).filter(pk=row.pk).exists()


def test_the_household_lived_in_today_counts_before_one_that_was_left(
    home: Household, caseworker_other_office: User
) -> None:
    left = HouseholdFactory(district="heimdal")
    add_member(left, home.contact, Membership.Role.CHILD, valid_to=YESTERDAY)
    assert ask(caseworker_other_office).household == home


def test_of_two_households_the_own_offices_counts_first(
    home: Household, caseworker_other_office: User
) -> None:
    other = HouseholdFactory(district="heimdal")
    add_member(other, home.contact, Membership.Role.CHILD)
    made = ask(caseworker_other_office)
    assert (made.household, made.unit) == (other, unit("nav", "heimdal"))


def test_one_whose_office_ended_comes_to_the_office_of_the_district(
    home: Household, caseworker_other_office: User, caseworker: User
) -> None:
    home.responsibilities.update(valid_to=YESTERDAY)
    made = ask(caseworker_other_office)
    assert made.unit == unit("nav", "midtbyen")
    assert (sees(caseworker, made), sees(caseworker_other_office, made)) == (True, False)


def test_one_in_a_household_without_district_comes_to_the_registrars_own(
    home: Household, caseworker_other_office: User
) -> None:
    home.responsibilities.update(valid_to=YESTERDAY)
    home.residences.all().delete()
    assert ask(caseworker_other_office).unit == unit("nav", "heimdal")


def test_a_person_in_no_household_is_taken_as_they_are(caseworker_other_office: User) -> None:
    known = PersonFactory(national_id=NUMBER, first_name="Kjent")
    made = ask(caseworker_other_office)
    assert (made.person, made.household.contact.first_name) == (known, "Kjent")


def test_two_who_register_the_same_new_person_at_once_make_one_person(
    caseworker_other_office: User, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, unseen = intakes._place_of, [True]

    def late(*args: object) -> object:
        """The first time the other's person is not there yet."""
        return None if unseen and unseen.pop() else look(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(intakes, "_place_of", late)
    assert ask(caseworker_other_office).household == home
    assert unseen == []
    assert Person.objects.filter(national_id=NUMBER).count() == 1


def test_what_follows_a_household_to_another_office_is_that_offices(
    home: Household, caseworker: User, caseworker_other_office: User
) -> None:
    row = intake(home, unit("nav", "midtbyen"), caseworker)
    home.responsibilities.update(unit=unit("nav", "heimdal"))
    assert list(queries.inbox(caseworker)) == []
    assert list(queries.inbox(caseworker_other_office)) == [row]


def test_another_party_sees_none_though_it_has_or_shares_the_household(
    home: Household, caseworker: User, bft_adviser: User
) -> None:
    row = intake(home, unit("nav", "midtbyen"), caseworker)
    assert sees(caseworker, row)
    share(home, home.contact, unit("bft", "midtbyen"))
    assert not sees(bft_adviser, row)
    Responsibility.objects.create(
        household=home, party="bft", unit=unit("bft", "midtbyen"), valid_from=LONG_AGO
    )
    assert not sees(bft_adviser, row)


def test_an_emergency_access_shows_it_but_is_no_inbox(
    home: Household, caseworker: User, caseworker_other_office: User
) -> None:
    row = intake(home, unit("nav", "midtbyen"), caseworker)
    assert not sees(caseworker_other_office, row)
    break_glass(caseworker_other_office, home)
    assert sees(caseworker_other_office, row)
    assert list(queries.inbox(User.objects.get(pk=caseworker_other_office.pk))) == []


def test_the_oldest_stands_first(home: Household, caseworker: User) -> None:
    late, early = (
        intake(home, unit("nav", "midtbyen"), caseworker, received_on=on)
        for on in (TODAY, YESTERDAY)
    )
    assert list(queries.inbox(caseworker)) == [early, late]


@pytest.mark.parametrize("began", [LONG_AGO, TODAY])
def test_who_takes_it_gets_a_household_that_nobody_has_from_today_on(
    home: Household, caseworker: User, began: object
) -> None:
    home.responsibilities.update(valid_from=began)
    assert take_intake(intake=intake(home, unit("nav", "midtbyen"), caseworker), by=caseworker)
    rows = home.responsibilities.order_by("valid_from").values_list(
        "valid_from", "valid_to", "caseworker"
    )
    before = [(began, YESTERDAY, None)] if began == LONG_AGO else []
    assert list(rows) == [*before, (TODAY, None, caseworker.pk)]


def test_a_household_that_somebody_has_keeps_its_caseworker(
    home: Household, caseworker: User, colleague_same_office: User
) -> None:
    home.responsibilities.update(caseworker=colleague_same_office)
    take_intake(intake=intake(home, unit("nav", "midtbyen"), caseworker), by=caseworker)
    assert home.responsibilities.get().caseworker == colleague_same_office


def test_only_the_first_takes_it(home: Household, caseworker: User, team_leader: User) -> None:
    row = intake(home, unit("nav", "midtbyen"), caseworker)
    assert take_intake(intake=row, by=caseworker)
    assert not take_intake(intake=row, by=team_leader)
    assert Intake.objects.get().taken_by == caseworker


def test_a_responsibility_that_begins_later_is_not_run_into(
    home: Household, caseworker: User
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    home.responsibilities.update(valid_from=tomorrow)
    take_intake(intake=intake(home, unit("nav", "midtbyen"), caseworker), by=caseworker)
    assert home.responsibilities.get(caseworker=caseworker).valid_to == TODAY


def test_a_role_that_takes_no_intake_has_no_inbox(home: Household) -> None:
    lead = UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))
    row = intake(home, unit("nav", "midtbyen"), lead)
    assert list(queries.inbox(lead)) == []
    assert not sees(lead, row)
