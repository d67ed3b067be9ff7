"""What is wrong with a question or an answer is told at its field, and nothing is stored."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from accounts.models import User
from households.models import Consent, Household, Person, Share
from tests.conftest import logged_in
from tests.coordination.consent_scene import NEW, address, text, yes
from tests.factories import ask


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"purpose": ""}, "Skriv hva opplysningene skal brukes til."),
        ({"subjects": []}, "Velg minst én."),
        ({"receivers": ["nav"]}, "Velg et gyldig valg"),
        ({"scopes": []}, "Velg minst ett område."),
        ({"requested_on": "24.11.2026"}, "Datoen kan ikke være fram i tid."),
        ({"subjects": ["987654"]}, "Velg et gyldig valg"),
    ],
)
def test_what_is_missing_is_told_at_the_field(
    family: Household, caseworker: User, change: dict[str, object], told: str
) -> None:
    values = NEW | {"subjects": [family.contact_id]} | change
    answer = logged_in(caseworker).post(address(family, "nytt/"), values)
    assert answer.status_code == 200
    assert told in unescape(answer.content.decode())
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"valid_to": "23.11.2027"}, "høyst tolv måneder, her til 22.11.2027"),
        ({"valid_to": "22.11.2026"}, "Til-dato kan ikke være før fra-dato."),
        ({"given_on": "22.11.2026"}, "før det ble spurt"),
        ({"channel": ""}, "Velg hvordan samtykket er gitt."),
        ({"given_by": "987654"}, "Velg et gyldig valg"),
        ({"unit_bft": ""}, "Velg enheten det deles med."),
    ],
)
def test_a_wrong_answer_is_told_at_the_field_and_shares_nothing(
    asked: Consent, caseworker: User, change: dict[str, object], told: str
) -> None:
    path = address(asked.household, f"{asked.pk}/gitt/")
    answer = logged_in(caseworker).post(path, yes(asked) | change)
    assert answer.status_code == 200
    assert told in unescape(answer.content.decode())
    assert not Share.objects.exists()


def test_a_child_of_fifteen_is_heard(family: Household, caseworker: User) -> None:
    elias = Person.objects.get(first_name="Elias")
    Person.objects.filter(pk=elias.pk).update(birth_date=date(2011, 1, 1))
    consent = ask(family, elias, caseworker)
    client, path = logged_in(caseworker), address(family, f"{consent.pk}/gitt/")
    values = yes(consent) | {"given_by": family.contact_id}
    refused = client.post(path, values)
    assert "Barnet er 15 år eller eldre, og skal høres" in unescape(refused.content.decode())
    assert client.post(path, values | {"child_heard_on": "23.11.2026"}).status_code == 302
    assert "Barnet er hørt 23.11.2026." in text(client, address(family))
