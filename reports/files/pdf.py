"""The yearly report as PDF, laid out by typst (report.typ) under PDF/A-2a and PDF/UA-1.

The template gets one JSON value with ready words and the lengths of what is drawn; no text ever
becomes markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.templatetags import prosent, tall
from config.typesetting import FONTS, typeset
from reports.charts import figure, step_span
from reports.contents import Bar, Headline
from reports.files.told import TO_BE_WRITTEN, Told, grouped, key_table, texts
from reports.tables import Count, Line, Table, joined, joined_columns

TEMPLATE = Path(__file__).with_name("report.typ")

Drawn = dict[str, Any]


def write(told: Told) -> bytes:
    """The same report gives the same bytes."""
    return typeset(TEMPLATE.read_bytes(), "report", _report(told), told.context.made_at)


def _report(told: Told) -> Drawn:
    contents = told.contents
    return {
        "fonts": FONTS,
        "title": contents.title,
        "author": told.context.municipality,
        "made_on": f"{told.made_on:%d.%m.%Y}",
        "lead": contents.lead,
        "headlines": [_headline(headline) for headline in contents.headlines],
        "sentences": contents.sentences,
        "bridge": _bridge(told),
        "trend": _trend(told),
        "assessment": _assessment(told),
        "keys": {
            **_table(key_table(contents)),
            "figures": [[tall(line.values[0]), line.label] for line in contents.key_figures],
        },
        "years": _table(contents.years),
        "definitions": _definitions(contents.definitions),
        "districts": _table(contents.districts),
        "coverage": [_shared(table) for table in contents.coverage],
        "ages": _table(contents.ages),
        "sexes": _table(contents.sexes),
        "also": _table(contents.also),
        "approaching": _table(contents.approaching),
        "method": contents.method,
        "mask_note": contents.mask_note,
        "fingerprint": contents.fingerprint,
    }


def _headline(headline: Headline) -> Drawn:
    return {
        "label": headline.label,
        "value": tall(headline.value),
        "change": headline.change,
        "percent": "" if headline.percent is None else prosent(headline.percent),
        "goal": headline.goal,
    }


def _bridge(told: Told) -> Drawn:
    """Each step with where its bar begins and ends, as shares of the longest total."""
    bars = told.contents.bridge
    most = max([1, *(bar.value for bar in bars if bar.value is not None)])
    level, steps = 0, []
    for number, bar in enumerate(bars):
        start, level = step_span(bars, number, level)
        steps.append(_step(bar, start / most, level / most))
    return {"title": told.contents.bridge_title, "lead": told.contents.bridge_lead, "steps": steps}


def _step(bar: Bar, start: float, end: float) -> Drawn:
    return {
        "label": bar.label,
        "figure": figure(bar),
        "kind": bar.kind,
        "left": min(start, end),
        "width": abs(end - start),
        "end": end,
    }


def _trend(told: Told) -> Drawn:
    table = told.contents.trend
    values = [value for line in table.lines for value in line.values]
    most = max([1, *(value for value in values if value is not None)])
    return {
        "title": told.contents.trend_title,
        "lead": told.contents.trend_lead,
        "years": [line.label for line in table.lines],
        "series": [
            {
                "label": column.lower(),
                "points": [_point(line.values[number], most) for line in table.lines],
            }
            for number, column in enumerate(table.columns)
        ],
        "alt": _in_words(table),
    }


def _point(value: Count, most: int) -> Drawn:
    return {"text": tall(value), "height": None if value is None else value / most}


def _in_words(table: Table) -> str:
    """The trend for those who do not see the drawing."""
    rows = [
        f"{line.label}: "
        + ", ".join(
            f"{text} {column.lower()}"
            for text, column in zip(texts(table, line), table.columns, strict=True)
        )
        for line in table.lines
    ]
    return ". ".join(rows) + "."


def _assessment(told: Told) -> Drawn:
    assessment = told.context.assessment
    if assessment is None:
        return {"title": told.assessment_title, "paragraphs": [TO_BE_WRITTEN], "state": ""}
    return {
        "title": told.assessment_title,
        "state": assessment.state,
        "label": assessment.label,
        "paragraphs": assessment.paragraphs,
        "signature": assessment.signature,
    }


def _table(table: Table) -> Drawn:
    """Words of a table; `share` is a row's first figure as a share of the largest."""
    first = [line.values[0] for line in table.lines if line.values]
    most = max([1, *(value for value in first if value is not None)])
    return {
        "title": table.title,
        "lead": table.lead,
        "note": table.note,
        "first": table.first,
        "columns": table.columns,
        "rows": [_row(table, line, most) for line in table.lines],
        "total": None if table.total is None else {**_row(table, table.total, most), "share": None},
    }


def _shared(table: Table) -> Drawn:
    """A table of counts with their shares, each share behind its count."""
    drawn = _table(table)
    rows = [*drawn["rows"], *([drawn["total"]] if drawn["total"] else [])]
    for row in rows:
        row["cells"] = joined(table, row["cells"])
    return drawn | {"columns": joined_columns(table)}


def _row(table: Table, line: Line, most: int) -> Drawn:
    value = line.values[0] if line.values else None
    return {
        "label": line.label,
        "sub": line.sub,
        "cells": texts(table, line),
        "share": None if value is None else value / most,
        "marked": line.is_official,
        "course": _course(line.values),
    }


def _course(values: tuple[Count, ...]) -> list[float]:
    """Heights of a word-sized line through the row; none where a figure is masked."""
    known = [value for value in values if value is not None]
    if len(known) < max(2, len(values)) or min(known) < 0:
        return []
    return [value / max(1, *known) for value in known]


def _definitions(table: Table) -> Drawn:
    heads = grouped(table.columns)
    groups: dict[str, int] = {}
    for group, _ in heads:
        groups[group] = groups.get(group, 0) + 1
    return {
        **_table(table),
        "groups": list(groups.items()),
        "columns": [part for _, part in heads],
    }
