"""What the mapping of children raises: any level 3, and two domains of worry."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from households.models import Household, Person
from tests.children.filled import mapped
from tests.conftest import unit
from tests.coordination.flags.conftest import TODAY, flags

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(family: Household) -> Person:
    return family.members.exclude(pk=family.contact_id).get()


@pytest.mark.parametrize(
    ("levels", "raised"),
    [
        ({"home": "1", "school": "1", "health": "1"}, []),
        ({"home": "2", "school": "1"}, []),
        ({"home": "2", "school": "2"}, ["worries"]),
        ({"home": "3", "school": "1"}, ["serious"]),
        ({"home": "3", "school": "2"}, ["serious", "worries"]),
    ],
)
def test_levels_of_one_child(
    family: Household, child: Person, caseworker: User, levels: dict[str, str], raised: list[str]
) -> None:
    mapped(family, child, caseworker, on=date(2026, 6, 1), levels=levels)
    assert flags() == raised


def test_only_the_latest_mapping_counts(family: Household, child: Person, caseworker: User) -> None:
    mapped(family, child, caseworker, on=date(2026, 3, 1), levels={"home": "3"})
    assert flags() == ["serious"]
    mapped(family, child, caseworker, on=date(2026, 6, 1), levels={"home": "1"})
    assert flags() == []


def test_one_older_than_twelve_months_does_not(
    family: Household, child: Person, caseworker: User
) -> None:
    mapped(family, child, caseworker, on=TODAY.replace(year=2025), levels={"home": "3"})
    assert flags() == ["serious"]
    assert flags(date(2026, 6, 16)) == []


def test_what_another_party_has_mapped_is_not_told(
    family: Household, child: Person, bft_adviser: User
) -> None:
    mapped(family, child, bft_adviser, at=unit("bft", "midtbyen"), levels={"home": "3"})
    assert flags() == []


def test_a_child_who_has_moved_out_does_not_count(
    family: Household, child: Person, caseworker: User
) -> None:
    mapped(family, child, caseworker, on=date(2026, 6, 1), levels={"home": "3"})
    family.memberships.filter(person=child).update(valid_to=date(2026, 6, 10))
    assert flags() == []
