"""The import pages: who may, what is shown and stored, and that nothing personal ever is."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, User
from benefits.models import ImportRun, Payment
from households.models import Person
from tests.benefits.history_files import (
    MARKED_NUMBERS,
    MARKS,
    Tables,
    good,
    payment,
    write_tables,
)
from tests.benefits.kostra_files import Recipient, assistance_file
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


Upload = Callable[[Tables], Any]


@pytest.fixture
def upload(client: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Upload:
    """Give the tables on the page, let the job run, and return the page that follows."""

    def give(tables: Tables) -> Any:
        files = [
            SimpleUploadedFile(path.name, path.read_bytes())
            for path in write_tables(tmp_path / "given", tables)
        ]
        with django_capture_on_commit_callbacks(execute=True):
            client.post(NEW, {"kind": "history", "upload": files})
        return client.get(address("import_run"))

    return give


@pytest.fixture
def answer(client: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Answer the newest run and return the page that follows."""

    def give(name: str = "load_import", **data: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address(name), data)
        return client.get(address("import_run"))

    return give


def address(name: str) -> str:
    return reverse(f"benefits:{name}", args=[newest().pk])


def newest() -> ImportRun:
    return ImportRun.objects.latest("pk")


def words(page: Any) -> str:
    """The page's text; nothing of the files' content may be in it."""
    text = page.content.decode()
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in text] == []
    assert [mark for mark in (*MARKS, *MARKED_NUMBERS) if mark in str(newest().outcome)] == []
    return text


@pytest.mark.parametrize(
    "who", ["caseworker", "team_leader", "bft_adviser", "executive", "stranger"]
)
def test_only_the_administrator_may_import(
    who: str, upload: Upload, request: pytest.FixtureRequest
) -> None:
    upload(good())
    other = logged_in(request.getfixturevalue(who))
    for path in ("/import/", NEW, address("import_run"), address("import_progress")):
        assert other.get(path).status_code == 403
    for name in ("load_import", "discard_import", "retry_import"):
        assert other.post(address(name)).status_code == 403
    assert newest().state == "previewed"


def test_good_files_are_checked_shown_accepted_and_loaded(
    upload: Upload, answer: Callable[..., Any], upload_dir: Path
) -> None:
    shown = words(upload(good()))
    assert "Filene er klare til innlesing" in shown
    assert "Viktigste inntektskilde er ikke oppgitt" in shown
    assert Person.objects.count() == 0
    assert "Filene er lest inn" in words(answer())
    assert Person.objects.count() == 6
    assert (newest().state, list(upload_dir.iterdir())) == ("done", [])


def test_uploaded_files_are_for_the_program_only(upload: Upload, upload_dir: Path) -> None:
    upload(good())
    (folder,) = upload_dir.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_errors_are_shown_by_file_line_field_and_rule(upload: Upload, upload_dir: Path) -> None:
    tables = good()
    tables["payments.csv"][2]["amount"] = "-98765"
    shown = words(upload(tables))
    assert "Beløpet må være et helt tall kroner over 0." in shown
    assert '<td class="num" data-label="Linje">4</td>' in shown
    assert '<td data-label="Felt">amount</td>' in shown
    assert (newest().state, list(upload_dir.iterdir())) == ("refused", [])


def test_many_errors_are_shown_in_pages(upload: Upload, client: Client) -> None:
    tables = good()
    tables["payments.csv"] += [payment("1", "2026-01", "0") for _ in range(120)]
    assert "Side 1 av 3" in words(upload(tables))
    assert "Side 3 av 3" in words(client.get(address("import_run") + "?side=99"))
    assert "Side 1 av 3" in words(client.get(address("import_run") + "?side=x"))


def test_changes_are_loaded_only_when_they_are_accepted(
    upload: Upload, answer: Callable[..., Any]
) -> None:
    upload(good())
    answer()
    tables = good()
    tables["payments.csv"][1]["status"] = "cancelled"
    shown = words(upload(tables))
    assert "Filene er annerledes enn sist" in shown
    assert "payments.csv, annullerte: linje 3" in shown
    answer()
    assert newest().state == "previewed"
    assert Payment.objects.filter(status="cancelled").count() == 0
    assert "Filene er lest inn" in words(answer(accept_changes="on"))
    assert Payment.objects.filter(status="cancelled").count() == 1


def test_the_answer_must_say_that_changes_are_accepted(
    upload: Upload, answer: Callable[..., Any], client: Client
) -> None:
    upload(good())
    answer()
    tables = good()
    tables["payments.csv"][1]["status"] = "cancelled"
    upload(tables)
    shown = client.post(address("load_import"), {})
    assert "Kryss av for at endringene skal gjennomføres." in words(shown)


def test_the_same_files_again_are_told_to_be_known(
    upload: Upload, answer: Callable[..., Any], upload_dir: Path
) -> None:
    upload(good())
    answer()
    assert "Alt i filene er lest inn før" in words(upload(good()))
    assert (newest().state, list(upload_dir.iterdir())) == ("done", [])


def test_discarded_files_are_deleted(
    upload: Upload, answer: Callable[..., Any], upload_dir: Path
) -> None:
    upload(good())
    assert "Innlesingen er forkastet" in words(answer("discard_import"))
    assert list(upload_dir.iterdir()) == []
    answer()
    assert (newest().state, Person.objects.count()) == ("discarded", 0)


def test_the_list_shows_every_import(upload: Upload, client: Client) -> None:
    assert "Ingen innlesinger ennå" in client.get("/import/").content.decode()
    upload(good())
    assert "Venter på svar" in words(client.get("/import/"))


def test_an_unknown_import_is_not_found(client: Client) -> None:
    assert client.get("/import/4711/").status_code == 404


def test_what_is_done_stands_in_the_access_log(upload: Upload, answer: Callable[..., Any]) -> None:
    upload(good())
    answer()
    events = AccessEvent.objects.filter(object_type="import", object_id=newest().pk)
    assert list(events.order_by("pk").values_list("action", flat=True)) == [
        "create",
        "read",
        "update",
        "read",
    ]


def test_kostra_files_are_loaded_and_the_page_tells_of_children(
    client: Client, answer: Callable[..., Any], django_capture_on_commit_callbacks: Any
) -> None:
    content = assistance_file([Recipient({1: (900, None)}, children=2)], 2024)
    files = [SimpleUploadedFile("Merkesen.dat", content)]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(NEW, {"kind": "kostra", "upload": files})
    shown = words(client.get(address("import_run")))
    assert "11F 2024" in shown
    assert "bare hvor mange barn" in shown
    assert "Filene er lest inn" in words(answer())
    assert Person.objects.count() == 1
