"""The yearly report as a workbook: figures as numbers, every text as text, ready to print."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from config.templatetags import MASKED, prosent
from reports.files.told import Told, about, bridge_table, headline_table, key_table, rows
from reports.tables import Count, Line, Table

ACCENT, PALE, RULE, MUTED = "#004F6E", "#E1E9EE", "#C3CAD1", "#4C5866"
A4 = 9
LABEL_WIDTH, NUMBER_WIDTH = 58, 16
Formats = dict[str, Any]


def write(told: Told) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties(
        {
            "title": told.contents.title,
            "author": told.context.municipality,
            "company": told.context.municipality,
            "created": told.made_at,
        }
    )
    formats = _formats(book)
    contents = told.contents
    _sheet(book, formats, told, "Rapport", _main_tables(told))
    _sheet(book, formats, told, "Definisjoner", [contents.definitions])
    _sheet(book, formats, told, "Bydeler", [contents.districts])
    if contents.coverage:
        _sheet(book, formats, told, "Barnefamilier", list(contents.coverage))
    _sheet(book, formats, told, "Utvikling", [contents.trend, contents.years])
    _about_sheet(book, formats, told)
    book.close()
    return stream.getvalue()


def _main_tables(told: Told) -> list[Table]:
    contents = told.contents
    return [
        headline_table(contents),
        bridge_table(contents),
        key_table(contents),
        contents.ages,
        contents.sexes,
        contents.also,
        contents.approaching,
    ]


def _formats(book: xlsxwriter.Workbook) -> Formats:
    font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    number = {**font, "num_format": "#,##0", "align": "right", "bottom": 1, "bottom_color": RULE}
    label = {**font, "bottom": 1, "bottom_color": RULE, "text_wrap": True}
    total = {"bold": True, "top": 1}
    looks = {
        "title": {**font, "bold": True, "font_size": 16, "font_color": ACCENT},
        "heading": {**font, "bold": True, "font_size": 12},
        "note": {**font, "font_color": MUTED},
        "words": {**font, "text_wrap": True},
        "head": {**font, "bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT},
        "head_number": {
            **font,
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": ACCENT,
            "align": "right",
            "text_wrap": True,
        },
        "label": label,
        "number": number,
        "percent": {**number, "num_format": '0" %"'},
        "percent_total": {**number, **total, "num_format": '0" %"'},
        "change": {**number, "num_format": "+#,##0;-#,##0;0"},
        "label_official": {**label, "bold": True, "bg_color": PALE},
        "number_official": {**number, "bold": True, "bg_color": PALE},
        "label_total": {**label, **total},
        "number_total": {**number, **total},
        "change_total": {**number, **total, "num_format": "+#,##0;-#,##0;0"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


@dataclass
class Sheet:
    """A worksheet, the next row to write in, and the row of the last table's heads."""

    page: Any
    formats: Formats
    row: int = 0
    head_row: int = 0

    def text(self, words: str, look: str) -> None:
        self.page.write_string(self.row, 0, words, self.formats[look])
        self.row += 1


def _sheet(
    book: xlsxwriter.Workbook, formats: Formats, told: Told, name: str, tables: list[Table]
) -> None:
    sheet = _new_sheet(book, formats, told, name)
    sheet.page.set_column(0, 0, LABEL_WIDTH)
    sheet.page.set_column(1, max(len(table.columns) for table in tables), NUMBER_WIDTH)
    for table in tables:
        _write_table(sheet, table)
        sheet.row += 1
    if len(tables) == 1:  # its heads stay in sight
        sheet.page.freeze_panes(sheet.head_row + 1, 1)
    sheet.text(told.contents.mask_note, "note")


def _new_sheet(book: xlsxwriter.Workbook, formats: Formats, told: Told, name: str) -> Sheet:
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    page.set_footer(f"&L{told.context.municipality}&C&A&RSide &P av &N")
    sheet = Sheet(page, formats)
    sheet.text(told.contents.title, "title")
    sheet.text(told.contents.lead, "note")
    sheet.row += 1
    return sheet


def _write_table(sheet: Sheet, table: Table) -> None:
    sheet.text(table.title, "heading")
    if table.lead:
        sheet.text(table.lead, "note")
    sheet.head_row = sheet.row
    sheet.page.write_string(sheet.row, 0, table.first, sheet.formats["head"])
    for column, name in enumerate(table.columns, start=1):
        sheet.page.write_string(sheet.row, column, name, sheet.formats["head_number"])
    sheet.row += 1
    for line in rows(table):
        _write_line(sheet, table, line)
    if table.note:
        sheet.text(table.note, "note")


def _write_line(sheet: Sheet, table: Table, line: Line) -> None:
    look = "_total" if line is table.total else "_official" if line.is_official else ""
    words = f"{line.label} ({line.sub})" if line.sub else line.label
    sheet.page.write_string(sheet.row, 0, words, sheet.formats[f"label{look}"])
    for column, value in enumerate(line.values):
        kind = "change" if column in table.changes else "number"
        kind = "percent" if column in table.percents else kind
        _write_count(sheet, column + 1, value, f"{kind}{look}")
    sheet.row += 1


def _write_count(sheet: Sheet, column: int, value: Count, look: str) -> None:
    if value is None:
        sheet.page.write_string(sheet.row, column, MASKED, sheet.formats[look])
    else:
        sheet.page.write_number(sheet.row, column, value, sheet.formats[look])


def _about_sheet(book: xlsxwriter.Workbook, formats: Formats, told: Told) -> None:
    sheet = _new_sheet(book, formats, told, "Om tallene")
    sheet.page.set_column(0, 0, 26)
    sheet.page.set_column(1, 1, 110)
    for words in (*_changes(told), *told.contents.sentences):
        sheet.text(words, "note")
    sheet.row += 1
    for name, words in about(told):
        sheet.page.write_string(sheet.row, 0, name, formats["label"])
        sheet.page.write_string(sheet.row, 1, words, formats["words"])
        sheet.row += 1


def _changes(told: Told) -> list[str]:
    return [
        f"{headline.label}: {headline.change} ({prosent(headline.percent)})"
        for headline in told.contents.headlines
        if headline.change and headline.percent is not None
    ]
