"""Letters to creditors: what stands in them, and what never does."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, Clearance, User
from benefits.counselling.letters import pdf_of, words_of
from households.access import Protection
from households.models import Household
from tests.benefits.counselling.filled import filled
from tests.factories import clear

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_letter_tells_who_writes_for_whom_and_by_what_right(
    client: Client, household: Household, caseworker: User
) -> None:
    row = filled(household, caseworker, "Fjordbanken")
    letter = row.letters.get()
    answer = client.get(reverse("counselling:letter", args=[row.pk, letter.pk]))
    told = text_of(answer.content)
    for words in ("Fjordbanken", household.contact.name, "fullmakt signert", "NAV Midtbyen"):
        assert words in told
    assert pdf_of(letter) == answer.content
    assert AccessEvent.objects.filter(action="print", object_type="counselling").exists()


@pytest.mark.parametrize("grade", [Protection.CODE_7, Protection.CODE_6])
def test_nothing_in_a_letter_tells_where_a_protected_person_lives(
    client: Client, household: Household, caseworker: User, grade: Any
) -> None:
    household.residences.update(address="Skjultveien 1")
    row = filled(household, caseworker)
    household.members.update(protection=grade)
    for kind in Clearance.Kind:
        clear(caseworker, kind)
    row = type(row).objects.get(pk=row.pk)
    letter = row.letters.get()
    address = reverse("counselling:letter", args=[row.pk, letter.pk])
    told = text_of(client.get(address).content)
    assert "Skjultveien" not in told
    assert "Midtbyen" not in told


def test_a_text_never_becomes_markup(household: Household, caseworker: User) -> None:
    row = filled(household, caseworker, "#lorem(9) *x* $1$ <a>")
    letter = row.letters.get()
    assert "#lorem(9) *x*" in text_of(pdf_of(letter))
    assert words_of(letter).paragraphs == ("#lorem(9) *x* $1$ <a>",)
