"""All entries of a household that a viewer may read, the latest first, by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from benefits import timeline as benefits
from children import timeline as children
from coordination.timeline import own
from decisions import timeline as decisions
from households.months import month_name, month_of
from households.timeline import members, records
from households.timeline.entry import Kind, TimelineEntry, Viewer
from housing import timeline as housing

SOURCES = (
    *members.SOURCES,
    *records.SOURCES,
    *decisions.SOURCES,
    *benefits.SOURCES,
    *children.SOURCES,
    *housing.SOURCES,
    *own.SOURCES,
)
PAGES = {
    Kind.CONSENT: "coordination:consents",
    Kind.RESPONSIBILITY: "coordination:responsibility",
    Kind.PROTECTION: "coordination:protection",
    Kind.ACCESS: "coordination:access_requests",
    Kind.MAPPING: "children:list",
    Kind.PLAN: "plans:plan",
}
"""The household's page about a kind, where an entry of a lower floor cannot name it."""


@dataclass(frozen=True)
class Line:
    """An entry as it is read: whom it is about by the names that the viewer may know."""

    entry: TimelineEntry
    names: str
    url: str


@dataclass(frozen=True)
class Month:
    """What happened in a month, the latest first."""

    name: str
    lines: tuple[Line, ...]


def entries_of(viewer: Viewer, *, kind: str = "", person: int | None = None) -> list[TimelineEntry]:
    """Those of a kind, and about a person; empty is all. A source of other kinds is not asked."""
    asked = [source for source in SOURCES if not kind or kind in source.kinds]
    found = [entry for source in asked for entry in source.entries(viewer)]
    if person is not None:
        found = [entry for entry in found if person in entry.people]
    order = list(Kind)
    # the same whichever way the rows came, so that a page never holds an entry twice
    found.sort(key=lambda row: (order.index(row.kind), row.title, row.people, row.detail))
    found.sort(key=lambda row: row.on, reverse=True)
    return found


def names_of(viewer: Viewer) -> dict[int, str]:
    """Present and former members whom the viewer may know, by id."""
    rows = viewer.household.all_memberships
    return {row.person_id: row.person.name for row in rows if viewer.access.knows(row.person_id)}


def by_month(entries: Iterable[TimelineEntry], viewer: Viewer) -> list[Month]:
    names = names_of(viewer)
    return [
        Month(
            month_name(month).capitalize(),
            tuple(_line(entry, names, viewer) for entry in of_month),
        )
        for month, of_month in groupby(entries, key=lambda entry: month_of(entry.on))
    ]


def _line(entry: TimelineEntry, names: dict[int, str], viewer: Viewer) -> Line:
    told: Sequence[str] = [names[pk] for pk in entry.people if pk in names]
    url = entry.url
    if not url and entry.kind in PAGES:
        url = reverse(PAGES[entry.kind], args=[viewer.household.pk])
    return Line(entry, ", ".join(told), url)
