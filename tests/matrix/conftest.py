"""Files go to a folder of the test's own; thousands of refusals are not each told to the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.accounts.identity_provider import switch_on
from tests.matrix.scene import Scene, build


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Built once for all tests of a module that a process runs, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def scene(built: Scene, db: None) -> Scene:
    """As it was built: what the test before did to it is undone."""
    return built.anew()


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> None:
    settings.REPORT_DIR = settings.UPLOAD_DIR = tmp_path
    settings.SUBJECT_FILE_DIR = tmp_path / "subject_files"
    settings.LETTER_DIR = tmp_path / "letters"
    settings.DOCUMENT_DIR = tmp_path / "documents"


@pytest.fixture(autouse=True)
def provider(settings: Any) -> None:
    """One that does not answer."""
    switch_on(settings, "http://localhost:1")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
