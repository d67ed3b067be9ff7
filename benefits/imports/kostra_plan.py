"""What loading KOSTRA files would do: persons, households, situations, payments, programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.findings import Findings, Rule
from benefits.imports.home_plan import held_memberships
from benefits.imports.kostra_programmes import ProgrammePlan, plan_programmes
from benefits.imports.kostra_reading import KostraData, Recorded, YearLine, label
from benefits.imports.payment_plan import PaymentPlan, plan_payments
from benefits.imports.payments import Codes, PaymentRow, When
from benefits.imports.spans import Covered
from benefits.kostra.recipients import RecipientYear
from benefits.models import Payment
from households.codes import MainIncome
from households.models import Person, Situation, Source
from households.months import Month, first_day, month_from

KOSTRA = Source.KOSTRA.value
SITUATION_FIELDS = (
    "marital_status",
    "main_income",
    "benefit_situation",
    "work_situation",
    "housing_situation",
    "number_of_children",
)


class HeldPerson(NamedTuple):
    pk: int
    national_id: str | None
    duf_number: str | None
    source_ref: str | None
    birth_date: date | None
    sex: str


class Situated(NamedTuple):
    """A situation to write: place in the data's persons, day, and values of SITUATION_FIELDS."""

    person: int
    on: date
    values: tuple[Any, ...]


@dataclass
class KostraPlan:
    """`ids` by place in the data's persons, None for a new one; `changes` of persons by id.

    `alone` are places of persons who get a household, `earlier` the new first day of a membership
    by its id. Changed situations stand by id.
    """

    ids: list[int | None] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    alone: list[int] = field(default_factory=list)
    earlier: dict[int, date] = field(default_factory=dict)
    situations: list[Situated] = field(default_factory=list)
    changed_situations: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    payments: list[PaymentPlan] = field(default_factory=list)
    programmes: ProgrammePlan = field(default_factory=ProgrammePlan)


def plan_kostra(data: KostraData, findings: Findings, differences: Differences) -> KostraPlan:
    """Compare the files with the database; what other sources know of a person's year is kept."""
    plan = KostraPlan()
    _plan_persons(data.persons, plan, differences)
    _plan_homes(data.persons, plan, differences, findings)
    known_until = _plan_situations(data, plan, differences)
    _plan_payments(data, plan, findings, differences)
    plan.programmes = plan_programmes(data, plan.ids, known_until, findings, differences)
    return plan


def _plan_persons(persons: Sequence[Recorded], plan: KostraPlan, differences: Differences) -> None:
    """Find each person by national number, DUF number or reference; fill in what is not known."""
    by_number = _held("national_id", (one.national_id for one in persons))
    by_duf = _held("duf_number", (one.duf for one in persons))
    by_ref = _held("source_ref", (one.source_ref for one in persons))
    dufs_taken = set(by_duf)
    for one in persons:
        held = by_number.get(one.national_id or "") or by_ref.get(one.source_ref or "")
        with_duf = by_duf.get(one.duf or "")
        if held is None and with_duf is not None and not (one.national_id and with_duf.national_id):
            held = with_duf
        if one.duf in dufs_taken and (held is None or held is not with_duf):
            one.duf = None
        dufs_taken.add(one.duf or "")
        plan.ids.append(held.pk if held else None)
        if held is None:
            differences.add(one.file, Kind.NEW, one.line)
            continue
        changes = _additions(one, held)
        if changes:
            plan.changes[held.pk] = changes
            differences.add(one.file, Kind.CHANGED, one.line)


def _additions(one: Recorded, held: HeldPerson) -> dict[str, Any]:
    given = {
        "national_id": one.national_id,
        "duf_number": one.duf,
        "birth_date": one.birth_date,
        "sex": one.sex,
    }
    return {name: new for name, new in given.items() if new and not getattr(held, name)}


def _held(name: str, values: Iterable[str | None]) -> dict[str, HeldPerson]:
    found: dict[str, HeldPerson] = {}
    for chunk in chunks(value for value in values if value):
        rows = Person.objects.filter(**{f"{name}__in": chunk})
        for held in map(HeldPerson._make, rows.values_list(*HeldPerson._fields)):
            found[getattr(held, name)] = held
    return found


