"""What is given on the import page: zips, wrong names, too much, and files made to harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from benefits.imports import uploads
from benefits.imports.uploads import files_of
from benefits.models import ImportRun
from tests.benefits.history_files import good, write_tables
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
NEW = "/import/ny/"


@pytest.fixture(autouse=True)
def upload_dir(tmp_path: Path, settings: Any) -> Path:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.UPLOAD_DIR


@pytest.fixture
def client(administrator: User) -> Client:
    return logged_in(administrator)


def given(client: Client, *files: tuple[str, bytes], kind: str = "history") -> str:
    """Upload the files; the page's text, or "" when they were taken in."""
    data = {"kind": kind, "upload": [SimpleUploadedFile(name, content) for name, content in files]}
    answer = client.post(NEW, data)
    assert answer.status_code in (200, 302)
    return answer.content.decode()


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def contents(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in write_tables(folder, good())]


def test_a_zip_is_unpacked_wherever_its_files_lie(client: Client, tmp_path: Path) -> None:
    files = [(f"uttrekk/{name}", content) for name, content in contents(tmp_path)]
    others = [("__MACOSX/._persons.csv", b"x"), ("uttrekk/.DS_Store", b"x"), ("tom/", b"")]
    assert given(client, ("uttrekk.zip", zipped(*files, *others))) == ""
    run = ImportRun.objects.get()
    assert [path.name for path in files_of(run)] == sorted(name for name, _ in contents(tmp_path))


def test_the_same_files_have_the_same_hash_however_they_are_given(
    client: Client, tmp_path: Path
) -> None:
    files = contents(tmp_path)
    given(client, *files)
    given(client, ("alle.zip", zipped(*files)))
    assert len(set(ImportRun.objects.values_list("files_sha256", flat=True))) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("Kari Merkesen.csv", b"x", uploads.UNKNOWN),
        ("persons.xlsx", b"x", uploads.UNKNOWN),
        ("..%2f..%2fpersons.csv.php", b"x", uploads.UNKNOWN),
        ("a" * 300 + ".csv", b"x", uploads.UNKNOWN),
        ("persons.csv", b"", "En av filene er tom."),
        ("bombe.zip", zipped(("payments.csv", b"0" * 60_000_000)), uploads.BAD_ZIP),
        ("stor.zip", zipped(*((f"{n}/a.csv", b"x") for n in range(41))), uploads.TOO_MANY),
        ("fremmed.zip", zipped(("andre.csv", b"x")), uploads.UNKNOWN),
        ("ut.zip", zipped(("../../../etc/passwd", b"x")), uploads.UNKNOWN),
        ("avkortet.zip", zipped(("persons.csv", bytes(range(256)) * 99))[:-30], uploads.UNKNOWN),
        (
            "skadet.zip",
            zipped(("persons.csv", b"abc" * 99), method=0).replace(b"bca", b"xyz"),
            uploads.BAD_ZIP,
        ),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_one_sentence(
    client: Client, upload_dir: Path, name: str, content: bytes, sentence: str
) -> None:
    shown = given(client, (name, content))
    assert sentence in shown
    assert "Merkesen" not in shown
    assert not ImportRun.objects.exists()
    assert list(upload_dir.glob("*")) == []


def test_a_file_given_twice_is_refused(client: Client) -> None:
    assert uploads.TWICE in given(client, ("persons.csv", b"x"), ("PERSONS.CSV", b"x"))


def test_too_much_is_refused_while_it_is_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    assert uploads.TOO_MUCH in given(client, ("persons.csv", b"x" * 1_001))
    assert uploads.TOO_MUCH in given(client, ("a.zip", zipped(("persons.csv", b"x" * 1_001))))
    assert given(client, ("persons.csv", b"x" * 1_000)) == ""


def test_a_full_disk_is_told_and_leaves_nothing(
    client: Client, upload_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads, "_store", full)
    assert uploads.NO_ROOM in given(client, ("persons.csv", b"x"))
    assert list(upload_dir.iterdir()) == []


def test_no_file_and_an_unknown_kind_are_told(client: Client) -> None:
    assert "Velg minst én fil." in given(client)
    assert "Velg et gyldig valg" in given(client, ("persons.csv", b"x"), kind="xml")
