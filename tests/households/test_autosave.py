"""What is typed in a long form is kept, offered back, taken in, dropped, and gone in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, RoleAssignment, User
from coordination.tasks import sweep
from households.anonymising import anonymise_households
from households.autosave import actions
from households.models import FormDraft, Household, JournalEntry
from tests.conftest import logged_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXT = "Amina fortalte at hun har fått jobb på skolen"


@pytest.fixture
def home() -> Household:
    return HouseholdFactory(district="midtbyen")


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


def address(home: Household) -> str:
    return reverse("journal:list", args=[home.pk])


def page(client: Client, home: Household, **asked: str) -> str:
    return client.get(address(home), asked).text


def type_in(client: Client, home: Household, **fields: Any) -> Any:
    form = client.get(address(home)).context["note_form"]
    sent = {"text": TEXT, "token": form["token"].value(), "autosave": "keep"}
    return client.post(address(home), sent | fields, headers={"hx-request": "true"})


def test_what_is_typed_is_kept_and_offered_back(client: Client, home: Household) -> None:
    answer = type_in(client, home, next_step="Ringe skolen", topic="work")
    now = timezone.localtime(FormDraft.objects.get().saved_at)
    assert f"Utkast lagret kl. {now:%H.%M}" in answer.text
    assert not JournalEntry.objects.exists()
    shown = page(client, home)
    assert f"Du har et utkast fra {now:%d.%m.%Y} kl. {now:%H.%M}." in shown
    assert TEXT not in shown
    taken_in = page(client, home, utkast="1")
    assert TEXT in taken_in
    assert "Ringe skolen" in taken_in
    assert "er tatt inn" in taken_in


def test_the_latest_typed_is_kept_in_one_row(client: Client, home: Household) -> None:
    type_in(client, home)
    type_in(client, home, text="Noe annet")
    assert FormDraft.objects.count() == 1
    assert "Noe annet" in page(client, home, utkast="1")


def test_it_is_gone_when_the_form_is_saved(client: Client, home: Household) -> None:
    type_in(client, home)
    form = client.get(address(home), {"utkast": "1"}).context["note_form"]
    client.post(address(home), {"text": TEXT, "token": form["token"].value()})
    assert JournalEntry.objects.get().text == TEXT
    assert not FormDraft.objects.exists()


def test_it_is_dropped_when_the_user_says_so(client: Client, home: Household) -> None:
    type_in(client, home)
    sent = {"autosave": "forget", "back": address(home)}
    answer = client.post(address(home), sent, follow=True)
    assert "Utkastet er forkastet." in answer.text
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("back", ["https://ondsinnet.example/", "//ondsinnet.example", ""])
def test_dropping_it_leads_nowhere_else(client: Client, home: Household, back: str) -> None:
    answer = client.post(address(home), {"autosave": "forget", "back": back})
    assert answer["Location"] == address(home)


def test_nobody_else_is_offered_it(
    client: Client, home: Household, colleague_same_office: User
) -> None:
    type_in(client, home)
    other = logged_in(colleague_same_office)
    assert "Du har et utkast" not in page(other, home)
    assert TEXT not in page(other, home, utkast="1")


def test_it_is_sealed_and_in_no_line_of_the_log(
    client: Client, home: Household, caplog: pytest.LogCaptureFixture
) -> None:
    type_in(client, home)
    stored = FormDraft.objects.get()
    assert TEXT.split()[0] not in stored.sealed
    assert TEXT not in caplog.text
    assert TEXT not in str(list(AccessEvent.objects.values()))


def test_one_who_has_lost_access_keeps_nothing_and_takes_nothing_in(
    client: Client, home: Household, caseworker: User
) -> None:
    type_in(client, home)
    RoleAssignment.objects.filter(user=caseworker).update(valid_to=timezone.localdate() - DAY)
    before = FormDraft.objects.get().sealed
    sent = {"text": "Ny", "autosave": "keep"}
    assert client.post(address(home), sent).status_code == 403
    assert client.get(address(home), {"utkast": "1"}).status_code == 403
    assert FormDraft.objects.get().sealed == before


def test_a_household_of_another_office_is_not_found(
    client: Client, caseworker_other_office: User, home: Household
) -> None:
    other = logged_in(caseworker_other_office)
    sent = {"text": TEXT, "autosave": "keep"}
    assert other.post(address(home), sent).status_code == 404
    assert not FormDraft.objects.exists()


def test_nobody_comes_back_to_it_and_it_is_erased(client: Client, home: Household) -> None:
    type_in(client, home)
    old = timezone.now() - timedelta(days=settings.FORM_DRAFT_DAYS) - timedelta(minutes=1)
    FormDraft.objects.update(saved_at=old)
    assert "Du har et utkast" not in page(client, home)
    assert TEXT not in page(client, home, utkast="1")
    sweep()
    assert not FormDraft.objects.exists()


def test_it_goes_with_the_household(client: Client, home: Household) -> None:
    type_in(client, home)
    anonymise_households([home.pk], timezone.localdate())
    assert not FormDraft.objects.exists()


def test_under_another_key_it_is_not_taken_in(
    client: Client, home: Household, settings: Any
) -> None:
    type_in(client, home)
    FormDraft.objects.update(sealed="ikke vårt")
    assert "er tatt inn" not in page(client, home, utkast="1")


def test_more_than_is_kept_is_told_in_its_place(
    client: Client, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "LARGEST", 20)
    assert "for langt til å lagres underveis" in type_in(client, home).text
    assert not FormDraft.objects.exists()


def test_what_cannot_be_read_is_shown_as_it_was_typed(client: Client, home: Household) -> None:
    type_in(client, home, contact_on="31.02.26", next_step_on="<b>", spoken_with="x", topic="\x00")
    shown = page(client, home, utkast="1")
    assert 'value="31.02.26"' in shown
    assert "&lt;b&gt;" in shown


def test_the_box_on_the_household_page_is_the_same(client: Client, home: Household) -> None:
    type_in(client, home)
    overview = reverse("coordination:household", args=[home.pk])
    assert "Du har et utkast" in client.get(overview).text
    assert TEXT in client.get(overview, {"utkast": "1"}).text
