"""The housing figures that are published tell of no few people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from housing.figures.queries import Group
from housing.figures.rules import times_of
from reports.housing.rules import counts, lines, shown
from tests.conftest import logged_in


def group(name: str, accepted: int, waiting: int) -> Group:
    return Group(name, times_of([90] * accepted), times_of([30] * waiting))


def test_few_are_hidden_with_one_more_so_that_the_rest_of_the_sum_tells_nothing() -> None:
    rows = lines([group("Midtbyen", 9, 3), group("Østbyen", 2, 20), group("Heimdal", 30, 30)])
    assert [row.accepted for row in rows] == [None, None, 30]
    assert [row.mean for row in rows] == [None, None, 90]
    assert [row.waiting for row in rows] == [None, None, 30]
    assert counts([("Størrelse", 4), ("Skole", 7), ("Helse", 8)]) == [
        ("Størrelse", None),
        ("Skole", None),
        ("Helse", 8),
    ]
    assert (shown(4), shown(5), shown(0)) == (None, 5, 0)


def test_the_times_of_nobody_are_no_times() -> None:
    (row,) = lines([group("Lerkendal", 0, 0)])
    assert (row.accepted, row.mean, row.waiting) == (0, None, 0)


@pytest.mark.django_db
def test_leaders_and_the_executive_read_them_and_hv_has_its_own(
    executive: User, team_leader: User, caseworker: User
) -> None:
    address = reverse("reports:housing")
    for user in (executive, team_leader):
        answer = logged_in(user).get(address)
        assert answer.status_code == 200
        assert "ventetiden kan ikke vises" in answer.content.decode()
    assert logged_in(caseworker).get(address).status_code == 403
