"""Claims to have money back of a person's support, as the person gets to see them."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.models import Claim
from config.templatetags import tall
from households.months import month_name, month_of
from households.subject import Part, Row, Subject


def claims(subject: Subject) -> Part:
    columns = {
        "reference": "Krav",
        "kind": "Hva slags",
        "section": "Hjemmel",
        "decision": "Bygger på vedtak",
        "months": "For månedene",
        "payer": "Kreves av",
        "text": "Hva det gjelder",
        "amount": "Beløp, kr",
        "outstanding": "Igjen, kr",
        "deduction": "Trekk",
        "settlements": "Gjort opp",
        "ended": "Stanset eller frafalt",
        "registered_at": "Registrert",
    }
    rows = Claim.objects.filter(person=subject.person).with_settled().order_by("pk")
    rows = rows.select_related("decision").prefetch_related("settlements")
    return Part("claims", "Krav om penger tilbake", columns, [_row(row, subject) for row in rows])


def _row(row: Claim, subject: Subject) -> Row:
    first, last = (month_name(month_of(day)) for day in row.months)
    return {
        "reference": row.reference,
        "kind": row.get_kind_display(),
        "section": row.get_section_display(),
        "decision": row.decision.reference if row.decision else "",
        "months": first if first == last else f"{first} – {last}",
        "payer": subject.masked(row.payer),
        "text": subject.masked(row.text),
        "amount": row.amount,
        "outstanding": row.outstanding,
        "deduction": _deduction(row),
        "settlements": subject.masked("; ".join(_settlements(row))),
        "ended": subject.masked("; ".join(_ended(row))),
        "registered_at": row.registered_at,
    }


def _deduction(row: Claim) -> str:
    if row.deduct_monthly is None or row.deduct_from is None:
        return ""
    return f"{tall(row.deduct_monthly)} kr per måned fra {month_name(month_of(row.deduct_from))}"


def _settlements(row: Claim) -> Iterator[str]:
    for one in row.settlements.all():
        undone = (
            f" (omgjort {one.undone_at:%d.%m.%Y}: {one.undone_reason})" if one.undone_at else ""
        )
        yield f"{one.on:%d.%m.%Y} {one.get_how_display()}: {tall(one.amount)} kr{undone}"


def _ended(row: Claim) -> Iterator[str]:
    if row.stopped_at:
        yield f"Trekket stanset {row.stopped_at:%d.%m.%Y}"
    if row.waived_at:
        yield f"Frafalt {row.waived_at:%d.%m.%Y}: {row.waived_reason}"
