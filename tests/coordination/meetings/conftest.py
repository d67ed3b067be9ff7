"""The OSK meeting of NAV Midtbyen: its lead, a meeting next week, and families with flags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination.meetings.actions import call_meeting
from coordination.meetings.agenda import fill_agendas
from coordination.models import AgendaItem, Flag, Meeting
from households.models import Household, Membership
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, share

NEXT = date(2026, 12, 3)


@pytest.fixture
def lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def meeting(lead: User) -> Meeting:
    return meet(lead, NEXT)


def meet(lead: User, on: date) -> Meeting:
    return call_meeting(
        unit=unit("nav", "midtbyen"),
        on=on,
        begins_at=time(9),
        ends_at=time(11),
        at=timezone.now(),
        by=lead,
    )


def flagged(
    rule: str = "family_12", *, name: str = "Flaggesen", on: date | None = None
) -> Household:
    """A parent with Nora of eight at Midtbyen, and an open flag to the meeting."""
    home = HouseholdFactory(contact=PersonFactory(last_name=name), district="midtbyen")
    child = PersonFactory(first_name="Nora", last_name=name, birth_date=date(2018, 5, 4))
    add_member(home, child, Membership.Role.CHILD)
    raise_flag(home, rule, on)
    return home


def raise_flag(home: Household, rule: str, on: date | None = None) -> Flag:
    data = {"children": 1, "months": 12, "within": 18}
    return Flag.objects.create(
        household=home, rule=rule, raised_on=on or timezone.localdate(), data=data
    )


def consented(home: Household, *scopes: str) -> Household:
    """All members are shared with the meeting of Midtbyen: who they are, and these scopes."""
    for scope in ("household", *scopes):
        for row in home.memberships.all():
            share(home, row.person, unit("nav", "midtbyen"), scope, audience="osk")
    return home


def fill(days: int = 0) -> int:
    return fill_agendas(at=timezone.now() + timedelta(days=days))


def item_of(home: Household) -> AgendaItem:
    """The latest of the household's, told whether it may be named."""
    rows = AgendaItem.objects.filter(household=home).with_basis(timezone.localdate())
    found = rows.order_by("-pk").first()
    assert found is not None
    return found


@pytest.fixture
def on_agenda(meeting: Meeting) -> Callable[..., AgendaItem]:
    """Makes a family, and puts it on the agenda as its flags do."""

    def make(rule: str = "serious", *, consent: bool = True, name: str = "Flaggesen") -> AgendaItem:
        home = flagged(rule, name=name)
        if consent:
            consented(home, "children", "economy")
        fill()
        return item_of(home)

    return make
