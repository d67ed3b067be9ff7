"""Buying a home of one's own (measure 5b): what it costs, and who may have the discount."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

SOLD_AT_DISCOUNT = ("share", "section")
"""Forms of ownership that the municipality can sell to its tenant: its share of a housing
cooperative, and its section of a condominium."""


def has_discount(*, own: bool, ownership: str, within_limits: bool) -> bool:
    """Whether the tenant buys at the valuation less the discount.

    Only the dwelling one lives in, only a municipally owned share or section, and only with an
    income within the limits of the start loan (plan, measure 5b).
    """
    return own and ownership in SOLD_AT_DISCOUNT and within_limits


def price_of(valuation: int, discount: int) -> int:
    """The valuation (takst) less the discount, 50 000 kr by the plan; never below nothing."""
    return max(valuation - discount, 0)


LEAST_TIMES = 4
"""Our own aim: a valuation below so many times the discount is a slip of the finger."""


def is_worth_it(valuation: int, discount: int) -> bool:
    """Whether the dwelling is valued so far above the discount that the valuation can be right."""
    return valuation >= LEAST_TIMES * discount


def is_within(income: int, limit: int) -> bool:
    """Whether a year's income, whole kroner, is within the limit of the start loan."""
    return income <= limit


def cumulative(days: Iterable[date], until: date, opening: int) -> int:
    """Homes bought by former tenants up to and including a day, with the opening balance."""
    return opening + sum(day <= until for day in days)
