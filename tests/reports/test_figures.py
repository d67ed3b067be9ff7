"""Who counts in the yearly report: one small municipality per sentence, R = December 2025."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import District
from households.models import Membership, Residence
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


def test_an_unfinished_year_is_counted_at_its_last_finished_month() -> None:
    assert reference_month(2025, date(2025, 9, 29)) == month_from(2025, 8)
    assert reference_month(2025, date(2025, 9, 30)) == month_from(2025, 9)
    assert reference_month(2025, date(2031, 1, 1)) == R
    with pytest.raises(NoFinishedMonthError):
        reference_month(2025, date(2025, 1, 30))
