"""Files given on the page: kept under names of our own, in a folder only the program can read."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from benefits.imports.files import TABLES
from benefits.models import ImportRun

MOST_BYTES = 100_000_000
MOST_FILES = 40
MOST_TIMES_SMALLER = 200
"""A file in a zip that has been packed harder than this was made to harm."""
BLOCK = 1 << 20

TOO_MUCH = (
    "Filene er til sammen over 100 MB. Større uttrekk leses inn med manage.py import_history."
)
TOO_MANY = f"Det er flere enn {MOST_FILES} filer."
UNKNOWN = "En fil har et navn som ikke hører til uttrekket."
TWICE = "En fil er gitt mer enn én gang."
BAD_ZIP = "Zip-filen er ødelagt, kryptert eller pakket på en måte som ikke kan leses."
NO_ROOM = "Filene kunne ikke lagres. Sjekk ledig plass på disken."


class UploadError(Exception):
    """Why files could not be taken in, in a Norwegian sentence without their names."""


@dataclass(frozen=True)
class Upload:
    """Stored files: the name of their folder in UPLOAD_DIR, and a hash of all of them."""

    folder: str
    sha256: str


def store_upload(kind: str, files: Sequence[UploadedFile]) -> Upload:
    """Keep the files, those in zips unpacked; raises UploadError and keeps nothing if refused."""
    upload_dir: Path = settings.UPLOAD_DIR
    upload_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = upload_dir / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    try:
        return Upload(folder.name, _store(kind, files, folder))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UploadError(NO_ROOM) from error
    except (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UploadError(BAD_ZIP) from error
    except UploadError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _store(kind: str, files: Sequence[UploadedFile], folder: Path) -> str:
    """Write each file under a name of ours and return the hash of names and contents."""
    sha256, left = hashlib.sha256(), MOST_BYTES
    for number, (given, stream) in enumerate(_each(files), start=1):
        if number > MOST_FILES:
            raise UploadError(TOO_MANY)
        name = _name(kind, given, number)
        if (folder / name).exists():
            raise UploadError(TWICE)
        sha256.update(name.encode() + b"\0")
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as kept:
            while block := stream.read(min(BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    raise UploadError(TOO_MUCH)
                sha256.update(block)
                kept.write(block)
    return sha256.hexdigest()


def _each(files: Sequence[UploadedFile]) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each file, and of each file in a zip."""
    for file in files:
        if not zipfile.is_zipfile(file):
            file.seek(0)
            yield str(file.name), file
            continue
        with zipfile.ZipFile(file) as packed:
            for info in _members(packed):
                with packed.open(info) as stream:
                    yield info.filename, stream


def _members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, without what operating systems add; a zip made to harm is refused."""
    members = [
        info
        for info in packed.infolist()
        if not info.is_dir() and not PurePosixPath(info.filename).name.startswith(".")
        if "__MACOSX" not in info.filename
    ]
    if len(members) > MOST_FILES:
        raise UploadError(TOO_MANY)
    if sum(info.file_size for info in members) > MOST_BYTES:
        raise UploadError(TOO_MUCH)
    for info in members:
        if info.file_size > BLOCK + MOST_TIMES_SMALLER * info.compress_size:
            raise UploadError(BAD_ZIP)
    return members


def _name(kind: str, given: str, number: int) -> str:
    """The name that a file is kept under; CSV files have theirs from the extract."""
    if kind == ImportRun.Kind.KOSTRA:
        return f"fil-{number:02d}.dat"
    name = PurePosixPath(given.replace("\\", "/")).name.casefold()
    if name not in TABLES:
        raise UploadError(UNKNOWN)
    return name


def files_of(run: ImportRun) -> list[Path]:
    """The stored files of the run; FileNotFoundError when they are gone."""
    return sorted((settings.UPLOAD_DIR / run.folder).iterdir())


def delete_files(folder: str) -> None:
    shutil.rmtree(settings.UPLOAD_DIR / folder, ignore_errors=True)


def stray_folders(kept: set[str], before: float) -> list[str]:
    """Folders older than `before` (seconds of the epoch) that no run in `kept` needs."""
    if not settings.UPLOAD_DIR.exists():
        return []
    return [
        path.name
        for path in settings.UPLOAD_DIR.iterdir()
        if path.name not in kept and path.stat().st_mtime < before
    ]
