"""The two commands: what they print, where, and with which exit code."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from benefits.models import Payment
from households.models import Person
from tests.benefits.history_files import MARKED_NUMBERS, MARKS, good, write_tables
from tests.benefits.kostra_files import Recipient, assistance_file

pytestmark = pytest.mark.django_db


def run(*words: str | Path) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return nothing_personal(out.getvalue())


def refusal(*words: str | Path) -> list[str]:
    with pytest.raises(CommandError) as refused:
        call_command(*map(str, words))
    assert refused.value.returncode == 1
    return nothing_personal(str(refused.value)).splitlines()


def nothing_personal(text: str) -> str:
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in text] == []
    return text


def test_a_history_is_loaded_once_and_told_in_one_sentence(tmp_path: Path) -> None:
    write_tables(tmp_path, good())
    first = run("import_history", tmp_path).splitlines()
    assert first[0] == "Lest inn: 6 personer, 8 utbetalinger, 6 medlemskap, 3 perioder."
    assert run("import_history", tmp_path).startswith("Ingenting er endret")
    assert Person.objects.count() == 6


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write_tables(tmp_path, good())
    assert run("import_history", tmp_path, "--dry-run").startswith("Klart til innlesing: 6")
    assert Person.objects.count() == 0


def test_errors_name_file_line_and_column(tmp_path: Path) -> None:
    tables = good()
    tables["payments.csv"][2]["amount"] = "-98765"
    tables["persons.csv"][0]["district"] = "Byneset"
    write_tables(tmp_path, tables)
    assert refusal("import_history", tmp_path)[:3] == [
        "Ingenting er lest inn: 2 feil i filene.",
        "persons.csv, linje 2, kolonne district: Bydelen finnes ikke i OSK-sak. [bydel]",
        "payments.csv, linje 4, kolonne amount: "
        "Beløpet må være et helt tall kroner over 0. [beløp]",
    ]


def test_changes_are_named_and_need_update(tmp_path: Path) -> None:
    write_tables(tmp_path, good())
    run("import_history", tmp_path)
    tables = good()
    tables["payments.csv"][1]["status"] = "cancelled"
    write_tables(tmp_path, tables)
    assert refusal("import_history", tmp_path)[:3] == [
        "Ingenting er lest inn: filene er annerledes enn det som er lest inn før.",
        "Kjør på nytt med --update for å godta endringene:",
        "payments.csv: 1 annullerte (linje 3)",
    ]
    assert "annullerte" in run("import_history", tmp_path, "--update")
    assert Payment.objects.filter(status="cancelled").count() == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal("import_history", tmp_path / "borte") == ["Mappen finnes ikke."]


def test_kostra_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    paths = []
    for year in (2023, 2024):
        paths.append(tmp_path / str(year) / "11F.dat")
        paths[-1].parent.mkdir()
        paths[-1].write_bytes(assistance_file([Recipient({1: (900, None)})], year))
    told = run("import_kostra", *paths)
    assert told.startswith("Lest inn: 1 linje i 11F 2023, 1 linje i 11F 2024.")
    assert run("import_kostra", *paths).startswith("Ingenting er endret")
    assert Payment.objects.count() == 2


def test_kostra_errors_name_form_year_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "11F.dat"
    wrong = Recipient({1: (900, None)}, fields={"KJONN": "7"})
    path.write_bytes(assistance_file([wrong], 2024))
    lines = refusal("import_kostra", path)
    assert lines[0] == "Ingenting er lest inn: 1 feil i filene."
    assert lines[1].startswith("11F 2024, linje 1, kolonne KJONN: ")
    assert refusal("import_kostra", tmp_path / "x") == ["En av filene finnes ikke."]
