"""Applications with what was asked for meanwhile, and grunnstønad that was looked into (7b)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from benefits.models import (
    OPEN,
    ApplicationChange,
    ApplicationState,
    AssistanceApplication,
    BasicBenefitCheck,
)
from households.timeline.entry import (
    Kind,
    Source,
    TimelineEntry,
    Viewer,
    day_of,
    people,
    shortened,
)


def _applications(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    rows = AssistanceApplication.objects.filter(household=viewer.household)
    for row in rows.prefetch_related("matters", "demands", "replies", "changes"):
        who = people(row.applicant_id, row.co_applicant_id)
        url = reverse("applications:application", args=[viewer.household.pk, row.pk])
        asked = ", ".join(dict.fromkeys(matter.get_kind_display() for matter in row.matters.all()))
        title = f"{row} mottatt"
        yield TimelineEntry(row.received_on, Kind.APPLICATION, title, who, asked, url)
        for on, word, detail in _meanwhile(row):
            yield TimelineEntry(on, Kind.APPLICATION, f"{row}: {word}", who, detail, url)


def _meanwhile(row: AssistanceApplication) -> Iterator[tuple[date, str, str]]:
    for demand in row.demands.all():
        due = f"Frist {demand.due_on:%d.%m.%Y} · {demand.get_state_display()}"
        yield demand.asked_on, f"bedt om {demand.what}", due
    for reply in row.replies.all():
        due = f"Svar ventes {reply.expected_on:%d.%m.%Y}"
        yield reply.sent_on, "foreløpig svar sendt", due
    for change in row.changes.all():
        if change.what == ApplicationChange.What.STATE and change.to_state not in OPEN:
            state = str(ApplicationState(change.to_state).label).lower()
            yield day_of(change.at), state, shortened(change.reason)


def _basic_benefit(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not viewer.sees_benefits:
        return
    url = reverse("coordination:economy", args=[viewer.household.pk])
    for row in BasicBenefitCheck.objects.filter(household=viewer.household):
        who, due = (row.person_id,), f"{row.measure} · frist {row.due_on:%d.%m.%Y}"
        title = "Grunnstønad skal vurderes"
        yield TimelineEntry(day_of(row.raised_at), Kind.APPLICATION, title, who, due, url)
        if row.result_on is not None:
            title = f"Grunnstønad: {row.get_result_display().lower()}"
            yield TimelineEntry(row.result_on, Kind.APPLICATION, title, who, row.measure, url)


SOURCES = (
    Source((Kind.APPLICATION,), (AssistanceApplication,), _applications),
    Source((Kind.APPLICATION,), (BasicBenefitCheck,), _basic_benefit),
)
