"""Each field held to its own rules, as strictly as SSB held it in the year of the file."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.kostra.findings import Findings
from benefits.kostra.layouts import Form
from benefits.kostra.lines import Line, parse_date, read_lines
from benefits.kostra.reading import read_rows
from tests.benefits.kostra_files import Participant, Recipient, assistance_file, programme_file

Place = tuple[str | None, str]


def read(form: Form, year: int, **fields: str) -> tuple[Line, list[Place], list[Place]]:
    """The line with `fields` put in, and field and rule of its errors and notices."""
    if form == "11F":
        data = assistance_file([Recipient({3: (9000, None)}, fields=fields)], year)
    else:
        data = programme_file([Participant(date(year, 2, 1), [3], fields=fields)], year)
    findings = Findings("fil")
    file = read_rows("fil", data, findings)
    assert file is not None
    assert file.layout is not None
    (line,) = read_lines(file, file.layout, findings)
    errors = [(one.field, one.rule) for one in findings.errors]
    return line, errors, [(one.field, one.rule) for one in findings.notices]


@pytest.mark.parametrize(
    ("form", "name", "rule"),
    [
        ("11F", "KJONN", "08"),
        ("11F", "EKTSTAT", "09"),
        ("11F", "BU18", "10"),
        ("11F", "VKLO", "14"),
        ("11F", "ARBSIT", "25"),
        ("11F", "GITT_OKONOMIRAD", "32"),
        ("11F", "FAAT_INDIVIDUELL_PLAN", "33"),
        ("11F", "BOSIT", "35"),
        ("11F", "VILKARSOSLOV", "39"),
        ("11F", "VILKARSAMEKT", "40"),
        ("11CF", "KJONN", "08"),
        ("11CF", "KVP_KOMM", "19"),
        ("11CF", "KVP_MED_ASTONAD", "26"),
        ("11CF", "STATUS", "36"),
    ],
)
@pytest.mark.parametrize("year", [2022, 2024, 2026])
def test_a_field_that_must_be_coded_is_refused_blank_or_unknown(
    form: Form, name: str, rule: str, year: int
) -> None:
    for text in ("", "?"):
        line, errors, _ = read(form, year, **{name: text})
        assert errors == [(name, rule)]
        assert line.codes[name] == ""


def test_codes_must_match_to_the_character() -> None:
    assert read("11F", 2025, ARBSIT="7")[1] == [("ARBSIT", "25")]
    assert read("11F", 2025, ARBSIT=" 7")[1] == [("ARBSIT", "25")]


@pytest.mark.parametrize(("year", "is_refused"), [(2022, True), (2024, False), (2026, True)])
def test_an_unknown_code_in_an_optional_field_is_refused_where_ssb_refused_it(
    year: int, is_refused: bool
) -> None:
    line, errors, notices = read("11F", year, VILKARKURS="99")
    place = ("VILKARKURS", "002")
    assert (errors, notices) == (([place], []) if is_refused else ([], [place]))
    assert line.codes["VILKARKURS"] == ""
    assert read("11F", year, VILKARKURS="17")[0].codes["VILKARKURS"] == "17"


def test_the_largest_benefit_is_mandatory_when_it_is_the_livelihood_and_always_from_2026() -> None:
    assert read("11F", 2025, TRYGDESIT="")[1:] == ([], [])
    assert read("11F", 2025, TRYGDESIT="03")[1:] == ([], [("TRYGDESIT", "002")])
    assert read("11F", 2025, VKLO="3", TRYGDESIT="")[1] == [("TRYGDESIT", "20")]
    assert read("11F", 2026, TRYGDESIT="")[1] == [("TRYGDESIT", "22")]


def test_codes_of_the_wrong_year_are_unknown() -> None:
    assert read("11F", 2023, VKLO="3", TRYGDESIT="13")[1] == [("TRYGDESIT", "20")]
    assert read("11F", 2024, VKLO="3", TRYGDESIT="13")[1] == []
    moved = {"KVP_KOMM": "1", "KOMMNR_KVP_KOMM": "3301"}
    assert read("11CF", 2023, **moved)[1] == [("KOMMNR_KVP_KOMM", "20")]
    assert read("11CF", 2024, **moved)[0].codes["KOMMNR_KVP_KOMM"] == "3301"


@pytest.mark.parametrize("text", ["12,50", "1 000", "12.5", "x", "1e5", "--5", "+", "0x1F", "²"])
def test_an_amount_that_is_not_a_whole_number_is_refused(text: str) -> None:
    line, errors, _ = read("11F", 2024, BIDRAG_MAI=text)
    assert errors == [("BIDRAG_MAI", "002")]
    assert line.numbers["BIDRAG_MAI"] == 0


def test_a_number_of_children_that_is_none_counts_as_none() -> None:
    assert read("11F", 2025, ANTBU18="x")[1:] == ([], [("ANTBU18", "002")])
    assert read("11CF", 2026, ANTBU18="x")[1:] == ([], [("ANTBU18", "002")])
    assert read("11F", 2026, ANTBU18="x")[1] == [("ANTBU18", "002")]


@pytest.mark.parametrize(
    ("text", "amount"), [("", 0), ("0", 0), ("-0", 0), ("0000500", 500), ("  +500 ", 500)]
)
def test_an_amount_may_have_blanks_zeros_or_a_plus(text: str, amount: int) -> None:
    line, errors, _ = read("11F", 2024, BIDRAG_MAI=text)
    assert (line.numbers["BIDRAG_MAI"], errors) == (amount, [])


def test_an_amount_below_zero_is_refused() -> None:
    assert read("11F", 2022, LAAN="-1")[1] == [("LAAN", "negativt")]
    assert read("11CF", 2026, KVP_STONAD="   -200")[1] == [("KVP_STONAD", "negativt")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29022024", date(2024, 2, 29)),
        ("31022023", date(2023, 2, 28)),
        ("31042023", date(2023, 4, 30)),
        ("010124", date(2024, 1, 1)),
        ("310222", date(2022, 2, 28)),
        ("32012024", None),
        ("01132024", None),
        ("00012024", None),
        ("01010000", None),
        ("0101202", None),
        ("1.1.2024", None),
        ("٠١٠١٢٠٢٤", None),
        ("", None),
    ],
)
def test_dates_are_read_in_both_ways_and_short_months_end_on_their_last_day(
    text: str, day: date | None
) -> None:
    assert parse_date(text) == day


def test_a_day_that_the_month_lacks_is_moved_with_a_notice() -> None:
    line, errors, notices = read("11CF", 2025, REG_DATO="31022024")
    assert line.dates["REG_DATO"] == date(2024, 2, 29)
    assert (errors, notices) == ([], [("REG_DATO", "dato")])


def test_a_date_that_is_none_is_refused_where_it_is_used() -> None:
    assert read("11CF", 2024, BEGYNT_DATO="991399")[1] == [("BEGYNT_DATO", "dato")]
    assert read("11F", 2025, FODSELSDATO="15.03.92")[1] == [("FODSELSDATO", "dato")]
    assert read("11F", 2025, VEDTAKDATO="xx")[1:] == ([], [("VEDTAKDATO", "dato")])
    assert read("11F", 2026, VEDTAKDATO="xx")[1] == [("VEDTAKDATO", "dato")]
    assert read("11F", 2022, VEDTAKDATO="000000")[1:] == ([], [])


def test_a_month_is_marked_by_its_number() -> None:
    assert read("11F", 2025)[0].months == {3}
    for text in ("4 ", " 4"):
        line, errors, notices = read("11F", 2025, STMND_4=text)
        assert (line.months, errors, notices) == ({3, 4}, [], [("STMND_4", "stmnd")])


def test_a_text_that_is_not_the_number_of_the_month_does_not_mark_it() -> None:
    assert read("11F", 2025, STMND_4="05")[0].months == {3}
    assert read("11F", 2025, STMND_4="05")[1:] == ([], [("STMND_4", "stmnd")])
    assert read("11F", 2025, STMND_4="00")[1:] == ([], [])
    for year in (2022, 2026):
        for text in ("05", "4 ", "00", "X "):
            assert read("11F", year, STMND_4=text)[1] == [("STMND_4", "002")]


def test_no_finding_repeats_what_stands_in_the_field() -> None:
    findings = Findings("fil")
    texts = {"BIDRAG_MAI": "8765,43", "ARBSIT": "77", "UTBETDATO": "87654321", "ANTBU18": "-9"}
    data = assistance_file([Recipient({3: (9000, None)}, fields=texts)], 2025)
    file = read_rows("fil", data, findings)
    assert file is not None
    assert file.layout is not None
    assert list(read_lines(file, file.layout, findings))
    messages = [one.message for one in (*findings.errors, *findings.notices)]
    assert len(messages) == 4
    assert not any(text in message for text in texts.values() for message in messages)
