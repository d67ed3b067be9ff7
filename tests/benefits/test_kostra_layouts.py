"""The field tables against Statistics Norway's own, where these are at hand, and against sense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benefits.kostra.layouts import FORMS, YEARS, Form, accepted_codes, is_enforced, layout

REFERENCE = Path(__file__).parents[3] / "shared/kostra/kostra_layouts_2022_2026.json"
LENGTHS = {
    "11F": {2022: 324, 2023: 324, 2024: 324, 2025: 338, 2026: 338},
    "11CF": {2022: 139, 2023: 138, 2024: 136, 2025: 152, 2026: 152},
}
FORM_YEARS = [(form, year) for form in FORMS for year in YEARS]


@pytest.mark.parametrize(("form", "year"), FORM_YEARS)
def test_every_table_equals_the_official_one(form: Form, year: int) -> None:
    if not REFERENCE.exists():
        pytest.skip("the official field tables are not on this machine")
    official = json.loads(REFERENCE.read_text("utf-8"))[f"{form}_{year}"]
    assert layout(form, year).length == official["length"]
    assert [
        (one.name, one.start, one.width, one.type, sorted(one.codes))
        for one in layout(form, year).fields
    ] == [
        (one["name"], one["from"], one["size"], one["type"], sorted(one["codes"]))
        for one in official["fields"]
    ]


@pytest.mark.parametrize(("form", "year"), FORM_YEARS)
def test_a_record_has_the_length_of_its_year_and_no_name_twice(form: Form, year: int) -> None:
    table = layout(form, year)
    assert table.length == LENGTHS[form][year] == sum(one.width for one in table.fields)
    assert len(table.by_name) == len(table.fields)
    assert all(len(code) == one.width for one in table.fields for code in one.codes)


def test_dates_are_six_characters_until_2024_and_eight_after() -> None:
    widths = {
        year: {
            one.width for form in FORMS for one in layout(form, year).fields if "DATO" in one.name
        }
        for year in YEARS
    }
    assert widths == {2022: {6}, 2023: {6}, 2024: {6}, 2025: {8}, 2026: {8}}


def test_a_field_is_cut_out_of_its_line() -> None:
    table = layout("11F", 2025)
    line = "".join(str(number % 10) for number in range(1, table.length + 1))
    assert table.by_name["KOMMUNE_NR"].of(line) == "1234"
    assert table.by_name["SANKSJONANDRE"].of(line) == "78"
    assert "".join(one.of(line) for one in table.fields) == line


def test_the_codes_of_2022_are_those_of_2023() -> None:
    assert layout("11F", 2022).by_name["VKLO"].codes == ()
    assert accepted_codes("11F", 2022, "VKLO") == set("123456789")
    assert "13" not in accepted_codes("11F", 2022, "TRYGDESIT")
    assert "13" in accepted_codes("11F", 2024, "TRYGDESIT")
    assert "7" in accepted_codes("11CF", 2022, "STATUS")
    assert accepted_codes("11CF", 2022, "KVP_OSLO") == set()


def test_municipality_numbers_are_those_of_the_year() -> None:
    counts = [len(accepted_codes("11CF", year, "KOMMNR_KVP_KOMM")) for year in YEARS]
    assert counts == [357, 357, 358, 358, 358]
    assert "5001" in accepted_codes("11CF", 2022, "KOMMNR_KVP_KOMM")
    assert "3301" not in accepted_codes("11CF", 2023, "KOMMNR_KVP_KOMM")
    assert "3301" in accepted_codes("11CF", 2024, "KOMMNR_KVP_KOMM")


def test_the_whole_table_was_enforced_in_2022_and_for_11f_again_from_2026() -> None:
    assert [key for key in FORM_YEARS if is_enforced(*key)] == [
        ("11F", 2022),
        ("11F", 2026),
        ("11CF", 2022),
    ]


@pytest.mark.parametrize("year", [2021, 2027])
def test_other_years_have_no_layout(year: int) -> None:
    with pytest.raises(KeyError):
        layout("11F", year)
