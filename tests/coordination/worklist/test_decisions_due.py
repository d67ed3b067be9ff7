"""What is due about decisions: to approve, returned, without a sent letter, and appealed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from decisions import actions
from decisions.appeals import register_appeal
from decisions.models import Appeal, Decision
from households.models import Household
from tests.casework import limit
from tests.conftest import logged_in
from tests.decisions import case

pytestmark = pytest.mark.django_db
LIST = "/arbeidsliste/"


@pytest.fixture
def home(db: None, tmp_path: Path, settings: Any) -> Household:
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 10_000)
    limit(Role.TEAM_LEADER, 50_000)
    return case.family()


@pytest.fixture
def client(caseworker: User) -> Client:
    return logged_in(caseworker)


@pytest.fixture
def leader(team_leader: User) -> Client:
    return logged_in(team_leader)


def rows(client: Client, **asked: Any) -> list[Any]:
    groups = client.get(LIST, asked).context["groups"]
    return [row for group in groups for row in group.rows]


def only(client: Client, **asked: Any) -> Any:
    [row] = rows(client, **asked)
    return row


def test_a_leader_has_a_tab_with_what_waits_for_approval(
    client: Client, leader: Client, home: Household, caseworker: User
) -> None:
    decision = case.proposed(home, caseworker)
    Decision.objects.update(proposed_at=timezone.now() - timedelta(days=5))
    assert leader.get(LIST).context["tabs"][-1] == ("beslutning", "Til beslutning", 1)
    row = only(leader, liste="beslutning")
    assert (row.kind, row.url) == (
        "Vedtak til beslutning",
        f"/husstander/{home.pk}/vedtak/{decision.pk}/",
    )
    assert (row.late, row.caseworker) == ("own", str(caseworker))
    assert "Til beslutning" not in [name for _, name, _ in client.get(LIST).context["tabs"]]
    assert rows(client) == []


def test_what_is_returned_comes_back_to_its_writer_with_the_reason(
    client: Client, home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.proposed(home, caseworker)
    actions.return_decision(
        decision=decision, reason="Si mer om barna", at=timezone.now(), by=team_leader
    )
    row = only(client)
    assert (row.kind, row.why) == ("Underkjent vedtak", "Underkjent: Si mer om barna")
    assert (row.registered, row.late) == (timezone.localdate(), "")


def test_a_letter_that_nobody_has_sent_is_due_until_it_is(
    client: Client, home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(home, caseworker, team_leader)
    Decision.objects.update(approved_at=timezone.now() - timedelta(days=5))
    row = only(client)
    assert (row.kind, row.late) == ("Vedtak uten sendt brev", "own")
    case.sent(decision, caseworker)
    assert rows(client) == []


def test_an_appeal_is_late_by_the_plan_after_three_months(
    client: Client, home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(home, caseworker, team_leader)
    case.sent(decision, caseworker)
    appeal = register_appeal(
        decision=decision,
        appellant=home.contact,
        text="Jeg er uenig",
        received_on=timezone.localdate(),
        at=timezone.now(),
        by=caseworker,
    )
    row = only(client)
    assert (row.what, row.status, row.late) == (f"Klage på {decision.reference}", "Mottatt", "")
    Appeal.objects.update(received_on=timezone.localdate() - timedelta(days=100))
    assert (only(client).late, only(client).urgent) == ("plan", True)
    for values, told in (
        ({"is_reversed": False, "reconsidered_by": caseworker}, "Vurdert"),
        ({"forwarded_by": caseworker, "forwarded_on": timezone.localdate()}, "Oversendt"),
    ):
        if "is_reversed" in values:
            values |= {"reconsidered_on": timezone.localdate()}
        Appeal.objects.filter(pk=appeal.pk).update(**values)
        assert only(client).status == told


def test_other_offices_see_none_of_it(
    home: Household, caseworker: User, caseworker_other_office: User
) -> None:
    case.proposed(home, caseworker)
    assert rows(logged_in(caseworker_other_office), liste="kontoret") == []
    assert Decision.objects.exists()
