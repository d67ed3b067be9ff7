"""What runs now is told apart from what ran last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from households.months import month_of
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, enrol, pay

pytestmark = pytest.mark.django_db


def heading(caseworker: User, *, months_ago: int, in_programme: bool = False) -> bool:
    """Whether the panel says that something runs, with assistance last paid so long ago."""
    today = timezone.localdate()
    household = HouseholdFactory(district="midtbyen")
    pay(household.contact, month_of(today) - months_ago)
    if in_programme:
        enrol(household.contact, today - timedelta(days=30))
    page = logged_in(caseworker).get(reverse("coordination:household", args=[household.pk])).text
    assert ("Løper nå" in page) != ('id="running">Sist<' in page)
    return "Løper nå" in page


@pytest.mark.parametrize(("months_ago", "runs"), [(0, True), (1, True), (2, False), (9, False)])
def test_assistance_of_this_month_or_the_last_runs(
    caseworker: User, months_ago: int, runs: bool
) -> None:
    assert heading(caseworker, months_ago=months_ago) is runs


def test_a_programme_runs_whenever_assistance_was_paid(caseworker: User) -> None:
    assert heading(caseworker, months_ago=9, in_programme=True)
