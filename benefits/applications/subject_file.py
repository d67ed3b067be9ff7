"""Applications of one person, as the person gets to see them (GDPR art. 15)."""

from __future__ import annotations

from django.db.models import Q

from benefits.models import AssistanceApplication
from config.templatetags import tall
from households.subject import Part, Row, Subject, unit_name

COLUMNS = {
    "reference": "Nummer",
    "received_on": "Mottatt",
    "unit": "Kontor",
    "applied_with": "Søkt sammen med",
    "matters": "Det søkes om",
    "text": "Med egne ord",
    "state": "Status",
    "documents": "Dokumentasjon vi ba om",
    "replies": "Foreløpige svar",
    "on_hold_until": "På vent til",
    "hold_reason": "Hvorfor på vent",
    "stay": "Opphold, slik kontoret har vurdert det",
    "history": "Hva som har skjedd",
    "registered_at": "Registrert",
}


def applications(subject: Subject) -> Part:
    """Those of the person, alone or together with a spouse."""
    own = Q(applicant=subject.person) | Q(co_applicant=subject.person)
    found = AssistanceApplication.objects.filter(own).select_related("unit")
    found = found.prefetch_related(
        "matters", "demands", "replies", "changes", "stay_assessments__guide"
    )
    rows = [_row(row, subject) for row in found.order_by("received_on", "pk")]
    return Part("applications", "Søknader", COLUMNS, rows)


def _row(row: AssistanceApplication, subject: Subject) -> Row:
    is_own = row.applicant_id == subject.person.pk
    demands = [
        f"{demand.what}, frist {demand.due_on:%d.%m.%Y} ({demand.get_state_display()})"
        for demand in row.demands.all()
    ]
    replies = [
        f"{reply.sent_on:%d.%m.%Y}: {reply.reason} Svar ventes {reply.expected_on:%d.%m.%Y}"
        for reply in row.replies.all()
    ]
    stays = [f"{stay.assessed_at:%d.%m.%Y}: {stay}" for stay in row.stay_assessments.all()]
    history = [
        f"{change.at:%d.%m.%Y} {change} {change.reason}".strip() for change in row.changes.all()
    ]
    return {
        "reference": row.reference,
        "received_on": row.received_on,
        "unit": unit_name(row.unit, subject),
        "applied_with": subject.called(row.co_applicant_id if is_own else row.applicant_id),
        "matters": subject.masked("; ".join(map(_matter, row.matters.all()))),
        "text": subject.masked(row.text),
        "state": row.get_state_display(),
        "documents": subject.masked("; ".join(demands)),
        "replies": subject.masked("; ".join(replies)),
        "on_hold_until": row.on_hold_until,
        "hold_reason": subject.masked(row.hold_reason),
        "stay": "; ".join(stays) if is_own else None,
        "history": subject.masked("; ".join(history)),
        "registered_at": row.registered_at,
    }


def _matter(matter: object) -> str:
    amount = getattr(matter, "amount", None)
    return f"{matter}, {tall(amount)} kr" if amount is not None else str(matter)
