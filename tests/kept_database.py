"""The database as the migrations leave it, kept and copied: running them takes a quarter minute.

The first process that wants a database runs the migrations, as always, and keeps a copy: on SQLite
a file under var/, on PostgreSQL a database beside its own. Whoever comes later, in this run or
another, starts from the copy for as long as every migration is the same (`fingerprint`), and
then runs those that are left, which are none. With `pytest --create-db` all is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.migrations.loader import MigrationLoader

FOLDER: Path = settings.VAR_DIR / "made"
NAME = f"test_{Path(str(settings.DATABASES['default']['NAME'])).stem}_migrated_"
"""How the copies are called; the fingerprint follows."""


def fingerprint(files: Iterable[Path]) -> str:
    """Another as soon as one of the files is, or the Django that reads them."""
    told = hashlib.sha256(f"{sys.version} {django.VERSION}".encode())
    for file in sorted(files):
        told.update(f"\n{file.name}\n".encode() + file.read_bytes())
    return told.hexdigest()[:16]


@cache
def name() -> str:
    """What a copy of these migrations is called; those of the packages count too."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return NAME + fingerprint({Path(inspect.getfile(type(one))) for one in migrations})


def path() -> Path:
    """Where the copy of SQLite lies."""
    return FOLDER / f"{name()}.sqlite3"


def is_kept() -> bool:
    if connection.vendor == "sqlite":
        return path().exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name()])
        return cursor.fetchone() is not None


def begin(*, anew: bool) -> Callable[[], None]:
    """Let the test database start from the copy; returns what to do when it stands.

    Where there is none, one process at a time makes it, and the others wait for it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (FOLDER / "migrated.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    is_copied = is_kept() and not anew
    if is_copied:
        _copy_from_it()
        lock.close()

    def end() -> None:
        if not is_copied:
            _keep()
            lock.close()

    return end


def _copy_from_it() -> None:
    if connection.vendor == "sqlite":
        connection_created.connect(_fill)
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = name()


def _fill(connection: Any, **kwargs: object) -> None:
    """Once: the first connection is the one that keeps a database in memory alive."""
    connection_created.disconnect(_fill)
    with closing(sqlite3.connect(path())) as kept:
        kept.backup(connection.connection)


def _keep() -> None:
    """Keep a copy of the test database, and none of earlier migrations."""
    if connection.vendor == "sqlite":
        for earlier in FOLDER.glob(f"{NAME}*"):
            earlier.unlink()
        half = path().with_suffix(".half")
        with closing(sqlite3.connect(half)) as kept:
            connection.connection.backup(kept)
        half.rename(path())
        return
    given = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME])
        for (earlier,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{earlier}"')
        cursor.execute(f'CREATE DATABASE "{name()}" TEMPLATE "{given}"')
