"""Cells of files that a spreadsheet will open."""

from __future__ import annotations

FORMULA_LEADERS = ("=", "+", "-", "@", "\t", "\r", "\0")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_LEADERS) else text
