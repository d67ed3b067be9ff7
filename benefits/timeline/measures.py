"""What was assessed of active measures (1a) and who took part, to the office that has the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from benefits.models import ActivityAssessment, Placement
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, shortened


def _assessments(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    url = reverse("programmes:household", args=[viewer.household.pk])
    for row in ActivityAssessment.objects.filter(household=viewer.household):
        title = f"Tiltaksvurdering: {row.get_conclusion_display()}"
        who, told = (row.person_id,), shortened(row.grounds)
        yield TimelineEntry(row.assessed_on, Kind.MEASURE, title, who, told, url)


def _placements(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    rows = Placement.objects.filter(household=viewer.household).select_related("measure")
    for row in rows:
        url = reverse("measures:placement", args=[viewer.household.pk, row.pk])
        for on, word, told in _steps(row):
            title = f"{word} {row.measure}"
            yield TimelineEntry(on, Kind.MEASURE, title, (row.person_id,), told, url)


def _steps(row: Placement) -> Iterator[tuple[date, str, str]]:
    yield row.asked_on, "Meldt på", ""
    if row.started_on is not None:
        yield row.started_on, "Startet på", ""
    if row.ended_on is not None:
        word = "Avbrutt" if row.broken_off else "Fullført"
        yield row.ended_on, word, shortened(row.end_note or row.get_exit_code_display())


SOURCES = (
    Source((Kind.MEASURE,), (ActivityAssessment,), _assessments),
    Source((Kind.MEASURE,), (Placement,), _placements),
)
