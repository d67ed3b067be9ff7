"""The four published files of a report show the same, whatever they are read with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine

from config.templatetags import tall
from reports import files
from reports.charts import figure
from reports.contents import Contents, contents
from reports.files.told import STATES, all_tables, row_name, rows, texts
from reports.models import ReportFile, ReportRun
from tests.reports import report_files as made
from tests.reports.figures_example import Figures, figures

SITUATIONS: dict[str, Callable[[], Figures]] = {
    "plain": figures,
    "masked": made.masked,
    "first year": made.without_earlier_years,
}
FORMATS = ReportFile.Format.values


@pytest.fixture(params=SITUATIONS)
def published(request: pytest.FixtureRequest) -> Figures:
    return SITUATIONS[request.param]()


def test_csv_has_every_figure_of_the_contents(published: Figures) -> None:
    told = contents(published)
    found = {tuple(row[:3]): row[3] for row in made.csv_rows(published)}
    expected = {
        (table.key, row_name(line), column): ":" if value is None else str(value)
        for table in all_tables(told)
        for line in rows(table)
        for column, value in zip(table.columns, line.values, strict=True)
    }
    assert len(expected) > 80
    assert {place: found.get(place) for place in expected} == expected


def test_xlsx_has_every_figure_of_the_contents_as_a_number(published: Figures) -> None:
    found = made.workbook_rows(published)
    missing = [
        (table.key, line.label)
        for table in all_tables(contents(published))
        for line in rows(table)
        if [
            f"{line.label} ({line.sub})" if line.sub else line.label,
            *(":" if value is None else value for value in line.values),
        ]
        not in found
    ]
    assert missing == []


def test_docx_has_every_figure_of_the_contents(published: Figures) -> None:
    found = made.document_rows(published)
    missing = [
        (table.key, line.label)
        for table in all_tables(contents(published))
        for line in rows(table)
        if [row_name(line), *texts(table, line)] not in found
    ]
    assert missing == []


def test_pdf_has_every_figure_of_the_contents(published: Figures) -> None:
    text = made.pdf_text(published)
    rows_of_text = _drawn(contents(published)) + _tabulated(contents(published))
    assert len(rows_of_text) > 40
    assert [row for row in rows_of_text if row.replace("\u00a0", " ") not in text] == []


def _drawn(told: Contents) -> list[str]:
    return [
        *(f"{headline.label} {tall(headline.value)}" for headline in told.headlines),
        *(f"{bar.label} {figure(bar)}" for bar in told.bridge),
        *(f"{tall(line.values[0])} {line.label}" for line in told.key_figures),
    ]


def _tabulated(told: Contents) -> list[str]:
    tables = (
        told.years,
        told.definitions,
        told.districts,
        told.ages,
        told.sexes,
        told.also,
        told.approaching,
    )
    return [
        " ".join([line.label, line.sub, *texts(table, line)]).replace("  ", " ")
        for table in tables
        for line in rows(table)
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_gives_the_same_bytes_on_another_day(format: str) -> None:
    with time_machine.travel("2026-01-21 10:00+00:00"):
        first = files.render(format, figures(), made.context())
    with time_machine.travel("2031-06-01 12:00+00:00"):
        second = files.render(format, figures(), made.context())
    assert first == second


@pytest.mark.parametrize("format", FORMATS)
def test_another_figure_gives_other_bytes(format: str) -> None:
    changed = {**figures(), "left_censored": 10}
    first = files.render(format, figures(), made.context())
    assert first != files.render(format, changed, made.context())


@pytest.mark.parametrize("format", FORMATS)
def test_control_characters_in_the_assessment_do_no_harm(format: str) -> None:
    assert files.render(format, figures(), made.context("Ett\x01 og\x0bto\tog\x1f tre \u200e"))


def test_the_executives_words_stand_in_every_file() -> None:
    words = "Tallet går ned, men ikke raskt nok."
    assert words in made.pdf_text(figures())
    assert words in " ".join(row[3] for row in made.csv_rows(figures()))
    assert words in " ".join(str(row) for row in made.workbook_rows(figures()))
    assert words in [paragraph.text for paragraph in made.document(figures()).paragraphs]


def test_the_states_are_called_what_the_report_calls_them() -> None:
    assert dict(ReportRun.Assessment.choices) == STATES
