"""Conditions of access are written once for a user, and are the same as when written each time."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import time_machine
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policy import Permission, Role
from households import access, listing
from households.access import Protection, of_own_office, open_at_office, open_to
from households.listing import Moment, among, listed
from households.models import (
    BreakGlass,
    Disqualification,
    Household,
    Intake,
    Membership,
    Responsibility,
)
from tests.conftest import unit
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    UserFactory,
    add_member,
    give_role,
    intake,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("conditions_anew")]


def households_of(rows: Q) -> set[int]:
    return set(Membership.objects.filter(rows).values_list("household", flat=True))


def test_the_list_holds_what_is_visible_and_nothing_else(caseworker: User) -> None:
    here, hidden = (HouseholdFactory(district="midtbyen") for _ in range(2))
    HouseholdFactory(district="heimdal")
    add_member(hidden, PersonFactory(protection=Protection.CODE_6), Membership.Role.CHILD)
    visible = set(Household.objects.visible_to(caseworker).values_list("pk", flat=True))
    assert visible == {here.pk}
    assert households_of(open_to(caseworker)) == visible
    assert households_of(open_to(caseworker, whole=True)) == visible


def test_nobodys_list_is_empty_and_its_opposite_is_everything(stranger: User) -> None:
    home = HouseholdFactory()
    assert listed(Household.objects.none(), "id") is None
    assert households_of(open_to(stranger)) == set()
    assert list(Household.objects.filter(~among(None))) == [home]


def test_it_is_written_once_for_each_permission_however_often_it_is_asked(
    caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    core, opened = access._make_core, access._opened
    monkeypatch.setattr(access, "_make_core", lambda user: written.append("core") or core(user))
    monkeypatch.setattr(
        access, "_opened", lambda user, one: written.append(one) or opened(user, one)
    )
    for _ in range(3):
        list(Household.objects.visible_to(caseworker))
        list(Household.objects.visible_to(caseworker, Permission.OF_OFFICE))
        list(Household.objects.with_facts(caseworker))
        households_of(open_to(caseworker))
    assert written == ["core", Permission.SEE_HOUSEHOLDS, Permission.OF_OFFICE]


def test_another_request_of_the_user_writes_nothing_and_another_role_all(
    caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = HouseholdFactory(district="midtbyen")
    written = []
    make = access._opened
    monkeypatch.setattr(access, "_opened", lambda user, one: written.append(one) or make(user, one))
    for _ in range(3):
        assert list(Household.objects.visible_to(User.objects.get(pk=caseworker.pk))) == [home]
    assert len(written) == 1
    caseworker.role_assignments.update(unit=unit("nav", "heimdal"))
    assert list(Household.objects.visible_to(User.objects.get(pk=caseworker.pk))) == []
    assert len(written) == 2


def test_a_listing_may_stand_within_another_and_both_ask_what_time_it_is(stranger: User) -> None:
    later = listed(User.objects.filter(date_joined__gt=Moment()), "id")
    outer = listed(User.objects.filter(~among(later)), "id")
    for days, has_joined in ((-1, False), (1, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            assert User.objects.filter(among(outer), pk=stranger.pk).exists() is has_joined


def test_an_emergency_access_ends_at_its_moment_and_no_later(caseworker: User) -> None:
    home = HouseholdFactory(district="heimdal")
    opened = in_need(home, caseworker, unit("nav", "heimdal"))
    for seconds, is_open in ((-1, True), (0, False)):
        with time_machine.travel(opened.expires_at + timedelta(seconds=seconds), tick=False):
            assert Household.objects.visible_to(caseworker).exists() is is_open
            assert (home.pk in households_of(open_to(caseworker))) is is_open


Seat = tuple[Role, str, str]
PLACES = [(party, place) for party in ("nav", "bft", "hv") for place in ("midtbyen", "heimdal")]


@pytest.mark.parametrize(
    "seats",
    [
        [],
        [(Role.CASEWORKER, "nav", "midtbyen")],
        [(Role.TEAM_LEADER, "nav", "midtbyen")],
        [(Role.CASEWORKER, "nav", "midtbyen"), (Role.BFT_ADVISER, "bft", "heimdal")],
        [(Role.HOUSING_ADVISER, "hv", "midtbyen"), (Role.DEBT_COUNSELLOR, "nav", "heimdal")],
        [(Role.CASEWORKER, "nav", "midtbyen"), (Role.CASEWORKER, "nav", "heimdal")],
    ],
)
def test_what_an_office_has_is_open_by_one_condition_as_by_the_two_it_stands_for(
    seats: list[Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of each party, whoever has the household, opened in need or not, and closed or not."""
    user, somebody = UserFactory(), UserFactory()
    for role, party, place in seats:
        give_role(user, role, unit(party, place))
    for number in range(60):
        _varied(random.Random(number), user, somebody)
    assert bool(_by_two_conditions(user)) == bool(seats)
    assert _by_one(user) == _by_two_conditions(user) < set(Intake.objects.values_list("pk"))
    monkeypatch.setattr(access, "_may_break", lambda *_: False)
    listing.forget()
    again = User.objects.get(pk=user.pk)
    assert _by_one(again) == _by_two_conditions(again)


def _by_two_conditions(user: User) -> set[tuple[int]]:
    both = of_own_office(user, "party") & open_to(user, Permission.OF_OFFICE)
    return set(Intake.objects.filter(both).values_list("pk"))


def _by_one(user: User) -> set[tuple[int]]:
    return set(Intake.objects.filter(open_at_office(user, "party")).values_list("pk"))


def _varied(chance: random.Random, user: User, by: User) -> None:
    grade = chance.choice([Protection.NONE] * 5 + [Protection.CODE_7])
    home = HouseholdFactory(contact=PersonFactory(protection=grade))
    for party in chance.sample(("nav", "bft", "hv"), chance.randint(0, 3)):
        place = unit(party, chance.choice(("midtbyen", "heimdal")))
        begun = timezone.localdate() + timedelta(days=chance.choice((-9, -9, -9, 1)))
        Responsibility.objects.create(household=home, party=party, unit=place, valid_from=begun)
    if chance.random() < 0.4:
        in_need(home, user, unit(*chance.choice(PLACES)))
    if chance.random() < 0.1:
        Disqualification.objects.create(user=user, household=home, reason="friend")
    for party in ("nav", "bft", "hv"):
        intake(home, unit(party, "midtbyen"), by)


def in_need(home: Household, user: User, place: Unit) -> BreakGlass:
    now = timezone.now()
    return BreakGlass.objects.create(
        user=user,
        household=home,
        unit=place,
        person=home.contact,
        category="emergency",
        reason="Står uten mat i helgen",
        on=timezone.localdate(),
        opened_at=now,
        expires_at=now + timedelta(minutes=30),
    )
