"""The demo's report year: some families mapped, some discussed, and nothing of it waits today."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from children.models import ChildMapping
from coordination.models import AgendaItem, CoordinatedPlan, Meeting
from households.access import Protection
from households.models import Household, Membership
from households.months import month_from
from reports.demo import children, meetings, plans_before
from reports.demo.users import DISTRICTS, hire
from reports.followed import followed_at
from tests.factories import HouseholdFactory, PersonFactory, add_member, pay

YEAR = timezone.localdate().year - 1
R = month_from(YEAR, 12)


@pytest.fixture
def city(db: None) -> list[Household]:
    """Six families in each district, two of them long on assistance, one of those protected."""
    staff, made = hire(), []
    for district in DISTRICTS:
        for number in range(6):
            home = HouseholdFactory(district=district)
            child = PersonFactory(birth_date=date(YEAR - 8, 5, 4))
            add_member(home, child, Membership.Role.CHILD)
            pay(home.contact, R - (40 if number > 3 else 3), R)
            home.responsibilities.update(caseworker=staff.users[f"nav.{district}"])
            made.append(home)
        made[-1].members.update(protection=Protection.CODE_6)
    children.lay_down_year(staff, YEAR)
    meetings.lay_down_year(staff, YEAR)
    plans_before.lay_down(staff, YEAR)
    return made


def test_some_are_mapped_and_some_discussed_in_each_year(city: list[Household]) -> None:
    found = followed_at(R)
    assert 0 < len({home for home, _ in found.mapped}) < len(city)
    assert len(found.discussed) == 5 * len(DISTRICTS)
    assert len(found.planned) == 5 * len(DISTRICTS)


def test_no_protected_family_is_among_them(city: list[Household]) -> None:
    protected = Household.objects.filter(members__protection=Protection.CODE_6)
    assert not AgendaItem.objects.filter(household__in=protected).exists()
    assert not ChildMapping.objects.filter(household__in=protected).exists()


def test_nothing_of_it_waits(city: list[Household]) -> None:
    assert not AgendaItem.objects.filter(closed_at=None).exists()
    assert not Meeting.objects.planned().exists()
    assert not CoordinatedPlan.objects.standing().exists()
    assert not ChildMapping.objects.in_progress().exists()
    assert not ChildMapping.objects.filter(domains__level__in=("2", "3")).exists()
