"""The counts of a run in words."""

from __future__ import annotations

from dataclasses import dataclass

from coordination.retention.queries import Act, Counts
from households.models import RetentionRule

WORDS = {Act.LOCK: "Låses", Act.ANONYMISE: "Anonymiseres"}


@dataclass(frozen=True)
class Line:
    covers: str
    act: str
    district: str
    households: int
    persons: int


def lines(counts: Counts) -> list[Line]:
    covers = dict(RetentionRule.Covers.choices)
    return [
        Line(
            covers=str(covers[row["covers"]]),
            act=WORDS[Act(row["act"])],
            district=row["district"],
            households=row["households"],
            persons=row["persons"],
        )
        for row in counts
    ]
