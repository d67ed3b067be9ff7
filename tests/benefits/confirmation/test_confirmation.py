"""A confirmation tells that somebody has assistance, and since when; never how much or why."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, User
from benefits.confirmation.rules import period
from households.models import Household
from households.months import month_name, month_of
from tests.conftest import logged_in
from tests.factories import HouseholdFactory, pay

NOW = 24_323


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([NOW], (NOW, NOW)),
        ([NOW - 2, NOW - 1], (NOW - 2, NOW - 1)),
        ([NOW - 9, NOW - 8, NOW - 1, NOW], (NOW - 1, NOW)),
        ([NOW - 3], (NOW - 3, NOW - 3)),
        ([NOW - 4], None),
        ([NOW + 1], None),
        ([], None),
    ],
)
def test_the_latest_months_in_a_row_and_nothing_long_ago(
    months: list[int], told: tuple[int, int] | None
) -> None:
    assert period(months, NOW) == told


@pytest.fixture
def household(db: None) -> Household:
    home = HouseholdFactory(district="midtbyen")
    this = month_of(timezone.localdate())
    pay(home.contact, this - 4, this - 1)
    return home


def asked(user: User, household: Household, **values: Any) -> Any:
    given = {"person": household.contact_id, "purpose": "sfo"} | values
    address = reverse("confirmation:confirm", args=[household.pk])
    return logged_in(user).post(address, given, follow=True)


def test_one_click_gives_the_paper_and_is_logged(household: Household, caseworker: User) -> None:
    answer = asked(caseworker, household)
    [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    this = month_of(timezone.localdate())
    assert household.contact.name in text
    assert f"fra {month_name(this - 4)} til {month_name(this - 1)}" in text
    assert "Til SFO" in text
    assert "kr" not in text.replace("sosialtjenesteloven", "").split()
    line = AccessEvent.objects.get(action="print")
    assert line.subject_ids == [household.contact_id]


def test_whoever_has_had_nothing_for_long_is_not_confirmed(caseworker: User) -> None:
    answer = asked(caseworker, HouseholdFactory(district="midtbyen"))
    assert "har ikke fått sosialhjelp de siste tre månedene" in answer.text


def test_only_members_and_known_purposes(household: Household, caseworker: User) -> None:
    assert asked(caseworker, household, person=99_999).status_code == 404
    assert asked(caseworker, household, purpose="lån").status_code == 404


def test_leaders_and_other_parties_print_none(
    household: Household, team_leader: User, bft_adviser: User
) -> None:
    assert asked(team_leader, household).status_code == 403
    assert asked(bft_adviser, household).status_code == 403
