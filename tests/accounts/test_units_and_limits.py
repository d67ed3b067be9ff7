"""Units and delegation limits: new rows with dates, and the old ones kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import live_roles
from accounts.administration import unit_actions
from accounts.administration.actions import RefusedError
from accounts.models import DelegationLimit, RoleAssignment, Unit, User
from accounts.policy import Role
from tests.conftest import unit

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate(), timedelta(days=1)


def limit(amount: int, administrator: User, **kwargs: object) -> DelegationLimit:
    given = {"role": Role.CASEWORKER, "unit": None, "valid_from": TODAY} | kwargs
    return unit_actions.set_limit(amount=amount, by=administrator, **given)  # type: ignore[arg-type]


def amount(where: Unit, on: date, role: Role = Role.CASEWORKER) -> int:
    return DelegationLimit.objects.amount_for(role, where, on)


def test_the_units_own_limit_goes_before_the_municipalitys(administrator: User) -> None:
    heimdal, midtbyen = unit("nav", "heimdal"), unit("nav", "midtbyen")
    assert amount(heimdal, TODAY) == 0
    limit(20_000, administrator)
    limit(35_000, administrator, unit=heimdal)
    assert (amount(heimdal, TODAY), amount(midtbyen, TODAY)) == (35_000, 20_000)
    assert amount(heimdal, TODAY - DAY) == 0
    assert amount(heimdal, TODAY, Role.TEAM_LEADER) == 0


def test_a_new_limit_ends_the_one_before_and_keeps_it(administrator: User) -> None:
    heimdal = unit("nav", "heimdal")
    old = limit(20_000, administrator)
    new = limit(30_000, administrator, valid_from=TODAY + 5 * DAY)
    old.refresh_from_db()
    assert old.valid_to == TODAY + 4 * DAY
    assert amount(heimdal, TODAY + 4 * DAY) == 20_000
    assert amount(heimdal, TODAY + 5 * DAY) == 30_000
    unit_actions.end_limit(limit=new, last_day=TODAY + 9 * DAY)
    assert amount(heimdal, TODAY + 10 * DAY) == 0


def test_a_limit_is_not_set_behind_a_later_one_nor_twice_on_a_day(administrator: User) -> None:
    first = limit(20_000, administrator)
    with pytest.raises(RefusedError, match="allerede en grense"):
        limit(30_000, administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationLimit.objects.create(
            role=first.role, amount=1, valid_from=TODAY, set_by=administrator
        )


def test_a_renamed_unit_is_a_new_row_that_its_staff_and_limits_follow(
    caseworker: User, administrator: User
) -> None:
    old = unit("nav", "midtbyen")
    limit(40_000, administrator, unit=old, valid_from=TODAY - 9 * DAY)
    new = unit_actions.succeed_unit(
        unit=old,
        name="NAV Sentrum",
        nav_number="5701",
        district=old.district,
        valid_from=TODAY,
        by=administrator,
    )
    kept = Unit.objects.get(pk=old.pk)
    assert (kept.name, kept.valid_to) == ("NAV Midtbyen", TODAY - DAY)
    assert (new.party, new.name, new.nav_number) == ("nav", "NAV Sentrum", "5701")
    assert new.valid_to is None
    assert [row.unit for row in live_roles(User.objects.get(pk=caseworker.pk))] == [new]
    assert RoleAssignment.objects.get(user=caseworker, unit=old).valid_to == TODAY - DAY
    assert amount(new, TODAY) == 40_000


def test_a_closed_unit_gives_nobody_a_role_after_its_last_day(
    caseworker: User, administrator: User
) -> None:
    where = unit("nav", "midtbyen")
    unit_actions.shut_unit(unit=where, last_day=TODAY - DAY, by=administrator)
    assert live_roles(User.objects.get(pk=caseworker.pk)) == []
    assert caseworker.access_changes.get().reason == "Enheten lukkes"


def test_two_units_of_a_party_never_have_the_same_name_at_once(administrator: User) -> None:
    given = {"party": "nav", "district": None, "nav_number": "", "valid_from": TODAY}
    with pytest.raises(RefusedError, match="allerede en enhet"):
        unit_actions.open_unit(name="NAV Heimdal", **given)  # type: ignore[arg-type]
    assert unit_actions.open_unit(name="NAV Byåsen", **given).pk  # type: ignore[arg-type]
