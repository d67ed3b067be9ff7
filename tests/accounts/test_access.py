"""What a user may do today: roles with dates, units with dates, and refusals that are logged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.access import in_demo_database, live_roles, may, units_with
from accounts.models import AccessEvent, DemoMark, RoleAssignment, Unit, User
from accounts.policy import Permission, Role
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, give_role

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def fresh(user: User) -> User:
    """The user as the next request meets them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY, TODAY, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
    ],
)
def test_a_role_holds_on_its_first_and_last_day_and_not_outside_them(
    stranger: User, valid_from: date, valid_to: date | None, expected: bool
) -> None:
    role = give_role(stranger, Role.EXECUTIVE)
    RoleAssignment.objects.filter(pk=role.pk).update(valid_from=valid_from, valid_to=valid_to)
    assert may(fresh(stranger), Permission.SEE_REPORTS) == expected


def test_a_role_in_a_unit_not_yet_open_or_closed_gives_nothing(caseworker: User) -> None:
    Unit.objects.filter(pk=unit("nav", "midtbyen").pk).update(valid_to=TODAY - DAY)
    assert live_roles(fresh(caseworker)) == []
    Unit.objects.filter(pk=unit("nav", "midtbyen").pk).update(valid_from=TODAY + DAY, valid_to=None)
    assert live_roles(fresh(caseworker)) == []


def test_an_inactive_user_has_no_role(caseworker: User) -> None:
    User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert not may(fresh(caseworker), Permission.SEE_HOUSEHOLDS)


def test_a_permission_is_held_in_the_units_whose_role_gives_it(bft_adviser: User) -> None:
    give_role(bft_adviser, Role.CASEWORKER, unit("nav", "heimdal"))
    user = fresh(bft_adviser)
    both = {unit("bft", "midtbyen").pk, unit("nav", "heimdal").pk}
    assert units_with(user, Permission.SEE_HOUSEHOLDS) == both
    assert units_with(user, Permission.SEE_BENEFITS) == {unit("nav", "heimdal").pk}


def test_a_role_in_the_whole_municipality_is_in_no_unit(executive: User) -> None:
    assert units_with(executive, Permission.SEE_REPORTS) == set()


def test_roles_are_read_once_a_request(caseworker: User, django_assert_num_queries: object) -> None:
    user = fresh(caseworker)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert may(user, Permission.SEE_HOUSEHOLDS)
        assert units_with(user, Permission.SEE_BENEFITS)
        assert not in_demo_database(user)


def test_a_role_taken_away_bites_on_the_next_request(caseworker: User) -> None:
    client = logged_in(caseworker)
    assert client.get("/husstander/").status_code == 200
    RoleAssignment.objects.filter(user=caseworker).update(valid_to=TODAY - DAY)
    assert client.get("/husstander/").status_code == 403


def test_a_refusal_names_the_reason_and_is_logged(executive: User) -> None:
    response = logged_in(executive).get("/husstander/")
    assert response.status_code == 403
    assert "Rollen din gir ikke tilgang til denne siden." in response.content.decode()
    event = AccessEvent.objects.get(verdict="deny")
    assert (event.user_id, event.rule) == (executive.pk, "requires:see_households")
    assert (event.view_name, event.roles) == ("coordination:households", "executive")


@pytest.mark.parametrize("has_role", [True, False])
def test_each_page_knows_whether_the_database_is_a_demo(db: None, has_role: bool) -> None:
    user = UserFactory(role=Role.EXECUTIVE if has_role else None)
    assert not in_demo_database(fresh(user))
    DemoMark.objects.create(year=2025)
    assert in_demo_database(fresh(user))
    assert in_demo_database(None)
    page = Client().get("/konto/logg-inn/").content.decode()
    assert "Demodatabase" in page
