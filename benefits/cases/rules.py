"""In what state the case of a household with NAV is (sakens tilstand, domain.md 5).

The state follows from what has happened; only closing is an act of somebody's. A case that is
opened again keeps all that was there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from households.months import Month

DORMANT_AFTER = 3
"""Whole calendar months without payment after which a case lies still."""


class CaseState(Enum):
    """The value stands in addresses."""

    OPEN = "apen"
    ACTIVE_AWARD = "lopende"
    FOLLOW_UP = "oppfolging"
    DORMANT = "hvilende"
    CLOSED = "avsluttet"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    CaseState.OPEN: "Åpen",
    CaseState.ACTIVE_AWARD: "Løpende vedtak",
    CaseState.FOLLOW_UP: "Til oppfølging",
    CaseState.DORMANT: "Hvilende",
    CaseState.CLOSED: "Avsluttet",
}


@dataclass(frozen=True)
class CaseFacts:
    """What the state of a case follows from.

    `opened` is the month NAV last took the household on, None when no office of NAV has it.
    `awarded_to` is the last month of a decision that stands, or of a payment that is planned;
    `last_paid` that of the latest assistance. `is_waiting` tells that an application has no answer,
    `in_programme` that a member is in KVP, whose payments an earlier system may have.
    """

    opened: Month | None
    is_waiting: bool
    awarded_to: Month | None
    last_paid: Month | None
    in_programme: bool = False


def state_of(facts: CaseFacts, this_month: Month) -> CaseState:
    """The state in `this_month`.

    What is awarded for the month counts before an application that waits: a renewal is asked for
    while the award still runs.
    """
    if facts.opened is None:
        return CaseState.CLOSED
    if facts.awarded_to is not None and facts.awarded_to >= this_month:
        return CaseState.ACTIVE_AWARD
    if facts.is_waiting:
        return CaseState.OPEN
    if facts.in_programme:
        return CaseState.FOLLOW_UP
    if this_month > still_since(facts) + DORMANT_AFTER:
        return CaseState.DORMANT
    return CaseState.OPEN if _is_new(facts) else CaseState.FOLLOW_UP


def still_since(facts: CaseFacts) -> Month:
    """The month something last happened: paid, awarded for, or NAV took the household on.

    `facts.opened` is not None.
    """
    known = (facts.opened, facts.last_paid, facts.awarded_to)
    return max(month for month in known if month is not None)


def _is_new(facts: CaseFacts) -> bool:
    """Whether nothing has been paid or awarded since NAV took the household on."""
    given = [month for month in (facts.last_paid, facts.awarded_to) if month is not None]
    return not given or max(given) < (facts.opened or 0)
