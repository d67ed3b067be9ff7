"""What is not as it was, between two calculations: pure, over values with names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One thing that changed: under which heading, what, and from what to what."""

    heading: str
    what: str
    old: str
    new: str


Told = Mapping[tuple[str, str], str]
"""(heading, what) -> how it stands."""


def differences(old: Told, new: Told, order: Sequence[str]) -> list[Difference]:
    """Everything that differs, by heading in `order`; what is on one side only is `–`."""
    keys = [*old, *(key for key in new if key not in old)]
    changed = [key for key in keys if old.get(key) != new.get(key)]
    return [
        Difference(*key, old.get(key, NOTHING), new.get(key, NOTHING))
        for key in sorted(changed, key=lambda key: order.index(key[0]))
    ]
