"""Assessments of a person for active measures, as the person gets to see them."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.models import ActivityAssessment
from households.subject import Part, Row, Subject


def parts(subject: Subject) -> Iterator[Part]:
    yield _assessments(subject)


def _assessments(subject: Subject) -> Part:
    columns = {
        "assessed_on": "Vurdert",
        "conclusion": "Konklusjon",
        "not_until": "Ikke aktuelt til",
        "grounds": "Begrunnelse",
        "next_review_on": "Neste vurdering",
        "registered_at": "Registrert",
    }
    rows: list[Row] = [
        {
            "assessed_on": row.assessed_on,
            "conclusion": row.get_conclusion_display(),
            "not_until": row.not_until,
            "grounds": subject.masked(row.grounds),
            "next_review_on": row.next_review_on,
            "registered_at": row.registered_at,
        }
        for row in ActivityAssessment.objects.filter(person=subject.person).order_by("pk")
    ]
    return Part("activity_assessments", "Tiltaksvurderinger", columns, rows)
