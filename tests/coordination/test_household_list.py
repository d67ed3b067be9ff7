"""The list: who sees what, the filters in the address, the order, the pages, the log."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEvent, Clearance, User
from households.access import Protection
from households.models import Household, Membership, Person
from households.months import parse_month
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY, office
from tests.factories import HouseholdFactory, PersonFactory, add_member, clear, enrol, pay, situate

pytestmark = pytest.mark.django_db

LIST = "/husstander/"
NOW = parse_month("2026-11")


def named(last_name: str, first_name: str = "Kari", district: str = "midtbyen") -> Household:
    contact = PersonFactory(first_name=first_name, last_name=last_name)
    return HouseholdFactory(contact=contact, district=district)


def rows(client: Client, query: str = "") -> list[str]:
    """The names of the page's lines, in their order."""
    page = client.get(LIST + query).content.decode()
    return [unescape(name) for name in re.findall(r'<th scope="row"><a[^>]*>([^<]*)<', page)]


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("caseworker", 200),
        ("colleague_same_office", 200),
        ("team_leader", 200),
        ("caseworker_other_office", 200),
        ("bft_adviser", 200),
        ("executive", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_each_sees_the_households_of_their_own_unit(
    request: pytest.FixtureRequest, family: Household, actor: str, status: int
) -> None:
    response = logged_in(request.getfixturevalue(actor)).get(LIST)
    assert response.status_code == status
    sees = actor in ("caseworker", "colleague_same_office", "team_leader")
    assert ("Prøvesen, Amina" in response.content.decode()) == sees


def test_nobody_sees_the_list_without_logging_in(db: None) -> None:
    assert Client().get(LIST)["Location"].startswith("/konto/logg-inn/")


@pytest.mark.parametrize("grade", [Protection.CODE_6, Protection.CODE_7, Protection.UNKNOWN])
def test_a_protected_household_is_neither_listed_nor_counted_without_clearance(
    family: Household, caseworker: User, grade: Protection
) -> None:
    Person.objects.filter(last_name="Prøvesen", first_name="Mio").update(protection=grade)
    client = logged_in(caseworker)
    assert "0 husstander" in client.get(LIST).content.decode()
    clear(caseworker, Clearance.Kind.CODE_6)
    clear(caseworker, Clearance.Kind.CODE_7)
    assert rows(client) == ([] if grade == Protection.UNKNOWN else ["Prøvesen, Amina"])


def test_a_line_tells_what_the_office_needs(family: Household, caseworker: User) -> None:
    enrol(Person.objects.get(first_name="Jonas"), date(2026, 11, 2))
    page = unescape(logged_in(caseworker).get(LIST).content.decode())
    line = " ".join(re.sub(r"<[^>]*>", " ", page.split("<tbody>")[1].split("</tbody>")[0]).split())
    assert line == (
        f"Prøvesen, Amina {family.number} Midtbyen 2 2 35 av 36 Passerer tre år i januar 2027 "
        "I KVP november 2026 Meg"
    )


def test_over_three_years_is_said_in_words_and_never_in_red(caseworker: User) -> None:
    pay(named("Berg").contact, parse_month("2022-01"), NOW)
    page = logged_in(caseworker).get(LIST).content.decode()
    assert "Over tre år" in page.split("<tbody>")[1]
    assert "late" not in page.split("<tbody>")[1]
    assert "danger" not in page.split("<tbody>")[1]


def test_children_known_only_by_number_are_said_to_be_stated(caseworker: User) -> None:
    situate(named("Berg").contact, date(2026, 10, 1), number_of_children=3)
    page = logged_in(caseworker).get(LIST).content.decode()
    assert '<span>3<span class="sub">oppgitt</span></span>' in page


def test_who_may_not_see_benefits_sees_no_months_and_cannot_ask_for_them(
    family: Household, bft_adviser: User
) -> None:
    family.responsibilities.create(valid_from=date(2020, 1, 1), **office("bft"))
    client = logged_in(bft_adviser)
    page = client.get(LIST).content.decode()
    assert "Prøvesen, Amina" in page
    for word in ("Måneder på stønad", "35 av 36", "KVP", "Sist utbetalt", "Tid på stønad"):
        assert word not in page
    for query in ("?stonad=over", "?stonad=kvp", "?sorter=-maneder", "?sorter=kvp"):
        assert rows(client, query) == ["Prøvesen, Amina"]


def test_names_are_sorted_by_norwegian_letters(caseworker: User) -> None:
    for name in ("Østby", "Aas", "Zahl", "Ærlig", "Berg"):
        named(name)
    client = logged_in(caseworker)
    in_order = [f"{name}, Kari" for name in ("Berg", "Zahl", "Ærlig", "Østby", "Aas")]
    assert rows(client) == in_order
    assert rows(client, "?sorter=-navn") == in_order[::-1]


@pytest.mark.parametrize("column", ["nummer", "bydel", "voksne", "barn", "maneder", "kvp", "sist"])
def test_each_column_sorts_both_ways(caseworker: User, column: str) -> None:
    first, second = named("Aalesund"), named("Berg")
    assert first.pk < second.pk
    first.residences.update(valid_to=TODAY - timedelta(days=1))
    add_member(second, PersonFactory(), Membership.Role.SPOUSE)
    add_member(second, PersonFactory(birth_date=date(2020, 1, 1)), Membership.Role.CHILD)
    pay(first.contact, parse_month("2026-01"), parse_month("2026-08"))
    pay(second.contact, parse_month("2025-01"), NOW)
    enrol(second.contact, date(2026, 11, 1))
    up = ["Aalesund, Kari", "Berg, Kari"]
    if column == "bydel":
        up.reverse()  # an unknown district comes last
    client = logged_in(caseworker)
    assert rows(client, f"?sorter={column}") == up
    assert rows(client, f"?sorter=-{column}") == up[::-1]


def test_the_caseworkers_sort_by_their_names_and_nobody_comes_last(caseworker: User) -> None:
    caseworker.first_name, caseworker.last_name = "Øyvind", "Berg"
    caseworker.save()
    own, nobodys = named("Aas"), named("Berg")
    own.responsibilities.update(caseworker=caseworker)
    assert nobodys.responsibilities.get().caseworker is None
    assert rows(logged_in(caseworker), "?sorter=saksbehandler") == ["Aas, Kari", "Berg, Kari"]


@pytest.mark.parametrize("query", ["?sorter=finnesikke", "?sorter=-", "?side=0", "?side=abc"])
def test_an_address_that_asks_for_nonsense_shows_the_first_page(
    family: Household, caseworker: User, query: str
) -> None:
    assert rows(logged_in(caseworker), query) == ["Prøvesen, Amina"]


def test_fifty_lines_a_page_and_the_filters_follow_to_the_next(caseworker: User) -> None:
    for number in range(53):
        named(f"Berg{chr(97 + number // 26)}{chr(97 + number % 26)}")
    named("Dahl")
    client = logged_in(caseworker)
    page = client.get(LIST + "?navn=berg").content.decode()
    assert "53 husstander i utvalget" in page
    assert len(rows(client, "?navn=berg")) == 50
    assert "?navn=berg&amp;side=2" in page
    assert rows(client, "?navn=berg&side=2") == rows(client, "?navn=berg&side=99")
    assert len(rows(client, "?navn=berg&side=2")) == 3


def test_the_listing_is_one_line_in_the_log_with_those_who_were_shown(
    family: Household, caseworker: User
) -> None:
    other = named("Berg")
    logged_in(caseworker).get(LIST)
    line = AccessEvent.objects.get(action="list")
    assert (line.user_id, line.object_type) == (caseworker.pk, "household")
    assert line.subject_ids == [other.contact_id, family.contact_id]


def test_the_list_costs_the_same_for_ten_and_for_two_hundred(caseworker: User) -> None:
    client = logged_in(caseworker)
    queries = ["", "?stonad=over", "?sorter=-maneder", "?navn=berg&barn=on"]
    counts = []
    for more in (10, 190):
        for _ in range(more):
            household = named("Berg")
            pay(household.contact, parse_month("2023-01"), NOW)
            add_member(household, PersonFactory(birth_date=date(2020, 1, 1)), "child")
        counts.append([cost(client, query) for query in queries])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9


def cost(client: Client, query: str) -> int:
    """How many queries the page takes, the session's and the log's among them."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST + query).status_code == 200
    return len(captured)
