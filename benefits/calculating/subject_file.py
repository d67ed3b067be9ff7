"""Calculations that count with a person, as the person gets to see them (GDPR art. 15)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from benefits.calculation.result import PART_NAMES, Part
from benefits.models import AssistanceApplication, CalculationLine, CalculationMonth
from config.templatetags import tall
from households.months import month_name
from households.subject import Part as FilePart
from households.subject import Row, Subject

COLUMNS = {
    "application": "Søknad",
    "edition": "Vedtakets utgave",
    "month": "Måned",
    "counted_as": "Regnet med som",
    "school": "Skolegang",
    "lines": "Linjer",
    "norm_award": "Etter normen, kr",
    "award": "Stønad, kr",
    "grounds": "Begrunnelse for annet beløp",
    "is_final": "Låst for vedtak",
}


def calculations(subject: Subject) -> FilePart:
    """All of it for who applied, alone or with a spouse; for others counted with, what is theirs.

    The lines of an applicant name the others by what they are to the person.
    """
    own = _applied_by(subject)
    counted = Q(calculation__members__person=subject.person)
    found = CalculationMonth.objects.filter(Q(calculation__application__in=own) | counted)
    rows = found.select_related("calculation__application").prefetch_related(
        "lines", "calculation__members"
    )
    ordered = rows.order_by("month", "pk").distinct()
    applications = set(own.values_list("pk", flat=True))
    return FilePart(
        "calculations",
        "Beregninger",
        COLUMNS,
        [_row(row, subject, row.calculation.application_id in applications) for row in ordered],
    )


def _applied_by(subject: Subject) -> QuerySet[AssistanceApplication]:
    own = Q(applicant=subject.person) | Q(co_applicant=subject.person)
    return AssistanceApplication.objects.filter(own)


def _row(month: CalculationMonth, subject: Subject, is_own: bool) -> Row:
    calculation = month.calculation
    member = next(
        (row for row in calculation.members.all() if row.person_id == subject.person.pk), None
    )
    school = [member.enrolled_on, member.left_on, member.completed_on] if member else []
    return {
        "application": calculation.application.reference,
        "edition": calculation.edition,
        "month": month_name(month.month),
        "counted_as": member.get_role_display() if member else "",
        "school": "; ".join(f"{day:%d.%m.%Y}" for day in school if day),
        "lines": subject.masked("; ".join(_lines(month, subject, is_own))),
        "norm_award": month.norm_award if is_own else None,
        "award": month.award if is_own else None,
        "grounds": subject.masked(month.grounds) if is_own else "",
        "is_final": calculation.is_frozen,
    }


def _lines(month: CalculationMonth, subject: Subject, is_own: bool) -> Iterator[str]:
    for line in month.lines.all():
        if is_own or line.person_id == subject.person.pk:
            yield _line(line, subject)


def _line(line: CalculationLine, subject: Subject) -> str:
    who = f", {subject.called(line.person_id)}" if line.person_id else ""
    why = f" ({line.grounds})" if line.grounds else ""
    return f"{PART_NAMES[Part(line.part)]}: {line.text}{who} {tall(line.amount)} kr{why}"
