"""What was done in a household's housing case, for the timeline: to HV's own office alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of, shortened
from housing.models import HousingChange


def _housing(viewer: Viewer) -> Iterator[TimelineEntry]:
    rows = HousingChange.objects.visible_to(viewer.user).filter(household=viewer.household)
    url = reverse("housing:household", args=[viewer.household.pk])
    for row in rows:
        told, part = shortened(row.told), row.get_part_display()
        yield TimelineEntry(day_of(row.at), Kind.HOUSING, told, (), part, url)


SOURCES = (Source((Kind.HOUSING,), (HousingChange,), _housing),)
