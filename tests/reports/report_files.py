"""The published files of a report, made from the example figures and read back in by others."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import docx
import openpyxl
import pypdf

from reports import files
from tests.reports.figures_example import Figures, figures, put

Grid = list[list[Any]]

WORDS = "Tallet går ned, men ikke raskt nok.\n\nDe 67 barnefamiliene skal ha en koordinert plan."
HIDDEN: tuple[tuple[Any, ...], ...] = (
    ("bridge", "left", "moved"),
    ("bridge", "left", "died"),
    ("by_district", "Lerkendal", "child_families"),
    ("by_district", "Uten bydel", "recipients"),
    ("by_age_group", "67 og over", "recipients"),
    ("by_definition", "DEF-2", "child_families"),
    ("of_which", "loan_only"),
    ("approaching", 3, "child_families"),
)


def masked() -> Figures:
    made = figures()
    for path in HIDDEN:
        put(made, *path, None)
    return made


def without_earlier_years() -> Figures:
    made = figures()
    for block in ("trend", "table_1", "under_21_april"):
        made[block] = made[block][-1:]
    made["bridge"] |= {"previous": 0, "stayed": 0, "new": 267}
    made["bridge"]["left"] = dict.fromkeys(made["bridge"]["left"], 0)
    return made


def context(text: str | None = WORDS) -> files.Context:
    """A report asked for in the evening of 20 January, assessed unless `text` is None."""
    return files.Context(
        municipality="Trondheim kommune",
        executive_title="Kommunedirektøren",
        made_at=datetime(2026, 1, 20, 18, 30, 12, 345678, tzinfo=UTC),
        assessment=None
        if text is None
        else files.Assessment("partly", text, "Eva Fiktiv", date(2026, 1, 21)),
    )


def pdf(published: Figures, text: str | None = WORDS) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(files.render("pdf", published, context(text))))


def pdf_text(published: Figures, text: str | None = WORDS) -> str:
    """All text of the PDF with single spaces."""
    pages = pdf(published, text).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def csv_rows(published: Figures, text: str | None = WORDS) -> list[list[str]]:
    content = files.render("csv", published, context(text)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))


def workbook(published: Figures, text: str | None = WORDS) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files.render("xlsx", published, context(text))))


def workbook_rows(published: Figures, text: str | None = WORDS) -> Grid:
    """Every row of every sheet, without empty cells at the end."""
    rows = [list(row) for sheet in workbook(published, text) for row in sheet.values]
    return [_trimmed(row) for row in rows]


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row.pop()
    return row


def document(published: Figures, text: str | None = WORDS) -> Any:
    return docx.Document(io.BytesIO(files.render("docx", published, context(text))))


def document_rows(published: Figures, text: str | None = WORDS) -> Grid:
    tables = document(published, text).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]
