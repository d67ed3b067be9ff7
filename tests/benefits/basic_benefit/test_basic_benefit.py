"""Grunnstønad is asked about where money hinders a health measure, and has a result in 60 days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benefits.basic_benefit import actions
from benefits.models import BasicBenefitCheck
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from households.models import Household
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def raised(household: Household, by: User, days_ago: int = 0) -> BasicBenefitCheck | None:
    return actions.raise_check(
        household=household,
        person=household.contact,
        unit=unit("nav", "midtbyen"),
        measure="Fysioterapi",
        at=timezone.now() - timedelta(days=days_ago),
        by=by,
    )


def post(user: User, name: str, household: Household, *more: int, **values: Any) -> Any:
    address = reverse(f"basic_benefit:{name}", args=[household.pk, *more])
    return logged_in(user).post(address, values, follow=True)


def test_raised_it_is_due_in_sixty_days(household: Household, caseworker: User) -> None:
    post(caseworker, "raise", household, person=household.contact_id, measure="Fysioterapi")
    check = BasicBenefitCheck.objects.get()
    assert check.due_on == timezone.localdate() + timedelta(days=60)
    assert check.result == ""


def test_one_is_open_at_a_time(household: Household, caseworker: User) -> None:
    assert raised(household, caseworker)
    assert raised(household, caseworker) is None
    page = post(caseworker, "raise", household, person=household.contact_id, measure="Briller")
    assert "blir allerede vurdert" in page.text


def test_applied_may_still_be_granted_and_then_it_is_settled(
    household: Household, caseworker: User
) -> None:
    check = raised(household, caseworker)
    assert check is not None
    for result in ("applied", "granted"):
        post(caseworker, "result", household, check.pk, result=result)
    page = post(caseworker, "result", household, check.pk, result="not_relevant")
    assert "allerede avklart" in page.text
    check.refresh_from_db()
    assert (check.result, check.result_by) == ("granted", caseworker)


def test_without_a_result_it_is_overdue_by_the_plan(household: Household, caseworker: User) -> None:
    raised(household, caseworker, days_ago=61)
    [row] = everything(scope_of(caseworker, timezone.localdate()))
    assert (row.kind, row.late, row.caseworker) == ("Grunnstønad", "plan", "Meg")


def test_what_is_wrong_is_told_and_nothing_is_stored(
    household: Household, caseworker: User
) -> None:
    page = post(caseworker, "raise", household, person=household.contact_id, measure="")
    assert "Skriv hvilket helsetiltak det gjelder." in page.text
    assert post(caseworker, "raise", household, person=99_999, measure="a").status_code == 404
    assert not BasicBenefitCheck.objects.exists()


def test_leaders_and_other_parties_neither_raise_nor_see_it(
    household: Household, team_leader: User, bft_adviser: User
) -> None:
    for user in (team_leader, bft_adviser):
        answer = post(user, "raise", household, person=household.contact_id, measure="a")
        assert answer.status_code == 403
