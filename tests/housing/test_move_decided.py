"""A move between classes on its way: proposed by who works with housing, decided by HV's leader."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from housing.models import QueueEntry, QueueMove
from housing.queue import standing
from housing.queue.moves import count_to_decide, moves_to_decide
from housing.queue.rules import who_decides
from tests.conftest import logged_in, unit
from tests.factories import UserFactory, give_role
from tests.housing.filled import ground, home_with_hv, queued

WHY = "Mistet boligen i brann"
LISTED = "/boligko/soknader/"


@pytest.fixture
def entry(hv: User) -> QueueEntry:
    """Of class B."""
    return queued(home_with_hv(), hv, on=timezone.localdate() - timedelta(days=30))


def proposed(entry: QueueEntry, by: User) -> QueueMove:
    wish = standing.Wish(None, [ground("A")], WHY, uuid.uuid4())
    return standing.move(entry=entry, wish=wish, at=timezone.now(), by=by)


def address(move: QueueMove) -> str:
    return f"/husstander/{move.entry.household_id}/bolig/flytting/{move.pk}/"


def text(user: User, path: str) -> str:
    return logged_in(user).get(path).content.decode()


def test_a_leader_approves_through_the_page_what_the_adviser_proposed_through_it(
    entry: QueueEntry, bol: User, hv_leader: User
) -> None:
    form: dict[str, Any] = {"met": [ground("A").pk], "grounds": WHY, "token": str(uuid.uuid4())}
    tab = f"/husstander/{entry.household_id}/bolig/"
    assert logged_in(bol).post(f"{tab}grunner/", form).status_code == 302
    move = QueueMove.objects.get()
    queue = text(hv_leader, "/boligko/")
    assert "1 flytting mellom klasser venter på deg" in queue
    listed = text(hv_leader, LISTED)
    assert address(move) in listed
    shown = text(hv_leader, address(move))
    for told in (str(bol), WHY, "klasse B", "klasse A"):
        assert told in shown
    answer = logged_in(hv_leader).post(address(move), {"approves": "yes"}, follow=True)
    assert f"Flyttet fra klasse B til A: {WHY}" in answer.content.decode()
    entry.refresh_from_db()
    move.refresh_from_db()
    assert (entry.priority, move.decided_by, move.is_approved) == ("A", hv_leader, True)
    assert "venter på deg" not in text(hv_leader, "/boligko/")


def test_what_is_sent_back_tells_who_proposed_why(
    entry: QueueEntry, hv: User, hv_leader: User
) -> None:
    move = proposed(entry, hv)
    sent_back = {"approves": "no", "text": "Har en egnet bolig"}
    assert logged_in(hv_leader).post(address(move), sent_back).status_code == 302
    entry.refresh_from_db()
    assert entry.priority == "B"
    told = text(hv, f"/husstander/{entry.household_id}/bolig/")
    assert f"av {hv_leader}: Har en egnet bolig" in told


@pytest.mark.parametrize("role", [Role.HV_ADVISER, Role.HOUSING_ADVISER, Role.TEAM_LEADER])
def test_who_is_not_hvs_leader_decides_none(entry: QueueEntry, hv: User, role: Role) -> None:
    move = proposed(entry, hv)
    party = "nav" if role == Role.TEAM_LEADER else "hv"
    other = UserFactory(role=role, unit=unit(party, "midtbyen"))
    for answer in (
        logged_in(other).get(address(move)),
        logged_in(other).post(address(move), {"approves": "yes"}),
    ):
        assert answer.status_code == 403
    assert count_to_decide(other) == 0


def test_a_leader_of_another_office_neither_sees_nor_decides_it(
    entry: QueueEntry, hv: User
) -> None:
    move = proposed(entry, hv)
    other = UserFactory(role=Role.HV_LEADER, unit=unit("hv", "heimdal"))
    assert list(moves_to_decide(other)) == []
    assert logged_in(other).get(address(move)).status_code == 404


def test_the_leader_of_the_unit_that_has_the_household_now_decides(
    entry: QueueEntry, hv: User, hv_leader: User
) -> None:
    move = proposed(entry, hv)
    entry.household.responsibilities.filter(party="hv").update(unit=unit("hv", "heimdal"))
    there = UserFactory(role=Role.HV_LEADER, unit=unit("hv", "heimdal"))
    assert list(moves_to_decide(there)) == [move]
    assert list(moves_to_decide(hv_leader)) == []
    assert logged_in(there).post(address(move), {"approves": "yes"}).status_code == 302


def test_who_proposed_never_decides_though_they_lead_too(entry: QueueEntry, hv: User) -> None:
    give_role(hv, Role.HV_LEADER, unit("hv", "midtbyen"))
    move = proposed(entry, hv)
    assert list(moves_to_decide(hv)) == []
    told = text(hv, LISTED)
    assert "Ingen andre ved kontoret har rollen nå" in told
    assert "Trekk forslaget" in told
    assert address(move) not in told + text(hv, f"/husstander/{entry.household_id}/bolig/")
    answer = logged_in(hv).post(address(move), {"approves": "yes"})
    assert "kan ikke avgjøre den" in answer.content.decode()
    move.refresh_from_db()
    assert move.decided_by is None


def test_who_proposed_sees_for_whom_it_waits(entry: QueueEntry, hv: User, hv_leader: User) -> None:
    proposed(entry, hv)
    second = UserFactory(role=Role.HV_LEADER, unit=unit("hv", "midtbyen"))
    for path in (LISTED, f"/husstander/{entry.household_id}/bolig/"):
        told = text(hv, path)
        assert "Venter på leder HV: " in told
        assert all(str(leader) in told for leader in (hv_leader, second))


@pytest.mark.parametrize(
    ("leaders", "told"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "A"], "A"),
        (["A", "B"], "A eller B"),
        (list("ABC"), "A, B eller C"),
    ],
)
def test_who_decides_is_told_with_each_name_once(leaders: list[str], told: str) -> None:
    assert who_decides(leaders) == told


def test_the_list_takes_as_many_queries_for_one_move_as_for_many(hv: User, hv_leader: User) -> None:
    counts = []
    for number in (1, 5):
        for _ in range(number):
            proposed(queued(home_with_hv(), hv), hv)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert logged_in(hv_leader).get(LISTED).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
