"""SVG charts as strings: classes only (strict CSP), title and description for every reader.

A chart is drawn for the width it is shown at, never scaled, so that its text keeps the size of
the text around it. A masked step is drawn together with the next one, so that no length tells
what a figure does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from config.templatetags import endring, tall
from reports.contents import Bar
from reports.tables import Count

NARROW = 480


@dataclass(frozen=True)
class About:
    """What a chart says, for those who do not see it."""

    name: str
    title: str
    description: str


@dataclass(frozen=True)
class Series:
    """A line of the trend chart; `css` is "main" or "second"."""

    label: str
    values: Sequence[Count]
    css: str


def _svg(about: About, width: int, height: int, body: list[str]) -> SafeString:
    name = about.name
    return mark_safe(
        f'<svg class="chart" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(about.title)}</title>'
        f'<desc id="{name}-d">{escape(about.description)}</desc>{"".join(body)}</svg>'
    )


def _text(x: float, y: float, css: str, text: str, anchor: str = "start") -> str:
    return (
        f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )


@dataclass(frozen=True)
class Frame:
    """Measures of a bridge chart at one width, in pixels."""

    label: int
    tail: int
    pitch: int
    bar: int


WIDE = Frame(label=232, tail=58, pitch=34, bar=20)
SLIM = Frame(label=0, tail=46, pitch=50, bar=16)


def bridge(bars: Sequence[Bar], about: About, *, width: int) -> SafeString:
    """From last year's stock to this year's, a row a step; the scale starts at zero."""
    frame = SLIM if width < NARROW else WIDE
    known = [bar.value for bar in bars if bar.value is not None]
    scale = (width - frame.label - frame.tail) / max(1, *known, 1)
    body: list[str] = []
    level, y = 0, 2
    for number, bar in enumerate(bars):
        start, level = step_span(bars, number, level)
        body += _row(bar, frame, y, (start * scale, level * scale))
        if bar is not bars[-1] and frame is WIDE:  # narrow: the line would cross the labels
            edge = frame.label + level * scale
            body.append(
                f'<line class="chart-step" x1="{edge:.1f}" x2="{edge:.1f}" '
                f'y1="{y + 4 + frame.bar}" y2="{y + 4 + frame.pitch}"/>'
            )
        y += frame.pitch
    return _svg(about, width, y + 2, body)


def step_span(bars: Sequence[Bar], number: int, level: int) -> tuple[int, int]:
    """Where a step begins and ends; a masked one has no length, the next total sets it right."""
    bar = bars[number]
    if bar.value is None:
        return level, level
    if bar.kind == "left":
        return level, level - bar.value
    if bar.kind == "new":
        return level, level + bar.value
    return 0, bar.value


def _row(bar: Bar, frame: Frame, y: int, ends: tuple[float, float]) -> list[str]:
    is_total = bar.kind in ("before", "stayed", "now")
    left, right = frame.label + min(ends), frame.label + max(ends)
    top = y + (22 if frame is SLIM else 4)
    css = "chart-label chart-label--strong" if is_total else "chart-label"
    indent = 0 if frame is SLIM or is_total else 16
    row = [_text(indent, y + (16 if frame is SLIM else 19), css, bar.label)]
    if bar.value:
        row.append(
            f'<rect class="chart-bar chart-bar--{bar.kind}" x="{left:.1f}" y="{top}" '
            f'width="{max(right - left, 1):.1f}" height="{frame.bar}"/>'
        )
    row.append(
        _text(right + 8, top + frame.bar - 5, f"chart-value chart-value--{bar.kind}", figure(bar))
    )
    return row


def figure(bar: Bar) -> str:
    """The figure of a step as it is written: a total, or a change with its sign."""
    if bar.value is None or bar.kind in ("before", "stayed", "now"):
        return tall(bar.value)
    if bar.value == 0:
        return "0"
    return endring(-bar.value if bar.kind == "left" else bar.value)


def trend(
    years: Sequence[int], series: Sequence[Series], about: About, *, width: int, height: int
) -> SafeString:
    """Lines from zero, every point with its figure; the goal is the ground line."""
    left, right, top, bottom = 18, 116, 26, 30
    high = max([1, *(value for line in series for value in line.values if value is not None)])
    step = (width - left - right) / max(1, len(years) - 1)
    ground = height - bottom
    body = [
        f'<line class="chart-ground" x1="0" x2="{width}" y1="{ground}" y2="{ground}"/>',
        _text(width, height - 8, "chart-note", "Målet er 0", "end"),
    ]
    body += [
        _text(left + i * step, height - 8, "chart-axis", str(year), "middle")
        for i, year in enumerate(years)
    ]
    for line in series:
        points = [
            (left + i * step, ground - value / high * (ground - top), value)
            for i, value in enumerate(line.values)
            if value is not None
        ]
        body += _line(line, points)
    return _svg(about, width, height, body)


def _line(line: Series, points: list[tuple[float, float, int]]) -> list[str]:
    if not points:
        return []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    body = [f'<polyline class="chart-line chart-line--{line.css}" points="{path}"/>']
    for x, y, value in points[:-1]:
        body.append(_dot(line, x, y, 3.5))
        body.append(_text(x, y - 11, "chart-value", tall(value), "middle"))
    x, y, value = points[-1]
    body.append(_dot(line, x, y, 5))
    body.append(_text(x + 12, y + 1, f"chart-end chart-end--{line.css}", tall(value)))
    body.append(_text(x + 12, y + 18, "chart-label", line.label))
    return body


def _dot(line: Series, x: float, y: float, radius: float) -> str:
    css = f"chart-dot chart-dot--{line.css}"
    return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def spark(values: Sequence[Count]) -> SafeString:
    """A word-sized line beside its own figures; says nothing the row does not."""
    width, height, pad = 132, 34, 5
    known = [value for value in values if value is not None]
    if len(known) < 2 or len(known) < len(values):
        return mark_safe("")
    high = max(1, *known)
    points = [
        (
            pad + i * (width - 2 * pad) / (len(known) - 1),
            height - pad - value / high * (height - 2 * pad),
        )
        for i, value in enumerate(known)
    ]
    x, y = points[-1]
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    return mark_safe(
        f'<svg class="spark" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-hidden="true" focusable="false">'
        f'<line class="spark-ground" x1="0" x2="{width}" y1="{height - 1}" y2="{height - 1}"/>'
        f'<polyline class="spark-line" points="{path}"/>'
        f'<circle class="spark-dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )


def row_bar(value: Count, of: int, *, strong: bool = False) -> SafeString:
    """A bar for a table cell; the figure stands in the cell beside it. Masked: no bar."""
    if value is None:
        return mark_safe("")
    css = "row-bar-fill row-bar-fill--strong" if strong else "row-bar-fill"
    return mark_safe(
        f'<svg class="row-bar" viewBox="0 0 {max(1, of)} 10" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">'
        f'<rect class="{css}" width="{value}" height="10"/></svg>'
    )
