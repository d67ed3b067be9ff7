"""What was assessed of active measures (1a), to the office that has the case."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from benefits.models import ActivityAssessment
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, shortened


def _assessments(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    url = reverse("programmes:household", args=[viewer.household.pk])
    for row in ActivityAssessment.objects.filter(household=viewer.household):
        title = f"Tiltaksvurdering: {row.get_conclusion_display()}"
        who, told = (row.person_id,), shortened(row.grounds)
        yield TimelineEntry(row.assessed_on, Kind.MEASURE, title, who, told, url)


SOURCES = (Source((Kind.MEASURE,), (ActivityAssessment,), _assessments),)
