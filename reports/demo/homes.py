"""Where each household lives, who is protected, and other traits that no figure of 2d rests on."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from households.access import Protection
from households.months import Month
from reports.demo.cases import YOUNG_UNDER, Case
from reports.demo.targets import Span

DISTRICTS = (
    ("ostbyen", 33),
    ("heimdal", 28),
    ("midtbyen", 22),
    ("lerkendal", 15),
    (None, 2),
)
MOVE = 0.08
WITHOUT_NUMBER = 0.012
TAKES_TURNS = 0.05
PROTECTED = (
    (Protection.CODE_6, None, 3),
    (Protection.CODE_7, "midtbyen", 2),
    (Protection.CODE_7, "ostbyen", 3),
    (Protection.STAFF, "lerkendal", 2),
    (Protection.UNKNOWN, "heimdal", 1),
)
RECENTLY = 4
"""Months: how lately a protected household must have been paid, so that somebody meets it."""


def settle(rng: Random, span: Span, cases: Sequence[Case]) -> None:
    """Give each case its homes and traits."""
    for case in cases:
        case.homes = _homes(rng, case)
        case.is_without_number = not case.children and rng.random() < WITHOUT_NUMBER
        case.takes_turns = _may_take_turns(case) and rng.random() < TAKES_TURNS
    _protect(rng, span, cases)


def move_to(case: Case, district: str | None) -> None:
    """Let the household have lived in `district` all the time."""
    case.homes = [(case.first, district)]


def _homes(rng: Random, case: Case) -> list[tuple[Month, str | None]]:
    codes = [code for code, _ in DISTRICTS]
    weights = [weight for _, weight in DISTRICTS]
    homes = [(case.first, rng.choices(codes, weights)[0])]
    if case.last - case.first > 3 and rng.random() < MOVE:
        moved = rng.randint(case.first + 2, case.last)
        there = rng.choices(codes[:-1], weights[:-1])[0]
        if there != homes[0][1]:
            homes.append((moved, there))
    return homes


def _may_take_turns(case: Case) -> bool:
    """Spouses from first to last, both of age all the time."""
    partner = case.partner
    return (
        partner is not None
        and partner.married
        and (partner.first, partner.last, partner.case) == (None, None, None)
        and partner.born + (YOUNG_UNDER + 1) * 12 < case.first
    )


def _protect(rng: Random, span: Span, cases: Sequence[Case]) -> None:
    linked = {case.host for case in cases} | {case.former for case in cases}
    linked |= {case.partner.case for case in cases if case.partner is not None}
    free = [
        case
        for case in cases
        if case not in linked
        and case.host is None
        and case.former is None
        and (case.partner is None or case.partner.case is None)
        and not any(child.shared for child in case.children)
        and max(case.paid, default=0) > span.last - RECENTLY
        and case.moved is None
        and case.died is None
    ]
    families = [case for case in free if case.children]
    for protection, district, count in PROTECTED:
        for number in range(count):
            case = rng.choice(families if number == 0 else free)
            free.remove(case)
            if case in families:
                families.remove(case)
            case.protection = protection
            move_to(case, district)
