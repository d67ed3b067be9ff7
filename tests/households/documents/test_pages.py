"""Who finds which documents, and what is logged when one is opened."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from households.documents import storage
from households.models import Document, Household, Responsibility
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO, break_glass, share
from tests.record_factories import PDF, document, upload

pytestmark = pytest.mark.django_db


def address(household: Household, rest: object = "") -> str:
    return f"/husstander/{household.pk}/dokumenter/{rest}{'/' if rest else ''}"


def hand_in(client: Client, household: Household, **values: Any) -> Any:
    given = {"file": upload(PDF), "kind": "tenancy", "token": str(uuid.uuid4())} | values
    return client.post(address(household, "nytt"), given)


def test_a_document_is_handed_in_and_stands_in_the_list(
    client: Client, household: Household, caseworker: User
) -> None:
    person = household.contact
    answer = hand_in(
        client, household, title="Kontrakt 2026", person=person.pk, received_on="20.11.2026"
    )
    assert answer.status_code == 302
    row = Document.objects.get()
    assert (row.party, row.unit, row.registered_by) == ("nav", unit("nav", "midtbyen"), caseworker)
    page = client.get(address(household)).text
    for told in ("Kontrakt 2026", "Husleiekontrakt", "20.11.2026", person.name, "PDF"):
        assert told in page
    assert str(row.name) not in page


def test_an_empty_list_says_what_would_fill_it(client: Client, household: Household) -> None:
    assert "Ingen dokumenter ennå" in client.get(address(household)).text


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"file": ""}, "file", "Velg en fil."),
        ({"file": SimpleUploadedFile("tom.pdf", b"")}, "file", "Filen er tom."),
        ({"kind": ""}, "kind", "Velg hva slags dokument det er."),
        ({"person": "999999"}, "person", "Velg et gyldig valg"),
        ({"received_on": "01.01.2199"}, "received_on", "etter i dag"),
        ({"received_on": "i går"}, "received_on", "dd.mm.åååå"),
    ],
)
def test_something_wrong_is_said_at_its_field(
    client: Client, household: Household, values: dict[str, Any], field: str, said: str
) -> None:
    answer = hand_in(client, household, **values)
    assert said in str(answer.context["form"].errors[field])
    assert not Document.objects.exists()


@pytest.mark.parametrize("fault", [storage.ScanRefusedError(storage.HARMFUL), OSError("full")])
def test_what_stops_the_keeping_is_said_at_the_file(
    client: Client, household: Household, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def stopped(content: bytes) -> str:
        raise fault

    monkeypatch.setattr(storage, "write", stopped)
    said = hand_in(client, household).context["form"].errors["file"][0]
    assert said == (
        storage.HARMFUL
        if "virus" in str(fault)
        else "Filen kunne ikke lagres. Sjekk ledig plass på disken."
    )


def test_opening_one_is_logged_with_whom_it_is_about(
    client: Client, household: Household, caseworker: User
) -> None:
    row = document(household, caseworker, person=household.contact)
    assert client.get(address(household, row.pk)).content == PDF
    line = AccessEvent.objects.get(object_type="document")
    assert (line.action, line.object_id) == ("export", row.pk)
    assert line.subject_ids == [household.contact_id]


def test_one_that_is_missing_from_the_disk_is_not_found(
    client: Client, household: Household, caseworker: User, folder: Any
) -> None:
    row = document(household, caseworker)
    for path in folder.iterdir():
        path.unlink()
    assert client.get(address(household, row.pk)).status_code == 404


def test_a_document_stays_with_its_party(
    household: Household, caseworker: User, bft_adviser: User, team_leader: User
) -> None:
    there = unit("bft", "midtbyen")
    Responsibility.objects.create(household=household, party="bft", unit=there, valid_from=LONG_AGO)
    ours = document(household, caseworker, title="Navpapir")
    theirs = document(household, bft_adviser, at=there, title="Bftpapir")
    for user, seen, hidden in (
        (caseworker, ours, theirs),
        (team_leader, ours, theirs),
        (bft_adviser, theirs, ours),
    ):
        client = logged_in(user)
        page = client.get(address(household)).text
        assert seen.title in page
        assert hidden.title not in page
        assert client.get(address(household, seen.pk)).status_code == 200
        assert client.get(address(household, hidden.pk)).status_code == 404
        assert list(Document.objects.visible_to(user)) == [seen]


def test_what_is_shared_opens_no_document(
    household: Household, caseworker: User, bft_adviser: User
) -> None:
    row = document(household, caseworker)
    for scope in ("household", "children", "economy"):
        share(household, household.contact, unit("bft", "midtbyen"), scope)
    client = logged_in(bft_adviser)
    assert client.get(f"/husstander/{household.pk}/").status_code == 200
    assert client.get(address(household)).status_code == 403
    assert client.get(address(household, row.pk)).status_code == 403
    assert not Document.objects.visible_to(bft_adviser).exists()


def test_in_need_the_documents_are_read_and_none_is_added(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    row = document(household, caseworker)
    client = logged_in(caseworker_other_office)
    assert client.get(address(household)).status_code == 404
    break_glass(caseworker_other_office, household)
    assert client.get(address(household, row.pk)).status_code == 200
    assert hand_in(client, household).status_code == 403
    assert list(Document.objects.visible_to(caseworker_other_office)) == [row]


def test_the_leader_reads_and_registers_nothing(household: Household, team_leader: User) -> None:
    client = logged_in(team_leader)
    assert "Nytt dokument" not in client.get(address(household)).text
    assert hand_in(client, household).status_code == 403


def test_an_erased_document_is_in_no_list(
    client: Client, household: Household, caseworker: User
) -> None:
    row = document(household, caseworker)
    Document.objects.filter(pk=row.pk).update(title="", erased_on=timezone.localdate())
    assert client.get(address(household, row.pk)).status_code == 404
    assert "Ingen dokumenter ennå" in client.get(address(household)).text
