"""How a year's exits from one programme went, in a row of shares (1d).

A programme is listed with at least five exits in the year. No count of 1-4 people may be read from
the shares of a row: those that would tell one are None, and so are as many more as it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from benefits.models import KvpEnrolment
from config.hiding import THRESHOLD
from reports.exits.rules import Exit, Figures, hidden_places, per_cent, safe_share

Code = KvpEnrolment.ExitCode
PARTS: tuple[frozenset[str], ...] = (
    frozenset({Code.WORK, Code.WAGE_SUBSIDY}),
    frozenset({Code.DISABILITY}),
    frozenset({Code.EDUCATION}),
)
"""To work, to a lasting benefit, to school; the rest of a row is told by none of its shares."""


@dataclass(frozen=True)
class Effect:
    """How a year's exits from one programme went; shares in whole per cent, None if hidden.

    `returned` is None too as long as the twelve months of somebody are not over.
    """

    label: str
    count: int
    work: int | None
    lasting: int | None
    school: int | None
    returned: int | None
    months: int


def effect(label: str, exits: Sequence[Exit]) -> Effect | None:
    """The row of a programme; None where it has fewer than five."""
    total = len(exits)
    if total < THRESHOLD:
        return None
    counts = [sum(one.code in part for one in exits) for part in PARTS]
    hidden = hidden_places([*counts, total - sum(counts)])
    work, lasting, school = (
        None if place in hidden else per_cent(count, total) for place, count in enumerate(counts)
    )
    back = [one.returned for one in exits]
    return Effect(
        label=label,
        count=total,
        work=work,
        lasting=lasting,
        school=school,
        returned=safe_share(None if None in back else sum(map(bool, back)), total),
        months=round(median(one.months for one in exits)),
    )


def beside_table(row: Effect, told: Figures) -> Effect:
    """KVP's row as it may stand beside Tabell 2: where a line there is hidden, a sum of lines here
    would give it away."""
    if all(line.count is not None for line in told.lines):
        return row
    return replace(row, work=None, lasting=None, school=told.school)
