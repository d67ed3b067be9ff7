"""Cases in the qualification programme, as the person gets to see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from benefits.models import KvpCase, KvpEvaluation
from benefits.programmes.queries import with_parts
from config.templatetags import tall
from households.subject import Part, Row, Subject, unit_name

COLUMNS = {
    "reference": "Nummer",
    "unit": "Kontor",
    "state": "Status",
    "origin": "Kom fra",
    "enquired_on": "Spurt",
    "applied_on": "Søkt",
    "assessed_on": "Arbeidsevnen vurdert",
    "fulfils": "Fyller vilkårene",
    "conclusion": "Konklusjon",
    "conditions": "Vilkårene, ett for ett",
    "decision": "Vedtak",
    "decided_on": "Innvilget",
    "planned_end": "Planlagt siste dag",
    "closed_on": "Avsluttet",
    "activities": "Aktiviteter",
    "evaluations": "Evalueringer",
    "leaves": "Permisjoner",
    "absences": "Fravær",
    "extensions": "Forlengelser",
    "benefits": "Kvalifiseringsstønad, måned for måned",
    "follow_ups": "Etter programmet",
    "history": "Hva som har skjedd",
}


def kvp_cases(subject: Subject) -> Part:
    """The person's own cases, with all that is written in them."""
    struck: Any = KvpEvaluation.objects.exclude(struck_at=None)
    cases = with_parts(KvpCase.objects.filter(person=subject.person)).prefetch_related(
        "changes",
        "benefits__lines",
        "benefits__payment",
        Prefetch("evaluations", struck, to_attr="struck_evaluations"),
    )
    rows = [_case(case, subject) for case in cases.order_by("enquired_on", "pk")]
    return Part("kvp_cases", "Saken din om kvalifiseringsprogram", COLUMNS, rows)


def _case(case: KvpCase, subject: Subject) -> Row:
    told = {
        "conditions": _conditions(case),
        "activities": _activities(case),
        "evaluations": _evaluations(case),
        "leaves": _leaves(case),
        "absences": _absences(case),
        "extensions": _extensions(case),
        "benefits": _benefits(case),
        "follow_ups": _follow_ups(case),
        "history": _history(case),
    }
    return {
        "reference": case.reference,
        "unit": unit_name(case.unit, subject),
        "state": case.get_state_display(),
        "origin": case.get_origin_display(),
        "enquired_on": case.enquired_on,
        "applied_on": case.applied_on,
        "assessed_on": case.assessed_on,
        "fulfils": case.fulfils,
        "conclusion": subject.masked(case.conclusion),
        "decision": case.decision.reference if case.decision else "",
        "decided_on": case.decided_on,
        "planned_end": case.planned_end,
        "closed_on": case.closed_on,
        **{name: subject.masked("; ".join(lines)) for name, lines in told.items()},
    }


def _conditions(case: KvpCase) -> Iterator[str]:
    for row in case.conditions.all():
        yield f"{row}: {'ja' if row.is_met else 'nei'}. {row.grounds}"


def _activities(case: KvpCase) -> Iterator[str]:
    for row in case.activities.all():
        span = f"{row.valid_from:%d.%m.%Y}-{row.valid_to:%d.%m.%Y}"
        yield f"{row}: {row.hours} timer i uka, {span}"


def _evaluations(case: Any) -> Iterator[str]:
    for row in case.evaluations.all():
        yield f"{row.planned_on:%d.%m.%Y} {row.get_progress_display()} {row.note}".strip()
    for row in case.struck_evaluations:
        why = f"(strøket: {row.struck_why})"
        yield f"{row.planned_on:%d.%m.%Y} {row.get_progress_display()} {row.note} {why}"


def _leaves(case: KvpCase) -> Iterator[str]:
    for row in case.leaves.all():
        yield f"{row.valid_from:%d.%m.%Y}-{row.valid_to:%d.%m.%Y}: {row.grounds}"


def _absences(case: KvpCase) -> Iterator[str]:
    for row in case.absences.all():
        yield f"{row}, {row.hours} timer {row.note}".strip()


def _extensions(case: KvpCase) -> Iterator[str]:
    for row in case.extensions.all():
        yield f"{row} ({row.decision.get_state_display()}): {row.grounds}"


def _benefits(case: KvpCase) -> Iterator[str]:
    for row in case.benefits.all():
        lines = ", ".join(
            f"{line} {'-' if line.takes else ''}{tall(line.amount)} kr" for line in row.lines.all()
        )
        paid = f", {row.payment.get_status_display().lower()}" if row.payment else ""
        state = row.get_state_display().lower()
        yield f"{row.for_month:%m.%Y}, {state}{paid}: {lines}; i alt {tall(row.total)} kr"


def _follow_ups(case: KvpCase) -> Iterator[str]:
    for row in case.follow_ups.all():
        yield f"{row}: {row.get_code_display()} ({row.on:%d.%m.%Y})"


def _history(case: KvpCase) -> Iterator[str]:
    for row in case.changes.all():
        yield f"{row.at:%d.%m.%Y} {row} {row.note}".strip()