def _plan_homes(
    persons: Sequence[Recorded], plan: KostraPlan, differences: Differences, findings: Findings
) -> None:
    """A household for each person who is in none; it begins when the person is first known."""
    held = defaultdict(list)
    for membership in held_memberships([pk for pk in plan.ids if pk], (), ours={KOSTRA}):
        held[membership.person].append(membership)
    for place, (one, pk) in enumerate(zip(persons, plan.ids, strict=True)):
        memberships = held[pk or 0]
        if not memberships:
            plan.alone.append(place)
            findings.notice(Rule.NO_DISTRICT, one.file)
        elif len(memberships) == 1 and memberships[0].is_ours:
            first = first_day(one.first)
            if first < memberships[0].first:
                plan.earlier[memberships[0].pk] = first
                differences.add(one.file, Kind.CHANGED, one.line)


def _plan_situations(
    data: KostraData, plan: KostraPlan, differences: Differences
) -> dict[int, int]:
    """The situation at the end of each year; returns the last year known of each person's id.

    Form 11CF says less than 11F: it never changes a situation that is here.
    """
    held = _held_situations([pk for pk in plan.ids if pk])
    given: dict[tuple[int, date], YearLine] = {}
    lines: list[YearLine] = [*data.programmes, *data.recipients]
    for line in lines:
        given[data.places[line.identity], date(line.year, 12, 31)] = line
    known_until: dict[int, int] = {}
    for pk, on in held:
        known_until[pk] = max(on.year, known_until.get(pk, 0))
    for (place, on), line in given.items():
        values = _situation(line)
        here = held.get((plan.ids[place] or 0, on))
        file = label("11F" if isinstance(line, RecipientYear) else "11CF", line.year, line.file)
        if here is None:
            plan.situations.append(Situated(place, on, values))
            differences.add(file, Kind.NEW, line.line)
        elif isinstance(line, RecipientYear) and here[1] != values:
            plan.changed_situations[here[0]] = values
            differences.add(file, Kind.CHANGED, line.line)
    return known_until


def _situation(line: YearLine) -> tuple[Any, ...]:
    """The values of SITUATION_FIELDS."""
    if isinstance(line, RecipientYear):
        codes = (line.main_income, line.benefit_situation, line.work_situation)
        return line.marital_status, *codes, line.housing_situation, line.number_of_children
    return line.marital_status, "", "", "", "", line.number_of_children


def _held_situations(
    persons: Sequence[int],
) -> dict[tuple[int, date], tuple[int, tuple[Any, ...]]]:
    held = {}
    for chunk in chunks(persons):
        rows = Situation.objects.filter(person_id__in=chunk, on__month=12, on__day=31)
        for pk, person, on, *values in rows.values_list("pk", "person_id", "on", *SITUATION_FIELDS):
            held[person, on] = pk, tuple(values)
    return held


def _plan_payments(
    data: KostraData, plan: KostraPlan, findings: Findings, differences: Differences
) -> None:
    lines: dict[int, list[RecipientYear]] = defaultdict(list)
    for line in data.recipients:
        lines[line.year].append(line)
    for year in data.years.get("11F", ()):
        file = label("11F", year, "")
        covered = [(month_from(year, 1), month_from(year, 12))]
        known = _paid_by_others([pk for pk in plan.ids if pk], covered)
        rows: list[PaymentRow] = []
        for line in lines[year]:
            place = data.places[line.identity]
            if plan.ids[place] in known:
                findings.notice(Rule.KNOWN_BETTER, file, line.line)
            else:
                rows += _payments(line, place)
        plan.payments.append(
            plan_payments(
                rows, plan.ids, covered, findings, differences, file=file, sources=(KOSTRA,)
            )
        )


def _paid_by_others(persons: Sequence[int], covered: Covered) -> set[int]:
    """Those of the persons who have payments in these months that no KOSTRA file told of."""
    others = Payment.objects.filter(month__range=covered[0]).exclude(source=KOSTRA)
    others = others.exclude(status=Payment.Status.CANCELLED)
    return {
        pk
        for chunk in chunks(persons)
        for pk in others.filter(person_id__in=chunk).values_list("person_id", flat=True)
    }


def _payments(line: RecipientYear, place: int) -> list[PaymentRow]:
    """Grant and loan of each month, paid on its first day since KOSTRA knows no day."""
    assumed = not line.main_income
    income = line.main_income or MainIncome.ASSISTANCE.value
    rows = []
    for month, grant, loan in line.months:
        when = _when(month)
        for kind, amount in ((Payment.Kind.GRANT.value, grant), (Payment.Kind.LOAN.value, loan)):
            if amount > 0:
                category, status = Payment.Category.OTHER.value, Payment.Status.PAID.value
                codes = Codes(kind, category, status, income, assumed)
                rows.append(PaymentRow(line.line, place, when, codes, amount, ""))
    return rows


def _when(month: Month) -> When:
    return When(month, first_day(month), None)
