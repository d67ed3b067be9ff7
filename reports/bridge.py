"""The bridge: what became of those who were over three years a year ago."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benefits.histories import plain_history
from benefits.rules import Left, what_became
from reports.counting import Group, Stock
from reports.snapshot import Snapshot


def bridge(snapshot: Snapshot, before: Stock, now: Stock) -> dict[str, Any]:
    """Stayed, new and left; previous = stayed + left, recipients = stayed + new.

    A couple that counted once and still counts, together or apart, stayed once.
    """
    gone = _unmatched(before, now)
    stayed = before.recipients - len(gone)
    left = Counter(_cause(snapshot, group, now) for group in gone)
    return {
        "previous_year": before.month // 12,
        "previous": before.recipients,
        "stayed": stayed,
        "new": now.recipients - stayed,
        "left": {cause.value: left[cause] for cause in Left},
    }


def _unmatched(before: Stock, now: Stock) -> list[Group]:
    """Last year's groups without a group of this year that shares a person, one to one."""
    free = {adult: group for group in now.groups for adult in group.adults}
    gone = []
    for group in before.groups:
        match = next((free[adult] for adult in sorted(group.adults) if adult in free), None)
        if match is None:
            gone.append(group)
            continue
        for adult in match.adults:
            del free[adult]
    return gone


def _cause(snapshot: Snapshot, group: Group, now: Stock) -> Left:
    someone = snapshot.persons[group.head]
    return what_became(
        plain_history(snapshot.history(group.head)),
        now.month,
        died_on=someone.died_on,
        moved_on=someone.moved_away_on,
        last_kvp=snapshot.last_kvp(group.head, now.month),
    )
