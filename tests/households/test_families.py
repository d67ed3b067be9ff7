"""The number of a family without a name: always the same, and none that leads to it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coordination.models import AgendaItem
from households.families import family_number

KEYS = st.integers(1, 2**63 - 1)


@given(KEYS)
def test_it_is_four_digits_and_stays_the_same(key: int) -> None:
    number = family_number(key)
    assert 1000 <= number <= 9999
    assert family_number(key) == number


def test_it_follows_neither_the_order_nor_the_key_of_the_households() -> None:
    numbers = [family_number(key) for key in range(1, 101)]
    assert numbers != sorted(numbers)
    assert len(set(numbers)) > 90
    assert sum(f"{key}" == f"{number}" for key, number in enumerate(numbers, 1)) == 0


def test_another_installation_calls_them_otherwise(settings: Any) -> None:
    here = [family_number(key) for key in range(1, 21)]
    settings.SECRET_KEY = "n" * 60
    assert [family_number(key) for key in range(1, 21)] != here


def test_an_agenda_item_says_the_same_number() -> None:
    assert str(AgendaItem(household_id=419)) == f"Familie {family_number(419)}"
