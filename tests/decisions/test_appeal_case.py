"""The case of an appeal as one PDF: what is in it, in which order, and what is left out and why."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, Clearance, User
from decisions import actions
from decisions.models import Appeal, Decision, Letter
from households.access import Protection
from households.models import Document, Household, JournalEntry
from tests.conftest import unit
from tests.decisions import case
from tests.decisions import foreign_pdfs as given
from tests.decisions.posting import address, do
from tests.factories import clear
from tests.record_factories import document, note, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(own_home: Household, caseworker: User, team_leader: User) -> Decision:
    return case.approved(own_home, caseworker, team_leader)


@pytest.fixture
def appeal(client: Client, decision: Decision) -> Appeal:
    today = f"{timezone.localdate():%d.%m.%Y}"
    typed = {"received_on": today, "text": "Jeg får for lite til mat", "is_taken_up": "on"}
    do(client, "new_appeal", decision, appellant=decision.applicant_id, **typed)
    return Appeal.objects.get()


def choose(client: Client, appeal: Appeal) -> Any:
    return client.get(address("appeal_case", appeal.decision, appeal.pk))


def take_out(client: Client, appeal: Appeal, *documents: Document, **more: Any) -> Any:
    sent = {"chosen_documents": [row.pk for row in documents]} | more
    return client.post(address("appeal_file", appeal.decision, appeal.pk), sent)


def words_of(client: Client, appeal: Appeal, *documents: Document, **more: Any) -> list[str]:
    answer = take_out(client, appeal, *documents, **more)
    assert answer["Content-Type"] == "application/pdf"
    return given.words_in(answer.content)


def keep(home: Household, by: User, kind: str, data: bytes, title: str) -> Document:
    row = document(home, by, title=title, data=data)
    Document.objects.filter(pk=row.pk).update(content_type=kind)
    row.refresh_from_db()
    return row


def test_all_papers_stand_in_order_with_page_numbers(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    home = appeal.decision.household
    contract = document(home, caseworker, title="Kontrakt", data=given.pages(3))
    photo = keep(home, caseworker, "image/png", picture("PNG"), "Bilde av kjøleskap")
    text = keep(home, caseworker, "text/plain", "Strømmen er stengt".encode(), "Notis")
    row = note(home, caseworker, text="Hun ringte om strømmen")
    pages = words_of(client, appeal, contract, photo, text, chosen_notes=[row.pk])
    front, complaint = pages[:2]
    assert "Jeg får for lite til mat" in complaint
    headings = ("Klagen", "Vedtak VT-", "Vedlegg 1: Kontrakt", "Vedlegg 2: Bilde", "Notater")
    contents = front.partition("Innhold")[2]
    starts = [contents.index(words) for words in headings]
    assert starts == sorted(starts)
    for words in ("Barnets beste", "Husleie 3", "Strømmen er stengt", "Hun ringte om strømmen"):
        assert sum(words in page for page in pages) == 1
    assert [f"Side {number} av {len(pages)}" in page for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    third = next(number for number, page in enumerate(pages, 1) if "Husleie 1" in page)
    assert re.search(rf"Vedlegg 1: Kontrakt.*?\)[ .]+{third} ", front)


def test_what_cannot_be_shown_is_told_with_why(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    home = appeal.decision.household
    locked = document(home, caseworker, title="Kontoutskrift", data=given.locked("hemmelig"))
    front = words_of(client, appeal, locked)[0]
    assert "Ikke tatt med Kontoutskrift" in front
    assert "låst med passord" in front


def test_a_document_whose_file_is_gone_is_told_too(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    row = document(appeal.decision.household, caseworker)
    Document.objects.filter(pk=row.pk).update(sha256="0" * 64)
    assert "slettet eller mangler" in words_of(client, appeal, row)[0]


def test_documents_are_ticked_beforehand_and_notes_are_not(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    home = appeal.decision.household
    row, written = document(home, caseworker), note(home, caseworker)
    form = choose(client, appeal).context["form"]
    assert form["chosen_documents"].value() == [row.pk]
    assert not form["chosen_notes"].value()
    assert "Ringte om husleia" in choose(client, appeal).text
    assert "Ringte om husleia" not in " ".join(words_of(client, appeal, row))
    assert written in form.all_notes.values()


def test_letters_of_every_edition_are_in_it(
    client: Client, appeal: Appeal, caseworker: User, team_leader: User
) -> None:
    do(client, "correct", appeal.decision)
    new = appeal.decision.corrections.get()
    sent = actions.propose(decision=new, version=new.version, at=case.NOW, by=caseworker)
    seal = sent.content_hash
    actions.approve(decision=sent, content_hash=seal, at=case.NEXT, by=team_leader)
    assert f"Vedtak {new.reference} av" in words_of(client, appeal)[0]


def test_taking_it_out_is_logged_with_whom_it_is_about(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    home = appeal.decision.household
    child = home.members.get(first_name="Nora")
    row = document(home, caseworker, person=child)
    take_out(client, appeal, row)
    event = AccessEvent.objects.filter(action="export").latest("pk")
    assert set(event.subject_ids) == {appeal.appellant_id, child.pk}


def test_without_the_letter_there_is_no_case(client: Client, appeal: Appeal) -> None:
    Letter.objects.all().delete()
    assert take_out(client, appeal).status_code == 404


def test_papers_of_others_cannot_be_chosen(
    client: Client, appeal: Appeal, bft_adviser: User
) -> None:
    home = appeal.decision.household
    foreign = document(home, bft_adviser, at=unit("bft", "midtbyen"), title="Barnevern")
    theirs = note(home, bft_adviser, at=unit("bft", "midtbyen"), text="Hos helsesykepleier")
    page = choose(client, appeal).text
    assert "Barnevern" not in page
    assert "Hos helsesykepleier" not in page
    for sent in ({"chosen_documents": [foreign.pk]}, {"chosen_notes": [theirs.pk]}):
        answer = client.post(address("appeal_file", appeal.decision, appeal.pk), sent)
        assert answer.status_code == 200
        assert "Velg et gyldig valg" in answer.text


def test_where_the_place_is_hidden_no_address_is_told_and_nothing_is_ticked(
    client: Client, appeal: Appeal, caseworker: User
) -> None:
    home = appeal.decision.household
    clear(caseworker, Clearance.Kind.CODE_7)
    home.members.update(protection=Protection.CODE_7)
    row = document(home, caseworker)
    written = note(home, caseworker, text="Hun bor fortsatt i Prøveveien  1, 7010\nTrondheim.")
    page = choose(client, appeal)
    assert page.context["form"]["chosen_documents"].value() == []
    assert "Bostedet er skjermet." in page.text
    told = " ".join(words_of(client, appeal, row, chosen_notes=[written.pk]))
    assert "Prøveveien" not in told
    assert "7010" not in told
    assert "Hun bor fortsatt i [skjermet adresse]" in told
    assert "Midtbyen" not in told.split("Vedtak VT-")[0]
    assert JournalEntry.objects.get().text.startswith("Hun bor fortsatt i Prøveveien")
