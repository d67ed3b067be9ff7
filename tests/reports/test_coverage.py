"""Hovedmål 3 counted: which families, mapped, with a plan and discussed on 31 December 2025."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from children.models import ChildMapping
from households.access import Protection
from households.models import Household, Membership, Person
from households.months import month_from
from reports.coverage import MEASURES
from reports.figures import figures_of
from reports.fingerprint import fingerprint
from reports.snapshot import take_snapshot
from reports.tables import percent_of
from tests.children.filled import mapped
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.making import plan_of
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, pay, situate

pytestmark = pytest.mark.django_db
R = month_from(2025, 12)
AS_OF = date(2026, 1, 14)
END = date(2025, 12, 31)


def family(children: int = 1, *, months: int = 1, district: str = "midtbyen") -> Household:
    """On assistance in the last `months` of 2025, with children born in 2016."""
    home = HouseholdFactory(district=district)
    for _ in range(children):
        add_member(home, PersonFactory(birth_date=date(2016, 3, 4)), Membership.Role.CHILD)
    pay(home.contact, R - months + 1, R)
    return home


def children_of(home: Household) -> list[Person]:
    return [row.person for row in home.memberships.filter(role="child").order_by("pk")]


def map_all(home: Household, on: date = date(2025, 6, 1)) -> None:
    for child in children_of(home):
        mapped(home, child, UserFactory(), on=on)


def counted() -> Any:
    return figures_of(take_snapshot(R, AS_OF), "DEF-1")["coverage"]


def whole(block: str = "on_assistance") -> dict[str, int]:
    return {key: value for key, value in counted()[block].items() if key != "by_district"}


def test_a_family_is_on_assistance_in_the_reference_month_alone() -> None:
    family()
    earlier = HouseholdFactory(district="midtbyen")
    add_member(earlier, PersonFactory(birth_date=date(2016, 3, 4)), Membership.Role.CHILD)
    pay(earlier.contact, R - 5, R - 1)
    pay(HouseholdFactory().contact, R)  # without children
    assert whole()["families"] == 1


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2024, 12, 30), False),
        (date(2024, 12, 31), True),
        (END, True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_mapping_and_a_discussion_hold_for_twelve_months(on: date, counts: bool) -> None:
    home = family()
    map_all(home, on)
    discussed(home, UserFactory(), on)
    found = whole()
    assert (found["mapped"], found["discussed"]) == (int(counts), int(counts))


def test_every_child_of_the_family_must_be_mapped() -> None:
    home = family(children=2)
    one, other = children_of(home)
    mapped(home, one, UserFactory(), on=date(2025, 6, 1))
    assert whole()["mapped"] == 0
    mapped(home, other, UserFactory(), on=date(2025, 6, 1))
    assert whole()["mapped"] == 1


def test_one_that_is_begun_or_was_refused_is_no_mapping() -> None:
    home = family()
    map_all(home)
    ChildMapping.objects.update(state="refused", completed_on=None, completed_by=None, reason="Nei")
    assert whole()["mapped"] == 0


def test_a_grown_child_need_not_be_mapped() -> None:
    home = family()
    map_all(home)
    add_member(home, PersonFactory(birth_date=date(2000, 1, 1)), Membership.Role.CHILD)
    assert whole()["mapped"] == 1


def test_a_mapping_from_the_childs_other_home_is_not_this_familys() -> None:
    home, other = family(), HouseholdFactory()
    (child,) = children_of(home)
    add_member(other, child, Membership.Role.CHILD)
    mapped(other, child, UserFactory(), on=date(2025, 6, 1))
    assert whole()["mapped"] == 0


def test_where_only_the_number_is_known_nobody_is_mapped() -> None:
    home = HouseholdFactory(district="midtbyen")
    pay(home.contact, R)
    situate(home.contact, date(2025, 5, 1), number_of_children=2)
    assert whole() == {"families": 1, "mapped": 0, "planned": 0, "discussed": 0}


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, 1),
        ({"kind": "individual"}, 1),
        ({"kind": "follow_up"}, 0),
        ({"first_review_on": END}, 1),
        ({"first_review_on": date(2025, 12, 30)}, 0),
        ({"ended_on": END, "end_reason": "reached"}, 0),
        ({"ended_on": date(2026, 1, 1), "end_reason": "reached"}, 1),
    ],
)
def test_a_plan_counts_that_stands_and_is_gone_through_in_time(
    change: dict[str, Any], counts: int
) -> None:
    plan_of(family(), UserFactory(), date(2025, 11, 1), **change)
    assert whole()["planned"] == counts


def test_families_over_three_years_are_counted_apart() -> None:
    long_term, short = family(months=37), family(months=36)
    for home in (long_term, short):
        map_all(home)
    assert whole() == {"families": 2, "mapped": 2, "planned": 0, "discussed": 0}
    assert whole("over_three_years") == {"mapped": 1, "planned": 0, "discussed": 0}


def test_one_over_three_years_that_was_not_paid_this_month_is_in_its_own_number_alone() -> None:
    home = HouseholdFactory(district="midtbyen")
    add_member(home, PersonFactory(birth_date=date(2016, 3, 4)), Membership.Role.CHILD)
    pay(home.contact, R - 40, R - 2)
    map_all(home)
    assert whole()["families"] == 0
    assert whole("over_three_years")["mapped"] == 1


def test_a_hidden_place_counts_in_the_city_and_in_no_district() -> None:
    home = family()
    map_all(home)
    home.members.update(protection=Protection.CODE_6)
    rows = {row["district"]: row["mapped"] for row in counted()["on_assistance"]["by_district"]}
    assert rows == {"Heimdal": 0, "Lerkendal": 0, "Midtbyen": 0, "Østbyen": 0, "Uten bydel": 1}


@pytest.mark.parametrize("seed", range(4))
def test_the_districts_add_up_and_nothing_is_more_than_the_whole(seed: int) -> None:
    random, staff = Random(seed), UserFactory()
    for _ in range(12):
        district = random.choice(("midtbyen", "heimdal"))
        home = family(random.randint(1, 3), months=random.choice((1, 37)), district=district)
        for child in children_of(home):
            if random.random() < 0.7:
                mapped(home, child, staff, on=date(2025, random.randint(1, 12), 1))
        if random.random() < 0.4:
            discussed(home, staff, date(2025, random.randint(1, 12), 2))
    found = figures_of(take_snapshot(R, AS_OF), "DEF-1")
    for block, total in (
        ("on_assistance", found["coverage"]["on_assistance"]["families"]),
        ("over_three_years", found["child_families_over_three_years"]),
    ):
        part = found["coverage"][block]
        for measure in MEASURES:
            assert part[measure] == sum(row[measure] for row in part["by_district"]) <= total


def test_what_it_is_counted_from_is_in_the_fingerprint() -> None:
    home = family()
    told = [fingerprint(R, AS_OF)]
    map_all(home)
    told.append(fingerprint(R, AS_OF))
    discussed(home, UserFactory(), date(2025, 6, 1))
    told.append(fingerprint(R, AS_OF))
    plan_of(home, UserFactory(), date(2025, 11, 1))
    told.append(fingerprint(R, AS_OF))
    assert len(set(told)) == 4
    discussed(home, UserFactory(), date(2026, 1, 5))  # after the month: not counted
    map_all(home, date(2026, 1, 5))
    assert fingerprint(R, AS_OF) == told[-1]


@pytest.mark.parametrize(
    ("part", "of", "percent"),
    [(0, 0, 0), (0, 7, 0), (1, 200, 1), (1, 201, 0), (2, 3, 67), (3, 3, 100), (None, 3, None)],
)
def test_a_share_is_whole_per_cent_half_up(part: int, of: int, percent: int) -> None:
    assert percent_of(part, of) == percent
