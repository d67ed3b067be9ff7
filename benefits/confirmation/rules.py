"""What a confirmation may say: that somebody has assistance, and since when; nothing more."""

from __future__ import annotations

from collections.abc import Collection

from households.months import Month

STILL = 3
"""Months: somebody paid within as many counts as one who has assistance now."""


def period(months: Collection[Month], now: Month) -> tuple[Month, Month] | None:
    """The latest months in a row with assistance, first and last; None when it is long ago."""
    known = {month for month in months if month <= now}
    last = max(known, default=None)
    if last is None or now - last > STILL:
        return None
    first = last
    while first - 1 in known:
        first -= 1
    return first, last
