"""Who may see which household, and whose whole number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Clearance, RoleAssignment, User
from accounts.policy import Permission, Role
from households.access import Protection
from households.models import Household, Membership, Person, Responsibility
from households.permits import may_reveal_number
from tests.conftest import unit
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    clear,
    give_role,
)

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


def sees(user: User, household: Household) -> bool:
    """Whether a new request of `user` finds the household, and its people with it."""
    fresh = User.objects.get(pk=user.pk)
    found = Household.objects.visible_to(fresh).filter(pk=household.pk).exists()
    people = Person.objects.visible_to(fresh).filter(pk=household.contact_id)
    assert people.exists() == found
    return found


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("caseworker", True),
        ("colleague_same_office", True),
        ("team_leader", True),
        ("caseworker_other_office", False),
        ("bft_adviser", False),
        ("executive", False),
        ("administrator", False),
        ("stranger", False),
    ],
)
def test_the_responsible_office_sees_the_household_and_nobody_else(
    request: pytest.FixtureRequest, household: Household, actor: str, expected: bool
) -> None:
    assert sees(request.getfixturevalue(actor), household) == expected


def test_another_party_sees_the_household_once_it_is_responsible_too(
    household: Household, bft_adviser: User
) -> None:
    Responsibility.objects.create(
        household=household, party="bft", unit=unit("bft", "midtbyen"), valid_from=YESTERDAY
    )
    assert sees(bft_adviser, household)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        (date(2005, 1, 1), YESTERDAY, False),
        (date(2005, 1, 1), timezone.localdate(), True),
        (timezone.localdate(), None, True),
        (TOMORROW, None, False),
    ],
)
def test_a_role_holds_from_its_first_day_through_its_last(
    household: Household, valid_from: date, valid_to: date | None, expected: bool
) -> None:
    user = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"))
    RoleAssignment.objects.filter(user=user).update(valid_from=valid_from, valid_to=valid_to)
    assert sees(user, household) == expected


def test_an_ended_responsibility_closes_the_household(
    household: Household, caseworker: User
) -> None:
    household.responsibilities.update(valid_to=YESTERDAY)
    assert not sees(caseworker, household)


def test_a_closed_unit_gives_no_access(household: Household, caseworker: User) -> None:
    closed = unit("nav", "midtbyen")
    closed.valid_to = YESTERDAY
    closed.save()
    assert not sees(caseworker, household)


def test_an_inactive_user_sees_nothing(household: Household, caseworker: User) -> None:
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert not sees(caseworker, household)


@pytest.mark.parametrize(
    ("grade", "kind"),
    [
        (Protection.CODE_7, Clearance.Kind.CODE_7),
        (Protection.CODE_6, Clearance.Kind.CODE_6),
        (Protection.CODE_6_ABROAD, Clearance.Kind.CODE_6),
        (Protection.STAFF, Clearance.Kind.STAFF),
    ],
)
def test_a_protected_household_opens_only_to_a_clearance_of_its_own_kind(
    household: Household, caseworker: User, grade: Protection, kind: Clearance.Kind
) -> None:
    Person.objects.filter(pk=household.contact_id).update(protection=grade)
    assert not sees(caseworker, household)
    for other in set(Clearance.Kind) - {kind}:
        clear(caseworker, other)
    assert not sees(caseworker, household)
    clearance = clear(caseworker, kind)
    assert sees(caseworker, household)
    Clearance.objects.filter(pk=clearance.pk).update(valid_to=YESTERDAY)
    assert not sees(caseworker, household)


def test_a_clearance_without_a_responsible_unit_opens_nothing(
    household: Household, caseworker_other_office: User
) -> None:
    Person.objects.filter(pk=household.contact_id).update(protection=Protection.CODE_6)
    clear(caseworker_other_office, Clearance.Kind.CODE_6)
    assert not sees(caseworker_other_office, household)


@pytest.mark.parametrize("grade", [Protection.UNKNOWN, "something_new"])
def test_an_unknown_grade_is_closed_to_every_clearance(
    household: Household, caseworker: User, grade: str
) -> None:
    for kind in Clearance.Kind:
        clear(caseworker, kind)
    Person.objects.filter(pk=household.contact_id).update(protection=grade)
    assert not sees(caseworker, household)


@pytest.mark.parametrize("left_on", [None, YESTERDAY])
def test_one_protected_member_closes_the_household_also_after_leaving_it(
    household: Household, caseworker: User, left_on: date | None
) -> None:
    child = PersonFactory(protection=Protection.CODE_7)
    add_member(household, child, Membership.Role.CHILD, valid_to=left_on)
    assert not sees(caseworker, household)
    clear(caseworker, Clearance.Kind.CODE_7)
    assert sees(caseworker, household)


def test_another_permission_narrows_to_the_units_in_which_the_role_gives_it(
    household: Household, bft_adviser: User
) -> None:
    give_role(bft_adviser, Role.CASEWORKER, unit("nav", "heimdal"))
    Responsibility.objects.create(
        household=household, party="bft", unit=unit("bft", "midtbyen"), valid_from=YESTERDAY
    )
    at_heimdal = HouseholdFactory(district="heimdal")
    both = Household.objects.visible_to(bft_adviser).order_by("pk")
    assert list(both) == [household, at_heimdal]
    with_money = Household.objects.visible_to(bft_adviser, Permission.SEE_BENEFITS)
    assert list(with_money) == [at_heimdal]


def test_the_caseworker_who_has_the_household_may_reveal_a_number_and_colleagues_may_not(
    household: Household, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    household.responsibilities.update(caseworker=caseworker)
    responsible = list(household.responsibilities.all())
    assert may_reveal_number(caseworker, responsible)
    assert may_reveal_number(team_leader, responsible)
    assert not may_reveal_number(colleague_same_office, responsible)


def test_having_the_household_without_a_role_in_its_unit_reveals_nothing(
    household: Household, caseworker_other_office: User, executive: User
) -> None:
    for user in (caseworker_other_office, executive):
        household.responsibilities.update(caseworker=user)
        assert not may_reveal_number(user, household.responsibilities.all())
