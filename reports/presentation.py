"""What the pages of the yearly report show, worked out from the frozen, published figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benefits.rules import OFFICIAL
from config.templatetags import tall
from reports import charts, storage
from reports.actions import STEPS
from reports.contents import Contents, contents
from reports.models import ReportRun
from reports.tables import Line, Table, cell, joined, joined_columns

Context = dict[str, Any]
State = ReportRun.State


@dataclass(frozen=True)
class Row:
    """A report in the list of reports."""

    run: ReportRun
    asked_by: str
    recipients: str
    families: str


def rows(runs: Iterable[ReportRun]) -> list[Row]:
    return [_row(run) for run in runs]


def _row(run: ReportRun) -> Row:
    asked_by = str(run.asked_by) if run.asked_by else "Systemet"
    if run.state != State.READY:
        return Row(run, asked_by, "", "")
    return Row(
        run,
        asked_by,
        tall(run.published["recipients_over_three_years"]),
        tall(run.published["child_families_over_three_years"]),
    )


@dataclass(frozen=True)
class Step:
    """One step of a job: what it does, and whether it is done, being done, waits or failed."""

    label: str
    state: str
    state_word: str
    mark: str
    detail: str


STATE_WORDS = {"done": "ferdig", "now": "pågår", "failed": "stoppet", "waits": "venter"}
MARKS = {"done": "✓", "now": "●", "failed": "✕"}


def progress(run: ReportRun) -> Context:
    """The steps of a report that is queued, being made or given up."""
    failed, waits = run.state == State.FAILED, run.state == State.QUEUED
    title = f"Årsrapporten for {run.year} " + ("ble ikke laget" if failed else "lages")
    return {
        "run": run,
        "title": title,
        "failed": failed,
        "waits": waits,
        "polls": not failed,
        "step_number": min(run.steps_done + 1, len(STEPS)),
        "steps": [_step(run, number, label) for number, label in enumerate(STEPS)],
        "percent": round(100 * run.steps_done / len(STEPS)),
        "state_words": {State.FAILED: "Stoppet", State.QUEUED: "Starter om litt"}.get(
            State(run.state), "Lages nå"
        ),
    }


def _step(run: ReportRun, number: int, label: str) -> Step:
    if number < run.steps_done:
        state = "done"
    elif number > run.steps_done or run.state == State.QUEUED:
        state = "waits"
    else:
        state = "failed" if run.state == State.FAILED else "now"
    detail = run.step_detail if number == run.steps_done else ""
    return Step(label, state, STATE_WORDS[state], MARKS.get(state, str(number + 1)), detail)


WIDTHS = {"wide": (680, 440, 308), "narrow": (312, 312, 240)}
"""Bridge width, trend width and trend height in pixels, where the page is wide and narrow."""


def page(run: ReportRun) -> Context:
    """All that the page of a finished report shows."""
    told = contents(run.published)
    return {
        "run": run,
        "c": told,
        "files": storage.latest_files(run),
        "charts": _charts(told),
        "definition_rows": _with_bars(told.definitions),
        "district_rows": _with_bars(told.districts),
        "district_total": _cells(told.districts, told.districts.total),
        "coverage_rows": [
            (
                table,
                joined_columns(table),
                [(line, joined(table, _cells(table, line))) for line in table.lines],
                joined(table, _cells(table, table.total)),
            )
            for table in told.coverage
        ],
        "year_rows": [
            (line, charts.spark(line.values), [tall(value) for value in line.values])
            for line in told.years.lines
        ],
        "bridge_rows": [(bar.label, charts.figure(bar)) for bar in told.bridge],
        "left_tables": [told.approaching, told.sexes],
        "right_tables": [told.ages, told.also],
        "official_word": "Offisiell" if run.definition == OFFICIAL else "Brukt her",
        "fingerprint": " ".join(told.fingerprint[i : i + 4] for i in range(0, 16, 4)),
    }


def _charts(told: Contents) -> Context:
    years = [int(line.label) for line in told.trend.lines]
    series = [
        charts.Series("mottakere", [line.values[0] for line in told.trend.lines], "main"),
        charts.Series("barnefamilier", [line.values[1] for line in told.trend.lines], "second"),
    ]
    drawn = {}
    for name, (bridge_width, width, height) in WIDTHS.items():
        drawn[f"bridge_{name}"] = charts.bridge(
            told.bridge, about_bridge(told, f"bro-{name}"), width=bridge_width
        )
        drawn[f"trend_{name}"] = charts.trend(
            years, series, about_trend(told, f"utvikling-{name}"), width=width, height=height
        )
    return drawn


def about_bridge(told: Contents, name: str) -> charts.About:
    steps = ", ".join(f"{bar.label}: {charts.figure(bar)}" for bar in told.bridge)
    return charts.About(name, told.bridge_lead, f"{steps}.")


def about_trend(told: Contents, name: str) -> charts.About:
    steps = ". ".join(
        f"{line.label}: {tall(line.values[0])} mottakere og {tall(line.values[1])} barnefamilier"
        for line in told.trend.lines
    )
    return charts.About(name, told.trend_lead, f"{steps}. Målet er 0.")


@dataclass(frozen=True)
class BarRow:
    """A row of a table with a bar of its first figure beside it."""

    line: Line
    bar: str
    cells: list[str]


def _with_bars(table: Table) -> list[BarRow]:
    most = max([1, *(line.values[0] or 0 for line in table.lines)])
    return [
        BarRow(
            line,
            charts.row_bar(line.values[0], most, strong=line.is_official),
            _cells(table, line),
        )
        for line in table.lines
    ]


def _cells(table: Table, line: Line | None) -> list[str]:
    values = line.values if line else ()
    return [cell(table, column, value) for column, value in enumerate(values)]
