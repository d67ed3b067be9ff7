"""Two tabs or two persons at once: the second is told, and what the first stored stands."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from coordination.models import CoordinatedPlan, PlanChange
from households.models import Household
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.coordination.plans.conftest import has_case, text, typed, url
from tests.coordination.plans.making import plan_of, request_in

TOLD = "Noen andre har allerede svart. Det du skrev, er ikke lagret."
YES, NO = ({"answer": answer, "answered_on": typed(TODAY)} for answer in ("accepted", "declined"))


@pytest.fixture
def offered(home: Household, caseworker: User) -> Any:
    waits = dict.fromkeys(("answered_on", "started_on", "first_review_on", "next_review_on"))
    return plan_of(home, caseworker, kind="individual", answer="", **waits)


@pytest.mark.parametrize(("first", "second"), [(YES, NO), (NO, YES), (YES, {}), (NO, {})])
def test_the_second_answer_to_an_offer_is_told_and_not_stored(
    home: Household, offered: Any, caseworker: User, first: Any, second: Any
) -> None:
    client = logged_in(caseworker)
    client.post(url(home, "svar/"), first)
    text(client, url(home))
    before = CoordinatedPlan.objects.values().get(), PlanChange.objects.count()
    answer = client.post(url(home, "svar/"), second)
    assert (answer.status_code, answer.headers["Location"]) == (302, url(home))
    assert TOLD in text(client, url(home))
    assert (CoordinatedPlan.objects.values().get(), PlanChange.objects.count()) == before


def test_a_plan_that_was_declined_is_not_for_others_to_answer(
    home: Household, offered: Any, caseworker: User, bft_adviser: User
) -> None:
    has_case(home, "bft", bft_adviser)
    logged_in(caseworker).post(url(home, "svar/"), NO)
    assert logged_in(bft_adviser).post(url(home, "svar/"), YES).status_code == 403


def test_without_an_offer_there_is_nothing_to_answer(home: Household, caseworker: User) -> None:
    assert logged_in(caseworker).post(url(home, "svar/"), YES).status_code == 404


@pytest.mark.parametrize("second", [{"answer": "not_taken", "line": "Nei"}, {}])
def test_the_second_answer_of_a_service_is_told_and_not_stored(
    home: Household, plan: CoordinatedPlan, caseworker: User, hv_adviser: User, second: Any
) -> None:
    has_case(home, "hv", hv_adviser)
    row = request_in(plan, caseworker, party="hv")
    client, path = logged_in(hv_adviser), url(home, f"sporsmal/{row.pk}/")
    client.post(path, {"answer": "taken", "contact": hv_adviser.pk})
    text(client, url(home))
    changes = PlanChange.objects.count()
    assert client.post(path, second).status_code == 302
    assert TOLD in text(client, url(home))
    row.refresh_from_db()
    assert (row.answer, row.contact, row.line) == ("taken", hv_adviser, "")
    assert PlanChange.objects.count() == changes
