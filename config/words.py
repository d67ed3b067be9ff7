"""Norwegian sentences put together from parts."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """ "a", "a og b", or "a, b og c"."""
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
