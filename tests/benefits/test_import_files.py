"""Files that are not what they should be: character set, header, shape and size."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from benefits.imports.actions import preview_history
from benefits.imports.outcome import Result
from tests.benefits.history_files import HEADERS, ON, good, write_tables

pytestmark = pytest.mark.django_db

PERSONS, MEMBERS, PAYMENTS, PERIODS = HEADERS
Place = tuple[str, int | None, str, str]


def found(paths: list[Path]) -> list[Place]:
    outcome = preview_history(paths, on=ON)
    assert (outcome.result is Result.REFUSED) == bool(outcome.errors)
    return [(error.file, error.line, error.column, error.rule) for error in outcome.errors]


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return write_tables(tmp_path, good())


def named(paths: list[Path], name: str) -> Path:
    return next(path for path in paths if path.name == name)


# Content of payments.csv, then line, column and rule of the first error in it.
CONTENTS = [
    (b"", None, "", "tom-fil"),
    (b"\n\n", 1, "", "tom-fil"),
    (b"\xef\xbb\xbf", 1, "", "tom-fil"),
    ("person_ref,month\n".encode("utf-16"), None, "", "tegnsett"),
    ("person_ref,month,kind,category,amount\n".encode("utf-16-le"), 1, "", "nultegn"),
    (b"person_ref,month,kind,category,amount\na,2026-01,l\0,x,1\n", 2, "", "nultegn"),
    ("person_ref,måned\n".encode("latin-1"), 1, "", "tegnsett"),
    ("person_ref,month\n1,2\nÅse,1\n".encode("cp1252"), 3, "", "tegnsett"),
    (b"person_ref;month;kind;category;amount\n", 1, "", "skilletegn"),
    (b"person_ref\tmonth\tkind\tcategory\tamount\n", 1, "", "skilletegn"),
    (b"refmerke-1,2026-01,grant,bolig,9000\n", 1, "", "overskrift"),
    (b",,,,\n", 1, "", "overskrift"),
    (b"person_ref,month,kind,category\n", 1, "amount", "kolonne-mangler"),
    (b"person_ref,month,kind,category,amount,Merkesen\n", 1, "nr. 6", "ukjent-kolonne"),
    (b"person_ref,month,kind,category,amount,month\n", 1, "month", "kolonne-to-ganger"),
    (b",".join([b"month"] * 10_000), 1, "", "for-mange-kolonner"),
    (b"person_ref,month,kind,category,amount\nrefmerke-1,2026-01\n", 2, "", "antall-celler"),
    (b'person_ref,month,kind,category,amount\n"refmerke-1,2026-01\n', 2, "", "anførselstegn"),
    (b'person_ref,month,kind,category,amount\n"a"b,2026-01,x,y,1\n', 2, "", "anførselstegn"),
    (b"person_ref,month,kind,category,amount\n" + b"a" * 200_000, 2, "", "anførselstegn"),
    (b"PK\x03\x04\0\0", 1, "", "nultegn"),
]


@pytest.mark.parametrize(("content", "line", "column", "rule"), CONTENTS)
def test_a_file_that_is_not_a_table_is_named(
    paths: list[Path], content: bytes, line: int | None, column: str, rule: str
) -> None:
    named(paths, PAYMENTS).write_bytes(content)
    assert found(paths)[0] == (PAYMENTS, line, column, rule)


def test_columns_may_stand_in_any_order_and_case(paths: list[Path]) -> None:
    header, *lines = named(paths, PERIODS).read_text("utf-8").splitlines()
    turned = [",".join(reversed(line.split(","))) for line in [header.upper(), *lines]]
    named(paths, PERIODS).write_text("\n".join(turned), "utf-8")
    assert found(paths) == []


@pytest.mark.parametrize("name", [PERSONS, PAYMENTS])
def test_persons_and_payments_must_be_there(paths: list[Path], name: str) -> None:
    paths.remove(named(paths, name))
    assert (name, None, "", "fil-mangler") in found(paths)


def test_a_csv_file_with_another_name_is_refused_without_saying_it(paths: list[Path]) -> None:
    other = named(paths, PERIODS).rename(paths[0].with_name("Kari Merkesen.csv"))
    assert found([*paths[:3], other]) == [("", None, "", "ukjent-fil")]


def test_files_that_are_not_csv_are_left_alone(paths: list[Path]) -> None:
    (paths[0].parent / "LESMEG.txt").write_text("…", "utf-8")
    (paths[0].parent / ".DS_Store").write_bytes(b"\0")
    outcome = preview_history(sorted(paths[0].parent.iterdir()), on=ON)
    assert [one.count for one in outcome.notices if one.rule == "fil-ikke-lest"] == [1]


def test_a_file_that_is_gone_is_an_error(paths: list[Path]) -> None:
    named(paths, PERIODS).unlink()
    assert found(paths) == [(PERIODS, None, "", "ikke-lesbar")]


def test_a_quoted_line_break_does_not_move_the_line_numbers(paths: list[Path]) -> None:
    text = (
        "person_ref,month,kind,category,amount\n"
        '"refmerke-1\n\n",2026-01,grant,bolig,1\n'
        "refmerke-1,2026-01,grant,bolig,0\n"
    )
    named(paths, PAYMENTS).write_text(text, "utf-8")
    assert (PAYMENTS, 5, "amount", "beløp") in found(paths)


def repeat(paths: list[Path], line: str, size: int) -> None:
    """Fill payments.csv with `size` bytes of `line`."""
    header, lines = "person_ref,month,kind,category,amount\n", size // len(line.encode())
    named(paths, PAYMENTS).write_text(header + line * lines, "utf-8")


@pytest.mark.parametrize("line", ["x,y,z,æ,ø\n", "a", '"a,\n', "æ" * 50_000 + "\n"])
def test_fifty_megabytes_of_nonsense_are_refused(paths: list[Path], line: str) -> None:
    repeat(paths, line, 50_000_000)
    assert found(paths)


def test_memory_grows_modestly_with_the_rows(paths: list[Path]) -> None:
    repeat(paths, "refmerke-1,2026-01,grant,bolig,100\n", 2_000_000)
    tracemalloc.start()
    assert found(paths) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
