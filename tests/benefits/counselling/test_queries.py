"""Who has applied without being offered counselling: in bulk and one by one (measure 4b)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benefits.applications import actions as applying
from benefits.counselling import actions, economy, queries
from benefits.models import AssistanceApplication, BudgetLine, ReferenceBudget
from households.models import Household, Membership
from tests.benefits.counselling.filled import accepted, days_ago, offered, started
from tests.casework import apply_for_help
from tests.factories import LONG_AGO, HouseholdFactory, PersonFactory, add_member

pytestmark = pytest.mark.django_db
Before = Callable[[Household, User], object]


def _ended(household: Household, by: User, days: int) -> None:
    row = accepted(household, by, days_ago(400))
    row.offer.__class__.objects.update(offered_on=days_ago(400))
    actions.end(
        counselling=row,
        version=row.version,
        on=days_ago(days),
        result="other",
        note="",
        by=by,
    )


CASES: dict[str, tuple[Before, bool]] = {
    "nothing": (lambda home, by: None, True),
    "an offer of the same day": (lambda home, by: offered(home, by, days_ago(10)), False),
    "an offer afterwards": (lambda home, by: offered(home, by, days_ago(2)), False),
    "one that still stood": (lambda home, by: offered(home, by, days_ago(10 + 182)), False),
    "one that stood no more": (lambda home, by: offered(home, by, days_ago(10 + 183)), True),
    "counselling that runs": (lambda home, by: accepted(home, by, days_ago(300)), False),
    "counselling that ended since": (lambda home, by: _ended(home, by, 10), False),
    "counselling that ended before": (lambda home, by: _ended(home, by, 11), True),
}


@pytest.mark.parametrize("case", CASES)
def test_the_list_and_the_rule_agree_on_who_is_to_be_offered(
    household: Household, caseworker: User, case: str
) -> None:
    before, is_due = CASES[case]
    before(household, caseworker)
    application = apply_for_help(household, caseworker, received_on=days_ago(10))
    listed = list(queries.applications_without_offer(caseworker))
    assert listed == ([application] if is_due else [])
    assert queries.offer_state(application).is_due is is_due


@pytest.mark.parametrize("state", ["withdrawn", "not_processed", "misregistered"])
def test_what_was_no_application_is_not_listed(
    household: Household, caseworker: User, state: str
) -> None:
    row = apply_for_help(household, caseworker)
    applying.move(
        application=row,
        to=state,
        version=row.version,
        on=days_ago(0),
        by=caseworker,
        reason="Feil",
    )
    assert not queries.applications_without_offer(caseworker).exists()


def test_a_decided_application_without_offer_stays_in_the_list(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    row = apply_for_help(household, caseworker)
    AssistanceApplication.objects.filter(pk=row.pk).update(state="decided")
    assert list(queries.applications_without_offer(caseworker)) == [row]
    assert not queries.applications_without_offer(caseworker_other_office).exists()


def test_the_page_counts_them_and_costs_the_same_for_one_and_for_many(
    client: Client, household: Household, caseworker: User
) -> None:
    started(household, caseworker)

    def ask() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            text = client.get("/radgivning/").text
        return len(asked), text

    ask()
    apply_for_help(HouseholdFactory(district="midtbyen"), caseworker)
    few, text = ask()
    assert "Søkere uten tilbud: 1<" in text
    for _ in range(10):
        home = HouseholdFactory(district="midtbyen")
        started(home, caseworker)
        apply_for_help(HouseholdFactory(district="midtbyen"), caseworker)
    many, text = ask()
    assert "Søkere uten tilbud: 11<" in text
    assert few == many


def test_a_budget_stands_beside_what_the_household_usually_needs(
    household: Household, caseworker: User
) -> None:
    child = PersonFactory(birth_date=days_ago(4 * 365))
    add_member(household, child, Membership.Role.CHILD)
    row, today = started(household, caseworker), days_ago(0)
    for group, amount in (("adult", 3_000), ("child_0_5", 1_500)):
        ReferenceBudget.objects.create(
            post="food", group=group, amount=amount, valid_from=LONG_AGO, source="Prøve"
        )
    given = {"food": 5_000, "in_wages": 20_000, "rent": None}
    economy.set_budget(counselling=row, amounts=given, on=today, by=caseworker)
    budget = economy.budget_of(row, today)
    [food] = budget.expenses
    assert (food.amount, food.reference, budget.left) == (5_000, 4_500, 15_000)
    assert BudgetLine.objects.count() == 2
