"""Which KVP and introduction periods of an extract are here already, and which are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.files import PERIODS
from benefits.imports.findings import Findings, Rule
from benefits.imports.periods import KVP, PeriodRow
from benefits.imports.spans import Covered, Held, covers, pair
from benefits.models import KvpEnrolment
from households.models import IntroPeriod, Source
from households.months import Month, first_day


@dataclass
class PeriodPlan:
    """`new` rows, `changes` (id: first and last day), ids to take away: all of one kind."""

    new: list[PeriodRow] = field(default_factory=list)
    changes: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)


def plan_periods(
    kind: str,
    rows: Sequence[PeriodRow],
    ids: Sequence[int | None],
    covered: Covered,
    findings: Findings,
    differences: Differences,
) -> PeriodPlan:
    """Compare the rows of one kind with what is here of the extract's persons (`ids`).

    A period that is gone is taken away when it began in the months covered, else ended the day
    before them.
    """
    plan, held = PeriodPlan(), _held(kind, [pk for pk in ids if pk is not None])
    given: dict[int, list[PeriodRow]] = defaultdict(list)
    for row in rows:
        pk = ids[row.person]
        if pk is None or pk not in held:
            plan.new.append(row)
            differences.add(PERIODS.name, Kind.NEW, row.line)
        else:
            given[pk].append(row)
    for pk, periods in held.items():
        pairs = pair(given[pk], periods)
        for row, other in pairs.same:
            _compare(row, other, plan, findings, differences)
        for row in pairs.new:
            plan.new.append(row)
            differences.add(PERIODS.name, Kind.NEW, row.line)
        for other in pairs.left:
            if covers(covered, other):
                _take_away(other, covered[0][0], plan)
                differences.add_gone(PERIODS.name)
    return plan


def _compare(
    row: PeriodRow, held: Held, plan: PeriodPlan, findings: Findings, differences: Differences
) -> None:
    if (row.first, row.last) == (held.first, held.last):
        return
    if not held.is_ours:
        findings.notice(Rule.TYPED_HERE, PERIODS.name, row.line, "from")
        return
    plan.changes[held.pk] = row.first, row.last
    differences.add(PERIODS.name, Kind.CHANGED, row.line)


def _take_away(held: Held, covered_from: Month, plan: PeriodPlan) -> None:
    if held.first < first_day(covered_from):
        plan.changes[held.pk] = held.first, first_day(covered_from) - timedelta(days=1)
    else:
        plan.gone.append(held.pk)


def _held(kind: str, persons: Sequence[int]) -> dict[int, list[Held]]:
    model = KvpEnrolment if kind == KVP else IntroPeriod
    held: dict[int, list[Held]] = defaultdict(list)
    for chunk in chunks(persons):
        rows = model._default_manager.filter(person_id__in=chunk).values_list(
            "pk", "person_id", "valid_from", "valid_to", "source"
        )
        for pk, person, first, last, source in rows:
            held[person].append(Held(pk, person, person, first, last, source != Source.OSK))
    return held
