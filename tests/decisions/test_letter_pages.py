"""The letter on the pages: as a draft, as a file, and registered as sent."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEvent, User
from decisions.models import Decision, Letter
from households.access import Protection
from households.models import Household
from tests.decisions import case
from tests.decisions.posting import address, do
from tests.factories import clear

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(own_home: Household, caseworker: User, team_leader: User) -> Decision:
    return case.approved(own_home, caseworker, team_leader)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def words_in(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_draft_is_seen_as_a_letter_stamped_as_one(
    client: Client, own_home: Household, caseworker: User
) -> None:
    answer = client.get(address("preview", case.written(own_home, caseworker)))
    assert answer["Content-Type"] == "application/pdf"
    told = words_in(answer.content)
    for words in ("UTKAST", "Dette er et utkast.", "Du bor alene med to barn"):
        assert words in told


def test_an_empty_draft_can_be_seen_too(
    client: Client, own_home: Household, caseworker: User
) -> None:
    assert "Ikke satt" in words_in(
        client.get(address("preview", case.draft(own_home, caseworker))).content
    )


def test_the_letter_is_taken_out_as_it_was_made_and_never_kept_by_the_browser(
    client: Client, approved: Decision
) -> None:
    answer = client.get(address("letter", approved))
    assert answer.content == (settings.LETTER_DIR / approved.letter.name).read_bytes()
    assert "UTKAST" not in words_in(answer.content)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == f'attachment; filename="vedtak-{approved.pk}.pdf"'
    assert AccessEvent.objects.filter(action="export", object_id=approved.household_id).exists()
    assert client.get(address("preview", approved)).status_code == 404


def test_a_letter_that_is_not_there_is_not_found(client: Client, approved: Decision) -> None:
    (settings.LETTER_DIR / approved.letter.name).unlink()
    assert client.get(address("letter", approved)).status_code == 404
    Letter.objects.all().delete()
    assert client.get(address("letter", approved)).status_code == 404
    assert do(client, "send", approved).status_code == 404


def test_the_sending_is_registered_once_and_the_time_to_appeal_is_told(
    client: Client, approved: Decision
) -> None:
    Letter.objects.update(made_at=timezone.now())
    answer = do(client, "send", approved, channel="digital", sent_on=today())
    assert "Klagefristen er" in answer.text
    again = do(client, "send", approved, channel="digital", sent_on=today())
    assert "Sendingen er allerede registrert." in again.text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"channel": "due"}, "Velg et gyldig valg"),
        ({"sent_on": "01.01.2020"}, "Brevet kan ikke være sendt før det ble laget"),
        ({"sent_on": ""}, "Skriv datoen."),
    ],
)
def test_what_is_wrong_with_a_sending_is_told_at_the_field(
    client: Client, approved: Decision, values: dict[str, str], message: str
) -> None:
    answer = do(client, "send", approved, **{"channel": "post", "sent_on": today()} | values)
    assert message in answer.text
    assert Letter.objects.get().sent_on is None


def test_to_a_hidden_address_only_shielded_ways_are_offered_and_taken(
    client: Client, approved: Decision, caseworker: User
) -> None:
    approved.household.members.update(protection=Protection.CODE_7)
    for kind in ("code_6", "code_7"):
        clear(caseworker, kind)
    form = client.get(address("decision", approved)).context["send"]
    assert [value for value, _ in form.fields["channel"].choices] == ["by_hand", "shielded"]
    do(client, "send", approved, channel="post", sent_on=today())
    assert Letter.objects.get().sent_on is None
