"""The household's tab "KVP og tiltak": who may open it, and where it stands."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from households.models import Household
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db


def tab(household: Household) -> str:
    return reverse("programmes:household", args=[household.pk])


def test_the_tab_stands_after_economy_and_opens_for_the_office(
    client: Client, household: Household, team_leader: User
) -> None:
    page = client.get(tab(household))
    assert "Kvalifiseringsprogrammet" in page.text
    menu = page.text.split('aria-label="Husstandens sider"')[1].split("</nav>")[0]
    assert menu.index("Økonomi") < menu.index("KVP og tiltak") < menu.index("Søknader")
    assert logged_in(team_leader).get(tab(household)).status_code == 200


def test_another_office_and_another_party_do_not_find_it(
    household: Household, caseworker_other_office: User, bft_adviser: User
) -> None:
    assert logged_in(caseworker_other_office).get(tab(household)).status_code == 404
    assert logged_in(bft_adviser).get(tab(household)).status_code in (403, 404)
