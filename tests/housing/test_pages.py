"""The pages of housing: who may, what is shown, and what a form that is refused keeps."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.models import (
    AdviceCase,
    AdviceSession,
    Dwelling,
    HousingApplication,
    Offer,
)
from tests.conftest import logged_in, unit
from tests.housing.filled import (
    advised,
    applied,
    assessed,
    dwelling,
    home_with_hv,
    offered,
    queued,
)

TODAY = timezone.localdate


def day(days: int = 0) -> str:
    return f"{TODAY() + timedelta(days=days):%d.%m.%Y}"


def page(user: User, address: str) -> str:
    return logged_in(user).get(address).content.decode()


def tab(home: Household, act: str = "") -> str:
    return f"/husstander/{home.pk}/bolig/{act}"


def test_hv_and_the_housing_adviser_open_on_the_queue(hv: User, bol: User) -> None:
    for user in (hv, bol):
        assert logged_in(user).get("/")["Location"] == "/boligko/"


def test_the_queue_tells_place_class_why_advice_and_offer(hv: User, home: Household) -> None:
    entry = queued(home, hv, on=TODAY() - timedelta(days=40))
    ahead = queued(home_with_hv(), hv, on=TODAY(), code="A")
    offered(ahead, hv)
    text = page(hv, "/boligko/")
    assert text.index(ahead.applicant.name) < text.index(entry.applicant.name)
    for told in (
        "Mister boligen innen tre måneder",
        "1 står foran: 1 i klasse A, ingen i klasse B.",
        "Første samtale ikke holdt",
        "10 dager over frist",
        "Tilbud gitt",
        "Uten bolig, eller barn i midlertidig botilbud",
    ):
        assert told in text
    only = page(hv, "/boligko/?klasse=A&rad=ukjent")
    assert ahead.applicant.name in only
    assert entry.applicant.name not in only


def test_the_queue_is_turned_page_by_page_with_the_place_in_the_whole(hv: User) -> None:
    for number in range(52):
        queued(home_with_hv(), hv, on=TODAY() - timedelta(days=number))
    second = page(hv, "/boligko/?side=2")
    assert '<td class="place">51</td>' in second
    assert "Side 2 av 2" in second


def test_an_application_goes_by_its_pages_to_the_decision(hv: User, home: Household) -> None:
    client = logged_in(hv)
    form = {
        "token": str(uuid.uuid4()),
        "applicant": home.contact_id,
        "received_on": day(),
        "situation": "Sover på sofaen hos en venn",
        "rooms": "to",
        "most_rent": "9 000",
    }
    refused = client.post(tab(home, "soknad/ny/"), form).content.decode()
    assert "Skriv et helt tall." in refused
    assert "Sover på sofaen hos en venn" in refused
    assert client.post(tab(home, "soknad/ny/"), form | {"rooms": "2"}).status_code == 302
    row = HousingApplication.objects.get()
    assert (row.rooms, row.most_rent, row.state) == (2, 9_000, "received")
    assess = {"version": 1, "rooms": 2, "fulfils": "yes", "assessment": "Mangler bolig"}
    assert client.post(tab(home, "vurder/"), assess).status_code == 302
    answer = client.post(tab(home, "vedtak/"), {"version": 2})
    row.refresh_from_db()
    assert answer["Location"] == f"/husstander/{home.pk}/vedtak/{row.decision_id}/"
    assert client.get(answer["Location"]).status_code == 200


def test_who_writes_on_an_old_page_is_told_and_keeps_the_words(hv: User, home: Household) -> None:
    assessed(home, hv, version=5)
    form = {"version": 4, "rooms": 3, "fulfils": "no", "assessment": "Mine ord"}
    answer = logged_in(hv).post(tab(home, "vurder/"), form).content.decode()
    assert "En annen har endret søknaden" in answer
    assert "Mine ord" in answer
    assert 'name="version" value="5"' in answer


def test_a_session_is_noted_with_the_place_that_was_told(hv: User, home: Household) -> None:
    queued(home, hv)
    advised(home, hv)
    form = {"token": str(uuid.uuid4()), "on": day(), "text": "Snakket om startlån"}
    assert logged_in(hv).post(tab(home, "samtale/"), form).status_code == 302
    assert AdviceSession.objects.get(text="Snakket om startlån").place == 1
    assert "Snakket om startlån" in page(hv, tab(home))


def test_only_who_lets_homes_offers_one_and_passing_over_asks_for_grounds(
    hv: User, bol: User
) -> None:
    _, second = queued(home_with_hv(), hv), queued(home_with_hv(), hv)
    home = dwelling()
    text = page(bol, f"/boligko/boliger/{home.pk}/")
    assert "Passer for 2 av 2 i køen" in text
    assert "Gi tilbud" in text
    assert "krever begrunnelse" in text
    assert "Gi tilbud" not in page(hv, f"/boligko/boliger/{home.pk}/")
    address = f"/boligko/boliger/{home.pk}/tilbud/{second.pk}/"
    assert logged_in(hv).post(address, {"answer_by": day(7)}).status_code == 403
    assert "Skriv hvorfor du går forbi" in (
        logged_in(bol).post(address, {"answer_by": day(7)}).content.decode()
    )
    given = {"answer_by": day(7), "passed_over": "Bor på hospits"}
    assert logged_in(bol).post(address, given).status_code == 302
    assert Offer.objects.get().entry == second
    assert logged_in(bol).get(address).status_code == 404


def test_a_declined_offer_is_registered_with_its_reason(hv: User, bol: User) -> None:
    entry = queued(home_with_hv(), hv)
    offered(entry, bol)
    client, form = logged_in(bol), {"on": day(), "answer": "declined"}
    address = tab(entry.household, "svar/")
    assert "Velg hvorfor søkeren takker nei." in client.post(address, form).content.decode()
    assert logged_in(hv).post(address, form).status_code == 403
    assert client.post(address, form | {"reason": "school"}).status_code == 302
    assert "skole eller barnehage midt i året. Teller ikke" in page(bol, tab(entry.household))


def test_the_register_takes_a_home_once(bol: User) -> None:
    form = {"address": "Nyveien 1", "unit_number": "H0101", "rooms": 2, "area": 50, "rent": "9 000"}
    form |= {"district": unit("hv", "midtbyen").district_id, "ownership": "share"}
    form |= {"state": "in_use", "available_from": day()}
    client = logged_in(bol)
    assert client.post("/boligko/boliger/ny/", form).status_code == 302
    assert Dwelling.objects.get().rent == 9_000
    assert client.post("/boligko/boliger/ny/", form).status_code == 200
    refused = client.post("/boligko/boliger/ny/", form | {"rooms": -1, "unit_number": ""})
    assert refused.context["form"].errors == {"rooms": ["Skriv minst 1."]}
    assert "---------" not in client.get("/boligko/boliger/ny/").content.decode()


def test_lists_of_advice_applications_and_figures_open(hv: User, home: Household) -> None:
    applied(home, hv)
    advised(home, hv)
    assert AdviceCase.objects.going_on().count() == 1
    for address in (
        "soknader/",
        "radgivning/?liste=alle",
        "radgivning/?liste=avslag",
        "tall/?ar=2025",
    ):
        assert logged_in(hv).get(f"/boligko/{address}").status_code == 200
    assert home.contact.last_name in page(hv, "/boligko/soknader/")
    assert home.contact.last_name in page(hv, "/boligko/radgivning/?liste=alle")
