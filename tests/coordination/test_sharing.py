"""What another party sees by a share, page by page, and when it stops (security.md tests 22-23)."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.policy import Role
from households.models import Consent, Household, Share
from tests.conftest import logged_in, unit
from tests.coordination.conftest import TODAY
from tests.factories import HouseholdFactory, PersonFactory, UserFactory, add_member, share, situate

ECONOMY = ("sosialhjelp", "stønad", "kvp", "økonomi", "utbetal", " kr ", "viktigste inntekt")


def text(client: Client, path: str) -> str:
    """The page below the header, as it is read."""
    page = unescape(client.get(path).content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page.split("</header>")[-1]).split())


@pytest.fixture
def hv_adviser(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def told(family: Household) -> Household:
    """The family, with a situation that tells of income and home."""
    situate(family.contact, date(2026, 11, 1), main_income="5", housing_situation="1")
    return family


def test_the_scope_of_housing_opens_housing_and_nothing_of_economy(
    told: Household, hv_adviser: User
) -> None:
    share(told, told.contact, unit("hv", "midtbyen"), scope="housing")
    client = logged_in(hv_adviser)
    page = text(client, f"/husstander/{told.pk}/")
    assert "Leid privat bolig" in page
    for word in ECONOMY:
        assert word not in page.lower()
    assert client.get(f"/husstander/{told.pk}/okonomi/").status_code == 403


def test_the_scope_of_housing_names_nobody_in_page_list_or_search(
    told: Household, hv_adviser: User
) -> None:
    share(told, told.contact, unit("hv", "midtbyen"), scope="housing")
    client = logged_in(hv_adviser)
    number = told.number
    for path in (f"/husstander/{told.pk}/", "/husstander/", f"/husstander/{told.pk}/samtykke/"):
        page = client.get(path).content.decode()
        assert number in page
        for secret in ("Amina", "Prøvesen", "158392", "400 00 101"):
            assert secret not in page
    assert "1 husstand" in text(client, "/husstander/")
    for name in ("Amina", "Prøvesen", "Elias"):
        assert "0 husstander" in text(client, f"/husstander/?navn={name}")
    assert "0 husstander" in text(client, "/husstander/?barn=on")
    for query in ("15839200169", "Amina Prøvesen"):
        answer = client.post("/husstander/sok/", {"q": query}, follow=True)
        assert number not in answer.content.decode()
    found = client.post("/husstander/sok/", {"q": number})
    assert found["Location"] == f"/husstander/{told.pk}/"


def test_with_the_households_scope_the_person_is_known_and_found(
    told: Household, hv_adviser: User
) -> None:
    share(told, told.contact, unit("hv", "midtbyen"), scope="household")
    client = logged_in(hv_adviser)
    assert "Prøvesen, Amina" in text(client, "/husstander/?navn=amina")
    assert "0 husstander" in text(client, "/husstander/?navn=Elias")
    page = text(client, f"/husstander/{told.pk}/")
    assert "3 til i husstanden vises ikke" in page
    assert "Jonas" not in page


def test_a_person_in_two_households_does_not_give_away_whose_the_other_is(
    told: Household, hv_adviser: User
) -> None:
    child = told.members.get(first_name="Mio")
    child.national_id = "24892500178"
    child.save()
    other = HouseholdFactory(contact=PersonFactory(last_name="Hemmelig"), district="midtbyen")
    add_member(other, child, "child")  # type: ignore[arg-type]
    for home in (told, other):
        share(home, child, unit("hv", "midtbyen"), scope="household")
    page = logged_in(hv_adviser).post("/husstander/sok/", {"q": "24892500178"}).content.decode()
    assert told.number in page
    assert other.number in page
    assert "Hemmelig" not in page
    assert "Husstanden Prøvesen" not in page


def test_the_order_of_the_list_tells_nothing_that_its_lines_do_not(
    told: Household, hv_adviser: User, bft_adviser: User
) -> None:
    homes = []
    for name in ("Aas", "Berg", "Zahl"):
        home = HouseholdFactory(contact=PersonFactory(last_name=name), district="midtbyen")
        share(home, home.contact, unit("hv", "midtbyen"), scope="housing")
        homes.append(home)
    known = share(homes[2], homes[2].contact, unit("hv", "midtbyen"), scope="household").household
    add_member(homes[1], PersonFactory(birth_date=date(2020, 1, 1)), "child")  # type: ignore[arg-type]
    client = logged_in(hv_adviser)

    def order(query: str) -> list[str]:
        return re.findall(r'href="(\d+)/"', client.get(f"/husstander/{query}").content.decode())

    by_name = [str(known.pk), str(homes[0].pk), str(homes[1].pk)]
    for query in ("", "?sorter=barn", "?sorter=-barn", "?sorter=kvp", "?sorter=voksne"):
        assert order(query) == by_name


def test_a_withdrawal_bites_on_the_next_request(
    told: Household, caseworker: User, bft_adviser: User
) -> None:
    consent = Consent.objects.create(
        household=told,
        subject=told.contact,
        given_by=told.contact,
        from_party="nav",
        to_parties=["bft"],
        scopes=["household"],
        purpose="Samordne",
        requested_on=TODAY,
        given_on=TODAY,
        valid_from=TODAY,
        valid_to=TODAY,
        channel="oral",
        recorded_by=caseworker,
        answer_recorded_by=caseworker,
    )
    row = share(told, told.contact, unit("bft", "midtbyen"))
    row.basis, row.consent, row.legal_basis = Share.Basis.CONSENT, consent, ""
    row.save()
    adviser, path = logged_in(bft_adviser), f"/husstander/{told.pk}/"
    assert adviser.get(path).status_code == 200
    register = f"{path}samtykke/"
    assert logged_in(caseworker).post(f"{register}{consent.pk}/trekk/").status_code == 302
    assert adviser.get(path).status_code == 404
    assert adviser.get(register).status_code == 404
    assert "0 husstander" in text(adviser, "/husstander/")
    assert "Trukket" in text(logged_in(caseworker), register)


def test_what_is_shared_ends_at_midnight_in_oslo(told: Household, bft_adviser: User) -> None:
    row = share(told, told.contact, unit("bft", "midtbyen"))
    row.valid_to = date(2027, 3, 27)
    row.save()
    path = f"/husstander/{told.pk}/"
    with time_machine.travel("2027-03-27T22:59:59+00:00", tick=False):
        client = logged_in(bft_adviser)
        assert client.get(path).status_code == 200
    with time_machine.travel("2027-03-27T23:00:01+00:00", tick=False):
        assert client.get(path).status_code == 404
        assert "0 husstander" in text(client, "/husstander/")
