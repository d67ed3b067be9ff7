"""Whose names stand behind a figure: never those with a hidden place, and few are not counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Clearance, User
from households.access import PLACE_HIDDEN, Protection
from households.models import Household, Person
from households.months import month_from
from reports import actions
from reports.models import ReportRun
from reports.snapshot import placed
from tests.conftest import confirmed, logged_in, unit
from tests.factories import HouseholdFactory, add_member, clear, pay, share

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
CONSTANT = "Noen som er talt, kan mangle i listen."


@pytest.fixture(autouse=True)
def report_dir(tmp_path: Path, settings: Any) -> None:
    settings.REPORT_DIR = tmp_path


def homes(number: int, protection: str = Protection.NONE) -> list[Household]:
    made = [HouseholdFactory(district="midtbyen") for _ in range(number)]
    for home in made:
        pay(home.contact, R - 40, R)
        home.members.update(protection=protection)
    return made


def report() -> ReportRun:
    run, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None)
    actions.make_report(run.pk)
    run.refresh_from_db()
    return run


def behind(user: User, run: ReportRun) -> str:
    client = confirmed(logged_in(user))
    return client.get(reverse("reports:households", args=[run.pk])).content.decode()


@pytest.mark.parametrize("grade", PLACE_HIDDEN)
def test_a_hidden_place_is_in_the_totals_and_never_in_the_list(
    team_leader: User, grade: Protection
) -> None:
    for kind in Clearance.Kind:
        clear(team_leader, kind)
    [protected], [home, *_] = homes(1, grade), homes(5)
    run = report()
    assert run.figures["recipients_over_three_years"] == 6
    words = behind(team_leader, run)
    assert home.number in words
    assert protected.number not in words
    assert protected.contact.last_name not in words


@pytest.mark.parametrize("left_out", [0, 1, 4])
def test_fewer_than_five_left_out_read_as_none(team_leader: User, left_out: int) -> None:
    homes(3)
    homes(left_out, Protection.CODE_6)
    words = behind(team_leader, report())
    assert CONSTANT in words
    assert "som er talt ved kontoret" not in words


def test_five_left_out_are_counted(team_leader: User) -> None:
    homes(3)
    homes(5, Protection.CODE_6)
    words = behind(team_leader, report())
    assert "5 som er talt ved kontoret, står ikke i listen." in words
    assert CONSTANT not in words


@pytest.mark.parametrize("grade", [*PLACE_HIDDEN, Protection.STAFF])
def test_a_hidden_place_is_in_no_district_of_the_report(grade: Protection) -> None:
    homes(7)
    [protected] = homes(1)
    before = report()
    add_member(protected, HouseholdFactory().contact, "other_adult")
    Person.objects.filter(memberships__household=protected).update(protection=grade)
    hides = grade in PLACE_HIDDEN
    assert placed().filter(household=protected).exists() != hides
    after, _ = actions.request_report(year=2025, as_of=date(2026, 1, 14), by=None, again=True)
    actions.make_report(after.pk)
    after.refresh_from_db()
    assert after.figures["recipients_over_three_years"] == 8

    def in_midtbyen(run: ReportRun) -> int:
        rows = {row["district"]: row["recipients"] for row in run.figures["by_district"]}
        return int(rows["Midtbyen"])

    assert in_midtbyen(before) == 8
    assert in_midtbyen(after) == (7 if hides else 8)


def test_a_household_that_is_only_shared_with_the_unit_is_not_in_the_list(
    team_leader: User,
) -> None:
    elsewhere = HouseholdFactory(district="heimdal")
    pay(elsewhere.contact, R - 40, R)
    [home] = homes(1)
    share(elsewhere, elsewhere.contact, unit("nav", "midtbyen"))
    words = behind(team_leader, report())
    assert home.number in words
    assert elsewhere.number not in words
    assert elsewhere.contact.last_name not in words
