"""Offers of financial counselling and what came of them (4b), to the office that has the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from benefits.models import AdviceOffer, Counselling
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, shortened


def _offers(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    url = reverse("counselling:household", args=[viewer.household.pk])
    rows = AdviceOffer.objects.visible_to(viewer.user).filter(household=viewer.household)
    for row in rows:
        who, how = (row.person_id,), row.get_channel_display()
        title = "Tilbud om økonomisk rådgivning"
        yield TimelineEntry(row.offered_on, Kind.COUNSELLING, title, who, how, url)
        if row.answered_on is not None:
            title = f"Svar på tilbud om rådgivning: {row.get_answer_display().lower()}"
            yield TimelineEntry(row.answered_on, Kind.COUNSELLING, title, who, "", url)


def _cases(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    rows = Counselling.objects.visible_to(viewer.user).filter(household=viewer.household)
    for row in rows.prefetch_related("sessions"):
        who, url = (row.person_id,), reverse("counselling:case", args=[row.pk])
        for on, word, detail in _steps(row):
            title = f"{word} ({row.reference})"
            yield TimelineEntry(on, Kind.COUNSELLING, title, who, detail, url)


def _steps(row: Counselling) -> Iterator[tuple[date, str, str]]:
    if row.started_on is not None:
        yield row.started_on, "Økonomisk rådgivning startet", row.get_form_display()
    for session in row.sessions.all():
        yield session.on, "Samtale om økonomien", shortened(session.text)
    if row.ended_on is not None:
        yield row.ended_on, "Økonomisk rådgivning avsluttet", row.get_result_display()


SOURCES = (
    Source((Kind.COUNSELLING,), (AdviceOffer,), _offers),
    Source((Kind.COUNSELLING,), (Counselling,), _cases),
)
