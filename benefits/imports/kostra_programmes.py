"""Time in the qualification programme as KOSTRA files tell it, beside what is here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.findings import Findings, Rule
from benefits.imports.kostra_reading import KostraData, label
from benefits.imports.spans import Covered, Held, covers, pair
from benefits.kostra.enrolments import Enrolment
from benefits.models import KvpEnrolment
from households.models import Source
from households.months import first_day, month_from

EXIT_CODES = frozenset(code.value for code in KvpEnrolment.ExitCode)


@dataclass(frozen=True)
class Programme:
    """An enrolment of one person, with what is compared and stored of it."""

    person: int
    first: date
    last: date | None
    status: str
    exit_code: str
    applied_on: date | None
    decided_on: date | None
    file: str
    line: int
    year: int

    @property
    def value(self) -> str:
        return f"{self.status}/{self.exit_code}"


@dataclass
class ProgrammePlan:
    """New enrolments, those to put in the place of the row with an id, last days, and ids to go."""

    new: list[Programme] = field(default_factory=list)
    changes: dict[int, Programme] = field(default_factory=dict)
    ended: dict[int, date] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)


def plan_programmes(
    data: KostraData,
    ids: Sequence[int | None],
    known_until: Mapping[int, int],
    findings: Findings,
    differences: Differences,
) -> ProgrammePlan:
    """Compare the enrolments with those here; a file knows nothing of the years after it.

    `known_until` is the last year that is here of a person's id: an older file changes nothing
    that a newer one has told.
    """
    plan, held = ProgrammePlan(), _held([pk for pk in ids if pk])
    covered = _covered(data.years.get("11CF", ()))
    given: dict[int, list[Programme]] = defaultdict(list)
    for enrolment in data.enrolments:
        programme = _programme(enrolment, data.places[enrolment.identity])
        pk = ids[programme.person]
        if pk is None or pk not in held:
            _add(programme, plan, differences)
        else:
            given[pk].append(programme)
    for pk, rows in held.items():
        pairs = pair(given[pk], rows)
        for programme, other in pairs.same:
            _compare(programme, other, known_until.get(pk, 0), plan, findings, differences)
        for programme in pairs.new:
            _add(programme, plan, differences)
        for other in pairs.left:
            if covers(covered, other):
                _take_away(other, covered, plan)
                differences.add_gone(label("11CF", max(data.years["11CF"]), ""))
    return plan


def _programme(one: Enrolment, place: int) -> Programme:
    file = label("11CF", one.latest.year, one.latest.file)
    return Programme(
        person=place,
        first=one.started_on,
        last=one.ended_on,
        status=_status(one),
        exit_code=_exit_code(one) if one.ended_on else "",
        applied_on=one.applied_on,
        decided_on=one.decided_on,
        file=file,
        line=one.latest.line,
        year=one.latest.year,
    )


def _status(one: Enrolment) -> str:
    """Someone in programme who is absent from the next file has left, nobody knows how."""
    goes_on = one.status in (KvpEnrolment.Status.IN_PROGRAMME, KvpEnrolment.Status.ON_LEAVE)
    return KvpEnrolment.Status.COMPLETED.value if one.ended_on and goes_on else one.status


def _exit_code(one: Enrolment) -> str:
    """The situation that gives the main income, where several are stated."""
    codes = [code for code in one.exit_codes if code in EXIT_CODES]
    if one.main_exit_income in EXIT_CODES and (not codes or one.main_exit_income in codes):
        return one.main_exit_income
    return codes[0] if codes else ""


def _add(programme: Programme, plan: ProgrammePlan, differences: Differences) -> None:
    plan.new.append(programme)
    differences.add(programme.file, Kind.NEW, programme.line)


def _compare(
    programme: Programme,
    held: Held,
    known_until: int,
    plan: ProgrammePlan,
    findings: Findings,
    differences: Differences,
) -> None:
    same = (programme.first, programme.last, programme.value)
    if same == (held.first, held.last, held.value):
        return
    if not held.is_ours:
        findings.notice(Rule.KNOWN_PERIOD, programme.file, programme.line)
    elif programme.first != held.first or programme.year >= known_until:
        plan.changes[held.pk] = programme
        differences.add(programme.file, Kind.CHANGED, programme.line)


def _take_away(held: Held, covered: Covered, plan: ProgrammePlan) -> None:
    begins = first_day(covered[0][0])
    if held.first < begins:
        plan.ended[held.pk] = begins - timedelta(days=1)
    else:
        plan.gone.append(held.pk)


def _covered(years: Sequence[int]) -> Covered:
    return [(month_from(year, 1), month_from(year, 12)) for year in years]


def _held(persons: Sequence[int]) -> dict[int, list[Held]]:
    held: dict[int, list[Held]] = defaultdict(list)
    for chunk in chunks(persons):
        rows = KvpEnrolment.objects.filter(person_id__in=chunk).values_list(
            "pk", "person_id", "valid_from", "valid_to", "source", "status", "exit_code"
        )
        for pk, person, first, last, source, status, exit_code in rows:
            is_ours = source == Source.KOSTRA
            value = f"{status}/{exit_code}"
            held[person].append(Held(pk, person, person, first, last, is_ours, value))
    return held
