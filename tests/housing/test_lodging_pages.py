"""The pages of temporary lodging: who may, what is shown in red, and what is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from households.models import Household, LodgingNeed
from housing.lodging import actions
from housing.models import LodgingPlace, LodgingStay
from tests.casework import apply_for_help
from tests.conftest import logged_in
from tests.housing.kept import TODAY, adviser, asked, day, home_at_hv, lodged, place, typed

pytestmark = pytest.mark.django_db
LIST, PLACES = "/botilbud/", "/botilbud/steder/"


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def client(hv: User) -> Client:
    return logged_in(hv)


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(children=1, by=hv)
    return found


def needed(home: Household, by: User) -> LodgingNeed:
    return asked(home, by)


def do(client: Client, need: LodgingNeed, act: str, **typed_in: Any) -> Any:
    need.refresh_from_db()
    url = reverse("lodging:act", args=[need.household_id, need.pk, act])
    return client.post(url, {"version": need.version, **typed_in}, follow=True)


def test_from_the_household_to_a_bed_and_onward(client: Client, home: Household, hv: User) -> None:
    there = place()
    new = reverse("lodging:new", args=[home.pk])
    assert "Skriv hvorfor de trenger et sted i natt." in client.post(new).text
    shown = client.post(new, {"reason": "Brann i leiligheten"}, follow=True).text
    assert "Brann i leiligheten" in shown
    assert "Husstanden har ikke et sted det neste døgnet." in shown
    assert "Ett barn uten fast bolig." in shown
    need = LodgingNeed.objects.get()
    assert "Uten sted i natt" in client.get(LIST).text
    assert "Stedet er tilbudt." in do(client, need, "tilbud", place=there.pk).text
    shown = do(client, need, "inn", from_on=typed(), until_on=typed(2)).text
    assert "Innflyttingen er registrert." in shown
    assert "Kvaliteten skal vurderes innen" in shown
    do(client, need, "kvalitet", quality="lacks", quality_text="Mangler kjøkken")
    do(client, need, "plan", onward="Kommunal bolig", onward_on=typed(10))
    shown = do(client, need, "bestill", until_on=typed(9)).text
    assert "Mangler kjøkken" in shown
    assert "Kommunal bolig" in shown
    assert "Gjestehuset" in client.get(f"{LIST}?liste=inatt").text
    over = {"outcome": "municipal", "ended_on": typed()}
    refused = do(client, need, "avslutt", **over)
    assert (refused.status_code, LodgingNeed.objects.get().ended_on) == (409, None)
    assert "Skriv hvorfor det ikke er fattet vedtak." in refused.text
    shown = do(client, need, "avslutt", **over, undecided_text="Fikk nøkkel samme dag").text
    assert "Fikk nøkkel samme dag" in shown
    assert "Flyttet til kommunal bolig" in shown
    assert LodgingStay.objects.get().left_on == TODAY


@pytest.mark.parametrize(
    ("act", "given", "told"),
    [
        ("tilbud", {}, "Velg sted."),
        ("tilbud", {"place": "999"}, "Velg et gyldig valg"),
        ("avslutt", {"outcome": "other", "ended_on": typed(1)}, "etter i dag"),
        ("avslutt", {"outcome": "refused", "ended_on": typed()}, "gyldig valg"),
        ("plan", {"onward": "Noe", "onward_on": "i morgen"}, "dd.mm.åååå"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(
    client: Client, home: Household, hv: User, act: str, given: dict[str, Any], told: str
) -> None:
    need = needed(home, hv)
    response = do(client, need, act, **given)
    assert response.status_code == 200
    assert told in response.text
    need.refresh_from_db()
    assert (need.ended_on, need.onward) == (None, "")


def test_of_two_who_write_at_once_one_is_told_and_keeps_what_was_typed(
    client: Client, home: Household, hv: User
) -> None:
    need = needed(home, hv)
    actions.plan(need=need, version=1, onward="Først", onward_on=day(3), by=hv, party="hv")
    url = reverse("lodging:act", args=[home.pk, need.pk, "plan"])
    sent = {"version": 1, "onward": "Mitt forslag", "onward_on": typed(5)}
    response = client.post(url, sent)
    assert response.status_code == 409
    assert "Noen andre har skrevet her imens." in response.text
    assert "Mitt forslag" in response.text
    need.refresh_from_db()
    assert need.onward == "Først"


def test_nav_finds_a_place_too_and_other_offices_see_nothing(
    home: Household, hv: User, caseworker: User, bft_adviser: User
) -> None:
    need = needed(home, hv)
    page = reverse("lodging:need", args=[home.pk, need.pk])
    there = place()
    nav = logged_in(caseworker)
    assert nav.get(page).status_code == 200
    assert "Stedet er tilbudt." in do(nav, need, "tilbud", place=there.pk).text
    assert logged_in(adviser("heimdal")).get(page).status_code == 404
    assert logged_in(bft_adviser).get(page).status_code == 403
    assert nav.get(LIST).status_code == 200
    assert nav.get(PLACES).status_code == 403
    assert str(home) not in logged_in(adviser("heimdal")).get(f"{LIST}?liste=alle").text


def test_the_application_leads_to_where_they_can_sleep(home: Household, caseworker: User) -> None:
    asked = apply_for_help(home, caseworker, kinds=("lodging",))
    need = LodgingNeed.objects.get()
    url = reverse("applications:application", args=[home.pk, asked.pk])
    page = logged_in(caseworker).get(url).text
    assert reverse("lodging:need", args=[home.pk, need.pk]) in page


def test_the_office_keeps_its_places(client: Client, caseworker: User) -> None:
    written = {"name": "Hospitset", "provider": "Kirkens Bymisjon", "kind": "hostel"}
    written |= {"address": "Gata 3", "price": 650, "valid_from": typed(-1)}
    assert "Hospitset er lagret." in client.post(f"{PLACES}nytt/", written, follow=True).text
    kept = LodgingPlace.objects.get()
    assert "Ikke egnet" in client.get(PLACES).text
    again = client.post(f"{PLACES}nytt/", written)
    assert "finnes allerede" in again.text
    changed = written | {"suits_children": "on", "valid_to": typed(-2)}
    refused = client.post(f"{PLACES}{kept.pk}/", changed)
    assert "Til-dato kan ikke være før fra-dato." in refused.text
    client.post(f"{PLACES}{kept.pk}/", changed | {"valid_to": typed()})
    kept.refresh_from_db()
    assert (kept.suits_children, kept.valid_to) == (True, TODAY)
    assert logged_in(caseworker).get(f"{PLACES}nytt/").status_code == 403


def test_the_use_is_told_by_month_and_year_and_small_figures_are_hidden(
    client: Client, hv: User, executive: User, bft_adviser: User
) -> None:
    place()
    for _ in range(4):
        lodged(home_at_hv(), hv, nights=3)
    page = client.get(f"{LIST}bruk/").text
    assert "Bostedsløse husstander i uke 48" in page
    assert 'aria-hidden="true">:</span>' in page
    lodged(home_at_hv(), hv, nights=3)
    shown = logged_in(executive).get(f"{LIST}bruk/")
    year = (TODAY - timedelta(days=1)).year
    row = shown.text.split(f'<th scope="row">{year}</th>')[1].split("</tr>")[0]
    assert row.count('class="num">15<') == 1
    assert ">3,0<" in row
    assert logged_in(bft_adviser).get(f"{LIST}bruk/").status_code == 403


def test_a_place_is_booked_for_ninety_nights_at_most_at_a_time(
    client: Client, home: Household, hv: User
) -> None:
    stay = lodged(home, hv)
    refused = do(client, stay.need, "bestill", until_on=typed(91))
    assert "Bestill høyst 90 netter om gangen, og forleng heller senere." in refused.text
    assert "Bestillingen er endret." in do(client, stay.need, "bestill", until_on=typed(90)).text
    past = do(client, stay.need, "plan", onward="Leie privat", onward_on=typed(-1))
    assert "Dagen kan ikke være før i dag." in past.text


def test_a_need_without_a_decision_tells_by_when_it_is_decided_and_when_that_is_late(
    client: Client, home: Household, hv: User
) -> None:
    need = needed(home, hv)
    url = reverse("lodging:need", args=[home.pk, need.pk])
    assert f"Avgjøres innen {typed()}<" in client.get(url).text
    LodgingNeed.objects.update(requested_on=day(-1))
    assert f"Avgjøres innen {typed(-1)}: fristen er ute" in client.get(url).text
