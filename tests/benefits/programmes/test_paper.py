"""The plan that a participant gets on paper: what it tells, and what it leaves out."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.models import KvpCase
from benefits.programmes import actions_inside
from benefits.programmes.paper import words_of
from households.access import Protection
from households.models import Household
from tests.benefits.programmes.filled import active, applied, days_ago, filled, started

pytestmark = pytest.mark.django_db


def address(case: KvpCase) -> str:
    return reverse("programmes:plan", args=[case.household_id, case.pk])


def test_the_paper_tells_what_to_do_and_when_to_meet_and_printing_is_logged(
    client: Client, household: Household, caseworker: User
) -> None:
    case = started(household, caseworker, days_ago(10))
    active(case, caseworker, days_ago(10), days_ago(-50), provider="Gjenbruksbutikken")
    on = days_ago(-30)
    actions_inside.plan_evaluation(case=case, on=on, by=caseworker)
    answer = client.get(address(case))
    assert answer["Content-Type"] == "application/pdf"
    [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    for told in ("Gjenbruksbutikken: 37,5 timer i uka", f"{on:%d.%m.%Y}", household.contact.name):
        assert told in text
    assert AccessEvent.objects.filter(user_id=caseworker.pk, action="print").exists()


def test_it_holds_nothing_of_absence_or_of_how_it_goes(
    household: Household, caseworker: User
) -> None:
    case = filled(household, caseworker, "Avtalt i møtet")
    case.activities.update(provider="Butikken")
    assert "Avtalt i møtet" not in str(words_of(case, caseworker, timezone.now()))


def test_of_a_hidden_place_the_office_is_left_out(household: Household, caseworker: User) -> None:
    case = started(household, caseworker, days_ago(10))
    assert words_of(case, caseworker, timezone.now())["unit"] == "NAV Midtbyen"
    household.members.update(protection=Protection.CODE_7)
    case = KvpCase.objects.get(pk=case.pk)
    assert words_of(case, caseworker, timezone.now())["unit"] == "NAV"


def test_there_is_no_plan_before_the_decision(
    client: Client, household: Household, caseworker: User
) -> None:
    assert client.get(address(applied(household, caseworker))).status_code == 404
