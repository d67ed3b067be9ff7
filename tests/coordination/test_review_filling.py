"""The nightly filling of the reviews: what is drawn, why, and for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AccessReview, User
from accounts.policy import Role
from coordination import tasks
from coordination.lookups import actions
from households.emergencies import review_emergency
from households.models import BreakGlass, Household, Membership, StaffPerson
from tests.conftest import unit
from tests.coordination.lookup_scene import looked
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, pay, situate

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
KINDS = AccessReview.Kind


@pytest.fixture
def home(team_leader: User) -> Household:
    """Something was registered on it the day before, so no rule points at it."""
    household = HouseholdFactory(district="midtbyen", contact=PersonFactory(last_name="Aune"))
    situate(household.contact, DAY - timedelta(days=1))
    return household


def fill() -> list[AccessReview]:
    actions.fill_reviews(day=DAY, made_on=DAY + timedelta(days=1))
    return list(AccessReview.objects.order_by("pk"))


def test_one_look_up_of_a_unit_is_drawn_though_nothing_is_odd(
    home: Household, caseworker: User, caseworker_other_office: User
) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY)
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY)
    looked(caseworker_other_office, home, unit("nav", "heimdal"), on=DAY)
    found = {(row.user_id, row.unit.name if row.unit else "", row.openings) for row in fill()}
    assert found == {
        (caseworker.pk, str(unit("nav", "midtbyen")), 2),
        (caseworker_other_office.pk, str(unit("nav", "heimdal")), 1),
    }
    assert all(row.kinds == ["sample"] for row in AccessReview.objects.all())


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": "deny"},
        {"action": "list", "object_id": None},
        {"object_type": "report"},
        {"on": DAY - timedelta(days=1)},
        {"on": DAY + timedelta(days=1)},
    ],
)
def test_what_was_no_look_up_of_a_household_that_day_is_not_drawn(
    home: Household, caseworker: User, values: dict[str, Any]
) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"), **({"on": DAY} | values))
    assert fill() == []


def _named_alike(home: Household, user: User) -> None:
    User.objects.filter(pk=user.pk).update(last_name="Aune-Dahl")


def _with_a_colleague(home: Household, user: User) -> None:
    person = PersonFactory(last_name="Kollega")
    add_member(home, person, Membership.Role.SPOUSE)
    StaffPerson.objects.create(user=UserFactory(), person=person)


def _without_activity(home: Household, user: User) -> None:
    home.contact.situations.all().delete()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_named_alike, KINDS.SURNAME),
        (_with_a_colleague, KINDS.COLLEAGUE),
        (_without_activity, KINDS.INACTIVE),
    ],
)
def test_each_rule_points_at_its_look_up(
    home: Household, caseworker: User, make: Any, kind: AccessReview.Kind
) -> None:
    make(home, caseworker)
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY)
    [row] = fill()
    assert set(row.kinds) == {KINDS.SAMPLE, kind}
    assert (row.household_id, row.on, row.audience) == (home.pk, DAY, "leader")


def test_a_payment_registered_within_thirty_days_is_activity(
    home: Household, caseworker: User
) -> None:
    home.contact.situations.all().delete()
    pay(home.contact, 2026 * 12 + 1, registered_on=DAY - timedelta(days=30))
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY)
    assert fill()[0].kinds == ["sample"]


def test_more_than_a_hundred_persons_are_a_review_of_the_day(
    home: Household, caseworker: User
) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY, subject_ids=list(range(1, 102)))
    row = AccessReview.objects.get(household_id=None) if fill() else None
    assert row is not None
    assert (row.kinds, row.audience, row.user_id) == (["many_persons"], "leader", caseworker.pk)


def broken(user: User, household: Household, on: date) -> BreakGlass:
    now = timezone.now()
    return BreakGlass.objects.create(
        user=user,
        household=household,
        person=household.contact,
        unit=unit("nav", "midtbyen"),
        category="emergency",
        reason="Akutt behov ved legevakten",
        on=on,
        opened_at=now,
        expires_at=now + timedelta(hours=4),
    )


def test_an_emergency_access_goes_to_the_unit_that_has_the_household(
    home: Household, caseworker_other_office: User
) -> None:
    broken(caseworker_other_office, home, DAY)
    [row] = fill()
    assert (row.kinds, row.unit, row.audience) == (
        ["break_glass"],
        unit("nav", "midtbyen"),
        "leader",
    )


def test_an_emergency_access_that_is_concluded_is_not_asked_about_again(
    home: Household, caseworker_other_office: User, team_leader: User
) -> None:
    opened = broken(caseworker_other_office, home, DAY)
    review_emergency(opened=opened, conclusion="justified", note="", by=team_leader)
    assert fill() == []


@pytest.mark.parametrize(("earlier", "told"), [(2, False), (3, True)])
def test_more_than_three_emergency_accesses_in_thirty_days_go_to_the_auditor(
    home: Household, caseworker_other_office: User, earlier: int, told: bool
) -> None:
    for days in range(1, earlier + 1):
        broken(caseworker_other_office, home, DAY - timedelta(days=days))
    broken(caseworker_other_office, home, DAY - timedelta(days=30))
    broken(caseworker_other_office, home, DAY)
    fill()
    found = AccessReview.objects.filter(audience="auditor")
    assert [row.kinds for row in found] == ([["many_glasses"]] if told else [])


def test_what_the_only_leader_opened_goes_to_the_auditor(
    home: Household, team_leader: User
) -> None:
    looked(team_leader, home, unit("nav", "midtbyen"), on=DAY)
    assert [row.audience for row in fill()] == ["auditor"]


def test_with_another_leader_it_goes_to_that_one(home: Household, team_leader: User) -> None:
    UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "midtbyen"))
    looked(team_leader, home, unit("nav", "midtbyen"), on=DAY)
    assert [row.audience for row in fill()] == ["leader"]


def test_filling_again_changes_nothing(home: Household, caseworker: User) -> None:
    looked(caseworker, home, unit("nav", "midtbyen"), on=DAY)
    first = [row.pk for row in fill()]
    assert [row.pk for row in fill()] == first


def test_the_job_takes_the_days_of_the_last_week(home: Household, caseworker: User) -> None:
    today = timezone.localdate()
    for days in (0, 1, 7, 8):
        looked(caseworker, home, unit("nav", "midtbyen"), on=today - timedelta(days=days))
    tasks.fill_access_reviews()
    days = set(AccessReview.objects.values_list("on", flat=True))
    assert days == {today - timedelta(days=1), today - timedelta(days=7)}
    assert set(AccessReview.objects.values_list("made_on", flat=True)) == {today}
