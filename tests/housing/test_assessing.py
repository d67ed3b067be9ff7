"""What is shown beside the assessment, and where the grounds speak against what is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from households.models import Household, Membership
from households.rules import age_on
from housing.models import PriorityGround
from housing.queue.facts import Known, contradictions
from tests.factories import PersonFactory, add_member
from tests.housing.filled import applied, assessed
from tests.housing.test_pages import page, tab

LODGED, CROWDED, HOMELESS = "Barn i midlertidig botilbud", "Bor trangt med barn", "Uten bolig"
LITTLE = date(2020, 5, 1)
OFFERED = (LODGED, CROWDED, HOMELESS, "Boligen er for dyr")


@pytest.mark.parametrize(
    ("chosen", "known", "told"),
    [
        ([CROWDED], Known(0, is_lodged=False, is_tenant=False), ["ingen barn under 18"]),
        ([CROWDED], Known(1, is_lodged=False, is_tenant=False), []),
        ([LODGED], Known(2, is_lodged=False, is_tenant=False), ["ikke i midlertidig botilbud"]),
        ([LODGED], Known(2, is_lodged=True, is_tenant=False), []),
        ([HOMELESS], Known(0, is_lodged=False, is_tenant=True), ["leier en kommunal bolig"]),
        (["Boligen er for dyr"], Known(2, is_lodged=True, is_tenant=False), ["er ikke valgt"]),
        (["Boligen er for dyr"], Known(0, is_lodged=True, is_tenant=False), []),
        ([HOMELESS], Known(2, is_lodged=True, is_tenant=False), []),
        ([], Known(0, is_lodged=False, is_tenant=False), []),
    ],
)
def test_grounds_are_held_against_what_is_known(
    chosen: list[str], known: Known, told: list[str]
) -> None:
    found = contradictions(chosen, OFFERED, known)
    assert len(found) == len(told)
    assert all(part in text for part, text in zip(told, found, strict=True))


def test_the_page_shows_the_words_the_members_and_how_they_live(hv: User, home: Household) -> None:
    applied(home, hv, situation="Bor i bobil")
    add_member(
        home, PersonFactory(first_name="Lillebror", birth_date=LITTLE), Membership.Role.CHILD
    )
    text = page(hv, tab(home, "vurder/"))
    for told in (
        "Bor i bobil",
        "Lillebror",
        f"barn, {age_on(LITTLE, timezone.localdate())} år",
        home.contact.name,
        "Bor nå",
    ):
        assert told in text, told


def test_a_ground_about_children_is_warned_of_where_there_are_none(
    hv: User, home: Household
) -> None:
    row = assessed(home, hv)
    row.grounds.add(PriorityGround.objects.get(wording=CROWDED))
    for address in (tab(home), tab(home, "vurder/")):
        assert "husstanden har ingen barn under 18 år" in page(hv, address)
    row.grounds.clear()
    assert "ingen barn under 18" not in page(hv, tab(home))
