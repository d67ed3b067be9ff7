"""What is due in plans: in the work list and on the household's page, the same rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from coordination.meetings.actions import settle_action
from coordination.models import CoordinatedPlan, OskAction
from coordination.worklist.due import Due, scope_of
from coordination.worklist.due_plans import missing_plans, plan_dues
from coordination.worklist.dues import everything
from households.models import Household
from tests.conftest import logged_in
from tests.coordination.conftest import TODAY
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.conftest import has_case, shared, text, url
from tests.coordination.plans.making import at, plan_of, request_in, step_in
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def due(user: User) -> list[Due]:
    return list(plan_dues(scope_of(user, TODAY)))


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("left", "rows"),
    [
        (15, []),
        (14, [("", "avtalt gjennomgang")]),
        (0, [("", "avtalt gjennomgang")]),
        (-1, [("plan", "1 dag over avtalt dag")]),
    ],
)
def test_a_review_is_told_two_weeks_before_and_red_the_day_after(
    home: Household, caseworker: User, left: int, rows: list[tuple[str, str]]
) -> None:
    plan_of(home, caseworker, TODAY - days(60), next_review_on=TODAY + days(left))
    assert [(row.late, row.why) for row in due(caseworker)] == rows
    assert all(row.caseworker == "Meg" for row in due(caseworker))


def test_steps_are_red_and_what_is_to_be_judged_is_grey(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    late = TODAY - days(1)
    step_in(plan, caseworker, "Ringe", due_on=late)
    step_in(plan, caseworker, "Snart", due_on=TODAY + days(14))
    step_in(plan, caseworker, "Lenge til", due_on=TODAY + days(15))
    settled = {"state": "done", "settled_at": at(late), "settled_by": caseworker}
    step_in(plan, caseworker, "Kurs", due_on=late - days(9), evaluate_on=late, **settled)
    step_in(plan, caseworker, "Frafalt", due_on=late, **settled | {"state": "dropped"})
    told = [(row.what, row.late) for row in due(caseworker)]
    assert told == [("Ringe", "plan"), ("Hjalp det? Kurs", "own"), ("Snart", "")]


@pytest.mark.parametrize(("ago", "late"), [(13, ""), (14, ""), (15, "own")])
def test_a_request_should_be_answered_within_fourteen_days(
    home: Household, plan: CoordinatedPlan, caseworker: User, bft_adviser: User, ago: int, late: str
) -> None:
    has_case(home, "bft", bft_adviser)
    request_in(plan, caseworker, asked_on=TODAY - days(ago))
    (row,) = due(bft_adviser)
    assert (row.late, row.kind, row.caseworker) == (late, "Spørsmål til part", "Meg")
    assert due(caseworker) == []


def test_an_offer_waits_for_the_familys_answer(home: Household, caseworker: User) -> None:
    waiting = {"answer": "", "answered_on": None, "started_on": None}
    none = {"first_review_on": None, "next_review_on": None}
    plan_of(home, caseworker, TODAY - days(20), **waiting, **none)
    (row,) = due(caseworker)
    assert (row.what, row.late) == ("Svar på tilbud om samordnet plan", "own")


def test_another_services_review_stands_on_navs_list_and_on_those_of_who_takes_part(
    home: Household, caseworker: User, bft_adviser: User, hv_adviser: User
) -> None:
    for party, user in (("bft", bft_adviser), ("hv", hv_adviser)):
        has_case(home, party, user)
    plan_of(home, bft_adviser, TODAY - days(95), party="bft")
    assert [(row.late, row.caseworker) for row in due(bft_adviser)] == [("plan", "Meg")]
    (navs,) = due(caseworker)
    assert (navs.late, navs.caseworker) == ("own", "Meg")
    assert navs.why == "5 dager over avtalt dag, BFT leder"
    assert due(hv_adviser) == []
    CoordinatedPlan.objects.get().parties.create(party="hv", contact=hv_adviser)
    assert [row.caseworker for row in due(hv_adviser)] == ["Meg"]


def test_the_household_page_and_the_list_tell_the_same(home: Household, caseworker: User) -> None:
    plan = plan_of(home, caseworker, TODAY - days(95))
    step_in(plan, caseworker, "Ringe skolen", due_on=TODAY - days(3))
    listed = {(row.what, row.due, row.late) for row in due(caseworker)}
    assert len(listed) == 2
    page = text(logged_in(caseworker), f"/husstander/{home.pk}/")
    for what, day, _ in listed:
        assert what in page
        assert f"{day:%d.%m.%Y}" in page


def test_what_the_meeting_decided_is_taken_over_with_one_click_and_followed_in_one_place(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    item = discussed(home, caseworker, TODAY - days(10), "Avtale møte med skolen")
    action, client = item.actions.get(), logged_in(caseworker)
    assert "Ta inn i planen" in text(client, url(home))
    assert client.post(url(home, f"osk/{action.pk}/")).status_code == 302
    step = plan.steps.get()
    assert (step.what, step.due_on, step.osk_action) == (action.what, action.due_on, action)
    kinds = [row.kind for row in everything(scope_of(caseworker, TODAY)) if row.what == step.what]
    assert kinds == ["Tiltak i plan"]
    assert client.post(url(home, f"osk/{action.pk}/")).status_code == 404
    client.post(url(home, f"tiltak/{step.pk}/"), {"state": "done"})
    action.refresh_from_db()
    assert action.state == "done"


def test_settled_in_the_meeting_it_is_settled_in_the_plan(
    home: Household, plan: CoordinatedPlan, caseworker: User
) -> None:
    action: OskAction = discussed(home, caseworker).actions.get()
    step = step_in(plan, caseworker, osk_action=action)
    settle_action(action=action, state="dropped", at=at(TODAY), by=caseworker)
    step.refresh_from_db()
    assert (step.state, step.settled_by) == ("dropped", caseworker)


def test_it_takes_the_same_queries_for_one_plan_and_for_ten(caseworker: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert due(caseworker)
        return len(counted)

    def another() -> None:
        home = HouseholdFactory(district="midtbyen")
        plan = plan_of(home, caseworker, TODAY - days(95))
        step_in(plan, caseworker)

    another()
    due(caseworker)
    few = queries()
    for _ in range(9):
        another()
    assert queries() == few
    assert len(due(caseworker)) == 20


def test_a_household_without_a_plan_is_on_bfts_list_only_where_it_may_know(
    home: Household, caseworker: User, bft_adviser: User
) -> None:
    home.flags.create(rule="follow_up", raised_on=TODAY, data={"plan": "", "months": 12})

    def told() -> list[str]:
        return [row.why for row in missing_plans(scope_of(bft_adviser, TODAY))]

    assert told() == []
    shared(home, "bft", "Amina")
    assert told() == ["avtal med NAV hvem som lager den"]
    home.memberships.filter(role="child").delete()
    assert told() == []
    assert list(missing_plans(scope_of(caseworker, TODAY))) == []  # NAV has the flag itself
