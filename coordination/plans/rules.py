"""When a plan is to be gone through, which services belong in it, and what in it is late.

Measures 2c (long-term recipients are followed closely by all OSK parties) and 8a (the user's own
goals in every plan) of the poverty plan. The numbers are settings (PLANS): ours, no law names them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings

from accounts.models import Party


def review_days(*, is_child_family: bool) -> int:
    """The longest time between two reviews: families with children are looked at more often."""
    days: int = settings.PLANS["family_days" if is_child_family else "other_days"]
    return days


def latest_review(since: date, *, is_child_family: bool) -> date:
    """The last day on which the plan must be gone through again."""
    return since + timedelta(days=review_days(is_child_family=is_child_family))


def relevant_parties(*, is_child_family: bool, needed: Collection[str] = ()) -> tuple[str, ...]:
    """NAV always, BFT where there are children, HV where the household needs it (2c)."""
    wanted = {Party.NAV, *needed} | ({Party.BFT} if is_child_family else set())
    return tuple(party for party in (Party.NAV, Party.BFT, Party.HV) if party in wanted)


def is_told(day: date, today: date) -> bool:
    """Whether something due on `day` is shown in lists of what to do: shortly before, or late."""
    return day <= today + timedelta(days=settings.PLANS["notice_days"])


def answer_by(asked_on: date) -> date:
    """When another service should have answered a request."""
    return asked_on + timedelta(days=settings.PLANS["answer_days"])


def is_late(day: date, today: date) -> bool:
    return day < today
