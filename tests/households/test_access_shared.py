"""What is shared opens, nearness and declared conflicts close; in bulk as for one household."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Clearance, Substitution, User
from accounts.policy import Permission, Role
from households.access import Protection, verdict_on
from households.basis import Access
from households.models import (
    BreakGlass,
    Disqualification,
    Household,
    Membership,
    Person,
    Responsibility,
    StaffPerson,
)
from households.permits import may_reveal_number
from tests.conftest import unit
from tests.factories import (
    LONG_AGO,
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    break_glass,
    clear,
    share,
)

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def household(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def osk_lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


def rule(user: User, household: Household) -> str:
    """The verdict's rule for a new request of `user`, the same in bulk and alone."""
    fresh = User.objects.get(pk=user.pk)
    verdict = verdict_on(Household.objects.with_facts(fresh).get(pk=household.pk))
    visible = Household.objects.visible_to(fresh).filter(pk=household.pk).exists()
    assert visible == verdict.allow
    return verdict.rule


def test_what_is_shared_with_a_unit_opens_the_household_to_its_staff_until_it_ends(
    household: Household, bft_adviser: User
) -> None:
    assert rule(bft_adviser, household) == "no_basis"
    row = share(household, household.contact, unit("bft", "midtbyen"))
    assert rule(bft_adviser, household) == "share"
    row.valid_to = YESTERDAY
    row.save()
    assert rule(bft_adviser, household) == "no_basis"


def test_a_revoked_share_closes_at_once(household: Household, bft_adviser: User) -> None:
    row = share(household, household.contact, unit("bft", "midtbyen"))
    row.revoked_at, row.revoked_by = timezone.now(), bft_adviser
    row.save()
    assert rule(bft_adviser, household) == "no_basis"


def test_a_share_with_the_osk_meeting_opens_to_its_lead_and_not_to_the_office(
    household: Household, osk_lead: User, caseworker: User
) -> None:
    elsewhere = HouseholdFactory(district="heimdal")
    share(elsewhere, elsewhere.contact, unit("nav", "midtbyen"), audience="osk")
    assert rule(osk_lead, elsewhere) == "osk"
    assert rule(caseworker, elsewhere) == "no_basis"
    assert rule(osk_lead, household) == "no_basis"


def test_only_the_person_shared_is_known_and_only_in_the_scopes_shared(
    household: Household, bft_adviser: User
) -> None:
    spouse = PersonFactory()
    add_member(household, spouse, Membership.Role.SPOUSE)
    share(household, spouse, unit("bft", "midtbyen"), scope="household")
    share(household, household.contact, unit("bft", "midtbyen"), scope="housing")
    access = Access(household, bft_adviser, "share")
    assert access.knows(spouse.pk)
    assert not access.knows(household.contact_id)
    assert access.covers(household.contact_id, "housing")
    assert not access.covers(household.contact_id, "economy")
    assert list(Person.objects.visible_to(bft_adviser)) == [spouse]


def test_a_share_never_opens_a_protected_household(household: Household, bft_adviser: User) -> None:
    share(household, household.contact, unit("bft", "midtbyen"))
    Person.objects.filter(pk=household.contact_id).update(protection=Protection.CODE_7)
    assert rule(bft_adviser, household) == "protected"


@pytest.mark.parametrize("left", [False, True])
def test_own_household_and_those_of_relatives_are_closed_also_after_moving_out(
    household: Household, caseworker: User, team_leader: User, left: bool
) -> None:
    me, sister = PersonFactory(), PersonFactory()
    home = HouseholdFactory(district="midtbyen")
    ended = YESTERDAY if left else None
    add_member(home, me, Membership.Role.CHILD, valid_to=ended)
    add_member(home, sister, Membership.Role.CHILD, valid_to=ended)
    add_member(household, sister, Membership.Role.SPOUSE)
    assert rule(caseworker, household) == "office"
    for user in (caseworker, team_leader):
        StaffPerson.objects.create(user=user, person=me)
        for concerned in (home, household):
            break_glass(user, concerned)
            assert rule(user, concerned) == "near"


def test_a_declared_conflict_closes_the_household_to_that_user_alone_until_lifted(
    household: Household, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    declared = Disqualification.objects.create(
        user=caseworker, household=household, reason=Disqualification.Reason.FRIEND
    )
    assert rule(caseworker, household) == "disqualified"
    assert rule(colleague_same_office, household) == "office"
    declared.lifted_at, declared.lifted_by = timezone.now(), team_leader
    declared.save()
    assert rule(caseworker, household) == "office"


def test_emergency_access_lifts_the_office_and_nothing_else(
    household: Household, caseworker_other_office: User, executive: User
) -> None:
    user = caseworker_other_office
    opened = break_glass(user, household)
    assert rule(user, household) == "break_glass"
    with_money = Household.objects.visible_to(user, Permission.SEE_BENEFITS)
    assert household in with_money
    break_glass(executive, household)
    assert rule(executive, household) == "no_basis"
    clear(user, Clearance.Kind.CODE_7)
    Person.objects.filter(pk=household.contact_id).update(protection=Protection.CODE_6)
    assert rule(user, household) == "protected"
    Person.objects.filter(pk=household.contact_id).update(protection=Protection.NONE)
    opened.opened_at = timezone.now() - timedelta(hours=25)
    opened.expires_at = timezone.now() - timedelta(hours=1)
    opened.save()
    assert rule(user, household) == "no_basis"


def test_a_substitute_may_do_what_the_absent_caseworker_may(
    household: Household, caseworker: User, colleague_same_office: User
) -> None:
    household.responsibilities.update(caseworker=caseworker)
    responsible = list(household.responsibilities.all())
    assert not may_reveal_number(colleague_same_office, responsible)
    Substitution.objects.create(
        absent=caseworker,
        substitute=colleague_same_office,
        valid_from=TODAY,
        valid_to=TODAY,
        registered_by=caseworker,
    )
    assert may_reveal_number(colleague_same_office, responsible)


@pytest.mark.parametrize("seed", range(6))
def test_bulk_and_single_verdicts_agree_on_random_scenes(db: None, seed: int) -> None:
    chance = random.Random(seed)
    places = ("midtbyen", "heimdal")
    users = [
        UserFactory(role=role, unit=unit(party, place))
        for role, party in (
            (Role.CASEWORKER, "nav"),
            (Role.TEAM_LEADER, "nav"),
            (Role.BFT_ADVISER, "bft"),
            (Role.OSK_LEAD, "nav"),
        )
        for place in places
    ]
    households = [HouseholdFactory(district=chance.choice(places)) for _ in range(12)]
    for home in households:
        home.contact.protection = chance.choice([Protection.NONE] * 4 + list(Protection))
        home.contact.save()
        _scatter(home, users, chance)
    for user in users[:4]:
        StaffPerson.objects.create(user=user, person=chance.choice(households).contact)
    told = {rule(user, home) for user in users for home in households}
    assert len(told) > 3


def _scatter(home: Household, users: list[User], chance: random.Random) -> None:
    user = chance.choice(users)
    what = chance.randrange(5)
    if what == 0:
        share(home, home.contact, unit("bft", chance.choice(("midtbyen", "heimdal"))))
    elif what == 1:
        share(home, home.contact, unit("nav", "midtbyen"), audience="osk")
    elif what == 2:
        break_glass(user, home)
    elif what == 3:
        Disqualification.objects.create(user=user, household=home, reason="friend")
    else:
        Responsibility.objects.create(
            household=home, party="bft", unit=unit("bft", "midtbyen"), valid_from=LONG_AGO
        )
    assert BreakGlass.objects.filter(household=home).count() <= 1
