"""Charts say what their table says, under a strict content security policy."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from reports import charts
from reports.charts import About, Series
from reports.contents import Bar

ABOUT = About("t", "Tittel <b>", "Beskrivelse & mer")
BARS = (
    Bar("Desember 2024", 281, "before"),
    Bar("Over i KVP", 85, "left"),
    Bar("Døde", None, "left"),
    Bar("Ukjent årsak", 0, "left"),
    Bar("Med begge år", 196, "stayed"),
    Bar("Nye", 71, "new"),
    Bar("Desember 2025", 267, "now"),
)


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [node.text or "" for node in root.iter("text")]


@pytest.mark.parametrize("width", [312, 680])
def test_the_bridge_shows_every_step_with_its_figure(width: int) -> None:
    shown = texts(charts.bridge(BARS, ABOUT, width=width))
    assert shown[0::2] == [bar.label for bar in BARS]
    assert shown[1::2] == ["281", "\u221285", ":", "0", "196", "+71", "267"]


def test_a_masked_step_has_no_length() -> None:
    svg = charts.bridge(BARS, ABOUT, width=680)
    assert len(re.findall("<rect", svg)) == len([bar for bar in BARS if bar.value])


@pytest.mark.parametrize("width", [312, 680])
def test_no_bar_reaches_beyond_the_drawing(width: int) -> None:
    svg = charts.bridge(BARS, ABOUT, width=width)
    for node in ElementTree.fromstring(svg).iter("rect"):
        assert float(node.attrib["x"]) >= 0
        assert float(node.attrib["x"]) + float(node.attrib["width"]) <= width


@pytest.mark.parametrize("years", [[2025], [2023, 2024, 2025]])
def test_the_trend_names_every_known_point(years: list[int]) -> None:
    values = list(range(300, 300 + len(years)))
    svg = charts.trend(years, [Series("mottakere", values, "main")], ABOUT, width=440, height=300)
    assert {str(value) for value in values} <= set(texts(svg))
    assert {str(year) for year in years} <= set(texts(svg))


def test_a_masked_year_is_left_out_of_the_line() -> None:
    line = Series("familier", [10, None, 12], "second")
    svg = charts.trend([2023, 2024, 2025], [line], ABOUT, width=440, height=300)
    assert len(re.findall("<circle", svg)) == 2


def test_a_chart_without_any_figure_is_still_a_chart() -> None:
    svg = charts.trend([2025], [Series("x", [None], "main")], ABOUT, width=312, height=240)
    assert "polyline" not in svg
    assert charts.spark([5]) == ""
    assert charts.row_bar(None, 10) == ""


def test_charts_carry_words_and_no_style_or_script() -> None:
    svg = charts.bridge(BARS, ABOUT, width=680)
    assert "<title" in svg
    assert "Tittel &lt;b&gt;" in svg
    assert "Beskrivelse &amp; mer" in svg
    assert not re.search(r"style=|<style|<script|on\w+=", svg)
