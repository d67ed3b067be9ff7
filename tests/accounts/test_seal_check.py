"""audit_verify names the first thing that does not fit: a line, a seal, the end, or the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts import seals
from accounts.models import AccessEvent, AccessSeal
from accounts.seal_check import Checked, check_log
from tests.accounts.log_rows import events_written, execute

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS = tmp_path / "osk.jsonl"
    return tmp_path / "osk.jsonl"


@pytest.fixture
def sealed(heads: Path) -> list[int]:
    """Three seals of three lines each, an hour old; the ids of the lines."""
    ids = []
    for minute in (60, 59, 58):
        ids += events_written(3, subject_ids=[11, 12])
        seals.seal_new_events(timezone.now() - timedelta(minutes=minute))
    return ids


def verdict() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("audit_verify")
    return str(refused.value)


def test_a_log_that_nobody_touched_is_in_order(
    sealed: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    events_written(2)
    call_command("audit_verify")
    expected = "I orden: 9 linjer under 3 segl. 2 nyere linjer venter på neste segl.\n"
    assert capsys.readouterr().out == expected


def test_an_empty_log_is_in_order(heads: Path) -> None:
    assert check_log(timezone.now()) == Checked(0, 0, 0)


def test_a_changed_line_is_named(sealed: list[int]) -> None:
    execute("UPDATE accounts_accessevent SET user_id = 99 WHERE id = %s", sealed[4])
    assert verdict() == f"Segl 2 stemmer ikke: linje {sealed[4]} endret."


@pytest.mark.parametrize("field", [name for name in seals.FIELDS if name != "id"])
def test_no_field_of_a_line_can_be_changed_unseen(sealed: list[int], field: str) -> None:
    column = AccessEvent._meta.get_field(field)
    other = {
        "DateTimeField": timezone.now() + timedelta(seconds=1),
        "JSONField": "[11]",
        "BigIntegerField": 98,
        "GenericIPAddressField": "10.9.8.7",
    }.get(column.get_internal_type(), "x")
    execute(f"UPDATE accounts_accessevent SET {field} = %s WHERE id = %s", other, sealed[0])
    assert verdict().startswith(f"Segl 1 stemmer ikke: linje {sealed[0]} endret")


@pytest.mark.parametrize(("place", "number"), [(0, 1), (2, 1), (3, 2), (8, 3)])
def test_a_missing_line_is_named(sealed: list[int], place: int, number: int) -> None:
    execute("DELETE FROM accounts_accessevent WHERE id = %s", sealed[place])
    assert verdict() == f"Segl {number} stemmer ikke: linje {sealed[place]} mangler."


def test_an_added_line_is_named_and_an_exchanged_one_twice(sealed: list[int]) -> None:
    execute("UPDATE accounts_accessevent SET id = %s WHERE id = %s", sealed[0] - 1, sealed[5])
    said = verdict()
    assert said == f"Segl 1 stemmer ikke: linje {sealed[0] - 1} lagt til."


@pytest.mark.parametrize(
    "change",
    ["count = 2", "digest = repeat", "row_marks = ''", "head = repeat", "sealed_at = later"],
)
def test_a_changed_seal_is_named(sealed: list[int], change: str) -> None:
    field = change.split(" = ")[0]
    other: dict[str, object] = {"count": 2, "row_marks": "", "sealed_at": timezone.now()}
    value = other.get(field, "f" * 64)
    execute(f"UPDATE accounts_accessseal SET {field} = %s WHERE number = 2", value)
    assert verdict() == "Segl 2 er selv endret: hodet stemmer ikke."


def test_a_missing_seal_is_named(sealed: list[int]) -> None:
    execute("DELETE FROM accounts_accessseal WHERE number = 2")
    assert verdict() == "Segl 2 mangler: neste segl i databasen er 3."


def test_a_tail_cut_off_with_its_seal_shows_by_the_file(sealed: list[int]) -> None:
    execute("DELETE FROM accounts_accessevent WHERE id >= %s", sealed[6])
    execute("DELETE FROM accounts_accesssubject WHERE event_id >= %s", sealed[6])
    execute("DELETE FROM accounts_accessseal WHERE number = 3")
    assert verdict() == (
        "Loggen er kuttet: filen over segl går til segl 3, databasen bare til segl 2 "
        f"(linje {sealed[5]})."
    )


def test_a_tail_cut_off_shows_also_when_new_lines_are_sealed_after_it(sealed: list[int]) -> None:
    execute("DELETE FROM accounts_accessevent WHERE id >= %s", sealed[6])
    execute("DELETE FROM accounts_accesssubject WHERE event_id >= %s", sealed[6])
    execute("DELETE FROM accounts_accessseal WHERE number = 3")
    events_written(2)
    seals.seal_new_events(timezone.now())
    assert verdict().startswith("Segl 3 står ikke slik i osk.jsonl")


def test_lines_and_seals_written_anew_with_the_key_show_by_the_file(sealed: list[int]) -> None:
    execute("UPDATE accounts_accessevent SET user_id = 99 WHERE id = %s", sealed[0])
    execute("DELETE FROM accounts_accessseal")
    execute("DELETE FROM accounts_accesssubject")
    seals.seal_new_events(timezone.now())
    assert verdict().startswith("Segl 1 står ikke slik i osk.jsonl")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda lines: lines[:1], "Filen over segl er kuttet: den mangler segl 2 til 3."),
        (lambda lines: [], "Filen over segl er kuttet: den mangler segl 1 til 3."),
        (lambda lines: [lines[0], *lines[2:]], "Segl 2 står ikke slik i osk.jsonl"),
        (lambda lines: [lines[0], "nonsense", lines[2]], "Segl 2 står ikke slik i osk.jsonl"),
        (lambda lines: [*lines, lines[2]], "Loggen er kuttet: filen over segl går til segl 4"),
    ],
)
def test_a_changed_file_is_named(
    sealed: list[int], heads: Path, edit: Callable[[list[str]], list[str]], said: str
) -> None:
    lines = edit(heads.read_text().splitlines())
    heads.write_text("".join(f"{line}\n" for line in lines))
    assert verdict().startswith(said)


def test_a_missing_file_is_a_cut_one(sealed: list[int], heads: Path) -> None:
    heads.unlink()
    assert verdict() == "Filen over segl er kuttet: den mangler segl 1 til 3."


def test_a_head_on_its_way_to_the_file_is_no_breach(sealed: list[int], heads: Path) -> None:
    lines = heads.read_text().splitlines(keepends=True)
    events_written(1)
    seals.seal_new_events(timezone.now())
    heads.write_text("".join(lines))
    assert check_log(timezone.now()).seals == 4


def test_a_line_left_out_of_the_index_by_person_is_named(sealed: list[int]) -> None:
    execute("DELETE FROM accounts_accesssubject WHERE event_id = %s AND person_id = 12", sealed[4])
    assert verdict() == (
        f"Segl 2 stemmer ikke: registeret over omtalte personer er endret for linje {sealed[4]}."
    )


def test_a_new_key_keeps_the_old_seals_good_as_long_as_the_old_one_is_given(
    sealed: list[int], settings: Any
) -> None:
    old = settings.AUDIT_KEYS[0]
    settings.AUDIT_KEYS = ["a new key", old]
    events_written(1)
    seals.seal_new_events(timezone.now())
    assert check_log(timezone.now()).seals == 4
    settings.AUDIT_KEYS = ["a new key"]
    mark = AccessSeal.objects.get(number=1).key_mark
    assert verdict() == f"Segl 1 er laget med en annen nøkkel enn dem i AUDIT_KEY (merke {mark})."
