"""What becomes of documentation that was asked for (domain.md 5)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.applications import actions
from benefits.models import ApplicationState, AssistanceApplication, DocumentDemand

pytestmark = pytest.mark.django_db
TODAY: date = timezone.localdate()


@pytest.fixture
def demand(application: AssistanceApplication, caseworker: User) -> DocumentDemand:
    row = actions.ask_for_documents(
        application=application,
        version=application.version,
        wanted=["Husleiekontrakt"],
        on=TODAY,
        due_on=TODAY,
        by=caseworker,
    )
    return row.demands.get()


@pytest.mark.parametrize("state", ["delivered_earlier", "met", "not_met", "cancelled"])
def test_a_demand_ends_in_each_way_that_domain_part_5_has(
    demand: DocumentDemand, caseworker: User, state: str
) -> None:
    assert demand.state == "open"
    assert actions.settle_demand(demand=demand, state=state, on=TODAY, by=caseworker)
    demand.refresh_from_db()
    assert (demand.state, demand.settled_on, demand.settled_by) == (state, TODAY, caseworker)
    demand.application.refresh_from_db()
    assert demand.application.state == ApplicationState.IN_PROGRESS


def test_there_is_no_other_way() -> None:
    assert DocumentDemand.State.values == [
        "open",
        "delivered_earlier",
        "met",
        "not_met",
        "cancelled",
    ]
