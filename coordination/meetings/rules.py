"""In what order families come before the OSK meeting, and when one comes again (domain.md 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.flags import rules as flags
from coordination.models import AgendaItem, Flag
from households.models import ShareScope

REVIEW_DAYS = 90
"""Our own aim for looking at a family again, as for its plan (measure 2c)."""

SCOPE_OF_RULE: dict[str, str] = {
    Flag.Rule.SERIOUS: ShareScope.CHILDREN,
    Flag.Rule.WORRIES: ShareScope.CHILDREN,
    Flag.Rule.LODGING: ShareScope.HOUSING,
    Flag.Rule.ARREARS: ShareScope.HOUSING,
    Flag.Rule.EVICTION: ShareScope.HOUSING,
    Flag.Rule.KVP_BROKEN: ShareScope.KVP,
    Flag.Rule.FAMILY_12: ShareScope.ECONOMY,
    Flag.Rule.FAMILY_24: ShareScope.ECONOMY,
    Flag.Rule.FAMILY_36: ShareScope.ECONOMY,
}
"""What must be shared before the figures that a flag rests on are shown; its name always is."""

ACUTE = (Flag.Rule.SERIOUS, Flag.Rule.LODGING, Flag.Rule.EVICTION, Flag.Rule.ARREARS)
"""Before what a party asks for, and what was to be looked at again."""


@dataclass(frozen=True)
class Cause:
    """Why a family is to come before the meeting: open flags, a request, or an agreed review."""

    flags: frozenset[str] = frozenset()
    first_on: date | None = None
    is_asked: bool = False
    is_review: bool = False

    @property
    def holds(self) -> bool:
        return bool(self.flags) or self.is_asked or self.is_review

    @property
    def rule(self) -> str:
        """The most pressing flag; empty without one."""
        return min(self.flags, key=flags.rank, default="")


Order = tuple[bool, int, int, date, int]


def order_of(cause: Cause, *, is_put_first: bool, came_on: date, household_id: int) -> Order:
    """Where a family stands: smaller comes first.

    What the lead has put first, then the acute flags, requests and reviews, then the rest in the
    order of the flags; of two alike the one with more flags, then the older one.
    """
    place = flags.rank(cause.rule) if cause.rule else len(flags.TO_OSK)
    if cause.is_asked or cause.is_review:
        place = min(place, len(ACUTE))
    elif place >= len(ACUTE):
        place += 1
    since = cause.first_on or came_on
    return (not is_put_first, place, -len(cause.flags), since, household_id)


def is_new(raised_on: date, discussed_on: date) -> bool:
    """Whether a flag has arisen since the family was discussed."""
    return raised_on > discussed_on


def is_back(review_on: date | None, meeting_on: date) -> bool:
    """Whether a discussed family is to be looked at again in a meeting of that day."""
    return review_on is not None and review_on <= meeting_on


def review_day(discussed_on: date) -> date:
    return discussed_on + timedelta(days=REVIEW_DAYS)


def state_of(item: AgendaItem, *, asked: bool, actions: Iterable[str]) -> AgendaItem.State:
    """How far it has come; `actions` are the states of what was decided to do."""
    states, named = set(actions), AgendaItem.State
    if item.closed_at is not None:
        return named.CLOSED
    if item.discussed_at is not None:
        if "open" in states:
            return named.ACTIONS_OPEN
        return named.FOLLOWED_UP if states else named.DISCUSSED
    if item.meeting_id is not None and item.may_be_discussed:
        return named.SCHEDULED
    return named.CONSENT_SOUGHT if asked else named.FLAGGED


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The names that stand as words in a text, however they are written; numbers too."""
    found = []
    for name in names:
        pattern = r"\s?".join(name) if name.isdigit() else re.escape(name)
        if re.search(rf"(?<!\w){pattern}s?(?!\w)", text, re.IGNORECASE):
            found.append(name)
    return found
