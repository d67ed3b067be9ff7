"""A right in one unit, or a share in one household, opens nothing in another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import RoleAssignment, User
from accounts.policy import Role
from coordination.queries import households_with_number, listable, named, named_for
from households.basis import Access
from households.models import (
    BreakGlass,
    Consent,
    Household,
    Intake,
    Membership,
    Person,
    Responsibility,
)
from households.permits import may_see_benefits
from tests.conftest import logged_in, unit
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    ask,
    give_role,
    intake,
    share,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NUMBER = "15839200169"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def responsible(household: Household, party: str, district: str) -> None:
    Responsibility.objects.create(
        household=household, party=party, unit=unit(party, district), valid_from=LONG_AGO
    )


@pytest.fixture
def two_seats(db: None) -> User:
    """NAV in Midtbyen and BFT in Heimdal."""
    user = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))
    give_role(user, Role.BFT_ADVISER, unit("bft", "heimdal"))
    return user


@pytest.fixture
def of_both(two_seats: User) -> Household:
    """A household of NAV and BFT in Midtbyen: the user sits in the first alone."""
    household = HouseholdFactory(district="midtbyen")
    responsible(household, "bft", "midtbyen")
    return household


def test_a_seat_at_another_office_of_a_party_opens_none_of_its_intakes(
    two_seats: User, of_both: Household
) -> None:
    ours = intake(of_both, unit("nav", "midtbyen"), two_seats)
    intake(of_both, unit("bft", "midtbyen"), UserFactory())
    assert list(Intake.objects.visible_to(fresh(two_seats))) == [ours]


def test_a_seat_at_another_office_of_a_party_opens_none_of_its_consents(
    two_seats: User, of_both: Household
) -> None:
    ours = ask(of_both, of_both.contact, two_seats)
    ask(of_both, of_both.contact, two_seats, from_party="bft", to_parties=["nav"])
    assert list(Consent.objects.visible_to(fresh(two_seats))) == [ours]
    page = logged_in(two_seats).get(f"/husstander/{of_both.pk}/samtykke/").content.decode()
    assert page.count("Samordne hjelpen") == 1


def test_a_seat_at_another_office_of_a_party_does_not_tell_who_has_the_case_there(
    two_seats: User, of_both: Household
) -> None:
    page = logged_in(two_seats).get(f"/husstander/{of_both.pk}/").content.decode()
    assert str(unit("nav", "midtbyen")) in page
    assert str(unit("bft", "midtbyen")) not in page


def opened_in_need(user: User, household: Household, party: str) -> BreakGlass:
    now = timezone.now()
    return BreakGlass.objects.create(
        user=user,
        household=household,
        person=household.contact,
        unit=unit(party, "ostbyen"),
        category="emergency",
        reason="Står uten mat i helgen",
        on=TODAY,
        opened_at=now,
        expires_at=now + timedelta(hours=24),
    )


def test_an_emergency_access_ends_with_the_role_in_the_party_it_was_opened_for(
    two_seats: User,
) -> None:
    household = HouseholdFactory(district="ostbyen")
    opened_in_need(two_seats, household, "nav")
    assert Household.objects.visible_to(fresh(two_seats)).filter(pk=household.pk).exists()
    role = RoleAssignment.objects.get(user=two_seats, role=Role.CASEWORKER)
    role.valid_to = TODAY - timedelta(days=1)
    role.save()
    assert not Household.objects.visible_to(fresh(two_seats)).filter(pk=household.pk).exists()


def test_an_emergency_access_to_one_party_opens_no_benefits_of_another(two_seats: User) -> None:
    household = HouseholdFactory()
    responsible(household, "bft", "ostbyen")
    opened_in_need(two_seats, household, "bft")
    user = fresh(two_seats)
    household.access = Access(household, user, "break_glass")
    household.responsible_today = []
    assert household.access.own_parties == {"bft"}
    assert not may_see_benefits(user, household)


@pytest.fixture
def elsewhere(db: None, bft_adviser: User) -> Household:
    """NAV's household of Person and a child; BFT has the child by a share, and knows Person."""
    person = PersonFactory(last_name="Kryssesen", national_id=NUMBER)
    household, child = HouseholdFactory(contact=person, district="heimdal"), PersonFactory()
    add_member(household, child, Membership.Role.CHILD)
    share(household, child, unit("bft", "midtbyen"))
    home = HouseholdFactory()
    add_member(home, person, Membership.Role.OTHER_ADULT)
    responsible(home, "bft", "midtbyen")
    return household


def test_a_number_finds_no_household_in_which_the_person_is_not_shared(
    elsewhere: Household, bft_adviser: User
) -> None:
    assert Person.objects.visible_to(bft_adviser).filter(national_id=NUMBER).exists()
    found = households_with_number(bft_adviser, NUMBER, TODAY)
    assert found
    assert elsewhere not in found


def test_a_name_finds_no_household_in_which_the_person_is_not_shared(
    elsewhere: Household, bft_adviser: User
) -> None:
    other = HouseholdFactory(contact=Person.objects.get(national_id=NUMBER), district="heimdal")
    share(other, other.contact, unit("bft", "midtbyen"))
    user = fresh(bft_adviser)
    found = named(listable(user, TODAY), "Kryssesen", user, TODAY)
    assert other in found
    assert elsewhere not in found


def test_the_list_does_not_name_a_contact_who_is_known_from_another_household(
    elsewhere: Household, bft_adviser: User
) -> None:
    user = fresh(bft_adviser)
    row = listable(user, TODAY).get(pk=elsewhere.pk)
    assert not row.contact_known
    assert named_for([elsewhere], user) == [(elsewhere, f"Husstanden {elsewhere.number}")]
    assert "Kryssesen" not in logged_in(user).get("/husstander/").content.decode()
