"""The bytes of documents on disk: random names, written whole, read only unchanged.

A file lies under its name with `.ny` behind it until the row that tells of it is committed. So
whatever has a whole name belongs to a row, and only what is unfinished is ever swept away.
"""

from __future__ import annotations

import hashlib
import secrets
import shlex
import subprocess
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.whole_files import write_whole
from households.models import Document

UNFINISHED = ".ny"
SCAN_SECONDS = 60
STRAY_AFTER = 24 * 60 * 60
"""Seconds: no request writes a file for so long."""

HARMFUL = "Filen ble stoppet av virusskanneren."
NOT_SCANNED = "Filen kunne ikke skannes for virus nå. Prøv igjen om litt."


class ScanRefusedError(Exception):
    """The scanner found harm in a file, or could not look; the text tells the user which."""


class DocumentGoneError(Exception):
    """The bytes have been erased, are missing, or are not those that were written."""


def write(content: bytes) -> str:
    """Put the bytes on the disk, unfinished, and return their name; nothing if the scan says no."""
    folder: Path = settings.DOCUMENT_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    path = _unfinished(name)
    write_whole(path, content)
    try:
        _scan(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def finish(name: str) -> None:
    """Give the bytes their whole name, when the row is committed."""
    _unfinished(name).replace(_whole(name))


def discard(name: str) -> None:
    """Take unfinished bytes away, when the row was not."""
    _unfinished(name).unlink(missing_ok=True)


def read(document: Document) -> bytes:
    """The bytes that were written; DocumentGoneError otherwise."""
    if document.erased_on or not document.name:
        raise DocumentGoneError(document.pk)
    for path in (_whole(document.name), _unfinished(document.name)):
        with suppress(FileNotFoundError):
            content: bytes = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == document.sha256:
                return content
    raise DocumentGoneError(document.pk)


def remove_erased() -> int:
    """Take away the bytes of erased documents, and tell how many; safe to run twice."""
    left = list(Document.objects.left_over())
    for document in left:
        name = str(document.name)
        for path in (_whole(name), _unfinished(name)):
            path.unlink(missing_ok=True)
        Document.objects.filter(pk=document.pk).update(name=None)
    return len(left)


def sweep(now: datetime) -> int:
    """Remove what is erased, and settle what a stopped program left unfinished a day ago."""
    removed = remove_erased()
    if not settings.DOCUMENT_DIR.is_dir():
        return removed
    limit = now.timestamp() - STRAY_AFTER
    for path in settings.DOCUMENT_DIR.glob(f"*{UNFINISHED}"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                _settle(path)
    for path in settings.DOCUMENT_DIR.glob(".skrives-*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
    return removed


def _settle(path: Path) -> None:
    """Finish what a row knows of; nobody can ask for the rest."""
    if Document.objects.filter(name=path.stem).exists():
        finish(path.stem)
    else:
        path.unlink()


def _scan(path: Path) -> None:
    """Ask the scanner of DOCUMENT_SCAN, if there is one; whatever is not a yes is a no."""
    command = shlex.split(settings.DOCUMENT_SCAN)
    if not command:
        return
    try:
        done = subprocess.run(
            [*command, str(path)], timeout=SCAN_SECONDS, capture_output=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScanRefusedError(NOT_SCANNED) from error
    if done.returncode != 0:
        raise ScanRefusedError(HARMFUL if done.returncode == 1 else NOT_SCANNED)


def _whole(name: str) -> Path:
    return Path(settings.DOCUMENT_DIR) / name


def _unfinished(name: str) -> Path:
    return Path(settings.DOCUMENT_DIR) / f"{name}{UNFINISHED}"
