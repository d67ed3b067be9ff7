"""Two tabs of a review: the second is refused, told what stands, and keeps what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from accounts.models import User
from coordination.models import CoordinatedPlan, PlanChange
from households.models import Household
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.coordination.plans.conftest import typed, url


def test_a_second_review_is_refused_with_what_stands_and_keeps_what_was_typed(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    client, path = logged_in(caseworker), url(home, "gjennomgang/")
    later = typed(TODAY + timedelta(days=60))
    told = {"on": typed(TODAY), "next_on": later, "seen": seen_on(client, path)}
    assert client.post(path, told | {"text": "Den første"}).status_code == 302
    plan.refresh_from_db()
    typo = client.post(path, told | {"on": "", "text": "Den andre"})
    assert seen_in(typo.text) == ""
    page = client.post(path, told | {"text": "Den andre"})
    assert page.status_code == 200
    assert f"har lagret en gjennomgang {typed(TODAY)}" in page.text
    assert "Den første" in page.text
    assert "Den andre</textarea>" in page.text
    assert plan.reviews.get().text == "Den første"
    assert PlanChange.objects.filter(act="review").count() == 1
    again = told | {"text": "Den andre", "seen": seen_in(page.text)}
    assert client.post(path, again).status_code == 302
    assert plan.reviews.count() == 2


def seen_on(client: Client, path: str) -> str:
    return seen_in(client.get(path).text)


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\d*)"', page)
    assert found is not None
    return found[1]
