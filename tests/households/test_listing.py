"""Conditions of access are written once for a user, and are the same as when written each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from households import access
from households.access import Protection, open_to
from households.listing import Moment, among, listed
from households.models import BreakGlass, Household, Membership
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member

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
    make = access._make_facts
    monkeypatch.setattr(
        access, "_make_facts", lambda user, one: written.append(one) or make(user, one)
    )
    for _ in range(3):
        list(Household.objects.visible_to(caseworker))
        list(Household.objects.visible_to(caseworker, Permission.OF_OFFICE))
        households_of(open_to(caseworker))
    assert written == [Permission.SEE_HOUSEHOLDS, Permission.OF_OFFICE]


def test_another_request_of_the_user_writes_nothing_and_another_role_all(
    caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = HouseholdFactory(district="midtbyen")
    written = []
    make = access._make_facts
    monkeypatch.setattr(
        access, "_make_facts", lambda user, one: written.append(one) or make(user, one)
    )
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


def test_an_emergency_access_is_not_remembered_beyond_its_end(caseworker: User) -> None:
    home = HouseholdFactory(district="heimdal")
    now = timezone.now()
    BreakGlass.objects.create(
        user=caseworker,
        household=home,
        unit=unit("nav", "heimdal"),
        person=home.contact,
        category="emergency",
        reason="Står uten mat i helgen",
        on=timezone.localdate(),
        opened_at=now,
        expires_at=now + timedelta(minutes=30),
    )
    for seconds, is_open in ((1_799, True), (1_800, False)):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            assert Household.objects.visible_to(caseworker).exists() is is_open
            assert (home.pk in households_of(open_to(caseworker))) is is_open
