"""The letter of an offer: what it says, whom it hides, and where it is kept."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accounts.models import User
from decisions.letters import SHIELDED
from households.documents import storage
from households.models import Document, Person
from housing.history import HousingError
from housing.homes import actions, queries
from housing.homes.letters import words_of
from housing.homes.rules import Fit
from housing.models import HousingChange, Offer
from tests.conftest import logged_in
from tests.housing.filled import dwelling, home_with_hv, offered, queued
from tests.housing.offering import answer, entry, offer


def test_an_offer_makes_a_letter_that_is_the_households_document(hv: User, bol: User) -> None:
    made = offer(dwelling(), entry(hv), bol)
    paper = Document.objects.get()
    assert made.letter == paper
    assert (paper.household, paper.kind, paper.party) == (made.household, "letter", "hv")
    assert paper.person == made.entry.applicant
    assert "Prøveveien" not in paper.title
    assert storage.read(paper).startswith(b"%PDF-")
    assert HousingChange.objects.filter(part="offer", told="Tilbudsbrev laget").count() == 1


def test_it_says_what_is_offered_and_how_to_answer(hv: User, bol: User) -> None:
    home = dwelling(rent=12_500, area=61, is_adapted=True, ownership="share")
    made = offer(home, entry(hv), bol)
    words = words_of(made, noes=0)
    told = "\n".join(f"{row.label}\n{row.text}" for row in words.sections)
    for text in (
        f"Adressen er {home}, Midtbyen.",
        "2 rom og er 61 m². Den har ingen trapp.",
        "12\N{NO-BREAK SPACE}500 kr i måneden",
        "kommunens andel i borettslag",
        "varer i 3 år (husleieloven § 9-3)",
        "skriftlig eller muntlig",
    ):
        assert text in told
    assert words.summary[0].label == "Svarfrist"
    assert str(made.answer_by.year) in words.summary[0].value
    assert str(bol) in words.guidance


def test_what_a_no_leads_to_follows_the_setting(
    hv: User, bol: User, settings: LazySettings
) -> None:
    made = offered(entry(hv), bol)

    def no(noes: int, **changed: object) -> str:
        settings.HOUSING = settings.HOUSING | changed
        return words_of(made, noes=noes).sections[2].text

    assert "Ved 2 nei som teller, mister du plassen" in no(0)
    assert "Et nei teller når grunnen er: standard; annet." in no(0)
    made.entry.application.districts.add(made.dwelling.district)
    assert "Et nei teller når grunnen er: ønsker en annen bydel; standard; annet." in no(0)
    once = no(1)
    assert "Takker du nei av en grunn som teller, mister du plassen i køen." in once
    assert "Du har takket nei 1 gang som teller." in once
    assert "mister du plassen" in no(0, noes_allowed=1)
    assert no(0, noes_that_count=[]).startswith("Du beholder plassen")


def test_a_complaint_goes_to_the_office_until_a_body_is_set(
    hv: User, bol: User, settings: LazySettings
) -> None:
    made = offered(entry(hv), bol)
    assert settings.HOUSING["offer_appeal_body"] == ""
    (told,) = words_of(made, noes=0).appeal
    assert "send klagen til oss, kontoret som ga det" in told
    assert "Statsforvalteren" not in told
    settings.HOUSING = settings.HOUSING | {"offer_appeal_body": "Klagenemnda"}
    (told,) = words_of(made, noes=0).appeal
    assert "sender vi klagen til Klagenemnda, som avgjør den" in told


def test_a_hidden_household_gets_neither_its_address_nor_the_offered_one(
    hv: User, bol: User
) -> None:
    place = queued(home_with_hv(), hv)
    Person.objects.filter(pk=place.applicant_id).update(protection="code_6")
    home = dwelling(area=61)
    words = words_of(offered(place, bol, home), noes=0)
    assert words.recipient == (place.applicant.name, SHIELDED)
    whole = str(words)
    for text in (home.address, "Midtbyen", "61 m²", str(place.unit)):
        assert text not in whole
    assert "Adressen får du vite av oss" in whole


def test_the_tab_leads_to_the_letter_and_makes_one_that_is_missing(hv: User, bol: User) -> None:
    row = offered(entry(hv), bol)
    client, address = logged_in(bol), f"/husstander/{row.household_id}/bolig/"
    assert "Lag tilbudsbrev" in client.get(address).text
    assert client.post(f"{address}tilbudsbrev/", {}).status_code == 302
    row.refresh_from_db()
    page = client.get(address).text
    assert f"/dokumenter/{row.letter_id}/" in page
    assert "Lag tilbudsbrev" not in page
    client.post(f"{address}tilbudsbrev/", {})
    assert Document.objects.count() == 1


def test_hv_that_took_an_offer_back_is_warned_with_the_reason(hv: User, bol: User) -> None:
    place, home = entry(hv), dwelling()
    row = offer(home, place, bol)
    answer(row, bol, "withdrawn", text="Vannskade i boligen")
    found = queries.candidate_of(queries.with_use().get(pk=home.pk), place.pk, bol)
    assert found is not None
    assert found.fits
    last = found.checks[-1]
    today = timezone.localdate()
    assert last.text == f"HV trakk et tilbud om boligen {today:%d.%m.%Y}: Vannskade i boligen"
    assert last.fit == Fit.UNSURE
    page = logged_in(bol).get(f"/boligko/boliger/{home.pk}/tilbud/{place.pk}/").text
    assert "Vannskade i boligen" in page


def test_another_household_is_not_warned(hv: User, bol: User) -> None:
    first, second, home = entry(hv, 60), entry(hv), dwelling()
    answer(offer(home, first, bol), bol, "withdrawn", text="Feil søker")
    found = queries.candidate_of(queries.with_use().get(pk=home.pk), second.pk, bol)
    assert found is not None
    assert not any("trakk" in check.text for check in found.checks)


def test_who_takes_an_offer_back_says_why(hv: User, bol: User) -> None:
    row = offered(entry(hv), bol)
    given = {"on": f"{timezone.localdate():%d.%m.%Y}", "answer": "withdrawn"}
    page = logged_in(bol).post(f"/husstander/{row.household_id}/bolig/svar/", given)
    assert "Skriv hvorfor tilbudet trekkes." in page.text
    assert Offer.objects.waiting().count() == 1


def test_only_a_waiting_offer_without_a_letter_gets_one(hv: User, bol: User) -> None:
    row = offer(dwelling(), entry(hv), bol)
    address = f"/husstander/{row.household_id}/bolig/tilbudsbrev/"
    there = f"/husstander/{row.household_id}/bolig/"
    assert logged_in(bol).get(address).url == there
    Offer.objects.filter(pk=row.pk).update(letter=None)
    assert logged_in(bol).get(address).status_code == 200
    answer(row, bol, "accepted")
    assert logged_in(bol).get(address).url == there
    with pytest.raises(HousingError, match="allerede besvart"):
        actions.make_letter(offer=row, at=timezone.now(), by=bol)
