"""A transition opens by itself at 17, once; and by hand from 16."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from children.actions import RefusedError
from children.models import Transition
from children.transitions import actions
from coordination.tasks import recompute_all_flags, recompute_touched_flags
from households.models import Household, Membership, Person
from households.rules import years_before
from households.touching import touch
from tests.children.filled import mapped
from tests.conftest import unit
from tests.factories import HouseholdFactory, PersonFactory, add_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()
LASTING = {"lasting_needs": "yes", "lasting_needs_text": "Trenger hjelp i hverdagen"}


def opened(on: date = TODAY, **kwargs: Any) -> int:
    return actions.open_due(today=on, at=NOW, **kwargs)


def test_it_opens_by_itself_once(home: Household, youth: Person, caseworker: User) -> None:
    mapping = mapped(home, youth, caseworker, **LASTING)
    assert [opened(), opened()] == [1, 0]
    row = Transition.objects.get()
    assert (row.child, row.party, row.mapping, row.opened_by) == (youth, "nav", mapping, None)
    assert (row.needs, row.state) == ("Trenger hjelp i hverdagen", "open")
    assert [(c.act, c.by) for c in row.changes.all()] == [("opened", None)]


@pytest.mark.parametrize(
    ("days", "told", "found"),
    [
        (-1, LASTING, 0),  # 16 years and 364 days
        (0, LASTING, 1),
        (364, LASTING, 1),
        (365 + 1, LASTING, 0),  # 18
        (9, {"lasting_needs": "no"}, 0),
        (9, {"lasting_needs": "unknown"}, 0),
        (9, {}, 0),
    ],
)
def test_it_opens_at_17_for_those_whose_needs_will_last(
    home: Household, youth: Person, caseworker: User, days: int, told: Any, found: int
) -> None:
    Person.objects.filter(pk=youth.pk).update(
        birth_date=years_before(TODAY, 17) - timedelta(days=days)
    )
    mapped(home, youth, caseworker, **told)
    assert opened() == found


def test_the_latest_valid_mapping_decides(home: Household, youth: Person, caseworker: User) -> None:
    old = mapped(home, youth, caseworker, on=TODAY - timedelta(days=400), **LASTING)
    assert opened() == 0
    assert opened(old.completed_on + timedelta(days=365)) == 0  # not yet 17 then
    mapped(home, youth, caseworker, on=TODAY - timedelta(days=20), **LASTING)
    mapped(home, youth, caseworker, on=TODAY - timedelta(days=10), lasting_needs="no")
    assert opened() == 0


def test_one_who_has_moved_out_or_died_is_not_opened(
    home: Household, youth: Person, caseworker: User
) -> None:
    mapped(home, youth, caseworker, **LASTING)
    Person.objects.filter(pk=youth.pk).update(died_on=TODAY)
    assert opened() == 0
    Person.objects.filter(pk=youth.pk).update(died_on=None)
    home.memberships.filter(person=youth).update(valid_to=TODAY - timedelta(days=1))
    assert opened() == 0


def test_two_parties_that_map_the_same_child_open_one(
    home: Household, youth: Person, caseworker: User, bft_adviser: User
) -> None:
    mapped(home, youth, caseworker, **LASTING)
    mapped(home, youth, bft_adviser, at=unit("bft", "midtbyen"), **LASTING)
    assert [opened(), opened()] == [1, 0]


def test_one_ended_with_a_reason_opens_again_only_when_the_child_is_mapped_again(
    home: Household, youth: Person, caseworker: User
) -> None:
    mapped(home, youth, caseworker, on=TODAY - timedelta(days=5), **LASTING)
    opened()
    row = Transition.objects.get()
    actions.end(transition=row, version=1, reason="moved", text="Oslo", at=NOW, by=caseworker)
    assert opened() == 0
    mapped(home, youth, caseworker, on=TODAY + timedelta(days=1), **LASTING)
    assert opened(TODAY + timedelta(days=1)) == 1


def test_the_jobs_open_it_within_a_minute_and_each_night(
    home: Household, youth: Person, caseworker: User
) -> None:
    mapped(home, youth, caseworker, **LASTING)
    recompute_touched_flags()
    assert not Transition.objects.exists()
    touch([home.pk])
    recompute_touched_flags()
    recompute_touched_flags()
    recompute_all_flags()
    assert Transition.objects.count() == 1
    Transition.objects.all().delete()
    recompute_all_flags()
    assert Transition.objects.count() == 1


def test_nothing_to_open_costs_the_same_for_one_and_for_twenty(caseworker: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            opened()
        return len(counted)

    few = queries()
    for _ in range(20):
        home = HouseholdFactory(district="midtbyen")
        child = PersonFactory(birth_date=years_before(TODAY, 17))
        add_member(home, child, Membership.Role.CHILD)
        mapped(home, child, caseworker, **LASTING)
    opened()
    assert queries() == few


def test_it_is_opened_by_hand_from_16_and_once(
    home: Household, youth: Person, caseworker: User
) -> None:
    def by_hand() -> Transition:
        youth.refresh_from_db()
        return actions.open_by_hand(
            household=home,
            child=youth,
            unit=unit("nav", "midtbyen"),
            needs="Trenger hjelp",
            at=NOW,
            by=caseworker,
        )

    Person.objects.filter(pk=youth.pk).update(
        birth_date=years_before(TODAY, 16) + timedelta(days=1)
    )
    with pytest.raises(RefusedError, match="fra fylte 16"):
        by_hand()
    Person.objects.filter(pk=youth.pk).update(birth_date=years_before(TODAY, 16))
    assert by_hand().opened_by == caseworker
    with pytest.raises(RefusedError, match="allerede åpen"):
        by_hand()
