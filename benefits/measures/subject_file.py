"""Assessments of a person and places in measures, as the person gets to see them."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.models import ActivityAssessment, Placement
from households.subject import Part, Row, Subject


def parts(subject: Subject) -> Iterator[Part]:
    yield _assessments(subject)
    yield _placements(subject)


def _assessments(subject: Subject) -> Part:
    columns = {
        "assessed_on": "Vurdert",
        "conclusion": "Konklusjon",
        "not_until": "Ikke aktuelt til",
        "grounds": "Begrunnelse",
        "next_review_on": "Neste vurdering",
        "registered_at": "Registrert",
        "struck": "Strøket",
    }
    rows: list[Row] = [
        {
            "assessed_on": row.assessed_on,
            "conclusion": row.get_conclusion_display(),
            "not_until": row.not_until,
            "grounds": subject.masked(row.grounds),
            "next_review_on": row.next_review_on,
            "registered_at": row.registered_at,
            "struck": subject.masked(row.struck_why),
        }
        for row in ActivityAssessment.objects.filter(person=subject.person).order_by("pk")
    ]
    return Part("activity_assessments", "Tiltaksvurderinger", columns, rows)


def _placements(subject: Subject) -> Part:
    columns = {
        "measure": "Tiltak",
        "provider": "Tiltaksarrangør",
        "state": "Tilstand",
        "asked_on": "Meldt på",
        "placed_on": "Fikk plass",
        "planned": "Planlagt",
        "started_on": "Startet",
        "ended_on": "Siste dag",
        "exit_code": "Avsluttet til",
        "end_note": "Merknad",
        "hours": "Timer per uke",
        "attendance": "Oppmøte",
        "outcomes": "Tilstand etterpå",
        "history": "Hva som har skjedd",
    }
    rows = Placement.objects.filter(person=subject.person).select_related("measure").order_by("pk")
    parts = ("hours", "attendance", "outcomes", "changes")
    told = [_placement(row, subject) for row in rows.prefetch_related(*parts)]
    return Part("placements", "Tiltaksplasser", columns, told)


def _placement(row: Placement, subject: Subject) -> Row:
    planned = f"{row.planned_from:%d.%m.%Y}"
    if row.planned_to is not None:
        planned += f" – {row.planned_to:%d.%m.%Y}"
    attended = (
        f"{one}: {one.attended_hours} av {one.agreed_hours}" for one in row.attendance.all()
    )
    return {
        "measure": row.measure.name,
        "provider": row.measure.provider,
        "state": row.state.label,
        "asked_on": row.asked_on,
        "placed_on": row.placed_on,
        "planned": planned,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "exit_code": row.get_exit_code_display(),
        "end_note": subject.masked(row.end_note),
        "hours": "; ".join(f"{one.valid_from:%d.%m.%Y}: {one}" for one in row.hours.all()),
        "attendance": "; ".join(attended),
        "outcomes": "; ".join(f"{one}" for one in row.outcomes.all()),
        "history": subject.masked("; ".join(f"{one} {one.told}" for one in row.changes.all())),
    }
