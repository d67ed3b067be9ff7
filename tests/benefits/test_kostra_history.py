"""Several files read together: all or nothing, whatever they hold."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benefits.kostra.enrolments import Enrolment
from benefits.kostra.findings import MOST_ERRORS
from benefits.kostra.history import KostraHistory, read_history
from benefits.kostra.layouts import FORMS, YEARS, Form
from households.months import Month, month_from
from tests.benefits.kostra_files import Participant, Recipient, assistance_file, programme_file

CONTROL_PROGRAM = Path(__file__).parents[3] / "shared/kostra/kostra_check.py"
PEOPLE = 12


def born(number: int) -> date:
    return date(1970 + number, 1 + number % 12, 1 + number)


def months_paid(number: int, year: int) -> list[int]:
    """The months that person `number` got assistance in."""
    return [month for month in range(1, 13) if (number * 7 + year * 5 + month) % 5 < 3]


def assistance(year: int, municipality: str = "5001") -> bytes:
    people = [
        Recipient(
            dict.fromkeys(months_paid(number, year), (9000 + number, None)),
            f"OSK{number:05d}",
            born(number),
            children=number % 3,
        )
        for number in range(PEOPLE)
    ]
    return assistance_file(people, year, municipality)


def programme(year: int, municipality: str = "5001") -> bytes:
    """Everybody starts in the autumn before; the even ones complete, the odd ones go on."""
    people = [
        Participant(
            date(year - 1, 9, 1),
            range(1, 7) if number % 2 == 0 else range(1, 13),
            "3" if number % 2 == 0 else "1",
            date(year, 6, 30) if number % 2 == 0 else None,
            f"KVP{number:05d}",
            born(number),
        )
        for number in range(PEOPLE)
    ]
    return programme_file(people, year, municipality)


def read(*files: tuple[str, bytes]) -> KostraHistory:
    history = read_history(files, synthetic_allowed=True)
    values = history.recipients or history.programmes or history.enrolments
    assert not (history.errors and values)
    return history


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("form", FORMS)
def test_generated_files_are_free_of_errors_by_the_control_program(
    form: Form, year: int, tmp_path: Path
) -> None:
    if not CONTROL_PROGRAM.exists():
        pytest.skip("the control program is not on this machine")
    file = tmp_path / "file.dat"
    file.write_bytes(assistance(year) if form == "11F" else programme(year))
    call = [sys.executable, str(CONTROL_PROGRAM), str(file), str(year), form, "--region", "5001"]
    waived = ["--waive-bydelsnr"] if (form, year) == ("11F", 2026) else []
    done = subprocess.run([*call, *waived], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{PEOPLE} records, 0 errors, 0 warnings"


@pytest.mark.parametrize("form", FORMS)
def test_good_files_of_every_year_are_read_without_a_remark(form: Form) -> None:
    for year in YEARS:
        history = read(("fil", assistance(year) if form == "11F" else programme(year)))
        assert (history.errors, history.notices) == ((), ())
        assert len(history.recipients or history.programmes) == PEOPLE
        (file,) = history.files
        assert (file.form, file.year, file.lines) == (form, year, PEOPLE)
        assert (file.file, file.municipality) == ("fil", "5001")


def test_a_persons_years_lie_side_by_side() -> None:
    history = read(*((f"{year}.dat", assistance(year)) for year in reversed(YEARS)))
    found: dict[str, set[Month]] = {}
    for one in history.recipients:
        found.setdefault(str(one.birth_date), set()).update(month for month, _, _ in one.months)
    assert found == {
        str(born(number)): {
            month_from(year, month) for year in YEARS for month in months_paid(number, year)
        }
        for number in range(PEOPLE)
    }
    assert len({one.identity for one in history.recipients}) == PEOPLE


def test_programmes_of_several_years_become_enrolments() -> None:
    started = date(2023, 9, 1)
    completes, leaves, begins = (
        Participant(started, journal=f"KVP{n}", birth_date=born(n)) for n in (1, 2, 3)
    )
    done = replace(completes, status="3", ended=date(2024, 6, 30))
    begins = replace(begins, started=date(2024, 2, 1))
    history = read(
        ("2023", programme_file([completes, leaves], 2023)),
        ("2024", programme_file([done, begins], 2024)),
    )
    assert [(one.latest.birth_date, one.started_on, one.ended_on) for one in by_age(history)] == [
        (born(1), started, date(2024, 6, 30)),
        (born(2), started, date(2023, 12, 31)),
        (born(3), date(2024, 2, 1), None),
    ]
    assert [(one.file, one.line, one.rule) for one in history.notices] == [("2023", 2, "periode")]


def by_age(history: KostraHistory) -> list[Enrolment]:
    return sorted(history.enrolments, key=lambda one: str(one.latest.birth_date))


def test_one_wrong_file_among_several_leaves_nothing() -> None:
    history = read(("a", assistance(2024)), ("b", assistance(2025)[:-100]), ("c", programme(2025)))
    assert [(one.file, one.line, one.rule) for one in history.errors] == [("b", 12, "avkortet")]
    assert [one.file for one in history.files] == ["a", "c"]


def test_a_form_and_year_comes_once() -> None:
    history = read(("a", assistance(2024)), ("b", programme(2024)), ("c", assistance(2024)))
    assert [(one.file, one.line, one.rule) for one in history.errors] == [("c", None, "to filer")]


def test_a_year_has_one_municipality_though_it_may_change_its_number() -> None:
    history = read(("a", assistance(2023, "3001")), ("b", assistance(2024, "3101")))
    assert history.errors == ()
    mixed = read(("a", assistance(2024, "5001")), ("b", programme(2024, "5006")))
    assert [(one.file, one.field, one.rule) for one in mixed.errors] == [("b", "KOMMUNE_NR", "03")]


def test_a_year_without_recipients_adds_nothing() -> None:
    history = read(("a", b" "), ("b", b" \r\n"), ("c", assistance(2024)))
    assert (history.errors, len(history.recipients)) == ((), PEOPLE)
    assert [(one.form, one.lines) for one in history.files] == [(None, 0), (None, 0), ("11F", 12)]


def test_a_file_that_is_wrong_throughout_says_that_there_is_more() -> None:
    people = [
        Recipient({1: (9000, None)}, f"OSK{n}", born(n % 12), fields={"BOSIT": ""})
        for n in range(MOST_ERRORS * 2)
    ]
    history = read(("fil", assistance_file(people, 2025)))
    assert history.errors[-1].rule == "mange"
    assert MOST_ERRORS < len(history.errors) < MOST_ERRORS + 5


def mutant(good: bytes, chance: random.Random) -> bytes:
    """The file with one to three things done to it that happen to files."""
    data = good
    for _ in range(chance.choice((1, 1, 2, 3))):
        place, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 7, 400))
        junk = bytes(chance.randrange(256) for _ in range(length))
        digits = "".join(chance.choice("0123456789 ") for _ in range(length)).encode()
        lines = data.split(b"\n")
        chance.shuffle(lines)
        data = chance.choice(
            (
                data[:place],
                data[place:],
                data[:place] + data[place + length :],
                data[:place] + junk + data[place:],
                data[:place] + junk + data[place + length :],
                data[:place] + digits + data[place + length :],
                data[:place] + digits + data[place + length :],
                data[:place] + b" " * length + data[place + length :],
                data[:place] + data[place:].replace(b" ", b"\t", 1),
                data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b""))),
                data.decode("latin-1").encode(chance.choice(("utf-8", "utf-16", "utf-8-sig"))),
                b"\n".join(lines),
                data + good,
                data + b"\x1a",
            )
        )
    return data


@pytest.mark.parametrize("form", FORMS)
def test_a_spoiled_file_gives_errors_or_all_its_lines_and_never_a_half(form: Form) -> None:
    chance = random.Random(f"kostra {form}")
    refused = 0
    for number in range(250):
        year = YEARS[number % len(YEARS)]
        data = mutant(assistance(year) if form == "11F" else programme(year), chance)
        history = read(("fil", data))
        if history.errors:
            refused += 1
            assert all(one.file == "fil" and one.rule and one.message for one in history.errors)
        else:
            lines = [line for line in data.split(b"\n") if line.strip(b"\r")]
            assert len(history.recipients or history.programmes) == len(lines)
    assert 150 < refused < 250
