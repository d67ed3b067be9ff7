"""The address of a button, opened as a page: words and a way back, never a blank page."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.conftest import logged_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def test_a_button_that_is_opened_says_so_and_leads_to_its_page(team_leader: User) -> None:
    home = f"/husstander/{HouseholdFactory(district='midtbyen').pk}/"
    answer = logged_in(team_leader).get(f"{home}vedtak/7/godkjenn/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Ingenting er gjort." in answer.text
    assert f'href="{home}vedtak/7/"' in answer.text


def test_a_request_by_a_script_gets_the_plain_answer(team_leader: User) -> None:
    address = f"/husstander/{HouseholdFactory(district='midtbyen').pk}/vedtak/7/godkjenn/"
    answer = logged_in(team_leader).options(address)
    assert (answer.status_code, answer.content) == (405, b"")
