"""The words of the report follow its figures, masked ones too."""

from __future__ import annotations

from typing import Any

import pytest

from reports.contents import contents
from reports.tables import cell
from tests.reports.figures_example import figures, put


def with_trend(*recipients: int | None) -> dict[str, Any]:
    found = figures()
    first = found["year"] - len(recipients) + 1
    found["trend"] = [
        {"year": first + i, "recipients": count, "child_families": 50}
        for i, count in enumerate(recipients)
    ]
    return found


def test_the_headline_says_the_figure_the_change_and_the_goal() -> None:
    recipients, families = contents(figures()).headlines
    assert (recipients.value, recipients.change) == (267, "14 færre enn i 2024")
    assert recipients.percent == pytest.approx(-4.98, abs=0.01)
    assert (families.value, families.change, families.goal) == (67, "7 færre enn i 2024", "Mål: 0")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (267, "Like mange som i 2024"),
        (266, "1 flere enn i 2024"),
        (None, ""),
        (0, "267 flere enn i 2024"),
    ],
)
def test_a_change_is_said_in_words(before: int | None, words: str) -> None:
    headline = contents(with_trend(before, 267)).headlines[0]
    assert headline.change == words
    assert (headline.percent is None) == (not before)


def test_without_last_year_there_is_no_change_to_tell() -> None:
    found = contents(with_trend(267))
    assert found.headlines[0].change == ""
    assert found.trend_title == "Utvikling"
    assert found.bridge_title == "Første år med tall"
    assert len(found.sentences) == 1


@pytest.mark.parametrize(
    ("trend", "title", "sentence"),
    [
        ((300, 290, 280, 267), "Ned tre år på rad", "Nedgangen fortsetter for tredje år på rad."),
        ((250, 260, 267), "Opp to år på rad", "Økningen fortsetter for andre år på rad."),
        ((260, 281, 267), "Ned siste år", "Tallet gikk ned fra året før."),
        ((260, None, 267), "Utvikling", None),
        ((280, 267, 267), "Utvikling", None),
    ],
)
def test_the_direction_is_said_as_it_is(
    trend: tuple[int | None, ...], title: str, sentence: str | None
) -> None:
    found = contents(with_trend(*trend))
    assert found.trend_title == title
    assert (sentence is not None) == (len(found.sentences) == 2)
    if sentence:
        assert found.sentences[1].startswith(sentence)


def test_the_bridge_leads_from_one_december_to_the_next() -> None:
    told = contents(figures())
    assert told.bridge_title == "85 gikk ut, 71 kom til"
    labels = [bar.label for bar in told.bridge]
    assert labels[0] == "Desember 2024"
    assert labels[1:6] == [
        "Seks måneder uten sosialhjelp",
        "Over i KVP",
        "Flyttet fra kommunen",
        "Døde",
        "Ukjent årsak",
    ]
    assert labels[-1] == "Desember 2025"


def test_a_masked_cause_is_shown_masked_and_makes_no_sum() -> None:
    found = put(put(figures(), "bridge", "left", "died", None), "bridge", "left", "unknown", None)
    told = contents(found)
    assert told.bridge_title == "Fra i fjor til i år"
    assert [bar.value for bar in told.bridge if bar.label == "Døde"] == [None]


def test_a_masked_district_hides_its_change_too() -> None:
    found = put(figures(), "by_district", "Lerkendal", "recipients", None)
    districts = contents(found).districts
    line = next(line for line in districts.lines if line.label == "Lerkendal")
    shown = [cell(districts, column, value) for column, value in enumerate(line.values)]
    assert shown == [":", ":", "8"]
    midtbyen = next(line for line in districts.lines if line.label == "Midtbyen")
    assert cell(districts, 1, midtbyen.values[1]) == "\u22126"


def test_nobody_over_three_years_is_said_plainly() -> None:
    found = figures()
    for key in ("recipients_over_three_years", "child_families_over_three_years"):
        found[key] = 0
    first = contents(found).sentences[0]
    assert first.startswith("0 mottakere")
    assert first.endswith("Ingen av dem forsørger barn.")


def test_an_unfinished_year_names_its_own_months() -> None:
    found = figures()
    found["reference_month"] = "2025-04"
    told = contents(found)
    assert told.key_lead == "Per måned i 2025, snitt januar–april"
    assert told.trend_lead == "Over tre år, i april hvert år"
    assert told.bridge[0].label == "April 2024"


def test_the_definition_that_counts_is_marked() -> None:
    table = contents(figures()).definitions
    assert [line.label for line in table.lines if line.is_official] == ["DEF-1 Løpende forløp"]
    assert table.lines[0].values == (267, 212, 251, 67, 55, 59)
    assert table.lead.startswith("Fra 148 til 512 mottakere")


def test_the_method_tells_what_is_uncertain() -> None:
    method = dict(contents(figures()).method)
    assert "9 personer" in method["Usikkert"]
    assert "412 utbetalinger" in method["Hovedinntekt"]
    assert "14.01.2026" in method["Data til og med"]
