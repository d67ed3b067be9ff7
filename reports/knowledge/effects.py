"""Which measures lead to work (1d): those who left a measure in a year, by measure and by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.models import KvpEnrolment, Measure, MeasureType, Placement, PlacementOutcome
from households.models import IntroPeriod
from households.rules import age_on
from reports.exits.effects import Effect, beside_table, effect
from reports.exits.queries import exits_of, figures_from, kvp_exits
from reports.knowledge.grid import Block, Column
from reports.knowledge.people import GROUPS, UNKNOWN, backgrounds_of

Code = KvpEnrolment.ExitCode
WORK = frozenset({Code.WORK, Code.WAGE_SUBSIDY})
LASTING, SCHOOL = frozenset({Code.DISABILITY}), frozenset({Code.EDUCATION})
AGES = ((24, "Under 24"), (30, "24–29"), (50, "30–49"), (200, "50 og over"))
INTRO = "Introduksjonsprogrammet"
INTRO_CODES = {
    "arbeid": Code.WORK,
    "utdanning": Code.EDUCATION,
    "skole": Code.EDUCATION,
    "arbeidsmarkedstiltak": Code.STATE_MEASURE,
    "sosialhjelp": Code.ASSISTANCE,
}
"""What is written as the outcome of an introduction programme, in KOSTRA's codes."""


@dataclass(frozen=True)
class Ended:
    """One who left a measure: what it was, who they were, and what came of it.

    `returned` is None while the twelve months are not over; `after_6` and `after_12` are the codes
    noted then, empty when nobody has asked.
    """

    kind: str
    measure: str
    target: str
    age: str
    background: str
    code: str
    months: int
    returned: bool | None
    after_6: str = ""
    after_12: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("work", "Til arbeid", part="outcome"),
    Column("lasting", "Til uføretrygd", part="outcome"),
    Column("school", "Til skole", part="outcome"),
    Column("followed", "Fulgt i tolv måneder"),
    Column("returned", "Sosialhjelp igjen", base="followed"),
    Column("asked_6", "Spurt etter seks måneder"),
    Column("work_6", "I arbeid etter seks måneder", base="asked_6"),
    Column("asked_12", "Spurt etter tolv måneder"),
    Column("work_12", "I arbeid etter tolv måneder", base="asked_12"),
)
SHOWN = ("work", "lasting", "school", "returned", "work_6", "work_12")
BLOCKS: tuple[Block, ...] = (
    Block("kind", "Type tiltak", lambda one: one.kind),
    Block("measure", "Tiltak", lambda one: one.measure, within=("kind", "target")),
    Block("target", "Målgruppe", lambda one: one.target),
    Block("age", "Alder ved slutten", lambda one: one.age, order=tuple(label for _, label in AGES)),
    Block("background", "Bakgrunn", lambda one: one.background, order=GROUPS),
)


def flags(one: Ended) -> Iterator[str]:
    """The columns that somebody is counted in."""
    for key, codes in (("work", WORK), ("lasting", LASTING), ("school", SCHOOL)):
        if one.code in codes:
            yield key
    if one.returned is not None:
        yield "followed"
        if one.returned:
            yield "returned"
    for months, code in ((6, one.after_6), (12, one.after_12)):
        if code:
            yield f"asked_{months}"
            if code in WORK:
                yield f"work_{months}"


def age_group(born: date | None, on: date) -> str:
    if born is None:
        return "Ukjent alder"
    return next(label for limit, label in AGES if age_on(born, on) < limit)


def ended_in(year: int, today: date) -> list[Ended]:
    """Those who left a measure they had begun, in the year; in seven queries."""
    rows = Placement.objects.filter(ended_on__year=year, started_on__isnull=False)
    rows = rows.exclude(exit_code="").select_related("measure").order_by("pk")
    born = dict(rows.values_list("person", "person__birth_date"))
    after: dict[int, dict[int, str]] = defaultdict(dict)
    for row in PlacementOutcome.objects.filter(placement__in=rows):
        after[row.placement_id][row.months] = row.code
    placements: list[Any] = list(rows)
    exits = exits_of(
        [(row.person_id, row.started_on, row.ended_on, row.exit_code) for row in placements], today
    )
    groups = backgrounds_of({row.person_id for row in placements})
    return [
        Ended(
            kind=str(MeasureType(row.measure.kind).label),
            measure=row.measure.name,
            target=str(Measure.Target(row.measure.target).label),
            age=age_group(born[row.person_id], row.ended_on),
            background=groups.get(row.person_id, UNKNOWN),
            code=row.exit_code,
            months=told.months,
            returned=told.returned,
            after_6=after[row.pk].get(6, ""),
            after_12=after[row.pk].get(12, ""),
        )
        for row, told in zip(placements, exits, strict=True)
    ]


def intro_code(outcome: str) -> str:
    """KOSTRA's code for what is written; unknown where it is another word."""
    return INTRO_CODES.get(outcome.strip().casefold(), Code.UNKNOWN)


def programmes(year: int, today: date) -> list[Effect]:
    """The qualification programme, and the introduction programme beside it (1h)."""
    exits = kvp_exits(year, today)
    kvp = effect("Kvalifiseringsprogrammet", exits)
    ended = IntroPeriod.objects.filter(valid_to__year=year).order_by("pk")
    told = ended.values_list("person", "valid_from", "valid_to", "outcome")
    rows = [(who, first, last, intro_code(out)) for who, first, last, out in told if last]
    intro = effect(INTRO, exits_of(rows, today))
    found = [beside_table(kvp, figures_from(exits))] if kvp else []
    return [*found, intro] if intro else found
