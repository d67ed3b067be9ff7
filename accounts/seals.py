"""Sealing the access log: each minute the new lines get a seal that no one can make again.

A seal covers every line after the former one. Its head is an HMAC, under a key that the database
does not hold, of the lines' digest and the former head; each head is also appended to a file and
written to the log stream, so that lines cut off at the end show too (security.md 3.9).
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from accounts.models import AccessEvent, AccessSeal, AccessSubject

FIELDS = (
    "id",
    "at",
    "user_id",
    "roles",
    "action",
    "verdict",
    "rule",
    "party",
    "unit_id",
    "reason",
    "view_name",
    "object_type",
    "object_id",
    "subject_ids",
    "request_id",
    "address",
)
"""What is sealed of a line, in this order: every field there is."""

MOST_ROWS = 10_000
SECONDS_TO_WAIT = 5.0
ADVISORY_LOCK = 7_305_013
FIRST_HEAD = "0" * 64

log = structlog.get_logger("accounts.seals")

Row = dict[str, Any]


def seal_new_events(now: datetime) -> int:
    """Seal all lines that are final; gives the number of new seals.

    Two runs at the same time do the work once: one of them waits, or finds nothing to do.
    """
    made = 0
    while (seal := _seal_next(now)) is not None:
        made += 1
        publish(seal)
        if seal.count < MOST_ROWS:
            break
    return made


@transaction.atomic
def _seal_next(now: datetime) -> AccessSeal | None:
    if connection.vendor == "postgresql" and not _is_alone():
        return None
    former = AccessSeal.objects.order_by("-number").first()
    last_final = _last_final_id()
    if last_final is None:
        return None
    after = former.last_id if former else None
    rows = list(rows_between(after, last_final)[:MOST_ROWS])
    if not rows:
        return None
    seal = _sealed(rows, former, now)
    seal.save()
    AccessSubject.objects.bulk_create(subjects(rows), batch_size=1_000)
    return seal


def _sealed(rows: list[Row], former: AccessSeal | None, now: datetime) -> AccessSeal:
    key = settings.AUDIT_KEYS[0]
    digest, marks = digested(rows)
    seal = AccessSeal(
        number=former.number + 1 if former else 1,
        first_id=rows[0]["id"],
        last_id=rows[-1]["id"],
        count=len(rows),
        digest=digest,
        row_marks=marks,
        key_mark=key_mark(key),
        sealed_at=now,
    )
    seal.head = head_of(seal, former.head if former else FIRST_HEAD, key)
    return seal


def rows_between(after: int | None, last: int) -> Any:
    """The lines after `after` through `last`, as dicts of FIELDS, in the order of their ids."""
    rows = AccessEvent.objects.filter(pk__lte=last).order_by("pk").values(*FIELDS)
    return rows if after is None else rows.filter(pk__gt=after)


def digested(rows: Iterable[Row]) -> tuple[str, str]:
    """The digest of `rows`, and a short mark of each."""
    whole, marks = hashlib.sha256(), []
    for row in rows:
        line = hashlib.sha256(canonical(row)).digest()
        whole.update(line)
        marks.append(f"{row['id']}:{line.hex()[:8]}")
    return whole.hexdigest(), " ".join(marks)


def canonical(row: Row) -> bytes:
    """The same bytes for the same line on every database."""
    values = [_plain(row[name]) for name in FIELDS]
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def head_of(seal: AccessSeal, former_head: str, key: str) -> str:
    marks = hashlib.sha256(seal.row_marks.encode()).hexdigest()
    parts = (
        former_head,
        seal.number,
        seal.first_id,
        seal.last_id,
        seal.count,
        seal.digest,
        marks,
        _plain(seal.sealed_at),
    )
    return hmac.new(key.encode(), "|".join(map(str, parts)).encode(), "sha256").hexdigest()


def key_mark(key: str) -> str:
    """Which key it was, without telling the key."""
    return hmac.new(key.encode(), b"key mark", "sha256").hexdigest()[:8]


def subjects(rows: Iterable[Row]) -> Iterator[AccessSubject]:
    for row in rows:
        for person_id in sorted(set(row["subject_ids"])):
            yield AccessSubject(event_id=row["id"], person_id=person_id)


def _is_alone() -> bool:
    """Whether this run got the lock of the sealing; it holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


def _last_final_id() -> int | None:
    """An id below which no line can come any more.

    SQLite writes one at a time. PostgreSQL hands out ids before it stores, so a lower id may still
    be on its way: whoever stores a line holds a lock on the table from before its id is drawn
    until it commits, so it is enough to wait for those who hold one now. (Comparing transaction
    ids with pg_snapshot_xmin is not: an id is drawn before the transaction has its own.)
    """
    last: int | None = AccessEvent.objects.aggregate(last=Max("pk"))["last"]
    if last is None or connection.vendor != "postgresql":
        return last
    writers, end = _writers(), time.monotonic() + SECONDS_TO_WAIT
    while writers:
        if time.monotonic() > end:
            log.warning("access log not sealed: a line is still being written")
            return None
        time.sleep(0.02)
        writers &= _writers()
    return last


def _writers() -> set[str]:
    """The other transactions that are writing to the log now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks"
            " WHERE relation = %s::regclass AND mode = 'RowExclusiveLock'"
            " AND granted AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [AccessEvent._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}


def publish(seal: AccessSeal) -> None:
    """Tell the log stream of the seal, and append to the file every head that it lacks."""
    log.info("access log sealed", **(told(seal) | {"head": _grouped(seal.head)}))
    settings.AUDIT_HEADS.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(settings.AUDIT_HEADS, "a+", encoding="utf-8", opener=_private) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _append_lacking(file, seal.number)


def _append_lacking(file: TextIO, number: int) -> None:
    """A run that was killed before it could write here left heads to the next one."""
    file.seek(0)
    lines = file.read().splitlines()
    last = _number_in(lines[-1]) if lines else 0
    if last is None or last >= number:
        log.error("the file of seals does not fit the database", file_ends_at=last, seal=number)
        return
    if last < number - 1:
        log.warning("the file of seals lacked heads", after=last, before=number)
    for seal in AccessSeal.objects.filter(number__gt=last, number__lte=number):
        file.write(json.dumps(told(seal)) + "\n")
    file.flush()


def _number_in(line: str) -> int | None:
    try:
        return int(json.loads(line)["number"])
    except (ValueError, TypeError, KeyError):
        return None


def _grouped(head: str) -> str:
    """The log stream hides what may be a national number, also a run of digits in a head."""
    return ":".join(head[start : start + 4] for start in range(0, len(head), 4))


def told(seal: AccessSeal) -> dict[str, Any]:
    """A seal as the file and the log stream keep it."""
    return {
        "number": seal.number,
        "last_id": seal.last_id,
        "count": seal.count,
        "head": seal.head,
        "sealed_at": _plain(seal.sealed_at),
    }


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
