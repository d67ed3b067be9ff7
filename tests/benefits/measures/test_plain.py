"""The list, the coverage and the red list of an office against a plain count, on random data."""

from __future__ import annotations

from random import Random

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Permission
from benefits.measures import queries, youth
from benefits.models import ActivityAssessment
from households.models import Household
from tests.benefits.measures.test_queries import TODAY as JUNE
from tests.benefits.measures.test_queries import random_home as home_over_time
from tests.benefits.measures.test_youth import random_home as young_home
from tests.reports.plain_measures import age_limit, town

pytestmark = pytest.mark.django_db


def homes_of(user: User) -> set[int]:
    """Those whose benefits the user may see: access is proven elsewhere."""
    rows = Household.objects.visible_to(user, Permission.SEE_BENEFITS)
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(4))
def test_list_and_coverage_are_those_of_a_plain_count(
    seed: int, caseworker: User, team_leader: User
) -> None:
    dice = Random(100 + seed)
    for _ in range(12):
        home_over_time(dice, caseworker)
    for row in ActivityAssessment.objects.all():
        if dice.random() < 0.2:
            row.struck_by, row.struck_at, row.struck_why = caseworker, timezone.now(), "Feil"
            row.save()
    lines = queries.lines(team_leader, JUNE)
    plain, homes = town(JUNE), homes_of(team_leader)
    assert {row.person.pk: row.is_waiting for row in lines} == plain.over_time(homes)
    told = {name: (one.base, one.waiting) for name, one in queries.coverage(lines)}
    assert told == plain.coverage(homes)
    assert lines


@pytest.mark.parametrize("seed", range(4))
def test_the_red_list_is_that_of_a_plain_count(
    seed: int, caseworker: User, team_leader: User
) -> None:
    dice, today = Random(200 + seed), timezone.localdate()
    for _ in range(20):
        young_home(dice, caseworker)
    red = {row.person.pk for row in youth.young_lines(team_leader, today) if row.is_red}
    assert red == town(today).red(homes_of(team_leader), age_limit(today))
    assert red
