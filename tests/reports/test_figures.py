"""Who counts in the yearly report: one small municipality per sentence, R = December 2025."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import District
from households.models import Household, Membership, Residence
from households.months import month_from
from reports.figures import NoFinishedMonthError, figures_of, reference_month
from reports.snapshot import take_snapshot
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    add_member,
    enrol,
    introduce,
    pay,
    situate,
)

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
FIRST = R - 36
AS_OF = date(2026, 1, 14)
Role = Membership.Role


def figures(code: str = "DEF-1", month: int = R, as_of: date = AS_OF) -> dict:
    return figures_of(take_snapshot(month, as_of), code)


def headline(code: str = "DEF-1") -> tuple[int, int, int, int]:
    found = figures(code)
    return (
        found["recipients_over_three_years"],
        found["adults_over_three_years"],
        found["child_families_over_three_years"],
        found["children_in_families_over_three_years"],
    )


def child(birth_date: date = date(2015, 3, 1)) -> object:
    return PersonFactory(birth_date=birth_date)


def test_thirty_seven_months_are_more_than_three_years_and_thirty_six_are_not() -> None:
    pay(PersonFactory(), FIRST, R)
    pay(PersonFactory(), FIRST + 1, R)
    assert headline() == (1, 1, 0, 0)


def test_a_couple_that_applied_together_and_lives_together_counts_once() -> None:
    home = HouseholdFactory()
    partner = PersonFactory()
    add_member(home, partner, Role.SPOUSE)
    pay(home.contact, FIRST, R, co_applicant=partner)
    assert headline() == (1, 2, 0, 0)


def test_two_who_live_together_without_applying_together_count_as_two() -> None:
    home = HouseholdFactory()
    lodger = PersonFactory()
    add_member(home, lodger, Role.OTHER_ADULT)
    pay(home.contact, FIRST, R)
    pay(lodger, FIRST, R)
    assert headline() == (2, 2, 0, 0)


def test_after_a_separation_each_keeps_their_own_clock() -> None:
    home, new_home = HouseholdFactory(), HouseholdFactory()
    partner = new_home.contact
    add_member(home, partner, Role.SPOUSE, valid_to=date(2024, 6, 30))
    pay(home.contact, FIRST, R - 18, co_applicant=partner)
    pay(home.contact, R - 17, R)
    pay(partner, R - 17, R)
    assert headline() == (2, 2, 0, 0)


def test_a_family_with_two_over_the_limit_is_one_family() -> None:
    home = HouseholdFactory()
    partner = PersonFactory()
    add_member(home, partner, Role.PARTNER)
    add_member(home, child(), Role.CHILD)
    pay(home.contact, FIRST, R)
    pay(partner, FIRST, R)
    assert headline() == (2, 2, 1, 1)


@pytest.mark.parametrize("role", [Role.OTHER_ADULT, Role.CHILD])
def test_a_grown_sibling_or_a_lodger_does_not_make_a_child_family(role: Membership.Role) -> None:
    home = HouseholdFactory()
    sibling = PersonFactory(birth_date=date(2001, 1, 1))
    add_member(home, sibling, role)
    add_member(home, child(), Role.CHILD)
    pay(sibling, FIRST, R)
    assert headline() == (1, 1, 0, 0)


def test_the_partner_of_who_supports_the_child_makes_a_child_family() -> None:
    home = HouseholdFactory()
    partner = PersonFactory()
    add_member(home, partner, Role.COHABITANT)
    add_member(home, child(), Role.CHILD)
    pay(partner, FIRST, R)
    assert headline() == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("born", "families"),
    [
        (date(2007, 11, 30), 0),
        (date(2007, 12, 1), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 0),
    ],
)
def test_a_child_counts_from_the_month_of_birth_through_that_of_turning_18(
    born: date, families: int
) -> None:
    home = HouseholdFactory()
    add_member(home, child(born), Role.CHILD)
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, families, families)


def test_a_member_who_left_on_the_day_before_the_last_is_not_in_the_household() -> None:
    home = HouseholdFactory()
    add_member(home, child(), Role.CHILD, valid_to=date(2025, 12, 30))
    add_member(home, child(), Role.CHILD, valid_from=date(2025, 12, 31))
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, 1, 1)


def test_a_child_with_two_homes_makes_two_families_and_is_one_child() -> None:
    shared = child()
    for _ in range(2):
        home = HouseholdFactory()
        add_member(home, shared, Role.CHILD, shared_residence=True)
        pay(home.contact, FIRST, R)
    found = figures()
    assert headline() == (2, 2, 2, 1)
    assert found["key_figures"]["children_in_child_families"] == 1
    assert found["key_figures"]["child_families"] == 2


@pytest.mark.parametrize("fact", ["died_on", "moved_away_on"])
def test_the_dead_and_those_who_moved_before_the_end_are_not_counted(fact: str) -> None:
    person = PersonFactory(**{fact: date(2025, 12, 31)})
    pay(person, FIRST, R)
    still_here = PersonFactory(**{fact: date(2026, 1, 1)})
    pay(still_here, FIRST, R)
    assert headline() == (1, 1, 0, 0)


@pytest.mark.parametrize(
    "change",
    [{"status": "planned"}, {"status": "cancelled"}, {"status": "stopped"}, {"scheme": "kvp"}],
)
def test_only_paid_assistance_makes_a_benefit_month(change: dict) -> None:
    person = PersonFactory()
    pay(person, FIRST + 1, R)
    pay(person, FIRST, **change)
    assert headline() == (0, 0, 0, 0)


@pytest.mark.parametrize("what", [{"kind": "loan"}, {"category": "nodhjelp"}])
def test_loan_and_emergency_aid_count_and_are_shown_apart(what: dict) -> None:
    pay(PersonFactory(), FIRST, R, **what)
    found = figures()
    assert found["recipients_over_three_years"] == 1
    assert found["of_which"] == {
        "loan_only": int("kind" in what),
        "one_off_only": int("category" in what),
    }


def test_what_was_registered_after_the_cut_off_is_left_out() -> None:
    person = PersonFactory()
    pay(person, FIRST, R - 1)
    pay(person, R, registered_on=date(2026, 2, 1))
    assert figures(as_of=date(2026, 1, 31))["recipients_over_three_years"] == 0
    assert figures(as_of=date(2026, 2, 1))["recipients_over_three_years"] == 1


def test_months_in_kvp_or_introduction_alone_neither_count_nor_break() -> None:
    person = PersonFactory()
    pay(person, FIRST - 12, FIRST - 1)
    enrol(person, date(2022, 12, 15), date(2023, 6, 10))
    introduce(person, date(2023, 7, 1), date(2023, 11, 30))
    pay(person, FIRST + 12, R)
    found = figures()
    assert (R - FIRST + 1) == 37
    assert found["recipients_over_three_years"] == 1
    assert found["by_definition"]["DEF-2"]["recipients"] == 1


def test_a_long_spell_that_kvp_has_taken_over_is_shown_as_now_in_kvp() -> None:
    person = PersonFactory()
    pay(person, R - 48, R - 12)
    enrol(person, date(2025, 1, 1))
    found = figures()
    assert found["recipients_over_three_years"] == 0
    assert found["now_in_kvp"] == 1


def test_a_recipient_counts_in_the_district_lived_in_on_the_last_day() -> None:
    home = HouseholdFactory(district="heimdal")
    home.residences.update(valid_to=date(2025, 6, 30))
    Residence.objects.create(
        household=home,
        district=District.objects.get(code="ostbyen"),
        valid_from=date(2025, 7, 1),
    )
    pay(home.contact, FIRST - 12, R)
    pay(PersonFactory(), FIRST, R)
    rows = {row.pop("district"): row for row in figures()["by_district"]}
    assert list(rows) == ["Heimdal", "Lerkendal", "Midtbyen", "Østbyen", "Uten bydel"]
    assert rows["Heimdal"]["previous_recipients"] == 1
    assert rows["Heimdal"]["recipients"] == 0
    assert rows["Østbyen"]["recipients"] == 1
    assert rows["Uten bydel"]["recipients"] == 1


def test_children_known_only_by_number_count_for_the_year_they_were_stated() -> None:
    home = HouseholdFactory()
    situate(home.contact, date(2024, 12, 31), number_of_children=3)
    situate(home.contact, date(2025, 12, 31), number_of_children=2)
    pay(home.contact, FIRST, R)
    found = figures()
    assert headline() == (1, 1, 1, 2)
    assert found["families_by_stated_number"] == 1
    assert found["key_figures"]["children_in_child_families_per_month"] == 2


def test_registered_children_replace_the_stated_number() -> None:
    home: Household = HouseholdFactory()
    situate(home.contact, date(2025, 12, 31), number_of_children=4)
    add_member(home, child(), Role.CHILD)
    pay(home.contact, FIRST, R)
    assert headline() == (1, 1, 1, 1)
    assert figures()["families_by_stated_number"] == 0


def test_an_unfinished_year_is_counted_at_its_last_finished_month() -> None:
    assert reference_month(2025, date(2025, 9, 29)) == month_from(2025, 8)
    assert reference_month(2025, date(2025, 9, 30)) == month_from(2025, 9)
    assert reference_month(2025, date(2031, 1, 1)) == R
    with pytest.raises(NoFinishedMonthError):
        reference_month(2025, date(2025, 1, 30))
