"""Who passes 12, 24 or 36 months in the next quarter: at the edges, and on the leader's page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AccessEvent, User
from accounts.policy import Role
from benefits.histories import (
    BitHistory,
    bits,
    counted_months,
    is_over_three_years,
    months_until_over,
)
from coordination.plans.thresholds import next_quarter, passes, passing_threshold
from coordination.standings import standings
from households.access import Protection
from households.models import Household
from households.months import Month, month_from
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY
from tests.coordination.plans.conftest import text
from tests.coordination.plans.making import plan_of
from tests.factories import HouseholdFactory, UserFactory, enrol, pay

NOV = month_from(2026, 11)
URL = "/planer/neste-kvartal/"


def history(*months: Month) -> BitHistory:
    return BitHistory(bits(months))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), (2027, 1)),
        (date(2026, 12, 31), (2027, 1)),
        (date(2027, 1, 1), (2027, 4)),
        (date(2027, 9, 30), (2027, 10)),
    ],
)
def test_the_next_quarter_begins_after_this_one(today: date, first: tuple[int, int]) -> None:
    quarter = next_quarter(today)
    assert quarter.first == month_from(*first)
    assert quarter.last == quarter.first + 2


def test_a_quarter_has_a_name() -> None:
    assert next_quarter(TODAY).name == "1. kvartal 2027"


@pytest.mark.parametrize("threshold", [12, 24, 36])
@pytest.mark.parametrize(
    ("more", "month"),
    [(-4, None), (-3, NOV + 4), (-2, NOV + 3), (-1, NOV + 2), (0, None), (1, None)],
)
def test_passed_is_a_threshold_in_the_first_month_that_is_more(
    threshold: int, more: int, month: Month | None
) -> None:
    """In November twelve months have passed in December; with nine they pass in March."""
    length = threshold + more
    found = passing_threshold(history(*range(NOV - length + 1, NOV + 1)), NOV, next_quarter(TODAY))
    assert (found and found[:2]) == (None if month is None else (threshold, month))


def test_a_spell_that_is_over_passes_nothing() -> None:
    ended = history(*range(NOV - 20, NOV - 6))
    assert passing_threshold(ended, NOV, next_quarter(TODAY)) is None


def test_months_of_the_programme_do_not_count() -> None:
    paid = [*range(NOV - 21, NOV - 12), NOV]
    quarter = next_quarter(TODAY)
    neutral = BitHistory(bits(paid), bits(range(NOV - 12, NOV)))
    assert passing_threshold(neutral, NOV, quarter) == (12, NOV + 3, 10, None)
    assert passing_threshold(BitHistory(bits(paid)), NOV, quarter) is None


@given(st.sets(st.integers(NOV - 60, NOV), min_size=1), st.sets(st.integers(NOV - 60, NOV)))
def test_what_is_counted_agrees_with_the_clock_to_three_years(
    paid: set[Month], neutral: set[Month]
) -> None:
    told = BitHistory(bits(paid), bits(neutral - paid))
    counted, left = counted_months(told, NOV), months_until_over(told, NOV)
    if left is not None:
        assert counted is not None
        assert left == max(1, 37 - counted)
    elif counted is not None:
        assert is_over_three_years(told, NOV)


@pytest.fixture
def passing_home(db: None, caseworker: User) -> Household:
    """Ten months so far at Midtbyen: passes twelve in February."""
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    pay(home.contact, NOV - 9, NOV)
    return home


@pytest.mark.django_db
def test_the_leader_sees_who_passes_when_and_whether_a_plan_follows_them(
    passing_home: Household, team_leader: User, caseworker: User
) -> None:
    client = logged_in(team_leader)
    page = text(client, URL)
    assert f"{passing_home}" in page
    assert "12 måneder februar 2027 10 Ingen plan" in page
    assert "1 av 1 har ingen plan som følges" in page
    line = AccessEvent.objects.filter(view_name="plans:passing").latest("pk")
    assert passing_home.contact_id in line.subject_ids
    plan_of(passing_home, caseworker, kind="follow_up")
    page = text(client, URL)
    assert "Oppfølgingsplan gjennomgang 21.02.2027" in page
    assert "0 av 1 har ingen plan som følges" in page
    assert "Ingen passerer" in text(client, f"{URL}?passerer=24")


@pytest.mark.django_db
def test_no_other_offices_and_no_protected_household_is_on_it(
    passing_home: Household, team_leader: User
) -> None:
    other = UserFactory(role=Role.TEAM_LEADER, unit=unit("nav", "heimdal"))
    assert "Ingen passerer" in text(logged_in(other), URL)
    passing_home.members.update(protection=Protection.CODE_7)
    assert "Ingen passerer" in text(logged_in(team_leader), URL)


@pytest.mark.django_db
def test_only_leaders_have_the_page(caseworker: User, bft_adviser: User, executive: User) -> None:
    for user in (caseworker, bft_adviser, executive):
        assert logged_in(user).get(URL).status_code == 403


@pytest.mark.django_db
def test_it_is_one_query_whatever_their_number(passing_home: Household) -> None:
    homes = [passing_home]
    for number in range(9):
        home = HouseholdFactory(district="midtbyen")
        pay(home.contact, NOV - 9 - number, NOV)
        enrol(home.contact, date(2020, 1, 1), date(2020, 3, 1))
        homes.append(home)
    with CaptureQueriesContext(connection) as counted:
        found = list(passes([home.pk for home in homes], TODAY))
    assert len(counted) == 1
    assert {row.household_id for row in found} == {home.pk for home in homes[:3]}


def test_until_now_is_told_as_on_the_page_of_the_household() -> None:
    """Six months that ended in June: the page says six; the break counts with the next payment."""
    ended = history(*range(NOV - 10, NOV - 4))
    assert passing_threshold(ended, NOV, next_quarter(TODAY)) == (12, NOV + 2, 6, NOV - 5)


@pytest.mark.django_db
def test_the_same_number_stands_in_both_places(passing_home: Household, team_leader: User) -> None:
    """Paid last in June, and so without pay since; the list of households reads it alike."""
    passing_home.contact.payments.all().delete()
    pay(passing_home.contact, NOV - 10, NOV - 5)
    row = next(passes([passing_home.pk], TODAY))
    assert row.length == standings([passing_home.pk], TODAY)[passing_home.pk].length == 6
    client = logged_in(team_leader)
    assert "12 måneder januar 2027 6 siste stønad juni 2026" in text(client, URL)
    assert "6 av 36 måneder" in text(client, f"/husstander/{passing_home.pk}/")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["99", "x", "12%00"])
def test_an_unknown_choice_is_all(passing_home: Household, team_leader: User, asked: str) -> None:
    page = text(logged_in(team_leader), f"{URL}?passerer={asked}&side=9999")
    assert f"{passing_home}" in page
    assert "Ingen passerer" not in page
