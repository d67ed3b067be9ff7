"""When counselling is to be offered, how it goes on, and how long somebody has waited.

Measure 4b: everybody who applies is offered it. The life is domain.md 5; STL § 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from households.rules import one_month_after

TRANSITIONS: dict[str, frozenset[str]] = {
    "accepted": frozenset({"decided", "ended"}),
    "decided": frozenset({"started", "ended"}),
    "started": frozenset({"active", "ended"}),
    "active": frozenset({"ended"}),
    "ended": frozenset(),
}


def may_become(state: str, to: str) -> bool:
    """Whether a counselling in `state` may go to the state `to`; none starts undecided (§ 17)."""
    return to in TRANSITIONS[state]


@dataclass(frozen=True)
class Advised:
    """A counselling: from the day it was accepted, to the day it ended if it has."""

    accepted_on: date
    ended_on: date | None


def offer_due(
    received_on: date, *, offered: Iterable[date], advised: Iterable[Advised], stands: timedelta
) -> bool:
    """Whether who applied on `received_on` is to be offered counselling.

    Not while an offer given before stands, nor when one was given since; and not who is or was in
    counselling on the day or later.
    """
    has_offer = any(day + stands > received_on for day in offered)
    return not has_offer and not any(
        row.ended_on is None or row.ended_on >= received_on for row in advised
    )


def decision_due(accepted_on: date) -> date:
    """A yes asks for an individual service: its decision is due in a month (fvl § 11 a)."""
    return one_month_after(accepted_on)


@dataclass(frozen=True)
class Wait:
    """Somebody who said yes on a day, and when it began if it has."""

    accepted_on: date
    started_on: date | None


@dataclass(frozen=True)
class WaitingTime:
    """Days from a yes to the start: of those begun, and how many still wait, and how long."""

    begun: int
    median: float | None
    longest: int | None
    waiting: int
    longest_waiting: int | None


def waiting_time(rows: Iterable[Wait], today: date) -> WaitingTime:
    given = list(rows)
    begun = [(row.started_on - row.accepted_on).days for row in given if row.started_on is not None]
    waiting = [(today - row.accepted_on).days for row in given if row.started_on is None]
    return WaitingTime(
        begun=len(begun),
        median=median(begun) if begun else None,
        longest=max(begun, default=None),
        waiting=len(waiting),
        longest_waiting=max(waiting, default=None),
    )


@dataclass(frozen=True)
class MandateFacts:
    """A power of attorney: for one creditor or, unnamed, for all; and between which days."""

    creditor: str
    signed_on: date
    ends_on: date


def covers(mandate: MandateFacts, creditor: str, on: date) -> bool:
    """Whether somebody may write to `creditor` on a day by this power of attorney."""
    is_valid = mandate.signed_on <= on <= mandate.ends_on
    return is_valid and mandate.creditor.casefold() in ("", creditor.casefold())


def reference_of(amounts: Mapping[str, int], *, adults: int, ages: Iterable[int]) -> int | None:
    """A post's usual cost a month for a household, by the amount of each group; None without any.

    `ages` are those of the children under 18.
    """
    if not amounts:
        return None
    children = sum(amounts.get(_group_of(age), 0) for age in ages)
    return amounts.get("household", 0) + adults * amounts.get("adult", 0) + children


def _group_of(age: int) -> str:
    if age <= 5:
        return "child_0_5"
    return "child_6_10" if age <= 10 else "child_11_17"
