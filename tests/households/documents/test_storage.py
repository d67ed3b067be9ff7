"""The bytes on the disk: whole or not at all, read only unchanged, swept when they are nobody's."""

from __future__ import annotations

import os
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from coordination import tasks
from households import anonymising
from households.documents import actions, storage
from households.models import Document, Household
from tests.record_factories import PDF, document, upload

pytestmark = pytest.mark.django_db


def scanner(folder: Path, status: int) -> str:
    """A scanner that notes which file it was given and ends with `status`."""
    script = folder / "skann.sh"
    script.write_text(
        f'#!/bin/sh\ntest -s "$1" || exit 9\necho "$1" > {folder}/skannet\nexit {status}\n'
    )
    script.chmod(0o700)
    return f"{script}"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_document_lies_under_a_random_name_that_only_the_program_can_read(
    caseworker: User, household: Household, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = document(household, caseworker)
        assert names(folder) == [f"{row.name}.ny"]
    assert names(folder) == [row.name]
    assert storage.read(row) == PDF
    assert row.size == len(PDF)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / str(row.name)).stat().st_mode) == 0o600


def test_when_the_row_fails_the_file_is_gone(
    caseworker: User, household: Household, folder: Path
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        document(household, caseworker, title="")
    assert not Document.objects.exists()
    assert names(folder) == []


def test_a_full_disk_leaves_nothing(
    caseworker: User, household: Household, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        document(household, caseworker)
    assert names(folder) == []
    assert not Document.objects.exists()


def test_the_same_form_twice_is_one_document(
    caseworker: User, household: Household, folder: Path
) -> None:
    first = document(household, caseworker)
    paper = actions.Paper("Igjen", "letter", timezone.localdate(), None, first.form_token)
    content = actions.Content("application/pdf", PDF)
    again = actions.register_document(
        household=household, unit=first.unit, paper=paper, content=content, by=caseworker
    )
    assert again == first
    assert len(names(folder)) == 1


def test_a_file_that_has_been_changed_is_not_served(
    caseworker: User, household: Household, folder: Path
) -> None:
    row = document(household, caseworker)
    next(folder.iterdir()).write_bytes(b"%PDF-byttet")
    with pytest.raises(storage.DocumentGoneError):
        storage.read(row)


@pytest.mark.parametrize(
    ("status", "said"), [(1, storage.HARMFUL), (2, storage.NOT_SCANNED), (9, storage.NOT_SCANNED)]
)
def test_what_the_scanner_does_not_pass_is_not_kept(
    caseworker: User,
    household: Household,
    folder: Path,
    tmp_path: Path,
    settings: Any,
    status: int,
    said: str,
) -> None:
    settings.DOCUMENT_SCAN = scanner(tmp_path, status)
    with pytest.raises(storage.ScanRefusedError, match=said):
        document(household, caseworker)
    assert names(folder) == []
    assert not Document.objects.exists()


def test_the_scanner_is_given_the_very_bytes_before_they_are_kept(
    caseworker: User, household: Household, folder: Path, tmp_path: Path, settings: Any
) -> None:
    settings.DOCUMENT_SCAN = scanner(tmp_path, 0)
    row = document(household, caseworker)
    assert (tmp_path / "skannet").read_text().strip() == f"{folder / str(row.name)}.ny"


@pytest.mark.parametrize("command", ["finnes-ikke-i-det-hele-tatt", "sh -c 'sleep 5'"])
def test_a_scanner_that_is_missing_or_stands_still_passes_nothing(
    caseworker: User,
    household: Household,
    folder: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    settings.DOCUMENT_SCAN = command
    monkeypatch.setattr(storage, "SCAN_SECONDS", 0.2)
    with pytest.raises(storage.ScanRefusedError, match="kunne ikke skannes"):
        document(household, caseworker)
    assert names(folder) == []


def made_old(path: Path) -> None:
    long_ago = timezone.now().timestamp() - storage.STRAY_AFTER - 60
    os.utime(path, (long_ago, long_ago))


def test_the_sweep_settles_what_a_stopped_program_left_and_nothing_else(
    caseworker: User, household: Household, folder: Path
) -> None:
    known = document(household, caseworker)  # its row is there; the name was never made whole
    for name in ("fremmed.ny", ".skrives-a", "fersk.ny", "uten-rad-og-hel"):
        (folder / name).write_bytes(b"x")
    for name in (f"{known.name}.ny", "fremmed.ny", ".skrives-a", "uten-rad-og-hel"):
        made_old(folder / name)
    tasks.sweep()
    assert names(folder) == sorted([str(known.name), "fersk.ny", "uten-rad-og-hel"])
    assert storage.read(known) == PDF


def test_when_a_household_is_anonymised_title_and_file_are_gone(
    caseworker: User,
    household: Household,
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    row = document(household, caseworker, title="Kontrakt for Amina")
    other = document(household, caseworker)
    Document.objects.filter(pk=other.pk).update(household=_another())
    with django_capture_on_commit_callbacks(execute=True):
        anonymising.anonymise_households([household.pk], date(2040, 1, 1))
        assert len(names(folder)) == 2
    row.refresh_from_db()
    assert (row.title, row.name, row.sha256) == ("", None, "")
    assert row.erased_on == date(2040, 1, 1)
    assert names(folder) == [f"{other.name}.ny"]
    with pytest.raises(storage.DocumentGoneError):
        storage.read(row)


def _another() -> Household:
    return Household.objects.create(contact=Household.objects.get().contact)


def test_the_sweep_takes_the_file_when_the_program_stopped_after_anonymising(
    caseworker: User, household: Household, folder: Path
) -> None:
    document(household, caseworker)
    anonymising.anonymise_households([household.pk], date(2040, 1, 1))
    assert len(names(folder)) == 1
    assert storage.sweep(timezone.now()) == 1
    assert storage.sweep(timezone.now() + timedelta(days=2)) == 0
    assert names(folder) == []


def test_an_upload_keeps_nothing_of_the_name_it_had(
    caseworker: User, household: Household, client: Any
) -> None:
    address = f"/husstander/{household.pk}/dokumenter/nytt/"
    values = {"kind": "letter", "token": "0b8f4d0e-3a55-4b6a-9d51-0c6d9a1f2b3c"}
    client.post(address, values | {"file": upload(PDF, "Amina Hemmelig.pdf")})
    assert "Hemmelig" not in str(Document.objects.values().get())
    assert Document.objects.get().title == "Brev"
