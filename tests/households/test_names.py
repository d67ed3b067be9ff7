"""How names are searched and sorted, whatever the database."""

import random
from datetime import date

import pytest

from households.models import Household, Membership, Person
from households.names import SEARCH_LENGTH, SORT_LENGTH, search_key, sort_key
from tests.factories import HouseholdFactory, PersonFactory, add_member

TODAY = date(2026, 11, 23)

IN_ORDER = [
    "Abel",
    "Berg",
    "Pizza",
    "Rizzo",
    "Riøen",
    "Yttervåg",
    "Zahl",
    "Zwing",
    "Ærø",
    "Østby",
    "Øyen",
    "Aas",
    "Åsen",
]


def test_ae_oe_and_aa_are_sorted_last_and_in_that_order() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Aase", "Åse"),
        ("Bjørk", "Björk"),
        ("Lærke", "Lärke"),
        ("José", "Jose"),
        ("Müller", "Myller"),
        ("O’Brien", "OBRIEN"),
        ("Anne-Marie", "Anne Marie"),
        ("A\u030ase", "Åse"),
    ],
)
def test_names_that_norwegian_sorts_alike_have_one_sort_key(first: str, second: str) -> None:
    assert sort_key(first) == sort_key(second)


def test_a_short_last_name_comes_before_a_longer_one_whatever_the_first_names() -> None:
    names = [("Berg", "Øyvind"), ("Berge", "Anna"), ("Berg Hansen", "Anna")]
    assert sorted(names, key=lambda name: sort_key(*name)) == [names[0], names[2], names[1]]


@pytest.mark.parametrize("name", ["Østby", "Čáhcesuolu", "Đặng", "Ɓa", "王", "O'Neill", "Straße"])
def test_a_sort_key_holds_nothing_that_collations_differ_on(name: str) -> None:
    assert set(sort_key(name, name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


def test_keys_fit_their_columns_however_long_the_name() -> None:
    name = "ﬃ" * 120
    assert len(search_key(name, name)) == SEARCH_LENGTH
    assert len(sort_key(name, name)) == SORT_LENGTH
    assert Person._meta.get_field("search_name").max_length == SEARCH_LENGTH
    assert Person._meta.get_field("sort_name").max_length == SORT_LENGTH


@pytest.fixture
def household(db: None) -> Household:
    contact = PersonFactory(first_name="Åse Marie", last_name="Østby-Lunde")
    return HouseholdFactory(contact=contact)


@pytest.mark.parametrize(
    "text",
    [
        "østby",
        "ØST",
        "lun",
        "Åse",
        "marie",
        "åse øst",
        "Østby-Lunde",
        " lunde  åse ",
        "O\u0308stby",
    ],
)
def test_a_household_is_found_by_the_beginning_of_any_name(household: Household, text: str) -> None:
    assert list(Household.objects.with_member_named(text, TODAY)) == [household]


@pytest.mark.parametrize("text", ["stby", "ase", "ostby", "åse berg", "ø_tby", "%", "*", ""])
def test_the_middle_of_a_name_or_another_letter_finds_nothing(
    household: Household, text: str
) -> None:
    assert not Household.objects.with_member_named(text, TODAY).exists()


def test_both_words_must_be_of_the_same_member(household: Household) -> None:
    child = PersonFactory(first_name="Oda", last_name="Berg")
    add_member(household, child, Membership.Role.CHILD)
    assert Household.objects.with_member_named("oda berg", TODAY).exists()
    assert not Household.objects.with_member_named("oda østby", TODAY).exists()


def test_a_former_member_does_not_lead_to_the_household(household: Household) -> None:
    former = PersonFactory(first_name="Jonas", last_name="Berg")
    last_day = date(2025, 12, 31)
    add_member(household, former, Membership.Role.SPOUSE, valid_to=last_day)
    assert Household.objects.with_member_named("jonas", last_day).exists()
    assert not Household.objects.with_member_named("jonas", TODAY).exists()


def test_the_database_sorts_by_the_key_as_python_does(db: None) -> None:
    for name in random.Random(7).sample(IN_ORDER, len(IN_ORDER)):
        PersonFactory(last_name=name)
    rows = Person.objects.order_by("sort_name").values_list("last_name", flat=True)
    assert list(rows) == IN_ORDER
