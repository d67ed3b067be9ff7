"""When a transition opens, what it takes to be received, and when it is red (measure 4d).

Pure functions of plain values. Sources: domain.md 2, row 4d ("opens at 17; nobody with lasting
needs turns 18 without accepted receiver or a red flag"); barnevernsloven § 3-6 (aftercare to 25,
since 2021; it was 23 when the plan was made). Birthdays are those of households/rules.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from children.codes import TransitionState
from decisions.rules import Finding
from households.rules import ADULT_AT, age_on, birthday

OPENS_AT = 17
BY_HAND_FROM, BY_HAND_BEFORE = 16, 23
AFTERCARE_TO = 25


@dataclass(frozen=True)
class Facts:
    """How far a transition has come, as the rules weigh it."""

    has_receiver: bool = False
    met: bool = False
    planned: bool = False
    received: bool = False
    aftercare: bool = False
    ended: bool = False


def state_of(facts: Facts) -> TransitionState:
    """The last step that is done of those in order; a plan without a meeting is no step yet."""
    if facts.ended:
        return TransitionState.ENDED
    if facts.received:
        return TransitionState.AFTERCARE if facts.aftercare else TransitionState.ACCEPTED
    reached = TransitionState.OPEN
    for is_done, state in (
        (facts.has_receiver, TransitionState.RECEIVER),
        (facts.met, TransitionState.MET),
        (facts.planned, TransitionState.PLAN),
    ):
        if not is_done:
            break
        reached = state
    return reached


def lacks(facts: Facts) -> Iterator[Finding]:
    """What must be there before the receiver is asked: they see what they are to take over."""
    if not facts.has_receiver:
        yield Finding("receiver", "Velg mottaker før den spørres.")
    if not facts.met:
        yield Finding("met", "Hold møtet før mottakeren spørres.")
    if not facts.planned:
        yield Finding("plan", "Skriv planen før mottakeren spørres.")


def opens_by_itself(born: date | None, today: date) -> bool:
    """Whether a child is of the age at which a transition opens by itself: 17."""
    return born is not None and OPENS_AT <= age_on(born, today) < ADULT_AT


def may_open_by_hand(born: date | None, today: date) -> bool:
    """From the 16th birthday to the day before the 23rd."""
    return born is not None and BY_HAND_FROM <= age_on(born, today) < BY_HAND_BEFORE


def last_day_of_aftercare(born: date | None) -> date | None:
    """The 25th birthday."""
    return None if born is None else birthday(born, AFTERCARE_TO)


@dataclass(frozen=True)
class Clock:
    """Whether it is red, and the days to the 18th birthday in words; `days` below zero after it."""

    late: bool
    days: int
    text: str


def clock(born: date | None, today: date, *, settled: bool) -> Clock:
    """Red from the 17th birthday until somebody has accepted, also after the 18th.

    `settled` is that it is accepted, or ended with a reason.
    """
    if born is None:
        return Clock(late=False, days=0, text="")
    days = (birthday(born, ADULT_AT) - today).days
    if settled:
        return Clock(late=False, days=days, text="")
    if age_on(born, today) < OPENS_AT:
        return Clock(late=False, days=days, text=f"fyller 17 {birthday(born, OPENS_AT):%d.%m.%Y}")
    if days > 0:
        return Clock(late=True, days=days, text=f"ingen har tatt imot, {_days(days)} til 18")
    if days == 0:
        return Clock(late=True, days=0, text="fyller 18 i dag, og ingen har tatt imot")
    text = f"fylte 18 for {_days(-days)} siden, og ingen har tatt imot"
    return Clock(late=True, days=days, text=text)


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dager"
