"""A citizen's files on disk: random names, written whole, read only unchanged, gone after a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.whole_files import write_whole
from households.models import AccessRequest, SubjectFile


class FileGoneError(Exception):
    """The file has been erased, is missing, or is not the one that was written."""


def store(request: AccessRequest, format_: str, content: bytes, made_at: datetime) -> SubjectFile:
    """Write `content` under a name that tells nothing, and note it in the database."""
    folder: Path = settings.SUBJECT_FILE_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    write_whole(folder / name, content)
    return SubjectFile.objects.create(
        request=request,
        format=format_,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=made_at,
    )


def read(file: SubjectFile) -> bytes:
    """The bytes that were written; FileGoneError otherwise."""
    try:
        content: bytes = (settings.SUBJECT_FILE_DIR / file.name).read_bytes()
    except FileNotFoundError as error:
        raise FileGoneError(file.name) from error
    if file.erased_at or hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileGoneError(file.name)
    return content


def erase(file: SubjectFile, at: datetime) -> None:
    """Take the bytes away; that there was a file stays in the database."""
    (settings.SUBJECT_FILE_DIR / file.name).unlink(missing_ok=True)
    SubjectFile.objects.filter(pk=file.pk).update(erased_at=at)


def erase_expired(now: datetime) -> int:
    """Erase what is over a day old, and bytes that no row knows of; tell how many."""
    expired = list(SubjectFile.objects.expired_at(now))
    for file in expired:
        erase(file, now)
    return len(expired) + _erase_unknown(now)


def _erase_unknown(now: datetime) -> int:
    """Bytes that a stopped program left behind more than an hour ago."""
    if not settings.SUBJECT_FILE_DIR.is_dir():
        return 0
    known = set(SubjectFile.objects.kept().values_list("name", flat=True))
    limit = now.timestamp() - 3600
    unknown = [
        path
        for path in settings.SUBJECT_FILE_DIR.iterdir()
        if path.name not in known and path.stat().st_mtime < limit
    ]
    for path in unknown:
        path.unlink(missing_ok=True)
    return len(unknown)
