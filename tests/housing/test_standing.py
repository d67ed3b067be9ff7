"""Pauses, renewals, moves, exits and re-entries: who may, and what they change of a place."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from households.models import Household
from housing.history import HousingError
from housing.models import (
    AdviceCase,
    Allocation,
    HousingApplication,
    QueueEntry,
    QueueMove,
    Tenancy,
)
from housing.queue import queries, standing
from housing.queue.moves import waiting_moves
from housing.queue.order import place_of
from housing.queue.section import explained
from tests.conftest import logged_in
from tests.housing.filled import advised, ground, home_with_hv, offered, queued

TODAY = timezone.localdate


def ago(days: int) -> date:
    return TODAY() - timedelta(days=days)


def place(entry: QueueEntry) -> int:
    entry.refresh_from_db()
    return place_of(entry)


def page(user: User, address: str) -> str:
    return logged_in(user).get(address).content.decode()


def allocated_to(entry: QueueEntry, by: User) -> Allocation:
    """A home that the household has said yes to, and that ended the entry."""
    row = offered(entry, by, answer="accepted", answered_on=TODAY(), answered_by=by)
    QueueEntry.objects.filter(pk=entry.pk).update(ended_on=TODAY(), exit_cause="allocated")
    entry.refresh_from_db()
    return Allocation.objects.create(
        household=entry.household, offer=row, dwelling=row.dwelling, accepted_on=TODAY()
    )


@pytest.fixture
def entries(hv: User) -> list[QueueEntry]:
    """Three of class B, approved one after another."""
    return [queued(home_with_hv(), hv, on=ago(days)) for days in (90, 60, 30)]


def wish(
    to: date | None = None, met: list[object] | None = None, text: str = "Ny opplysning"
) -> object:
    return standing.Wish(to, met, text, uuid.uuid4())  # type: ignore[arg-type]


def test_a_pause_keeps_the_place_and_ends(entries: list[QueueEntry], hv: User) -> None:
    last, now = entries[2], timezone.now()
    standing.pause(entry=last, on=ago(9), reason="På sykehus", at=now, by=hv)
    assert place(last) == 3
    assert queries.entry_of(last.household).is_paused  # type: ignore[union-attr]
    with pytest.raises(HousingError, match="allerede på pause"):
        standing.pause(entry=last, on=ago(5), reason="Igjen", at=now, by=hv)
    standing.resume(entry=last, on=TODAY(), at=now, by=hv)
    assert last.pauses.get().valid_to == ago(1)
    assert place(last) == 3


def test_a_renewal_moves_nobody_and_puts_the_next_off(entries: list[QueueEntry], hv: User) -> None:
    QueueEntry.objects.filter(pk=entries[0].pk).update(approved_on=ago(400), counts_from=ago(400))
    assert [row.pk for row in queries.unrenewed(hv, TODAY())] == [entries[0].pk]
    standing.renew(entry=entries[0], on=TODAY(), at=timezone.now(), by=hv)
    assert queries.unrenewed(hv, TODAY()) == []
    assert [place(one) for one in entries] == [1, 2, 3]


def test_a_move_within_the_class_takes_grounds_and_holds_at_once(
    entries: list[QueueEntry], hv: User
) -> None:
    now = timezone.now()
    with pytest.raises(HousingError, match="Skriv hvorfor"):
        standing.move(entry=entries[2], wish=wish(ago(99), text=" "), at=now, by=hv)
    with pytest.raises(HousingError, match="før søknaden kom"):
        standing.move(entry=entries[2], wish=wish(ago(99)), at=now, by=hv)
    HousingApplication.objects.update(received_on=ago(99))
    standing.move(entry=entries[2], wish=wish(ago(99)), at=now, by=hv)
    assert [place(one) for one in entries] == [2, 3, 1]
    assert entries[2].approved_on == ago(30)


def test_another_class_waits_for_a_second_person(
    entries: list[QueueEntry], hv: User, hv_leader: User
) -> None:
    last, now = entries[2], timezone.now()
    made = standing.move(entry=last, wish=wish(met=[ground("A")]), at=now, by=hv)
    assert place(last) == 3
    assert list(waiting_moves(hv_leader)) == [made]
    with pytest.raises(HousingError, match="kan ikke avgjøre"):
        standing.decide_move(move=made, approves=True, text="", at=now, by=hv)
    with pytest.raises(HousingError, match="venter allerede"):
        standing.move(entry=last, wish=wish(ago(99)), at=now, by=hv)
    standing.decide_move(move=made, approves=True, text="", at=now, by=hv_leader)
    assert [place(one) for one in entries] == [2, 3, 1]
    with pytest.raises(HousingError, match="allerede avgjort"):
        standing.decide_move(move=made, approves=False, text="Nei", at=now, by=hv_leader)


def test_a_move_that_is_not_approved_moves_nobody(
    entries: list[QueueEntry], hv: User, hv_leader: User
) -> None:
    made = standing.move(entry=entries[2], wish=wish(met=[ground("A")]), at=timezone.now(), by=hv)
    refused = {"move": made, "approves": False, "at": timezone.now(), "by": hv_leader}
    with pytest.raises(HousingError, match="Skriv hvorfor") as without:
        standing.decide_move(text=" ", **refused)
    assert without.value.field == "text"
    standing.decide_move(text="Har en egnet bolig", **refused)
    assert [place(one) for one in entries] == [1, 2, 3]
    assert QueueMove.objects.get().is_approved is False
    assert "Har en egnet bolig" in page(hv, f"/husstander/{made.entry.household_id}/bolig/")


def test_an_exit_to_a_private_home_ends_the_advice_with_it(
    entries: list[QueueEntry], hv: User
) -> None:
    advised(entries[0].household, hv)
    standing.leave(
        entry=entries[0], on=TODAY(), cause="private_rent", text="", at=timezone.now(), by=hv
    )
    case = AdviceCase.objects.order_by("pk").last()
    assert case is not None
    assert (case.outcome, case.closed_on) == ("private_rent", TODAY())
    assert [place(one) for one in entries[1:]] == [1, 2]


def test_who_no_longer_meets_the_conditions_leaves_with_grounds_and_is_to_have_a_decision(
    entries: list[QueueEntry], hv: User
) -> None:
    first, address = entries[0], f"/husstander/{entries[0].household_id}/bolig/"
    given = {"on": f"{TODAY():%d.%m.%Y}", "cause": "not_entitled", "text": ""}
    refused = logged_in(hv).post(f"{address}ut/", given).content.decode()
    assert "Skriv hvorfor vilkårene ikke er oppfylt lenger." in refused
    assert logged_in(hv).post(f"{address}ut/", given | {"text": "Har arvet"}).status_code == 302
    assert "skal ha et vedtak å klage på" in page(hv, address)
    HousingApplication.objects.filter(pk=first.application_id).update(state="refused")
    assert "skal ha et vedtak å klage på" not in page(hv, address)


def test_nobody_leaves_with_an_offer_or_by_a_cause_that_follows_of_one(
    entries: list[QueueEntry], hv: User
) -> None:
    now = timezone.now()
    with pytest.raises(HousingError, match="følger av svaret"):
        standing.leave(entry=entries[0], on=TODAY(), cause="allocated", text="", at=now, by=hv)
    offered(entries[0], hv)
    with pytest.raises(HousingError, match="har et tilbud"):
        standing.leave(entry=entries[0], on=TODAY(), cause="moved", text="", at=now, by=hv)


@pytest.mark.parametrize(("keeps", "at_place"), [(True, 1), (False, 3)])
def test_who_comes_back_begins_anew_or_keeps_the_date_with_grounds(
    entries: list[QueueEntry], hv: User, keeps: bool, at_place: int
) -> None:
    now = timezone.now()
    standing.leave(entry=entries[0], on=ago(1), cause="private_rent", text="", at=now, by=hv)
    entries[0].refresh_from_db()
    again = standing.re_enter(
        before=entries[0], keeps_date=keeps, grounds="Leieavtalen falt bort", at=now, by=hv
    )
    assert (again.approved_on, again.reenters) == (TODAY(), entries[0])
    assert place(again) == at_place
    with pytest.raises(HousingError, match="står allerede"):
        standing.re_enter(before=entries[0], keeps_date=keeps, grounds="Igjen", at=now, by=hv)


def test_nobody_comes_back_to_the_queue_with_a_municipal_home(
    entries: list[QueueEntry], hv: User
) -> None:
    allocated = allocated_to(entries[0], hv)
    again = {"keeps_date": True, "grounds": "Igjen", "at": timezone.now(), "by": hv}
    with pytest.raises(HousingError, match="er tildelt en kommunal bolig"):
        standing.re_enter(before=entries[0], **again)
    assert "Sett i kø igjen" not in page(hv, f"/husstander/{allocated.household_id}/bolig/")
    Tenancy.objects.create(
        household=allocated.household,
        dwelling=allocated.dwelling,
        kind="open_ended",
        starts_on=TODAY(),
        registered_by=hv,
    )
    with pytest.raises(HousingError, match="leier en kommunal bolig"):
        standing.re_enter(before=entries[0], **again)


def test_the_place_is_explained_with_what_has_changed_since_it_was_told(
    entries: list[QueueEntry], hv: User, bol: User
) -> None:
    last, now = entries[2], timezone.now()
    QueueEntry.objects.filter(pk=last.pk).update(first_place=3)
    standing.leave(entry=entries[0], on=TODAY(), cause="moved", text="", at=now, by=hv)
    queued(home_with_hv(), hv, on=TODAY(), code="A")
    told = explained(last.household, TODAY())
    assert told is not None
    assert told.place == 3
    assert told.grounds == ["Mister boligen innen tre måneder"]
    assert told.ahead == "2 står foran: 1 i klasse A, 1 i klasse B med eldre dato."
    assert "1 som sto foran, er ute av køen. 1 ny er satt inn foran." in told.since
    assert told.would[0].startswith(
        "Klasse A (Uten bolig, eller barn i midlertidig botilbud): plass 1"
    )
    assert explained(home_with_hv(), TODAY()) is None


def test_the_list_of_late_sessions_agrees_with_the_rule(hv: User, home: Household) -> None:
    days = (29, 30, 31, 119, 120, 121)
    rows = [queued(home_with_hv(), hv, on=ago(number)) for number in days]
    for row, held in zip(rows[3:], (89, 90, 91), strict=True):
        case = advised(row.household, hv)
        case.sessions.update(held_on=ago(held))
    listed = queries.listed(hv, queries.Asked(advice=queries.LATE), TODAY())
    by_rule = [
        row
        for row in queries.with_all(QueueEntry.objects.standing())
        if queries.session_due(row) < TODAY()
    ]
    late = set(listed.numbers)
    assert late == {row.pk for row in by_rule} == {rows[2].pk, rows[5].pk}
    soon = queries.listed(hv, queries.Asked(advice=queries.SOON), TODAY())
    assert set(soon.numbers) == {rows[0].pk, rows[1].pk, rows[3].pk, rows[4].pk}
