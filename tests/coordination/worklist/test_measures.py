"""Whoever is to be assessed for an active measure stands in the work list (1a)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.cases.queries import obstacles
from coordination.worklist.due import scope_of
from coordination.worklist.due_measures import to_assess
from households.models import Household
from households.months import month_of
from tests.benefits.measures.filled import assessed
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    pay(home.contact, month_of(TODAY) - 4, month_of(TODAY))
    return home


def test_never_assessed_is_late_by_the_plan(household: Household, caseworker: User) -> None:
    [row] = to_assess(scope_of(caseworker, TODAY))
    assert (row.late, row.status, row.caseworker) == ("plan", "Skal vurderes", "Meg")
    assert row.why == "5 stønadsmåneder av de siste 6, aldri vurdert"
    assert row.url.endswith(f"?person={household.contact_id}")
    assert "Tiltaksvurdering" not in str(obstacles(household, caseworker, TODAY))


@pytest.mark.parametrize(
    ("ago", "review", "late"), [(10, 20, None), (10, 0, ""), (10, -1, "own"), (200, -20, "plan")]
)
def test_a_review_that_has_come_is_a_reminder_and_an_old_assessment_none(
    household: Household, caseworker: User, ago: int, review: int, late: str | None
) -> None:
    on, again = TODAY - timedelta(days=ago), TODAY + timedelta(days=review)
    assessed(household, caseworker, on=on, next_review_on=again)
    found = [row.late for row in to_assess(scope_of(caseworker, TODAY))]
    assert found == ([] if late is None else [late])


def test_another_office_is_told_nothing(
    household: Household, caseworker_other_office: User
) -> None:
    assert list(to_assess(scope_of(caseworker_other_office, TODAY))) == []
