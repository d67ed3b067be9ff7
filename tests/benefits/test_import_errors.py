"""Each rule that an extract can break: file, line and column are named, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from benefits.imports.actions import preview_history
from benefits.imports.findings import MOST_LISTED
from benefits.imports.outcome import Outcome, Result
from benefits.imports.wording import details, headline
from households.national_id import synthetic_national_id
from tests.benefits.history_files import (
    HEADERS,
    MARKED_NUMBERS,
    MARKS,
    ON,
    good,
    member,
    payment,
    period,
    write_tables,
)

pytestmark = pytest.mark.django_db

PERSONS, MEMBERS, PAYMENTS, PERIODS = HEADERS
OTHER_NUMBER = synthetic_national_id(ON.replace(year=1980))

# File, index of the row, column, wrong value; then line and rule of the error.
CELLS = [
    (PERSONS, 0, "person_ref", "", "mangler"),
    (PERSONS, 0, "person_ref", "kostra:1", "reservert"),
    (PERSONS, 0, "national_id", "98765", "fødselsnummer"),
    (PERSONS, 0, "national_id", OTHER_NUMBER[:-1] + "x", "fødselsnummer"),
    (PERSONS, 0, "first_name", "A" * 121, "for-langt"),
    (PERSONS, 0, "last_name", "Merke\nsen", "styretegn"),
    (PERSONS, 0, "last_name", "Merke\u202esen", "styretegn"),
    (PERSONS, 0, "birth_date", "17.05.1985", "dato"),
    (PERSONS, 0, "birth_date", "19850517", "dato"),
    (PERSONS, 0, "birth_date", "2026-02-30", "dato"),
    (PERSONS, 4, "birth_date", "2027-01-01", "født-fram-i-tid"),
    (PERSONS, 4, "birth_date", "1066-10-14", "dato-utenfor"),
    (PERSONS, 0, "birth_date", "1985-05-18", "nummer-og-dato"),
    (PERSONS, 0, "sex", "kvinne", "kjønn"),
    (PERSONS, 0, "district", "Byneset", "bydel"),
    (MEMBERS, 0, "household_ref", "", "mangler"),
    (MEMBERS, 0, "person_ref", "refmerke-9", "ukjent-person"),
    (MEMBERS, 0, "role", "mother", "rolle"),
    (MEMBERS, 0, "role", "", "rolle"),
    (MEMBERS, 0, "from", "2020-13-01", "dato"),
    (MEMBERS, 0, "to", "9999-12-31", "dato-utenfor"),
    (MEMBERS, 0, "to", "2020-01-14", "til-før-fra"),
    (PAYMENTS, 0, "person_ref", "", "mangler"),
    (PAYMENTS, 0, "person_ref", "refmerke-9", "ukjent-person"),
    (PAYMENTS, 0, "month", "", "mangler"),
    (PAYMENTS, 0, "month", "2026-1", "måned"),
    (PAYMENTS, 0, "month", "01.2026", "måned"),
    (PAYMENTS, 0, "month", "1066-10", "måned-utenfor"),
    (PAYMENTS, 3, "month", "2026-12", "fram-i-tid"),
    (PAYMENTS, 0, "kind", "gave", "stønadsform"),
    (PAYMENTS, 0, "category", "strøm", "formål"),
    (PAYMENTS, 0, "amount", "", "mangler"),
    (PAYMENTS, 0, "amount", "0", "beløp"),
    (PAYMENTS, 0, "amount", "-9000", "beløp"),
    (PAYMENTS, 0, "amount", "9000,50", "beløp"),
    (PAYMENTS, 0, "amount", "9 000", "beløp"),
    (PAYMENTS, 0, "amount", "1e308", "beløp"),
    (PAYMENTS, 0, "amount", "NaN", "beløp"),
    (PAYMENTS, 0, "amount", "9" * 5000, "beløp"),
    (PAYMENTS, 0, "amount", "٩٠٠٠", "beløp"),
    (PAYMENTS, 0, "paid_on", "2026-02-01", "måned-og-dato"),
    (PAYMENTS, 0, "paid_on", "2026-01-32", "dato"),
    (PAYMENTS, 0, "for_month", "2026-01-01", "måned"),
    (PAYMENTS, 0, "status", "utbetalt", "status"),
    (PAYMENTS, 0, "main_income", "10", "inntektskilde"),
    (PAYMENTS, 0, "row_ref", "r" * 101, "for-langt"),
    (PERIODS, 0, "person_ref", "refmerke-9", "ukjent-person"),
    (PERIODS, 0, "from", "", "mangler"),
    (PERIODS, 0, "from", "2023-02-29", "dato"),
    (PERIODS, 0, "to", "2023-01-31", "til-før-fra"),
    (PERIODS, 0, "kind", "aap", "periodetype"),
]


@pytest.mark.parametrize(("file", "index", "column", "value", "rule"), CELLS)
def test_a_wrong_cell_is_named_by_file_line_and_column(
    tmp_path: Path, file: str, index: int, column: str, value: str, rule: str
) -> None:
    tables = good()
    tables[file][index][column] = value
    outcome = preview_history(write_tables(tmp_path, tables), on=ON)
    assert outcome.result is Result.REFUSED
    found = {(error.file, error.line, error.column, error.rule) for error in outcome.errors}
    assert (file, index + 2, column, rule) in found
    assert_nothing_personal(outcome)


def test_a_reference_and_a_number_may_stand_once(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS].append(tables[PERSONS][0])
    tables[PAYMENTS][1]["row_ref"] = tables[PAYMENTS][0]["row_ref"]
    assert errors(tmp_path, tables) == {
        (PERSONS, 8, "person_ref", "referanse-to-ganger", 2),
        (PERSONS, 8, "national_id", "nummer-to-ganger", 2),
        (PAYMENTS, 3, "row_ref", "referanse-to-ganger", 2),
    }


def test_an_adult_is_in_one_household_at_a_time(tmp_path: Path) -> None:
    tables = good()
    tables[MEMBERS].append(member("D", "1", "adult", "2025-01-01"))
    tables[MEMBERS].append(member("C", "6", "other", "2025-01-01"))
    assert errors(tmp_path, tables) == {
        (MEMBERS, 8, "from", "to-husstander", 3),
        (MEMBERS, 9, "from", "to-medlemskap", 7),
    }


def test_a_child_may_live_in_two_households(tmp_path: Path) -> None:
    tables = good()
    tables[MEMBERS].append(member("C", "3", "child", "2024-07-01"))
    assert errors(tmp_path, tables) == set()


def test_a_child_needs_a_birth_date(tmp_path: Path) -> None:
    tables = good()
    tables[PERSONS][2] |= {"birth_date": "", "national_id": ""}
    assert errors(tmp_path, tables) == {(MEMBERS, 4, "role", "barn-uten-dato", None)}


def test_periods_of_a_kind_do_not_overlap(tmp_path: Path) -> None:
    tables = good()
    tables[PERIODS] += [
        period("1", "2023-12-31", "2024-05-01"),
        period("1", "2023-05-01", "2023-06-30", "intro"),
    ]
    assert errors(tmp_path, tables) == {(PERIODS, 5, "from", "perioder-overlapper", 2)}


def test_a_from_date_that_cannot_be_known_is_an_error(tmp_path: Path) -> None:
    tables = good()
    tables[MEMBERS][0]["from"] = ""
    assert errors(tmp_path, tables) == set()
    tables[MEMBERS][3]["from"] = ""
    assert errors(tmp_path, tables) == {(MEMBERS, 5, "from", "fra-ukjent", None)}


def test_synthetic_numbers_need_a_setting(tmp_path: Path, settings: object) -> None:
    settings.SYNTHETIC_NUMBERS_ALLOWED = False  # type: ignore[attr-defined]
    rules = {error[3] for error in errors(tmp_path, good())}
    assert rules == {"syntetisk-nummer"}


def test_all_errors_are_counted_and_the_first_are_listed(tmp_path: Path) -> None:
    tables = good()
    tables[PAYMENTS] += [payment("1", "2026-01", "0") for _ in range(MOST_LISTED + 7)]
    outcome = preview_history(write_tables(tmp_path, tables), on=ON)
    assert (len(outcome.errors), outcome.error_count) == (MOST_LISTED, MOST_LISTED + 7)
    assert "… og 7 feil til." in list(details(outcome))


def errors(folder: Path, tables: dict) -> set[tuple[str, int | None, str, str, int | None]]:
    outcome = preview_history(write_tables(folder, tables), on=ON)
    assert_nothing_personal(outcome)
    return {(one.file, one.line, one.column, one.rule, one.see_line) for one in outcome.errors}


def assert_nothing_personal(outcome: Outcome) -> None:
    text = "\n".join([headline(outcome), *details(outcome), str(outcome.to_json())])
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS, OTHER_NUMBER) if mark in text] == []
