"""Which change of a grade of protection opens more than before."""

from __future__ import annotations

from households.access import Protection

STRICTNESS = (
    Protection.NONE,
    Protection.STAFF,
    Protection.CODE_7,
    Protection.CODE_6,
    Protection.CODE_6_ABROAD,
)
"""Grades from the mildest to the strictest; the unknown one has no place among them."""


def is_lowering(current: str, new: str) -> bool:
    """Whether a change of grade opens more than before: that takes two persons.

    From an unknown grade only "none" does, since an unknown one is closed to everybody.
    """
    if current == Protection.UNKNOWN:
        return new == Protection.NONE
    return STRICTNESS.index(Protection(new)) < STRICTNESS.index(Protection(current))
