"""The frozen tables of what was learnt: read by leaders and the executive, and made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import access_log
from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.models import LearningNote
from reports.actions import last_finished_year
from reports.exits.queries import years as years_with_exits
from reports.knowledge import actions
from reports.knowledge.grid import COUNT, EVERYBODY, Cell, cell
from reports.models import KnowledgeTable

Kind = KnowledgeTable.Kind
FORM = ["GET", "HEAD", "POST"]
NOTES = 12
YEARS_BACK = 5
NAMES = {Kind.EFFECTS: "reports:effects", Kind.BACKGROUNDS: "reports:backgrounds"}


@dataclass(frozen=True)
class RowShown:
    label: str
    count: int | None
    cells: tuple[Cell, ...]
    months: int | None


@dataclass(frozen=True)
class BlockShown:
    key: str
    label: str
    rows: tuple[RowShown, ...]


@requires(Permission.SEE_REPORTS)
@require_http_methods(FORM)
def measure_effects(request: HttpRequest) -> HttpResponse:
    """Which measures lead to work (1d)."""
    return _table(request, Kind.EFFECTS, years_with_exits(timezone.localdate()))


@requires(Permission.SEE_REPORTS)
@require_http_methods(FORM)
def backgrounds(request: HttpRequest) -> HttpResponse:
    """Recipients by background (1h); aggregates only."""
    last = last_finished_year(timezone.localdate())
    return _table(request, Kind.BACKGROUNDS, list(range(last, last - YEARS_BACK, -1)))


def _table(request: HttpRequest, kind: Kind, years: list[int]) -> HttpResponse:
    asked = request.POST.get("ar", "") or request.GET.get("ar", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    access_log.record(request, AccessEvent.Action.READ, object_type="report", object_id=year)
    if request.method == "POST":
        return _make(request, kind, year)
    tables = list(
        KnowledgeTable.objects.filter(kind=kind, year=year or 0).select_related("made_by")
    )
    day = request.GET.get("data", "")
    found = next((row for row in tables if row.as_of.isoformat() == day), None)
    found = found or next(iter(tables), None)
    context: dict[str, Any] = {
        "years": years,
        "year": year,
        "tables": tables,
        "table": found,
        "kind": kind,
    }
    context |= _shown(found) if found else {}
    context["notes"] = _notes() if kind == Kind.EFFECTS else []
    return render(request, f"reports/knowledge/{kind}.html", context)


def _make(request: HttpRequest, kind: Kind, year: int | None) -> HttpResponse:
    """Freeze the year's table with today's data, and show it."""
    if year is None:
        messages.warning(request, "Ingen år er over ennå.")
        return redirect(NAMES[kind])
    today, by = timezone.localdate(), cast(User, request.user)
    made = actions.make(kind=kind, year=year, as_of=today, by=by)
    messages.success(request, f"Tabellen for {year} er laget.")
    return redirect(f"{reverse(NAMES[kind])}?ar={year}&data={made.as_of.isoformat()}")


def _shown(found: KnowledgeTable) -> dict[str, Any]:
    """The rows as they stand on the page, block by block."""
    subject = actions.SUBJECTS[Kind(found.kind)]
    cells = actions.cells_of(found.published)
    months = actions.cells_of(found.published, "months")
    columns = [column for column in subject.columns if column.key in subject.shown]

    def row(path: tuple[str, ...]) -> RowShown:
        told = tuple(cell(column, path, cells) for column in columns)
        return RowShown(path[1], cells[*path, COUNT], told, months.get(path))

    paths = list(dict.fromkeys(path[:-1] for path in cells))
    blocks = [
        BlockShown(
            block.key,
            block.label,
            tuple(row(path) for path in sorted(paths, key=block.placed) if path[0] == block.key),
        )
        for block in subject.blocks
    ]
    return {
        "blocks": blocks,
        "columns": columns,
        "months_label": subject.months,
        "everybody": row(EVERYBODY) if EVERYBODY in paths else None,
        "programmes": found.published["programmes"],
    }


def _notes() -> list[LearningNote]:
    """The latest learning notes, each tied to its measure."""
    return list(LearningNote.objects.select_related("measure", "written_by")[:NOTES])
