"""The life of an application, and when it must be answered (domain.md 5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from households.rules import one_month_after

TRANSITIONS: dict[str, frozenset[str]] = {
    "received": frozenset({"in_progress", "withdrawn", "not_processed", "misregistered"}),
    "in_progress": frozenset(
        {"awaiting_documents", "assessed", "withdrawn", "not_processed", "misregistered"}
    ),
    "awaiting_documents": frozenset({"in_progress", "assessed", "withdrawn", "not_processed"}),
    "assessed": frozenset({"in_progress", "decided", "withdrawn"}),
    "decided": frozenset({"closed"}),
    "closed": frozenset(),
    "withdrawn": frozenset(),
    "not_processed": frozenset(),
    "misregistered": frozenset(),
}
NEEDS_REASON = frozenset({"withdrawn", "not_processed", "misregistered"})
DOCUMENTS_WITHIN = timedelta(days=14)
"""How long somebody is usually given to bring documentation; ours, no law names a time."""


def may_become(state: str, to: str) -> bool:
    """Whether an application in `state` may go to the state `to`."""
    return to in TRANSITIONS[state]


def answer_due(received_on: date, *, is_emergency: bool, expected_on: date | None) -> date:
    """The last day for an answer.

    Emergency aid and lodging are assessed the day they are asked for. Otherwise it is a month, or
    the day that the latest interim reply gave (forvaltningsloven § 11 a).
    """
    if is_emergency:
        return received_on
    return expected_on or one_month_after(received_on)


def is_late(due: date, today: date) -> bool:
    """Whether the answer is late by law: neither given nor put off by an interim reply."""
    return today > due


URGENT = ("emergency", "lodging")
"""What is assessed the day it is asked for."""
WAY = ("received", "in_progress", "assessed", "decided")


def decision_kinds(matters: Collection[str]) -> list[str]:
    """Which decisions answer these matters: what is urgent first, in one of its own."""
    kinds = []
    if any(matter in URGENT for matter in matters):
        kinds.append("emergency")
    if any(matter not in URGENT for matter in matters):
        kinds.append("assistance")
    return kinds


def may_write_decision(state: str, kind: str) -> bool:
    """Whether a decision may be begun: when assessed; on what is urgent, once it is begun on."""
    is_urgent = kind == "emergency" and state in ("in_progress", "awaiting_documents")
    return state == "assessed" or is_urgent


def way_to_decided(state: str) -> tuple[str, ...]:
    """The states an application goes through when its decision is made; none from the others."""
    at = "in_progress" if state == "awaiting_documents" else state
    return WAY[WAY.index(at) + 1 :] if at in WAY else ()


def way_to_assessed(state: str) -> tuple[str, ...]:
    """The states it goes through until it is assessed; none when it is, or has ended."""
    return way_to_decided(state)[:-1]
