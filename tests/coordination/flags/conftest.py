"""A family on assistance at Midtbyen, and the day the flags are worked out for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from accounts.policy import Role
from coordination.flags.actions import recompute
from coordination.models import Flag
from households.models import Household, Membership
from households.months import Month, month_from
from tests.casework import limit
from tests.coordination.plans.making import plan_of
from tests.factories import HouseholdFactory, PersonFactory, add_member

TODAY = date(2026, 6, 15)
JUNE: Month = month_from(2026, 6)


@pytest.fixture
def family(db: None, caseworker: User) -> Household:
    """A parent of 36 who supports Nora of eight; the caseworker's, followed by a plan."""
    parent = PersonFactory(first_name="Amina", birth_date=date(1990, 3, 15))
    home = HouseholdFactory(contact=parent, district="midtbyen")
    add_member(home, PersonFactory(birth_date=date(2018, 5, 4)), Membership.Role.CHILD)
    home.responsibilities.filter(party="nav").update(caseworker=caseworker)
    plan_of(home, caseworker, TODAY, next_review_on=date(2099, 1, 1))
    return home


def flags(on: date = TODAY, household: Household | None = None) -> list[str]:
    """The rules that stand open after a night's work."""
    recompute(today=on, households=None if household is None else [household.pk])
    return sorted(Flag.objects.open().values_list("rule", flat=True))


@pytest.fixture
def letters(tmp_path: Path, settings: Any) -> None:
    """Letters go to a folder of the test's own, and both roles may decide."""
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 100)
    limit(Role.TEAM_LEADER, 50_000)
