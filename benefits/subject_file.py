"""Applications, counselling, payments and programmes of one person, as they get to see them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from benefits.applications.subject_file import applications
from benefits.calculating.subject_file import calculations
from benefits.claims.subject_file import claims
from benefits.counselling import subject_file as counselling
from benefits.measures import subject_file as measures
from benefits.models import (
    ActivityAssessment,
    AdviceOffer,
    AssistanceApplication,
    BasicBenefitCheck,
    CalculationInput,
    CalculationLine,
    CalculationMember,
    Claim,
    Counselling,
    KvpCase,
    KvpEnrolment,
    Payment,
    Placement,
)
from benefits.programmes.subject_file import kvp_cases
from households.subject import Part, Row, Subject

COVERS = {
    ActivityAssessment,
    AdviceOffer,
    AssistanceApplication,
    BasicBenefitCheck,
    CalculationInput,
    CalculationLine,
    CalculationMember,
    Claim,
    Counselling,
    KvpCase,
    KvpEnrolment,
    Payment,
    Placement,
}
"""Models that point at a person and are told of here; inputs appear as the lines made of them."""


def parts(subject: Subject) -> Iterator[Part]:
    yield applications(subject)
    yield calculations(subject)
    yield from counselling.parts(subject)
    yield _payments(subject)
    yield claims(subject)
    yield _programmes(subject)
    yield kvp_cases(subject)
    yield from measures.parts(subject)
    yield _basic_benefits(subject)


def _payments(subject: Subject) -> Part:
    """Those to the person, and those that somebody else got on an application of both."""
    columns = {
        "paid_on": "Utbetalt",
        "for_month": "Gjelder måned",
        "scheme": "Ordning",
        "kind": "Stønadsform",
        "category": "Formål",
        "amount": "Beløp, kr",
        "reduced": "Redusert for brudd på vilkår, kr",
        "status": "Status",
        "paid_to": "Utbetalt til",
        "applied_with": "Søkt sammen med",
        "payee": "Betales til en annen",
        "changes": "Stanset eller annullert",
        "main_income": "Viktigste inntektskilde",
        "main_income_assumed": "Inntektskilden er antatt",
        "registered_on": "Registrert",
        "source": "Kilde",
        "source_ref": "Rad i tidligere system",
    }
    own = Q(person=subject.person) | Q(co_applicant=subject.person)
    rows = Payment.objects.filter(own).prefetch_related("changes").order_by("paid_on", "pk")
    return Part("payments", "Utbetalinger", columns, [_payment(row, subject) for row in rows])


def _payment(row: Payment, subject: Subject) -> Row:
    """One payment; the income of another applicant is theirs and left out."""
    is_own = row.person_id == subject.person.pk
    other = row.co_applicant_id if is_own else row.person_id
    return {
        "paid_on": row.paid_on,
        "for_month": row.for_month,
        "scheme": row.get_scheme_display(),
        "kind": row.get_kind_display(),
        "category": row.get_category_display(),
        "amount": row.amount,
        "reduced": row.reduced or None,
        "status": row.get_status_display(),
        "paid_to": subject.called(row.person_id),
        "applied_with": subject.called(other),
        "payee": subject.masked(row.payee) if is_own else "",
        "changes": subject.masked("; ".join(_changes(row))) if is_own else "",
        "main_income": row.get_main_income_display() if is_own else "",
        "main_income_assumed": row.main_income_assumed if is_own else None,
        "registered_on": row.registered_on,
        "source": row.get_source_display(),
        "source_ref": subject.masked(row.source_ref or "") if is_own else "",
    }


def _changes(row: Payment) -> list[str]:
    """What was done with it by hand, and why."""
    return [
        f"{change.at:%d.%m.%Y} {change.get_to_status_display()}: {change.reason}"
        for change in row.changes.all()
        if change.reason
    ]


def _programmes(subject: Subject) -> Part:
    columns = {
        "applied_on": "Søkt",
        "decided_on": "Innvilget",
        "valid_from": "Startet",
        "valid_to": "Siste dag",
        "status": "Status",
        "exit_code": "Avsluttet til",
        "registered_on": "Registrert",
        "source": "Kilde",
    }
    rows: list[Row] = [
        {
            "applied_on": row.applied_on,
            "decided_on": row.decided_on,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "status": row.get_status_display(),
            "exit_code": row.get_exit_code_display(),
            "registered_on": row.registered_on,
            "source": row.get_source_display(),
        }
        for row in KvpEnrolment.objects.filter(person=subject.person).order_by("valid_from")
    ]
    return Part("kvp", "Kvalifiseringsprogrammet", columns, rows)


def _basic_benefits(subject: Subject) -> Part:
    columns = {
        "raised_at": "Tatt opp",
        "measure": "Helsetiltaket det gjelder",
        "due_on": "Frist",
        "result": "Resultat",
        "result_on": "Avklart",
    }
    rows: list[Row] = [
        {
            "raised_at": row.raised_at,
            "measure": subject.masked(row.measure),
            "due_on": row.due_on,
            "result": row.get_result_display(),
            "result_on": row.result_on,
        }
        for row in BasicBenefitCheck.objects.filter(person=subject.person).order_by("raised_at")
    ]
    return Part("basic_benefit", "Vurdering av grunnstønad", columns, rows)
