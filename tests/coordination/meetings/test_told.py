"""What a party that has the family knows of the meeting before it takes part in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from coordination.meetings.actions import ask_for_discussion
from coordination.models import AgendaItem, Flag
from households.models import Household, Responsibility
from tests.conftest import logged_in, unit
from tests.coordination.meetings.conftest import raise_flag
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
WAITS = "Meldt til OSK-møtet, venter på samtykke"


def page(user: User, home: Household) -> str:
    return logged_in(user).get(f"/husstander/{home.pk}/osk/").content.decode()


def held_by(home: Household, party: str) -> None:
    Responsibility.objects.create(
        household=home, party=party, unit=unit(party, "midtbyen"), valid_from=LONG_AGO
    )


@pytest.fixture
def item(on_agenda: Callable[..., AgendaItem]) -> AgendaItem:
    """On the agenda by a flag, without consent, and in HV's care too."""
    found = on_agenda(consent=False)
    held_by(found.household, "hv")
    return found


def test_hv_is_told_of_a_petition_that_it_took_down(item: AgendaItem, hv_adviser: User) -> None:
    assert "Familien har ikke vært drøftet." in page(hv_adviser, item.household)
    raise_flag(item.household, Flag.Rule.EVICTION)
    text = page(hv_adviser, item.household)
    assert WAITS in text
    assert "begjæring om utkastelse" in text
    assert "Familien har ikke vært drøftet." not in text
    AgendaItem.objects.filter(pk=item.pk).update(mode="anonymous")
    assert "Står på sakslisten 03.12.2026" in page(hv_adviser, item.household)


def test_another_party_is_not_told_of_the_petition(item: AgendaItem, bft_adviser: User) -> None:
    held_by(item.household, "bft")
    raise_flag(item.household, Flag.Rule.EVICTION)
    assert WAITS not in page(bft_adviser, item.household)


def test_who_asked_is_told_and_does_not_ask_again(item: AgendaItem, hv_adviser: User) -> None:
    assert "Meld familien til OSK-møtet" in page(hv_adviser, item.household)
    ask_for_discussion(
        household=item.household,
        unit=item.unit,
        party="hv",
        request="Boligen står i fare",
        at=timezone.now(),
        by=hv_adviser,
    )
    text = page(hv_adviser, item.household)
    assert WAITS in text
    assert "Meldt av dere" in text
    assert "Meld familien til OSK-møtet" not in text
