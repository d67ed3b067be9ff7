"""The OSK lead's list and page: names of those who consented, and families without a name."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Clearance, User
from accounts.policy import Role
from households.access import Protection
from households.families import Family, family_number
from households.models import Household, Person
from tests.conftest import logged_in, unit
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, clear, share


@pytest.fixture
def osk_lead(db: None) -> User:
    return UserFactory(role=Role.OSK_LEAD, unit=unit("nav", "midtbyen"))


def flag(household: Household, scope: str = "children") -> None:
    for row in household.memberships.all():
        share(household, row.person, unit("nav", "midtbyen"), scope=scope, audience="osk")


def text(client: Client, path: str) -> str:
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("</header>")[-1]).split())


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ((), "ingen barn"),
        ((4,), "1 barn (4 år)"),
        ((4, 9), "2 barn (4 og 9 år)"),
        ((1, 4, 9), "3 barn (1, 4 og 9 år)"),
        ((4, None), "2 barn (4 år og ukjent alder)"),
        ((None,), "1 barn (ukjent alder)"),
    ],
)
def test_a_nameless_family_is_told_by_office_and_children(
    ages: tuple[int | None, ...], told: str
) -> None:
    family = Family(12, "NAV Midtbyen", ages)
    assert (family.name, family.line) == ("Familie 12", f"NAV Midtbyen · {told}")


def test_the_lead_sees_the_families_of_the_meeting_and_no_others(
    family: Household, osk_lead: User
) -> None:
    other = HouseholdFactory(contact=PersonFactory(last_name="Utenfor"), district="midtbyen")
    flag(family)
    client = logged_in(osk_lead)
    menu = client.get("/husstander/").content.decode().split('aria-label="Hovedmeny"')[1]
    assert re.findall(r">([\w-]+)</a>", menu.split("</nav>")[0]) == ["OSK-møter", "Husstander"]
    page = text(client, "/husstander/")
    assert "1 husstand" in page
    assert "Utenfor" not in page
    assert client.get(f"/husstander/{other.pk}/").status_code == 404
    assert client.get("/samtykker/").status_code == 403


def test_a_family_without_consent_has_no_name_on_any_page(
    family: Household, osk_lead: User
) -> None:
    flag(family)
    client = logged_in(osk_lead)
    for path in ("/husstander/", f"/husstander/{family.pk}/", f"/husstander/{family.pk}/samtykke/"):
        page = text(client, path)
        assert f"Familie {family_number(family.pk)} NAV Midtbyen · 2 barn (1 og 14 år)" in page
        for secret in ("Amina", "Jonas", "Elias", "Prøvesen", "400 00 101", "158392", "Kari"):
            assert secret not in page
        assert family.number not in page
    for name in ("Prøvesen", "Amina"):
        assert "0 husstander" in text(client, f"/husstander/?navn={name}")
    answer = client.post("/husstander/sok/", {"q": "15839200169"}, follow=True)
    assert f"Familie {family_number(family.pk)}" not in answer.content.decode()


def test_who_has_consented_is_named_and_the_others_are_counted(
    family: Household, osk_lead: User
) -> None:
    flag(family)
    share(family, family.contact, unit("nav", "midtbyen"), scope="household", audience="osk")
    client = logged_in(osk_lead)
    assert "Prøvesen, Amina" in text(client, "/husstander/")
    page = text(client, f"/husstander/{family.pk}/")
    assert "Amina Prøvesen" in page
    assert "3 til i husstanden vises ikke" in page
    assert "400 00 101" not in page
    assert "Familie" not in page
    assert "Elias" not in page


def test_the_office_and_other_parties_keep_the_households_own_name(
    family: Household, caseworker: User, bft_adviser: User
) -> None:
    flag(family)
    share(family, family.contact, unit("bft", "midtbyen"), scope="plan")
    assert "Prøvesen, Amina" in text(logged_in(caseworker), "/husstander/")
    page = text(logged_in(bft_adviser), "/husstander/")
    assert f"Husstanden {family.number}" in page
    assert "Familie" not in page


def test_a_hidden_place_hides_the_office_too(family: Household, osk_lead: User) -> None:
    flag(family)
    Person.objects.filter(first_name="Mio").update(protection=Protection.CODE_7)
    clear(osk_lead, Clearance.Kind.CODE_7)
    for path in ("/husstander/", f"/husstander/{family.pk}/"):
        page = text(logged_in(osk_lead), path)
        assert f"Familie {family_number(family.pk)} Sted skjult · 2 barn" in page
        assert "Midtbyen ·" not in page


def test_nameless_families_stand_last_in_an_order_that_tells_nothing(
    osk_lead: User,
) -> None:
    first = HouseholdFactory(contact=PersonFactory(last_name="Berg"), district="midtbyen")
    second = HouseholdFactory(contact=PersonFactory(last_name="Aas"), district="midtbyen")
    known = HouseholdFactory(contact=PersonFactory(last_name="Zahl"), district="midtbyen")
    for home in (first, second):
        flag(home)
    flag(known, "household")
    page = logged_in(osk_lead).get("/husstander/").content.decode()
    listed = re.findall(r'<th scope="row"><a[^>]*>([^<]*)<', page)
    names = [f"Familie {family_number(first.pk)}", f"Familie {family_number(second.pk)}"]
    assert listed == [f"Zahl, {known.contact.first_name}", *names]


def test_the_list_costs_the_same_for_one_and_for_twenty_families(osk_lead: User) -> None:
    client, counts = logged_in(osk_lead), []
    for number in (1, 19):
        for _ in range(number):
            home = HouseholdFactory(district="midtbyen")
            add_member(home, PersonFactory(birth_date=date(2020, 1, 1)), "child")  # type: ignore[arg-type]
            flag(home)
        with CaptureQueriesContext(connection) as captured:
            client.get("/husstander/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
