"""The demo's OSK meetings: held and to come, some by name, some without, nothing above capacity."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.flags.rules import TO_OSK
from coordination.models import AgendaItem, Flag, Meeting, OskAction
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.access import Protection
from households.models import Household, Membership
from households.months import month_of
from reports.demo.meetings import lay_down
from reports.demo.users import DISTRICTS, hire
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay


@pytest.fixture
def _laid_down(db: None) -> None:
    """Eleven families on assistance in each district, one of them protected."""
    staff, this_month = hire(), month_of(timezone.localdate())
    for district in DISTRICTS:
        for number in range(11):
            home = HouseholdFactory(district=district)
            child = PersonFactory(birth_date=date(2018, 5, 4))
            add_member(home, child, Membership.Role.CHILD)
            pay(home.contact, this_month - 12 - 4 * number, this_month)
            home.responsibilities.update(caseworker=staff.users[f"nav.{district}"])
        home.members.update(protection=Protection.CODE_6)
    lay_down(staff, 2025)


@pytest.mark.usefixtures("_laid_down")
def test_each_district_has_met_twice_and_will_meet_twice_within_capacity() -> None:
    today = timezone.localdate()
    for district in DISTRICTS:
        lead: Any = User.objects.get(username=f"osk.{district}")
        meetings = Meeting.objects.visible_to(lead).led_by(lead)
        assert (meetings.held().count(), meetings.planned().count()) == (2, 2)
        assert all(row.items.count() <= row.capacity for row in meetings)
        coming = AgendaItem.objects.visible_to(lead).filter(meeting__on__gt=today)
        assert {row.is_named for row in coming} == {True, False}
        assert {row.mode for row in coming} >= {"", "anonymous"}


@pytest.mark.usefixtures("_laid_down")
def test_some_actions_are_overdue_and_no_caseworker_has_more_than_fifteen_red_lines() -> None:
    today = timezone.localdate()
    assert OskAction.objects.filter(state="done").exists()
    late = OskAction.objects.open().filter(due_on__lt=today)
    assert late.exists()
    for district in DISTRICTS:
        user = User.objects.get(username=f"nav.{district}")
        rows = everything(scope_of(user, today))
        unassessed = "Tiltaksvurdering"  # measures are another part of the demo
        red = [row for row in rows if row.late in ("law", "plan") and row.kind != unassessed]
        assert {row.kind for row in red} <= {"OSK-tiltak"}
        assert len([row for row in red if row.caseworker_id == user.pk]) <= 15


@pytest.mark.usefixtures("_laid_down")
def test_the_protected_family_is_flagged_and_left_out() -> None:
    protected = Household.objects.filter(members__protection=Protection.CODE_6)
    assert Flag.objects.open().filter(rule__in=TO_OSK, household__in=protected).exists()
    assert not AgendaItem.objects.filter(household__in=protected).exists()
