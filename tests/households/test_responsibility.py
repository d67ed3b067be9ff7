"""Who has a household: handed over by new rows, never rewritten, and only to who may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.administration.actions import RefusedError
from accounts.models import Clearance, Unit, User
from accounts.policy import Role
from households import caseloads
from households.access import Protection
from households.actions import (
    HandedOver,
    assign_caseworker,
    change_unit,
    close_unit,
    distribute,
    hand_over,
)
from households.models import Household, Residence, Responsibility
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory, UserFactory, clear

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate(), timedelta(days=1)


@pytest.fixture
def office() -> Unit:
    return unit("nav", "midtbyen")


def household_of(caseworker: User | None, protection: str = Protection.NONE) -> Household:
    household = HouseholdFactory(district="midtbyen", contact__protection=protection)
    Responsibility.objects.filter(household=household).update(caseworker=caseworker)
    return household


def rows(household: Household) -> list[tuple[str, str, date, date | None]]:
    """Unit, caseworker and dates of every row that has held, the latest first."""
    return [
        (row.unit.name, str(row.caseworker or ""), row.valid_from, row.valid_to)
        for row in caseloads.history_of(household)
    ]


def test_a_new_caseworker_begins_a_new_row_and_the_old_one_ends_the_day_before(
    office: Unit, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    household = household_of(caseworker)
    given = {"households": [household.pk], "unit": office, "caseworker": colleague_same_office}
    assert assign_caseworker(day=TODAY, by=team_leader, **given) == 1  # type: ignore[arg-type]
    assert rows(household) == [
        (office.name, str(colleague_same_office), TODAY, None),
        (office.name, str(caseworker), LONG_AGO, TODAY - DAY),
    ]
    latest = caseloads.history_of(household)[0]
    assert latest.begun_by == team_leader
    assert assign_caseworker(day=TODAY, by=team_leader, **given) == 0  # type: ignore[arg-type]


def test_a_second_change_on_the_same_day_undoes_the_first_and_keeps_it(
    office: Unit, caseworker: User, colleague_same_office: User, team_leader: User
) -> None:
    household = household_of(None)
    for to in (caseworker, colleague_same_office, None):
        assign_caseworker(
            households=[household.pk], unit=office, caseworker=to, day=TODAY, by=team_leader
        )
    today = Responsibility.objects.valid_on(TODAY).get(household=household)
    assert today.caseworker is None
    undone = Responsibility.objects.filter(household=household, undone_at__isnull=False)
    assert {row.caseworker for row in undone} == {caseworker, colleague_same_office}
    assert len(rows(household)) == 2


def test_what_is_handed_over_later_is_had_until_then(
    office: Unit, caseworker: User, colleague_same_office: User, administrator: User
) -> None:
    household = household_of(caseworker)
    day = TODAY + 7 * DAY
    done = hand_over(
        user=caseworker, unit=office, to=colleague_same_office, day=day, by=administrator
    )
    assert done == HandedOver(given=1, unassigned=0)
    for on, who in ((day - DAY, caseworker), (day, colleague_same_office)):
        assert Responsibility.objects.valid_on(on).get(household=household).caseworker == who


def test_a_protected_household_goes_to_nobody_when_the_colleague_is_not_cleared(
    office: Unit, caseworker: User, colleague_same_office: User, administrator: User
) -> None:
    hidden, plain = household_of(caseworker, Protection.CODE_7), household_of(caseworker)
    done = hand_over(
        user=caseworker, unit=office, to=colleague_same_office, day=TODAY, by=administrator
    )
    assert done == HandedOver(given=1, unassigned=1)
    live = Responsibility.objects.valid_on(TODAY)
    assert live.get(household=hidden).caseworker is None
    assert live.get(household=plain).caseworker == colleague_same_office


def test_a_cleared_colleague_takes_the_protected_household_over(
    office: Unit, caseworker: User, colleague_same_office: User, administrator: User
) -> None:
    clear(colleague_same_office, Clearance.Kind.CODE_7)
    household = household_of(caseworker, Protection.CODE_7)
    hand_over(user=caseworker, unit=office, to=colleague_same_office, day=TODAY, by=administrator)
    live = Responsibility.objects.valid_on(TODAY).get(household=household)
    assert live.caseworker == colleague_same_office


def test_only_households_without_a_unit_are_distributed_and_only_once(
    office: Unit, administrator: User
) -> None:
    held, nowhere = HouseholdFactory(district="heimdal"), HouseholdFactory()
    somewhere = HouseholdFactory()
    Residence.objects.create(household=somewhere, district=office.district, valid_from=LONG_AGO)
    counted = {(row.district, row.households) for row in caseloads.undistributed(TODAY)}
    assert counted == {("Uten bydel", 1), ("Midtbyen", 1)}
    given = {"unit": office, "day": TODAY, "by": administrator}
    assert distribute(district=caseloads.NOWHERE, **given) == 1  # type: ignore[arg-type]
    assert distribute(district=caseloads.ALL, **given) == 1  # type: ignore[arg-type]
    assert distribute(district=caseloads.ALL, **given) == 0  # type: ignore[arg-type]
    assert rows(nowhere) == [(office.name, "", TODAY, None)]
    assert rows(somewhere) == [(office.name, "", TODAY, None)]
    assert len(rows(held)) == 1


def test_the_households_of_a_renamed_unit_follow_it_with_their_caseworker(
    office: Unit, caseworker: User, administrator: User
) -> None:
    household = household_of(caseworker)
    moved = change_unit(
        unit=office,
        name="NAV Sentrum",
        nav_number="",
        district=None,
        valid_from=TODAY,
        by=administrator,
    )
    assert moved == 1
    assert rows(household)[0] == ("NAV Sentrum", str(caseworker), TODAY, None)
    assert household in Household.objects.visible_to(User.objects.get(pk=caseworker.pk))


def test_a_unit_with_households_closes_only_when_another_takes_them_over(
    office: Unit, caseworker: User, administrator: User
) -> None:
    household = household_of(caseworker)
    given = {"unit": office, "last_day": TODAY, "by": administrator}
    with pytest.raises(RefusedError, match="Velg hvilken enhet"):
        close_unit(to=None, **given)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="samme part"):
        close_unit(to=unit("bft", "midtbyen"), **given)  # type: ignore[arg-type]
    assert close_unit(to=unit("nav", "heimdal"), **given) == 1  # type: ignore[arg-type]
    heir = UserFactory(role=Role.CASEWORKER, unit=unit("nav", "heimdal"))
    assert rows(household)[0] == ("NAV Heimdal", "", TODAY + DAY, None)
    assert not Household.objects.visible_to(heir).exists()
