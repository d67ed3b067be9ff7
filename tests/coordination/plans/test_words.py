"""What the plan's pages say of who reads the plan, and that no date breaks over two lines."""

from __future__ import annotations

import re

from accounts.models import User
from coordination.models import CoordinatedPlan
from households.models import Household
from tests.conftest import logged_in
from tests.coordination.plans.conftest import has_case, text, url
from tests.coordination.plans.making import step_in

CASE_OR_CONSENT = (
    "NAV, BFT og HV leser planen når de har egen sak i husstanden, "
    "eller når det er samtykket til å dele den."
)
WITHOUT_CONSENT = "Planen leser NAV, BFT og HV også uten samtykke når de har egen sak i husstanden."


def test_the_plan_and_the_register_of_consents_tell_who_reads_it(
    home: Household, plan: CoordinatedPlan, caseworker: User, bft_adviser: User
) -> None:
    has_case(home, "bft", bft_adviser)
    for user in (caseworker, bft_adviser):
        page = text(logged_in(user), url(home))
        assert "BFT ikke med ennå" in page
        assert CASE_OR_CONSENT in page
        assert WITHOUT_CONSENT in text(logged_in(user), f"/husstander/{home.pk}/samtykke/")


def test_the_dates_of_a_step_stand_whole(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    row = step_in(plan, caseworker, evaluate_on=plan.next_review_on)
    page = logged_in(caseworker).get(url(home)).text
    who = re.search(r'<span class="who">.*?</span>', page)
    assert who is not None
    for day in (row.due_on, plan.next_review_on):
        assert f">{day:%d.%m.%Y}</time>" in who[0]
