"""Mappings of children, what is seen of them, and their way to adult services, for the timeline.

Whoever may not read a mapping learns that the child is mapped, and no more (security.md 2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from children.codes import MappingState
from children.models import ChildMapping, ChildObservation, FamilyFacts, Transition
from children.permits import may_read
from households.frame import may_see_children
from households.timeline.entry import Kind, Source, TimelineEntry, Viewer, day_of, shortened


def _mappings(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not may_see_children(viewer.user):
        return
    rows = ChildMapping.objects.told_to(viewer.user).filter(household=viewer.household)
    of_all = reverse("children:list", args=[viewer.household.pk])
    for row in rows:
        url = of_all
        if row.is_readable:
            url = reverse("children:mapping", args=[viewer.household.pk, row.pk])
        for on, word in _steps(row):
            detail = f"{row.get_depth_display()}, {row.get_party_display()}"
            yield TimelineEntry(on, Kind.MAPPING, word, (row.child_id,), detail, url)


def _steps(row: ChildMapping) -> Iterator[tuple[date, str]]:
    if row.completed_on is not None:
        yield row.completed_on, "Barnet kartlagt"
    elif row.state == MappingState.IN_PROGRESS:
        yield day_of(row.started_at), "Kartlegging påbegynt"
    else:
        yield day_of(row.started_at), f"Kartlegging: {row.get_state_display().lower()}"
    if row.reviewed_on is not None:
        yield row.reviewed_on, "Spurt igjen, ingenting endret siden sist"


def _family(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not may_read(viewer.user):
        return
    rows = FamilyFacts.objects.visible_to(viewer.user).filter(household=viewer.household)
    url = reverse("children:list", args=[viewer.household.pk])
    for row in rows.only("party", "written_at"):
        title, party = "Felles fakta om familien skrevet", row.get_party_display()
        yield TimelineEntry(day_of(row.written_at), Kind.MAPPING, title, (), party, url)


def _observations(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not may_see_children(viewer.user):
        return
    rows = ChildObservation.objects.visible_to(viewer.user).filter(household=viewer.household)
    url = reverse("children:list", args=[viewer.household.pk])
    for row in rows:
        who, title = (row.child_id,), f"Observasjon fra {row.get_party_display()}"
        words = shortened(row.text)
        yield TimelineEntry(row.seen_on, Kind.OBSERVATION, title, who, words, url)


def _transitions(viewer: Viewer) -> Iterator[TimelineEntry]:
    if not may_see_children(viewer.user):
        return
    rows = Transition.objects.told_to(viewer.user).filter(household=viewer.household)
    for row in rows:
        who, party = (row.child_id,), row.get_party_display()
        url = reverse("transitions:show", args=[viewer.household.pk, row.pk])
        for on, word in _way(row):
            if on is not None:
                yield TimelineEntry(on, Kind.TRANSITION, word, who, party, url)


def _way(row: Any) -> Iterator[tuple[date | None, str]]:
    """Each step with its day; whoever may not read it learns how far it has come."""
    yield row.opened_on, "Overgang til voksentjenester åpnet"
    if row.is_readable:
        yield row.met_on, "Møte om overgangen holdt"
        yield row.asked_on, "Mottaker spurt om overgangen"
    yield row.answered_on, "Overgangen mottatt" if row.is_received else "Overgangen ikke mottatt"
    yield row.ended_on, "Overgangen avsluttet"


SOURCES = (
    Source((Kind.MAPPING,), (ChildMapping,), _mappings),
    Source((Kind.MAPPING,), (FamilyFacts,), _family),
    Source((Kind.OBSERVATION,), (ChildObservation,), _observations),
    Source((Kind.TRANSITION,), (Transition,), _transitions),
)
