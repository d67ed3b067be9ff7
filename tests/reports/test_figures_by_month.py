"""Means, trends, the bridge and what comes: the parts of the report that look along the years."""

from __future__ import annotations

from datetime import date

import pytest

from households.models import Membership, Person
from households.months import month_from
from reports.figures import figures_of
from reports.snapshot import take_snapshot
from tests.factories import HouseholdFactory, PersonFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
JANUARY = month_from(2025, 1)
SEPTEMBER = month_from(2025, 9)
AS_OF = date(2026, 1, 14)


def figures(code: str = "DEF-1") -> dict:
    return figures_of(take_snapshot(R, AS_OF), code)


def paid_over(years: int = 5, until: int = R, **facts: object) -> Person:
    person = PersonFactory(**facts)
    pay(person, until - 12 * years, until)
    return person


@pytest.mark.parametrize(("months", "mean"), [(4, 0), (5, 1), (9, 1)])
def test_means_from_january_to_september_are_rounded_half_up(months: int, mean: int) -> None:
    home = HouseholdFactory()
    add_member(home, PersonFactory(birth_date=date(2015, 1, 1)), Membership.Role.CHILD)
    pay(home.contact, JANUARY, JANUARY + months - 1)
    pay(home.contact, SEPTEMBER + 1, R)
    key = figures()["key_figures"]
    assert key["recipients_per_month"] == mean
    assert key["child_families_per_month"] == mean
    assert key["children_in_child_families_per_month"] == mean
    assert key["child_families"] == 1


def test_a_couple_is_one_recipient_a_month() -> None:
    partner = PersonFactory()
    pay(PersonFactory(), JANUARY, SEPTEMBER, co_applicant=partner)
    assert figures()["key_figures"]["recipients_per_month"] == 1


def test_kvp_counts_who_is_in_the_programme_on_the_last_day_of_the_month() -> None:
    enrol(PersonFactory(), date(2025, 1, 31), date(2025, 5, 30))
    enrol(PersonFactory(), date(2024, 1, 1))
    pay(PersonFactory(), JANUARY)
    assert figures()["key_figures"]["kvp_per_month"] == 1  # (9 + 4) / 9 = 1.44
    assert figures()["table_1"][-1]["kvp_per_month"] == 1


def test_under_21_is_judged_on_the_last_day_of_april() -> None:
    april = month_from(2025, 4)
    for born in (date(2004, 4, 30), date(2004, 5, 1)):
        pay(PersonFactory(birth_date=born), april)
    pay(PersonFactory(birth_date=date(2006, 1, 1)), april + 1)
    assert figures()["key_figures"]["recipients_under_21"] == 1


def test_tables_reach_back_only_as_far_as_the_data() -> None:
    paid_over(years=2)
    found = figures()
    assert [row["year"] for row in found["table_1"]] == [2023, 2024, 2025]
    assert found["trend"] == []
    paid_over(years=5)
    assert [row["year"] for row in figures()["trend"]] == [2023, 2024, 2025]


def test_the_bridge_accounts_for_everybody() -> None:
    paid_over()
    pay(PersonFactory(), R - 36, R)
    paid_over(died_on=date(2025, 5, 1))
    paid_over(moved_away_on=date(2025, 5, 1))
    paid_over(until=R - 8)
    to_kvp = paid_over(until=R - 10)
    enrol(to_kvp, date(2025, 3, 1))
    found = figures()
    assert found["bridge"] == {
        "previous_year": 2024,
        "previous": 5,
        "stayed": 1,
        "new": 1,
        "left": {"to_kvp": 1, "without_6_months": 1, "moved": 1, "died": 1, "unknown": 0},
    }
    assert found["recipients_over_three_years"] == 2


def test_a_couple_that_parts_stayed_once_and_is_one_new() -> None:
    home, new_home = HouseholdFactory(), HouseholdFactory()
    partner = new_home.contact
    add_member(home, partner, Membership.Role.SPOUSE, valid_to=date(2025, 3, 31))
    pay(home.contact, R - 60, R - 9, co_applicant=partner)
    for person in (home.contact, partner):
        pay(person, R - 8, R)
    found = figures()
    assert found["recipients_over_three_years"] == 2
    assert (found["bridge"]["previous"], found["bridge"]["stayed"]) == (1, 1)
    assert found["bridge"]["new"] == 1


def test_those_who_will_pass_three_years_are_counted_once_they_are_near() -> None:
    for months in (36, 34, 31, 25, 24):
        pay(PersonFactory(), R - months + 1, R)
    near = figures()["approaching"]
    assert [(row["months"], row["recipients"]) for row in near] == [(3, 2), (6, 3), (12, 4)]


def test_families_come_first_among_those_who_are_near() -> None:
    home = HouseholdFactory()
    add_member(home, PersonFactory(birth_date=date(2015, 1, 1)), Membership.Role.CHILD)
    pay(home.contact, R - 34, R)
    assert figures()["approaching"][0] == {"months": 3, "recipients": 1, "child_families": 1}


def test_a_spell_that_may_have_begun_before_the_data_is_left_censored() -> None:
    for first in (R - 30, R - 25, R - 24):
        pay(PersonFactory(), first, R)
    assert figures()["left_censored"] == 2


def test_whoever_was_over_at_some_month_end_is_in_the_wider_view() -> None:
    paid_over(until=R - 8)
    paid_over()
    found = figures()
    assert found["recipients_over_three_years"] == 1
    assert found["over_at_any_month_end"] == {"recipients": 2, "child_families": 0}


def test_each_definition_stands_beside_its_own_subsets() -> None:
    pay(PersonFactory(), R - 40, R, main_income="3")
    thin = PersonFactory()
    for month in range(R - 48, R + 1, 3):
        pay(thin, month)
    row = figures()["by_definition"]["DEF-1"]
    assert row["recipients"] == 2
    assert row["main_income"]["recipients"] == 1
    assert row["density_50"]["recipients"] == 1


def test_age_and_sex_are_those_of_the_last_day() -> None:
    paid_over(birth_date=date(2001, 12, 31), sex="m")
    paid_over(birth_date=None, sex="")
    found = figures()
    ages = {row["age_group"]: row["recipients"] for row in found["by_age_group"]}
    assert (ages["24–29"], ages["Ukjent alder"]) == (1, 1)
    assert [row["recipients"] for row in found["by_sex"]] == [0, 1, 1]
