"""Checking the access log against its seals: the first thing that no longer fits, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max

from accounts import seals
from accounts.models import AccessEvent, AccessSeal, AccessSubject
from accounts.seals import FIRST_HEAD, Row

MOST_NAMED = 10
TO_REACH_THE_FILE = timedelta(minutes=2)
"""A head reaches the file a moment after its seal, at the latest at the next sealing."""


class BrokenSealError(Exception):
    """The first bad seal, in one Norwegian sentence."""


@dataclass(frozen=True)
class Checked:
    """What was found in order; `waiting` lines are newer than the last seal."""

    seals: int
    rows: int
    waiting: int


def check_log(now: datetime) -> Checked:
    """Check every seal in order, then the file of heads; BrokenSealError at the first that fails.

    The file is read first, so that a seal made meanwhile cannot look cut off.
    """
    lines = _lines_of_the_file()
    newest = AccessEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    heads: list[AccessSeal] = []
    former: AccessSeal | None = None
    for seal in AccessSeal.objects.order_by("number").iterator(chunk_size=100):
        _check_seal(seal, former)
        _check_rows(seal, former)
        seal.row_marks = ""
        heads.append(seal)
        former = seal
    _check_file(lines, heads, now)
    waiting = seals.rows_between(former.last_id if former else None, newest).count()
    return Checked(len(heads), sum(seal.count for seal in heads), waiting)


def _check_seal(seal: AccessSeal, former: AccessSeal | None) -> None:
    """The seal follows the former one, and its head was made with a key we have."""
    expected = former.number + 1 if former else 1
    if seal.number != expected:
        raise BrokenSealError(f"Segl {expected} mangler: neste segl i databasen er {seal.number}.")
    keys = {seals.key_mark(key): key for key in settings.AUDIT_KEYS}
    if seal.key_mark not in keys:
        raise BrokenSealError(
            f"Segl {seal.number} er laget med en annen nøkkel enn dem i AUDIT_KEY "
            f"(merke {seal.key_mark})."
        )
    head = seals.head_of(seal, former.head if former else FIRST_HEAD, keys[seal.key_mark])
    if head != seal.head:
        raise BrokenSealError(f"Segl {seal.number} er selv endret: hodet stemmer ikke.")


def _check_rows(seal: AccessSeal, former: AccessSeal | None) -> None:
    rows = list(seals.rows_between(former.last_id if former else None, seal.last_id))
    digest, marks = seals.digested(rows)
    if digest != seal.digest or len(rows) != seal.count:
        raise BrokenSealError(f"Segl {seal.number} stemmer ikke: {_difference(seal, marks)}.")
    _check_index(seal, rows)


def _difference(seal: AccessSeal, marks_now: str) -> str:
    """Which lines are changed, missing or added, by id."""
    then, now = _by_id(seal.row_marks), _by_id(marks_now)
    parts = (
        ("endret", [pk for pk in then if pk in now and then[pk] != now[pk]]),
        ("mangler", [pk for pk in then if pk not in now]),
        ("lagt til", [pk for pk in now if pk not in then]),
    )
    return "; ".join(f"linje {_named(ids)} {word}" for word, ids in parts if ids)


def _by_id(marks: str) -> dict[int, str]:
    pairs = (mark.split(":") for mark in marks.split())
    return {int(pk): mark for pk, mark in pairs}


def _named(ids: list[int]) -> str:
    named = ", ".join(map(str, ids[:MOST_NAMED]))
    return named if len(ids) <= MOST_NAMED else f"{named} og {len(ids) - MOST_NAMED} til"


def _check_index(seal: AccessSeal, rows: list[Row]) -> None:
    """The index by person says what the lines say, so that nothing is left out of a printout."""
    said = {(row.event_id, row.person_id) for row in seals.subjects(rows)}
    first = min([seal.first_id, *(row["id"] for row in rows)])
    kept = AccessSubject.objects.filter(event_id__gte=first, event_id__lte=seal.last_id)
    found = set(kept.values_list("event_id", "person_id"))
    if said != found:
        ids = sorted({event_id for event_id, _ in said ^ found})
        raise BrokenSealError(
            f"Segl {seal.number} stemmer ikke: registeret over omtalte personer er endret "
            f"for linje {_named(ids)}."
        )


def _lines_of_the_file() -> list[dict[str, object] | None]:
    """The heads in the file; None for a line that is none."""
    try:
        text = settings.AUDIT_HEADS.read_text("utf-8")
    except FileNotFoundError:
        return []
    return list(_parsed(text))


def _parsed(text: str) -> Iterator[dict[str, object] | None]:
    for line in text.splitlines():
        try:
            parsed = json.loads(line)
        except ValueError:
            parsed = None
        yield parsed if isinstance(parsed, dict) else None


def _check_file(
    lines: list[dict[str, object] | None], heads: list[AccessSeal], now: datetime
) -> None:
    """The file holds the head of every seal and of no other."""
    for line, seal in zip(lines, heads, strict=False):
        if line != seals.told(seal):
            raise BrokenSealError(
                f"Segl {seal.number} står ikke slik i {settings.AUDIT_HEADS.name}: enten er filen "
                "endret, eller så er linjer og segl skrevet på nytt."
            )
    if len(lines) > len(heads):
        end = heads[-1].last_id if heads else 0
        raise BrokenSealError(
            f"Loggen er kuttet: filen over segl går til segl {len(lines)}, databasen bare til "
            f"segl {len(heads)} (linje {end})."
        )
    late = [seal for seal in heads[len(lines) :] if now - seal.sealed_at > TO_REACH_THE_FILE]
    if late:
        raise BrokenSealError(
            f"Filen over segl er kuttet: den mangler segl {late[0].number} til {late[-1].number}."
        )
