"""Which measures lead to work (1d): a year's exits by kind of measure, with KVP beside them.

A kind is listed with at least five exits in the year. No count of 1-4 people may be read from the
shares of a row: those that would tell one are None, and so are as many more as it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from benefits.models import KvpEnrolment, MeasureType, Placement
from reports.exits.queries import Row, exits_of
from reports.exits.rules import Exit, Figures, hidden_places, per_cent, safe_share
from reports.masking import THRESHOLD

Code = KvpEnrolment.ExitCode
PARTS: tuple[frozenset[str], ...] = (
    frozenset({Code.WORK, Code.WAGE_SUBSIDY}),
    frozenset({Code.DISABILITY}),
    frozenset({Code.EDUCATION}),
)
"""To work, to a lasting benefit, to school; the rest of a row is told by none of its shares."""
KVP = "Kvalifiseringsprogrammet"


@dataclass(frozen=True)
class Effect:
    """How a year's exits from one kind of measure went; shares in whole per cent, None if hidden.

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
    """The row of a kind of measure; None where it has fewer than five."""
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


def effects_of(year: int, today: date, kvp: Sequence[Exit], told: Figures) -> list[Effect]:
    """KVP first, from its exits and Tabell 2, then each kind of measure by its name."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    ended = Placement.objects.filter(ended_on__year=year).exclude(exit_code="").order_by("pk")
    fields = ("measure__kind", "person_id", "started_on", "ended_on", "exit_code")
    for kind, person, first, last, code in ended.values_list(*fields):
        if first and last:
            kinds[kind].append((person, first, last, code))
    programme = effect(KVP, kvp)
    first_row = [beside_table(programme, told)] if programme else []
    named = sorted((str(MeasureType(kind).label), rows) for kind, rows in kinds.items())
    found = (effect(label, exits_of(rows, today)) for label, rows in named)
    return [*first_row, *(row for row in found if row is not None)]
