"""When an interpreter was needed, and when one was used (measure 7c; tolkeloven §§ 4 and 6)."""

from __future__ import annotations

USED = frozenset({"in_person", "remote"})


def interpreter_was_needed(*, registered: bool, told: str) -> bool:
    """Whether a contact was with somebody who needs an interpreter.

    It was when the need is `registered` on the person, whatever the note says of it, and when the
    note tells that an interpreter was used, or missing.
    """
    return registered or told in USED or told == "not_used"


def share_in_percent(used: int, needed: int) -> int | None:
    """How often an interpreter was used among those in need, rounded half up; None without any."""
    return (200 * used + needed) // (2 * needed) if needed else None
