"""The report as workbook, as rows for other programs, and as a draft of the political case."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml.ns import qn

from reports import files
from tests.reports import report_files as made
from tests.reports.figures_example import figures, put

SHEETS = ["Rapport", "Definisjoner", "Bydeler", "Barnefamilier", "Utvikling", "Om tallene"]
FORMULA = '=HYPERLINK("http://example.org","her")'


def test_the_workbook_has_its_sheets_and_properties() -> None:
    book = made.workbook(figures())
    assert book.sheetnames == SHEETS
    assert book.properties.title == "Mottatt sosialhjelp i mer enn tre år, 2025"
    assert book.properties.creator == "Trondheim kommune"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_landscape_as_wide_as_the_paper(name: str) -> None:
    sheet = made.workbook(figures())[name]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (1, None)  # one page wide, also when not written
    assert sheet.page_setup.fitToHeight == 0  # as many down as it takes
    assert sheet.column_dimensions["A"].width > 20


@pytest.mark.parametrize("name", ["Definisjoner", "Bydeler"])
def test_the_heads_of_a_table_stay_in_sight(name: str) -> None:
    sheet = made.workbook(figures())[name]
    row = int(sheet.freeze_panes.removeprefix("B")) - 1
    assert sheet.cell(row, 1).value in ("Definisjon", "Bydel")
    assert sheet.cell(row, 2).value == "Mottakere"


def test_no_text_becomes_a_formula_in_the_workbook() -> None:
    book = made.workbook(figures(), FORMULA)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert FORMULA in [cell.value for cell in cells]


def test_csv_is_what_norwegian_spreadsheets_read() -> None:
    content = files.render("csv", figures(), made.context())
    assert content.startswith(b"\xef\xbb\xbftabell;rad;kolonne;verdi\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize("leader", ["=", "+", "-", "@"])
def test_text_that_looks_like_a_formula_is_guarded_in_csv(leader: str) -> None:
    published = put(figures(), "by_district", "Heimdal", "district", f"{leader}Heimdal")
    text = f"{leader}1+1"
    rows = made.csv_rows(published, text)
    assert ["om", "Begrunnelse", "", f"'{text}"] in rows
    assert ["bydeler", f"'{leader}Heimdal", "Mottakere", "59"] in rows


def test_a_change_in_csv_is_a_plain_number() -> None:
    assert ["bydeler", "Heimdal", "Endring fra 2024", "-8"] in made.csv_rows(figures())


def test_the_draft_has_the_headings_of_a_case() -> None:
    paragraphs = made.document(figures()).paragraphs
    headings = [text.text for text in paragraphs if text.style.name == "Heading 1"]
    assert headings == [
        "Kommunedirektørens forslag til vedtak",
        "Hva saken gjelder",
        "Utviklingen",
        "Kommunedirektørens vurdering",
        "Tallene",
        "Slik er det regnet",
    ]


def test_every_table_of_the_draft_has_a_marked_head() -> None:
    tables = made.document(figures()).tables
    assert len(tables) == 13
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables)


def test_the_draft_is_in_bokmal_and_says_when_and_by_whom() -> None:
    case = made.document(figures())
    languages = case.styles["Normal"].element.rPr.findall(qn("w:lang"))
    assert [language.get(qn("w:val")) for language in languages] == ["nb-NO"]
    assert case.core_properties.language == "nb-NO"
    assert case.core_properties.author == "Trondheim kommune"
    assert case.core_properties.title.startswith("Saksframlegg")


def test_the_draft_leaves_room_for_an_assessment_that_is_not_written() -> None:
    texts = [text.text for text in made.document(figures(), None).paragraphs]
    assert "[Fylles ut: vurdering av om målet er nådd, delvis nådd eller ikke nådd]" in texts
    assert not any(
        "Fylles ut: vurdering" in text.text for text in made.document(figures()).paragraphs
    )


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_dates_inside_the_archive_are_fixed(format: str) -> None:
    archive = zipfile.ZipFile(io.BytesIO(files.render(format, figures(), made.context())))
    assert {member.date_time[0] for member in archive.infolist()} == {1980}
