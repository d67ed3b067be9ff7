"""What a file is, and how spoiled files are refused: named by line, nothing read."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.kostra.findings import MOST_ERRORS, Findings
from benefits.kostra.layouts import FORMS, YEARS, Form
from benefits.kostra.reading import MOST_BYTES, read_rows
from tests.benefits.kostra_files import Participant, Recipient, assistance_file, programme_file


def good_file(form: Form, year: int, count: int = 3, newline: str = "\n") -> bytes:
    """`count` lines of different people."""
    numbers = range(1, count + 1)
    if form == "11F":
        people = [Recipient({n: (9000, None)}, f"OSK{n}", date(1990, 1, n)) for n in numbers]
        return assistance_file(people, year, newline=newline)
    participants = [
        Participant(date(year, 2, 1), journal=f"KVP{n}", birth_date=date(1990, 1, n))
        for n in numbers
    ]
    return programme_file(participants, year, newline=newline)


def refusal(data: bytes) -> list[tuple[int | None, str | None, str]]:
    findings = Findings("11F.dat")
    assert read_rows("11F.dat", data, findings) is None
    assert all(one.file == "11F.dat" and one.message.endswith(".") for one in findings.errors)
    return [(one.line, one.field, one.rule) for one in findings.errors]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("form", FORMS)
def test_form_year_and_municipality_are_recognised(form: Form, year: int, newline: str) -> None:
    findings = Findings("fil")
    file = read_rows("fil", good_file(form, year, newline=newline), findings)
    assert file is not None
    assert (file.form, file.year, file.municipality) == (form, year, "5001")
    assert [number for number, _ in file.rows] == [1, 2, 3]
    assert findings.errors == []


def test_empty_lines_are_ignored_but_counted() -> None:
    first, second, third = good_file("11F", 2025).splitlines()
    data = b"\n".join([b"", first, b"\r", b"", second, third, b"", b""])
    file = read_rows("fil", data, Findings("fil"))
    assert file is not None
    assert [number for number, _ in file.rows] == [2, 5, 6]
    wrong = b"\n".join([b"", first, b"", second[:-1], third])
    assert refusal(wrong) == [(4, None, "001")]


@pytest.mark.parametrize("data", [b" ", b" \n", b" \r\n"])
def test_a_single_space_says_that_there_were_no_recipients(data: bytes) -> None:
    findings = Findings("fil")
    file = read_rows("fil", data, findings)
    assert file is not None
    assert (file.form, file.year, file.rows, findings.errors) == (None, None, (), [])


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == [(None, None, "000")]


def test_every_line_of_wrong_length_is_named() -> None:
    lines = good_file("11F", 2024, 6).splitlines()
    lines[1] += b" "
    lines[3] = lines[3][:-5]
    assert refusal(b"\n".join(lines)) == [(2, None, "001"), (4, None, "001")]


def test_a_file_cut_off_in_its_last_line_is_called_cut_off() -> None:
    data = good_file("11CF", 2026)
    assert refusal(data[:-40]) == [(3, None, "avkortet")]


def test_a_first_line_that_is_spoiled_is_named_and_not_all_the_others() -> None:
    assert refusal(b"overskrift\n" + good_file("11F", 2023)) == [(1, None, "001")]


def test_a_file_of_no_known_length_is_refused_at_its_first_line() -> None:
    assert refusal(b"navn;nummer\nen;to\ntre;fire\n") == [(1, None, "001")]


@pytest.mark.parametrize("version", [b"21", b"27", b"99", b"2x"])
def test_years_that_are_not_known_are_refused(version: bytes) -> None:
    lines = good_file("11F", 2025).splitlines()
    data = b"\n".join(line[:4] + version + line[6:] for line in lines)
    assert refusal(data) == [(1, "VERSION", "04")]


def test_a_line_of_another_year_is_refused_even_when_its_length_fits() -> None:
    lines = good_file("11F", 2025).splitlines() + good_file("11F", 2026).splitlines()[:1]
    assert refusal(b"\n".join(lines)) == [(4, "VERSION", "04")]


def test_lines_of_the_other_form_are_refused() -> None:
    data = good_file("11F", 2025) + good_file("11CF", 2025, 1) + good_file("11F", 2025, 1)
    assert refusal(data) == [(4, None, "001")]


def test_a_line_of_another_municipality_is_refused() -> None:
    lines = good_file("11F", 2025).splitlines()
    lines[1] = b"5006" + lines[1][4:]
    assert refusal(b"\n".join(lines)) == [(2, "KOMMUNE_NR", "03")]
    letters = b"\n".join(b"50x1" + line[4:] for line in lines)
    assert refusal(letters) == [(number, "KOMMUNE_NR", "03") for number in (1, 2, 3)]


def test_a_tab_is_refused() -> None:
    lines = good_file("11F", 2025).splitlines()
    lines[2] = lines[2].replace(b"  ", b"\t ", 1)
    assert refusal(b"\n".join(lines)) == [(3, None, "001")]


def test_unicode_is_called_by_its_name() -> None:
    text = good_file("11F", 2025).decode("latin-1")
    assert refusal(text.encode("utf-8")) == [(1, None, "tegnsett")]
    assert refusal(text.encode("utf-8-sig")) == [(1, None, "tegnsett")]
    assert refusal(text.encode("utf-16")) == [(1, None, "tegnsett")]
    plain = text.replace("Åse Øyen", "Aase Oeyen"[:8])
    assert refusal(plain.encode("utf-8-sig")) == [(1, None, "tegnsett")]


def test_one_line_pasted_in_as_utf_8_is_found_among_the_others() -> None:
    lines = good_file("11F", 2025).decode("latin-1").splitlines()
    raw = [lines[0].encode("latin-1"), lines[1].encode("utf-8"), lines[2].encode("latin-1")]
    assert refusal(b"\n".join(raw)) == [(2, None, "tegnsett")]


@pytest.mark.parametrize("mark", [b"\x00", b"\x1a", b"\x7f", b"\x0b"])
def test_control_characters_are_refused(mark: bytes) -> None:
    lines = good_file("11F", 2025).splitlines()
    lines[1] = lines[1][:100] + mark + lines[1][101:]
    assert refusal(b"\n".join(lines)) == [(2, None, "tegnsett")]


def test_no_more_errors_are_listed_than_anyone_will_read() -> None:
    good = good_file("11F", 2025, 1)
    data = good * 500 + (good.rstrip(b"\n") + b"x\n") * 400
    assert len(refusal(data)) == MOST_ERRORS


def test_a_file_larger_than_any_municipality_sends_is_not_looked_into() -> None:
    assert refusal(b"\n" * (MOST_BYTES + 1)) == [(None, None, "størrelse")]


def test_what_is_no_text_at_all_is_not_taken_for_unicode() -> None:
    assert refusal(b"PK\x03\x04\xc3\xa5" + good_file("11F", 2025)) == [(1, None, "tegnsett")]
    findings = Findings("fil")
    read_rows("fil", b"PK\x03\x04\xc3\xa5", findings)
    assert "styretegn" in findings.errors[0].message
