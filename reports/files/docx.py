"""The draft of the political case (saksframlegg) as DOCX, to be finished by the executive's staff.

The figures stand in sentences and in tables with marked heads. What a person must write is marked
in the text.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from config.templatetags import prosent
from reports.files.told import Told, bridge_table, headline_table, key_table, row_name, rows, texts
from reports.tables import Table

ACCENT = RGBColor(0x00, 0x4F, 0x6E)
HEAD_SHADE = "E1E9EE"
LANGUAGE = "nb-NO"
FONT = "Calibri"
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
PROPOSAL = "Formannskapet tar årsrapporten om mottatt sosialhjelp i mer enn tre år til orientering."


def write(told: Told) -> bytes:
    case = docx.Document()
    _set_up(case, told)
    _opening(case, told)
    _development(case, told)
    _assessment(case, told)
    _tables(case, told)
    _method(case, told)
    stream = io.BytesIO()
    case.save(stream)
    return _repacked(stream.getvalue())


def _set_up(case: Any, told: Told) -> None:
    section = case.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        _set_style(case.styles[name], size)
    case.styles["Normal"].paragraph_format.space_after = Pt(8)
    properties = case.core_properties
    properties.title = f"Saksframlegg: {told.contents.title}"
    properties.author = properties.last_modified_by = told.context.municipality
    properties.language = LANGUAGE
    properties.comments = ""
    properties.created = properties.modified = told.made_at
    section.footer.paragraphs[0].text = f"{told.context.municipality} · {told.contents.title}"


def _set_style(style: Any, size: int) -> None:
    style.font.size, style.font.name = Pt(size), FONT
    if style.name != "Normal":
        style.font.color.rgb = ACCENT
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)


def _opening(case: Any, told: Told) -> None:
    case.add_heading(told.contents.title, level=0)
    case.add_paragraph(f"Saksframlegg fra {told.context.executive_title.lower()}, utkast")
    _to_fill_in(case, "saksnummer, saksbehandler og møtedato")
    case.add_heading(f"{told.context.executive_title}s forslag til vedtak", level=1)
    case.add_paragraph(PROPOSAL)
    _to_fill_in(case, "eventuelle flere punkter")
    case.add_heading("Hva saken gjelder", level=1)
    case.add_paragraph(told.contents.lead)
    for sentence in told.contents.sentences:
        case.add_paragraph(sentence)


def _to_fill_in(case: Any, what: str) -> None:
    run = case.add_paragraph().add_run(f"[Fylles ut: {what}]")
    run.bold = True


def _development(case: Any, told: Told) -> None:
    contents = told.contents
    case.add_heading("Utviklingen", level=1)
    for headline in contents.headlines:
        if headline.change and headline.percent is not None:
            words = f"{headline.label}: {headline.change} ({prosent(headline.percent)})."
            case.add_paragraph(f"{words} {headline.goal}.")
    case.add_paragraph(contents.key_note)
    for table in (headline_table(contents), bridge_table(contents), contents.trend):
        _table(case, table)


def _assessment(case: Any, told: Told) -> None:
    case.add_heading(told.assessment_title, level=1)
    assessment = told.context.assessment
    if assessment is None:
        _to_fill_in(case, "vurdering av om målet er nådd, delvis nådd eller ikke nådd")
        return
    case.add_paragraph().add_run(f"Målet er: {assessment.label.lower()}.").bold = True
    for paragraph in assessment.paragraphs:
        case.add_paragraph(paragraph)
    case.add_paragraph(assessment.signature)


def _tables(case: Any, told: Told) -> None:
    contents = told.contents
    case.add_heading("Tallene", level=1)
    for table in (
        key_table(contents),
        contents.years,
        contents.definitions,
        contents.districts,
        *contents.coverage,
        contents.ages,
        contents.sexes,
        contents.also,
        contents.approaching,
    ):
        _table(case, table)
    case.add_paragraph(contents.mask_note)


def _table(case: Any, table: Table) -> None:
    case.add_heading(table.title, level=2)
    if table.lead:
        case.add_paragraph(table.lead).paragraph_format.keep_with_next = True
    grid = case.add_table(rows=1, cols=len(table.columns) + 1, style="Table Grid")
    _mark_head(grid.rows[0])
    _fill(grid.rows[0], [table.first, *table.columns], bold=True)
    for line in rows(table):
        bold = line is table.total or line.is_official
        _fill(grid.add_row(), [row_name(line), *texts(table, line)], bold=bold)
    if table.note:
        case.add_paragraph(table.note)


def _mark_head(row: Any) -> None:
    """Say to Word, and to a screen reader, that this row holds the heads of the columns."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), HEAD_SHADE)
        cell._tc.get_or_add_tcPr().append(shade)


def _fill(row: Any, words: list[str], *, bold: bool) -> None:
    for number, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(9)
        paragraph.paragraph_format.space_after = Pt(0)
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _method(case: Any, told: Told) -> None:
    case.add_heading("Slik er det regnet", level=1)
    for name, words in (*told.contents.method, ("Fingeravtrykk", told.contents.fingerprint)):
        paragraph = case.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)


def _repacked(content: bytes) -> bytes:
    """The same document with fixed dates in the archive, so that it gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, source.read(name))
    return target.getvalue()
