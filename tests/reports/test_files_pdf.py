"""The report as PDF: kept for ever, read aloud, and laid out on two pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from tests.reports import report_files as made
from tests.reports.figures_example import figures, put

INTER = project.BASE_DIR / "node_modules/@fontsource-variable/inter/files"


def structure(node: Any) -> Iterator[dict[str, Any]]:
    """Every element of the tagged structure, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def tags(root: Any) -> list[str]:
    return [node["/S"] for node in structure(root["/StructTreeRoot"]) if "/S" in node]


def test_it_declares_pdf_a_2a_and_pdf_ua_1() -> None:
    declared = made.pdf(figures()).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in declared
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in declared
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared


def test_it_has_title_author_language_and_marked_content() -> None:
    reader = made.pdf(figures())
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Mottatt sosialhjelp i mer enn tre år, 2025"
    assert reader.metadata.author == "Trondheim kommune"
    assert root["/Lang"] == "nb-NO"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_every_table_has_heads_and_the_drawing_has_a_text() -> None:
    root = made.pdf(figures()).trailer["/Root"]
    found = tags(root)
    assert found.count("/Table") == found.count("/THead") == 10
    assert found.count("/TH") > 20
    assert found.count("/H1") == 1
    assert found.count("/H2") > 8
    [drawing] = [node for node in structure(root["/StructTreeRoot"]) if node.get("/S") == "/Figure"]
    assert "2024: 281 mottakere, 74 barnefamilier" in drawing["/Alt"]


@pytest.mark.parametrize("published", [figures, made.masked, made.without_earlier_years])
def test_it_fills_three_pages(published: Any) -> None:
    assert len(made.pdf(published()).pages) == 3


def test_a_report_from_before_hovedmal_3_was_counted_fills_two() -> None:
    made_before = figures()
    del made_before["coverage"]
    assert len(made.pdf(made_before).pages) == 2


def test_a_share_stands_behind_its_count_and_not_behind_a_masked_one() -> None:
    masked = put(figures(), "coverage", "on_assistance", "by_district", "Heimdal", "mapped", None)
    text = made.pdf_text(masked)
    assert "235 (63 %)" in text
    assert "Heimdal 98 : 15 (15 %) 12 (12 %)" in text


def test_a_long_assessment_flows_to_another_page() -> None:
    words = "\n".join(f"Punkt {number}: {made.WORDS}" for number in range(12))
    assert len(made.pdf(figures(), words).pages) > len(made.pdf(figures()).pages) - 1
    assert "Punkt 11" in made.pdf_text(figures(), words)


def test_a_masked_year_of_the_trend_is_shown_as_hidden() -> None:
    published = figures()
    for year in (2022, 2025):
        put(published, "trend", year, "child_families", None)
    text = made.pdf_text(published)
    assert (
        "2022 2023 2024 2025 Målet er 0 302 294 281 267 mottakere : : 79 74 barnefamilier" in text
    )


def test_without_an_assessment_it_says_so() -> None:
    assert "Kommunedirektørens vurdering Vurderingen er ikke ført inn." in made.pdf_text(
        figures(), None
    )


def test_markup_in_the_assessment_is_shown_as_written() -> None:
    words = '#let x = 1 $y$ *z* #image("/etc/passwd") \\ "'
    assert words in made.pdf_text(figures(), words)


def test_a_sign_that_no_font_has_is_replaced() -> None:
    text = made.pdf_text(figures(), "Bra 🙂 jobbet")
    assert "Bra \ufffd jobbet" in text


@pytest.mark.skipif(not INTER.is_dir(), reason="the packages from npm are not installed")
def test_it_is_set_in_inter_once_the_fonts_are_converted(tmp_path: Path, settings: Any) -> None:
    settings.FONT_DIR = tmp_path / "fonts"
    call_command("convert_fonts", INTER, verbosity=0)
    used = {
        font["/BaseFont"].partition("+")[2]
        for page in made.pdf(figures(), "Čáŋ").pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    assert used == {"Inter-Regular", "Inter-SemiBold", "InterSupplement-Regular"}


def test_it_is_made_without_converted_fonts_too(tmp_path: Path, settings: Any) -> None:
    settings.FONT_DIR = tmp_path / "missing"
    assert "267" in made.pdf_text(figures())


def test_a_missing_font_source_is_told(tmp_path: Path, settings: Any) -> None:
    settings.FONT_DIR = tmp_path / "fonts"
    with pytest.raises(CommandError, match="Fant ikke skriften"):
        call_command("convert_fonts", tmp_path)
