"""The draft of a decision on an application for a home, or on a place in the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from decisions import actions as decision_actions
from decisions.actions import RefusedError
from decisions.codes import Kind
from decisions.contents import Content
from decisions.models import Decision
from housing.history import HousingError
from housing.models import HousingApplication, QueueEntry


def begin_draft(
    about: HousingApplication | QueueEntry,
    content: Callable[[Decision], Content],
    *,
    at: datetime,
    by: User,
) -> Decision:
    """A draft with its content, of whoever applied; inside the caller's transaction.

    HousingError when the decision may not be begun, in the words of who refused it.
    """
    try:
        decision = decision_actions.draft_decision(
            kind=Kind.HOUSING,
            household=about.household,
            applicant=about.applicant,
            unit=about.unit,
            at=at,
            by=by,
        )
        return decision_actions.change(
            decision=decision,
            version=decision.version,
            content=content(decision),
            at=at,
            by=by,
        )
    except RefusedError as error:
        raise HousingError(error.text) from error
