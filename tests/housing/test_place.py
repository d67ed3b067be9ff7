"""Where somebody stands in the queue: a total order that only listed facts move anybody in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from housing.queue.rules import (
    Line,
    Stand,
    Told,
    ahead_in_words,
    class_and_points,
    next_session_on,
    renew_by,
    since_in_words,
    would_move,
)

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
STANDS = st.builds(
    Stand,
    pk=st.integers(1, 10**6),
    priority=st.sampled_from("ABC"),
    points=st.integers(0, 3),
    counts_from=DAYS,
    approved_on=DAYS,
)
QUEUES = st.lists(STANDS, min_size=1, max_size=40, unique_by=lambda stand: stand.pk)


@given(QUEUES)
def test_the_order_is_total_each_has_a_place_of_their_own(queue: list[Stand]) -> None:
    line = Line.of(queue)
    assert sorted(line.place(stand.order) for stand in queue) == list(range(1, len(queue) + 1))


@given(QUEUES, st.randoms())
def test_the_places_are_the_same_in_whatever_order_the_rows_come(
    queue: list[Stand], dice: object
) -> None:
    mixed = list(queue)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = Line.of(queue), Line.of(mixed)
    assert [first.place(one.order) for one in queue] == [second.place(one.order) for one in queue]


@given(STANDS, DAYS)
def test_equal_cases_stand_by_date(one: Stand, later: date) -> None:
    other = replace(one, pk=one.pk + 1, counts_from=later, approved_on=later)
    same = replace(one, approved_on=one.counts_from)
    line = Line.of([same, other])
    is_first = same.counts_from <= later
    assert (line.place(same.order) < line.place(other.order)) == is_first


@given(QUEUES, st.data())
def test_a_higher_class_stands_ahead_whatever_the_date(
    queue: list[Stand], data: st.DataObject
) -> None:
    one, two = data.draw(st.sampled_from(queue)), data.draw(st.sampled_from(queue))
    if one.priority < two.priority:
        line = Line.of(queue)
        assert line.place(one.order) < line.place(two.order)


@given(QUEUES, STANDS)
def test_who_comes_behind_moves_nobody_and_who_comes_ahead_moves_by_one(
    queue: list[Stand], new: Stand
) -> None:
    new = replace(new, pk=10**6 + 1)
    before, after = Line.of(queue), Line.of([*queue, new])
    for one in queue:
        moved = after.place(one.order) - before.place(one.order)
        assert moved == int(new.order < one.order)


@given(QUEUES)
def test_those_ahead_are_counted_by_class_and_are_the_place_less_one(queue: list[Stand]) -> None:
    line = Line.of(queue)
    for one in queue:
        ahead = line.ahead_by_class(one.order)
        plain = [other.priority for other in queue if other.order < one.order]
        assert ahead == {code: plain.count(code) for code in "ABC" if code in plain}
        assert sum(ahead.values()) == line.place(one.order) - 1


@given(QUEUES)
def test_what_would_move_it_names_the_place_it_would_have_in_each_higher_class(
    queue: list[Stand],
) -> None:
    line = Line.of(queue)
    for one in queue:
        told = " ".join(would_move(line, one, {}))
        for code in "ABC":
            there = Line.of([*(row for row in queue if row != one), replace(one, priority=code)])
            place = there.place(replace(one, priority=code).order)
            assert (f"Klasse {code}" in told) == (code < one.priority)
            if code < one.priority:
                assert f"Klasse {code} (høyere prioritet): plass {place}." in told


def test_the_highest_class_of_the_grounds_holds_and_points_are_added() -> None:
    assert class_and_points([("C", 1), ("A", 0), ("B", 2)]) == ("A", 3)
    assert class_and_points([]) == ("C", 0)


def test_who_stands_ahead_is_told_by_class() -> None:
    day = date(2026, 3, 1)
    rows = [Stand(n, code, 0, day + timedelta(days=n), day) for n, code in enumerate("AABB", 1)]
    line = Line.of(rows)
    told = [
        ahead_in_words(line.ahead_by_class(row.order), row.priority, has_points=False)
        for row in rows
    ]
    assert told[0] == "Først i klasse A, så ingen står foran."
    assert told[3] == ("3 står foran: 2 i klasse A, 1 i klasse B med eldre dato.")


def test_what_has_changed_since_last_time_adds_up() -> None:
    told = Told(date(2026, 8, 1), place=9, left=4, came=1)
    assert since_in_words(told, 6) == (
        "Fra plass 9 01.08.2026 til 6 nå. 4 som sto foran, er ute av køen. 1 ny er satt inn foran."
    )
    assert since_in_words(told, 5).endswith("Resten er at køen er talt opp på nytt.")
    moved = replace(told, passed=1, fell=2)
    assert since_in_words(moved, 5).endswith(
        "1 er flyttet foran etter ny vurdering. 2 som sto foran, er flyttet bak etter ny vurdering."
    )
    own = since_in_words(replace(told, is_moved=True), 2)
    assert own.endswith("Egen plass er flyttet etter ny vurdering.")
    assert since_in_words(None, 5) == ""


def test_a_session_is_due_within_30_days_and_then_every_90() -> None:
    since = date(2026, 3, 1)
    days = {"first_days": 30, "days": 90}
    assert next_session_on(since, None, **days) == date(2026, 3, 31)
    assert next_session_on(since, date(2026, 2, 1), **days) == date(2026, 3, 31)
    assert next_session_on(since, date(2026, 3, 10), **days) == date(2026, 6, 8)


def test_a_place_is_renewed_twelve_months_after_it_was_approved_or_renewed() -> None:
    assert renew_by(date(2025, 3, 31), None, 12) == date(2026, 3, 31)
    assert renew_by(date(2024, 3, 1), date(2025, 9, 30), 12) == date(2026, 9, 30)
