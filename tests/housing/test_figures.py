"""Waiting times agree with a plain computation, whatever became of people on the way."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import mean, median
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.policy import Role
from housing.figures.queries import figures, private_homes
from housing.figures.rules import is_within, times_of
from housing.models import AdviceCase, Allocation, Offer, QueueEntry
from tests.conftest import unit
from tests.factories import UserFactory
from tests.housing.filled import dwelling, home_with_hv, offered, queued

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
START = date(2025, 7, 1)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(["no", "pause", "out_and_in", "yes", "private", "wait"]),
    ),
    max_size=6,
)
LIVES = st.lists(st.tuples(st.integers(0, 300), st.sampled_from([1, 2, 3]), STEPS), max_size=6)


@given(st.lists(st.integers(0, 2_000)))
def test_mean_and_median_are_those_of_the_library(days: list[int]) -> None:
    times = times_of(days)
    if not days:
        assert (times.number, times.mean, times.median) == (0, None, None)
        return
    assert times.mean == pytest.approx(mean(days))
    assert times.median == pytest.approx(median(days))


def test_the_plans_aim_is_a_mean_of_three_months() -> None:
    assert is_within(91.3, 3)
    assert not is_within(91.4, 3)
    assert is_within(None, 3)


def lived(start: int, rooms: int, steps: list[tuple[int, str]], by: User) -> list[dict[str, Any]]:
    """The rows of one household's life in the queue, and the same told plainly."""
    on = START + timedelta(days=start)
    entry = queued(home_with_hv(), by, on=on, rooms=rooms)
    told = [{"from": on, "rooms": rooms, "to": None, "home": False}]
    for days, what in steps:
        on += timedelta(days=days)
        answered = {"offered_on": on, "answer_by": on, "answered_on": on, "answered_by": by}
        if what == "no":
            offered(entry, by, answer="declined", reason="health", **answered)
        elif what == "pause":
            QueueEntry.objects.get(pk=entry.pk).pauses.create(
                valid_from=on, valid_to=on, reason="Reise", made_by=by
            )
        elif what == "out_and_in":
            end(entry, on, "withdrawn")
            told[-1]["to"] = on
            entry = again(entry, on)
            told.append({"from": on, "rooms": rooms, "to": None, "home": False})
        elif what in ("yes", "private"):
            if what == "yes":
                row = offered(entry, by, dwelling(rooms=rooms), answer="accepted", **answered)
                values = {"offer": row, "dwelling": row.dwelling, "accepted_on": on}
                Allocation.objects.create(household=entry.household, **values)
            end(entry, on, "allocated" if what == "yes" else "private_rent")
            told[-1] |= {"to": on, "home": what == "yes"}
            break
    return told


def end(entry: QueueEntry, on: date, cause: str) -> None:
    QueueEntry.objects.filter(pk=entry.pk).update(ended_on=on, exit_cause=cause)


def again(entry: QueueEntry, on: date) -> QueueEntry:
    days = dict.fromkeys(("approved_on", "queued_on", "agreed_on", "counts_from"), on)
    same = {
        name: getattr(entry, name) for name in ("household", "applicant", "unit", "application")
    }
    return QueueEntry.objects.create(reenters=entry, priority="B", **same, **days)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives=LIVES)
def test_waiting_times_agree_with_a_plain_computation_on_random_histories(
    lives: list[tuple[int, int, list[tuple[int, str]]]],
) -> None:
    Allocation.objects.all().delete()
    Offer.objects.all().delete()
    QueueEntry.objects.update(reenters=None)
    QueueEntry.objects.all().delete()
    by = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "midtbyen"))
    rows = [row for life in lives for row in lived(*life, by)]
    got = [r for r in rows if r["home"] and FIRST <= r["to"] <= LAST]
    waits = [r for r in rows if r["from"] <= LAST and (r["to"] is None or r["to"] > LAST)]
    told = figures(FIRST, LAST)
    assert told.whole.accepted == times_of([(r["to"] - r["from"]).days for r in got])
    assert told.whole.waiting == times_of([(LAST - r["from"]).days for r in waits])
    by_rooms = {group.name: group for group in told.by_rooms}
    for size in (1, 2, 3):
        plain = [(r["to"] - r["from"]).days for r in got if r["rooms"] == size]
        shown = by_rooms.get(f"{size} rom")
        assert (shown.accepted if shown else times_of([])) == times_of(plain)


def test_a_private_home_counts_once_for_a_household_however_often_it_was_advised(hv: User) -> None:
    home, day = home_with_hv(), timezone.localdate()
    for outcome in ("private_rent", "own_home", "not_reached"):
        AdviceCase.objects.create(
            household=home, cause="request", opened_on=day, closed_on=day, outcome=outcome
        )
    assert private_homes(day, day) == 1


def test_a_household_whose_place_is_hidden_is_in_no_district(hv: User) -> None:
    home = home_with_hv()
    home.contact.protection = "code_7"
    home.contact.save()
    queued(home, hv, on=FIRST)
    assert [group.name for group in figures(FIRST, LAST).by_district] == ["Uten bydel"]
