"""The demo's intakes and emergency accesses: some wait in each office, one too long."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count
from django.utils import timezone

from accounts.models import Unit, User
from households import queries
from households.models import BreakGlass, Household, Intake, Person
from households.national_id import synthetic_national_id
from reports.demo.contacts import lay_down
from reports.demo.users import DISTRICTS, hire
from tests.factories import HouseholdFactory, PersonFactory


@pytest.fixture
def _laid_down(db: None) -> None:
    staff = hire()
    for number in range(9 * len(DISTRICTS)):
        district = DISTRICTS[number % 4]
        contact = PersonFactory(national_id=synthetic_national_id(date(1985, 5, 17), number))
        home = HouseholdFactory(contact=contact, district=district)
        home.responsibilities.update(caseworker=staff.users[f"nav.{district}"])
    before = (Person.objects.count(), Household.objects.count())
    lay_down(staff, 2025)
    assert (Person.objects.count(), Household.objects.count()) == before


@pytest.mark.usefixtures("_laid_down")
def test_some_intakes_wait_in_every_office_and_their_staff_see_them() -> None:
    waiting = Intake.objects.filter(taken_at=None).values_list("unit").annotate(number=Count("pk"))
    assert {unit for unit, number in waiting if number >= 2} == set(
        Unit.objects.values_list("pk", flat=True)
    )
    for kind in ("nav", "bft", "hv"):
        user = User.objects.get(username=f"{kind}.ostbyen")
        assert queries.inbox(user).count() >= 2


@pytest.mark.usefixtures("_laid_down")
def test_one_emergency_access_is_overdue_and_one_user_stands_out() -> None:
    leader = User.objects.get(username="leder.ostbyen")
    assert queries.overdue_reviews(leader) == 1
    waiting = queries.reviewable_emergencies(leader).filter(reviewed_at=None)
    assert [len(queries.acts_in(opened)) for opened in waiting] == [3, 3]
    [told] = queries.frequent_break_glass_users(timezone.now())
    assert (told.user.username, told.count) == ("nav.lerkendal", 4)
    assert not BreakGlass.objects.live_at(timezone.now()).exists()
