"""Letters on disk: random names, written whole, read only unchanged."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.whole_files import write_whole
from decisions.models import Letter


class LetterGoneError(Exception):
    """The file has been erased, is missing, or is not the one that was written."""


@dataclass(frozen=True)
class Stored:
    name: str
    sha256: str


def store(content: bytes) -> Stored:
    """Write `content` under a name that tells nothing."""
    folder: Path = settings.LETTER_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    write_whole(folder / name, content)
    return Stored(name, hashlib.sha256(content).hexdigest())


def read(letter: Letter) -> bytes:
    """The bytes that were written; LetterGoneError otherwise."""
    try:
        content: bytes = (settings.LETTER_DIR / letter.name).read_bytes()
    except FileNotFoundError as error:
        raise LetterGoneError(letter.name) from error
    if letter.erased_at or hashlib.sha256(content).hexdigest() != letter.sha256:
        raise LetterGoneError(letter.name)
    return content


def take_back(stored: Stored) -> None:
    """Take away what was written for an approval that did not come about."""
    (settings.LETTER_DIR / stored.name).unlink(missing_ok=True)


def erase(letter: Letter, at: datetime) -> None:
    """Take the bytes away when the household's time is up; that there was a letter stays."""
    (settings.LETTER_DIR / letter.name).unlink(missing_ok=True)
    Letter.objects.filter(pk=letter.pk).update(erased_at=at)
