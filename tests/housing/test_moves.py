"""Moves to another class: what the leader is shown, who takes a proposal back, what is told."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from housing.history import HousingError
from housing.models import QueueEntry, QueueMove
from housing.queue import standing
from housing.queue.moves import places_of_move
from housing.queue.section import explained
from tests.conftest import logged_in, unit
from tests.factories import UserFactory
from tests.housing.filled import ground, home_with_hv, queued

TODAY = timezone.localdate


@pytest.fixture
def entries(hv: User) -> list[QueueEntry]:
    """Three of class B, approved one after another, who were told their places ten days ago."""
    found = []
    for number, days in enumerate((90, 60, 30), 1):
        told = {"first_place": number, "queued_on": TODAY() - timedelta(days=10)}
        found.append(queued(home_with_hv(), hv, on=TODAY() - timedelta(days=days), **told))
    return found


def proposed(entry: QueueEntry, by: User, code: str = "A") -> QueueMove:
    wish = standing.Wish(None, [ground(code)], "Mistet boligen i brann", uuid.uuid4())
    return standing.move(entry=entry, wish=wish, at=timezone.now(), by=by)


def moved(entry: QueueEntry, by: User, second: User, code: str) -> None:
    move = proposed(entry, by, code)
    standing.decide_move(move=move, approves=True, text="", at=timezone.now(), by=second)


def tab(entry: QueueEntry, act: str = "") -> str:
    return f"/husstander/{entry.household_id}/bolig/{act}"


def since(entry: QueueEntry) -> str:
    entry.refresh_from_db()
    told = explained(entry.household, TODAY())
    assert told is not None
    return told.since


def test_who_decides_sees_the_grounds_and_the_place_that_comes_of_it(
    entries: list[QueueEntry], hv: User, hv_leader: User
) -> None:
    move = proposed(entries[2], hv)
    listed = logged_in(hv_leader).get("/boligko/soknader/").content.decode()
    assert "Avgjør flyttingen" in listed
    text = logged_in(hv_leader).get(tab(entries[2], f"flytting/{move.pk}/")).content.decode()
    assert "Mistet boligen i brann" in text
    assert "Nå plass 3 i klasse B. Blir plass 1 i klasse A." in text
    form = {"approves": "no", "text": ""}
    refused = logged_in(hv_leader).post(tab(entries[2], f"flytting/{move.pk}/"), form)
    assert "Skriv hvorfor flyttingen ikke skal gjelde." in refused.content.decode()
    down = proposed(entries[0], hv, "C")
    assert places_of_move(down) == (1, 3)


def test_who_proposed_a_move_takes_it_back_and_proposes_another(
    entries: list[QueueEntry], hv: User, hv_leader: User
) -> None:
    move, address = proposed(entries[2], hv), tab(entries[2], "trekkflytting/")
    assert "Trekk forslaget" in logged_in(hv).get("/boligko/soknader/").content.decode()
    colleague = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))
    told = logged_in(colleague).get("/boligko/soknader/").content.decode()
    assert f"Venter på leder HV: {hv_leader}" in told
    assert "Trekk forslaget" not in told
    with pytest.raises(HousingError, match="Bare den som foreslo"):
        standing.withdraw_move(move=move, at=timezone.now(), by=colleague)
    assert logged_in(hv).get(f"{address}?rad={move.pk}").status_code == 200
    assert logged_in(hv).post(address, {"row": move.pk}).status_code == 302
    with pytest.raises(HousingError, match="Forslaget er trukket"):
        standing.decide_move(move=move, approves=True, text="", at=timezone.now(), by=hv_leader)
    assert proposed(entries[2], hv).withdrawn_at is None


def test_what_has_changed_names_the_moves_there_were(
    entries: list[QueueEntry], hv: User, hv_leader: User
) -> None:
    first, second, third = entries
    moved(third, hv, hv_leader, "A")
    assert "1 er flyttet foran etter ny vurdering." in since(second)
    assert "Egen plass er flyttet etter ny vurdering." in since(third)
    moved(first, hv, hv_leader, "C")
    assert "1 som sto foran, er flyttet bak etter ny vurdering." in since(second)
    QueueEntry.objects.filter(pk=second.pk).update(first_place=9)
    assert "Resten er at køen er talt opp på nytt." in since(second)
