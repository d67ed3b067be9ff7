"""What is to be done next in a case, by when, and whether that is late; the nearest first.

The household's tab and the work list ask the same. Of a case that `queries.with_parts` has read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from benefits.models import KvpCase, KvpState
from benefits.programmes import rules
from decisions.codes import State as DecisionState
from decisions.rules import GIVES
from households.rules import one_month_after

S = KvpState
FOLLOW_UP_WITHIN = timedelta(days=31)
"""Our own aim: so long after 6 or 12 months the answer should be noted."""


class What(StrEnum):
    APPLY = "apply"
    ASSESS = "assess"
    DECIDE = "decide"
    APPROVE = "approve"
    START = "start"
    EVALUATE = "evaluate"
    COME_BACK = "come_back"
    END = "end"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Step:
    """Something to do: what, in words, by when, and whether that has passed."""

    what: What
    text: str
    due: date | None = None
    late: bool = False


def steps_of(case: KvpCase, today: date) -> list[Step]:
    """All that waits in the case, the nearest first."""
    found = [*_before_start(case, today), *_inside(case, today), *_afterwards(case, today)]
    return sorted(found, key=lambda step: step.due or date.max)


def _before_start(case: KvpCase, today: date) -> Iterator[Step]:
    if case.state == S.ENQUIRY:
        yield Step(What.APPLY, "Ta imot søknaden")
    elif case.state in (S.APPLIED, S.ASSESSMENT) and case.applied_on is not None:
        what, text = _towards_decision(case)
        due = one_month_after(case.applied_on)
        yield Step(what, text, due, due < today)
    elif case.state == S.DECIDED and case.decided_on is not None:
        due = rules.start_deadline(case.decided_on, settings.KVP["start_days"])
        yield Step(What.START, "Start programmet", due, due < today)


def _towards_decision(case: KvpCase) -> tuple[What, str]:
    if case.state == S.APPLIED:
        return What.ASSESS, "Vurder arbeidsevnen"
    if case.decision is None:
        return What.DECIDE, "Skriv vedtaket"
    if case.decision.state == DecisionState.PROPOSED:
        return What.APPROVE, "Vedtaket venter på godkjenning"
    return What.DECIDE, "Gjør ferdig vedtaket"


def _inside(case: KvpCase, today: date) -> Iterator[Step]:
    if case.state == S.LEAVE:
        for leave in case.leaves.all():
            if leave.back_on is None:
                due = leave.valid_to
                yield Step(What.COME_BACK, "Ta imot etter permisjonen", due, due < today)
    if case.state not in (S.STARTED, S.LEAVE) or case.planned_end is None:
        return
    waiting = [row.planned_on for row in case.evaluations.all() if row.held_on is None]
    if waiting and case.state == S.STARTED:
        due = min(waiting)
        yield Step(What.EVALUATE, "Evaluer programmet", due, due < today)
    last = last_day_of(case)
    yield Step(What.END, "Avslutt eller forleng programmet", last, last < today)


def last_day_of(case: KvpCase) -> date:
    """The last day that approved decisions give a case that has started."""
    extended = [
        row.until
        for row in case.extensions.all()
        if row.decision.state == DecisionState.APPROVED and row.decision.outcome in GIVES
    ]
    return rules.current_end(case.planned_end or date.min, extended)


def _afterwards(case: KvpCase, today: date) -> Iterator[Step]:
    """Not of who has moved: the office knows nothing more of them."""
    if case.state not in (S.COMPLETED, S.STOPPED_ABSENCE, S.ENDED_AFTER_BREAK):
        return
    told = {row.months for row in case.follow_ups.all()}
    for months, due in rules.follow_up_days(case.closed_on or today).items():
        if months not in told:
            late = due + FOLLOW_UP_WITHIN < today
            yield Step(What.FOLLOW_UP, f"Situasjonen etter {months} måneder", due, late)
