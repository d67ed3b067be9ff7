"""The list's filters, each in the address; numbers never."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import User
from households.models import Household, Membership
from households.months import parse_month
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY
from tests.coordination.test_household_list import LIST, NOW, named, rows
from tests.factories import PersonFactory, UserFactory, add_member, enrol, pay, situate


def test_a_name_is_the_beginning_of_any_name_of_any_present_member(
    family: Household, caseworker: User
) -> None:
    named("Berg")
    client = logged_in(caseworker)
    for text in ("prø", "AMINA", "jon", "mio prøv"):
        assert rows(client, f"?navn={text}") == ["Prøvesen, Amina"]
    assert rows(client, "?navn=øvesen") == []


def test_fewer_than_three_letters_are_refused_in_words(family: Household, caseworker: User) -> None:
    page = logged_in(caseworker).get(LIST + "?navn=pr").content.decode()
    assert "Skriv minst tre bokstaver av navnet." in page
    assert "Prøvesen, Amina" not in page


@pytest.mark.parametrize(
    "text", ["15839200169", "158392+00169", "158392-00169", "Amina+15839200169", "201912345612"]
)
@pytest.mark.parametrize("field", ["navn", "bydel", "side"])
def test_a_number_in_the_address_is_refused_and_taken_out_of_it(
    family: Household, caseworker: User, text: str, field: str
) -> None:
    response = logged_in(caseworker).get(LIST + f"?{field}={text}&barn=on", follow=True)
    assert response.redirect_chain == [(LIST + "?barn=on", 302)]
    page = response.content.decode()
    assert "Fødselsnummer og DUF-nummer skal ikke stå i adressen." in page
    assert "00169" not in page


def test_district_and_unknown_district(caseworker: User) -> None:
    home, moved = named("Berg"), named("Dahl")
    moved.residences.update(valid_to=TODAY - timedelta(days=1))
    client = logged_in(caseworker)
    midtbyen = unit("nav", "midtbyen").district_id
    assert rows(client, f"?bydel={midtbyen}") == ["Berg, Kari"]
    assert rows(client, "?bydel=ukjent") == ["Dahl, Kari"]
    assert home.residences.get().district_id == midtbyen


def test_caseworker_me_and_nobody(caseworker: User) -> None:
    other = UserFactory(first_name="Per", last_name="Navsen")
    for name, who in (("Berg", caseworker), ("Dahl", other), ("Eide", None)):
        named(name).responsibilities.update(caseworker=who)
    client = logged_in(caseworker)
    assert rows(client, f"?saksbehandler={caseworker.pk}") == ["Berg, Kari"]
    assert rows(client, f"?saksbehandler={other.pk}") == ["Dahl, Kari"]
    assert rows(client, "?saksbehandler=ingen") == ["Eide, Kari"]
    assert f"Meg ({caseworker})" in client.get(LIST).content.decode()


def test_with_children_as_members_or_by_a_stated_number(caseworker: User) -> None:
    registered, stated, grown, none = (named(name) for name in ("Berg", "Dahl", "Eide", "Foss"))
    child, adult = (PersonFactory(birth_date=date(year, 11, 24)) for year in (2008, 2007))
    add_member(registered, child, Membership.Role.CHILD)
    add_member(grown, adult, Membership.Role.CHILD)
    situate(stated.contact, date(2026, 1, 1), number_of_children=2)
    situate(none.contact, date(2026, 1, 1), number_of_children=0)
    assert rows(logged_in(caseworker), "?barn=on") == ["Berg, Kari", "Dahl, Kari"]


def test_over_three_years_near_three_years_and_in_kvp(caseworker: User) -> None:
    starts = {"Berg": "2023-11", "Dahl": "2024-05", "Eide": "2024-06", "Foss": "2023-12"}
    households = {name: named(name) for name in starts}
    for name, start in starts.items():
        pay(households[name].contact, parse_month(start), NOW)
    enrol(households["Eide"].contact, date(2026, 11, 23))
    enrol(households["Foss"].contact, date(2026, 1, 5), date(2026, 11, 22))
    client = logged_in(caseworker)
    assert rows(client, "?stonad=over") == ["Berg, Kari"]
    assert rows(client, "?stonad=naer") == ["Dahl, Kari", "Foss, Kari"]
    assert rows(client, "?stonad=naer&sorter=-maneder") == ["Foss, Kari", "Dahl, Kari"]
    assert rows(client, "?stonad=kvp") == ["Eide, Kari"]


@pytest.mark.parametrize(
    "query",
    ["?bydel=9999", "?saksbehandler=abc", "?stonad=alle", "?navn=" + "a" * 121, "?navn=a%00b"],
)
def test_a_value_that_cannot_be_chosen_is_refused_and_shows_nobody(
    family: Household, caseworker: User, query: str
) -> None:
    response = logged_in(caseworker).get(LIST + query)
    assert response.status_code == 200
    assert "Filtrene kan ikke brukes slik" in response.content.decode()
    assert "Prøvesen, Amina" not in response.content.decode()


def test_filters_work_together_and_can_be_taken_away(family: Household, caseworker: User) -> None:
    client = logged_in(caseworker)
    page = client.get(LIST + f"?navn=prø&barn=on&saksbehandler={caseworker.pk}").content.decode()
    assert "1 husstand i utvalget" in page
    assert f'href="{LIST}">Vis alle</a>' in page
    empty = client.get(LIST + "?navn=zzz").content.decode()
    assert "Ingen husstander i utvalget" in empty
