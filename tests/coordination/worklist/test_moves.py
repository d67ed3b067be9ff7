"""Moves between classes in the work list: to decide for HV's leader, waiting for who proposed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from housing.models import QueueMove
from housing.queue import standing
from tests.conftest import logged_in, unit
from tests.factories import LONG_AGO, HouseholdFactory, UserFactory, intake
from tests.housing.filled import ground, home_with_hv, queued

pytestmark = pytest.mark.django_db
LIST = "/arbeidsliste/"


@pytest.fixture
def hv(db: None) -> User:
    return UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))


@pytest.fixture
def move(hv: User) -> QueueMove:
    entry = queued(home_with_hv(), hv)
    wish = standing.Wish(None, [ground("A")], "Mistet boligen i brann", uuid.uuid4())
    return standing.move(entry=entry, wish=wish, at=timezone.now(), by=hv)


def rows(user: User, **asked: Any) -> list[Any]:
    """What is shown; the tab that the list opens on without another."""
    groups = logged_in(user).get(LIST, asked).context["groups"]
    return [row for group in groups for row in group.rows]


def test_the_leaders_first_screen_is_what_waits_for_them(
    move: QueueMove, hv: User, hv_leader: User
) -> None:
    assert logged_in(hv_leader).get("/").headers["Location"] == LIST
    answer = logged_in(hv_leader).get(LIST)
    assert answer.context["asked"].tab == "beslutning"
    [row] = [row for group in answer.context["groups"] for row in group.rows]
    assert row.what == "Fra klasse B til A i boligkøen"
    assert (row.caseworker, row.late) == (str(hv), "")
    assert logged_in(hv_leader).get(row.url).status_code == 200
    menu = answer.content.decode().split('aria-label="Hovedmeny"')[1].split("</nav>")[0]
    assert 'Bolig <span class="ds-badge main-nav-count" data-count="1"' in menu


def test_who_proposed_has_it_among_their_own_with_whom_it_waits_for(
    move: QueueMove, hv: User, hv_leader: User
) -> None:
    [row] = [row for row in rows(hv) if row.kind == "Flytting i boligkøen"]
    assert row.why == f"Venter på {hv_leader}"
    assert rows(hv, liste="mine", sendt="on") == []
    colleague = UserFactory(role=Role.HOUSING_ADVISER, unit=unit("hv", "midtbyen"))
    assert "Flytting i boligkøen" not in [row.kind for row in rows(colleague, liste="kontoret")]
    tabs = [key for key, _, _ in logged_in(hv).get(LIST).context["tabs"]]
    assert "beslutning" not in tabs


def test_after_a_week_it_is_late_by_our_own_aim(move: QueueMove, hv_leader: User) -> None:
    QueueMove.objects.update(proposed_at=timezone.now() - timedelta(days=8))
    assert [row.late for row in rows(hv_leader)] == ["own"]


def test_what_is_decided_or_of_another_office_waits_for_nobody(
    move: QueueMove, hv_leader: User
) -> None:
    other = UserFactory(role=Role.HV_LEADER, unit=unit("hv", "heimdal"))
    assert rows(other) == []
    assert "Her kommer forslag om å flytte noen" in logged_in(other).get(LIST).content.decode()
    standing.decide_move(move=move, approves=True, text="", at=timezone.now(), by=hv_leader)
    assert rows(hv_leader) == []


def test_bfts_leader_begins_with_the_offices_and_gives_an_intake_to_an_adviser(
    bft_leader: User, bft_adviser: User, caseworker: User
) -> None:
    home, there = HouseholdFactory(), unit("bft", "midtbyen")
    home.responsibilities.create(party="bft", unit=there, valid_from=LONG_AGO)
    asked = intake(home, there, caseworker)
    client = logged_in(bft_leader)
    shown = client.get(LIST).context
    assert shown["asked"].tab == "kontoret"
    receivers = shown["colleagues"].fields["to"].queryset
    assert list(receivers) == [bft_adviser]
    given = {"do": "tildel", "id": f"henvendelse-{asked.pk}", "to": bft_adviser.pk}
    client.post("/arbeidsliste/gjor/", given)
    asked.refresh_from_db()
    assert asked.taken_by == bft_adviser
