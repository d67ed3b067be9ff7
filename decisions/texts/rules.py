"""What of a text is standard, and what in it is still to be filled in. Pure functions of words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_PLACE = re.compile(r"\[[^\[\]]*\]")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")


def places(text: str) -> list[str]:
    """What a standard text leaves to be filled in: "[beløp]", each once, in order."""
    return list(dict.fromkeys(" ".join(place.split()) for place in _PLACE.findall(text)))


def without_places(text: str) -> str:
    return _PLACE.sub("", text)


def is_only_standard(text: str, standards: Iterable[str]) -> bool:
    """Whether a text is made of nothing but sentences of standard texts, in any order.

    Lines may be broken elsewhere and sentences left out: that is no individual grounds (fvl § 25).
    """
    words = text.split()
    pieces = _sentences(standards)
    reached = {0}
    for at in range(len(words)):
        if at in reached:
            reached |= {
                at + len(piece)
                for piece in pieces.get(words[at], ())
                if words[at : at + len(piece)] == list(piece)
            }
    return bool(words) and len(words) in reached


def _sentences(standards: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
    """The sentences as words, by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for standard in standards:
        for sentence in _SENTENCE_ENDS.split(standard):
            if words := tuple(sentence.split()):
                found.setdefault(words[0], set()).add(words)
    return found


class Mark(StrEnum):
    """What became of a piece of text from one edition to the next."""

    KEPT = "kept"
    TAKEN_OUT = "out"
    PUT_IN = "in"


@dataclass(frozen=True)
class Piece:
    text: str
    mark: Mark


def changes(before: str, after: str) -> list[Piece]:
    """The later text, with what was taken out of and put into the earlier, word by word."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    found: list[Piece] = []
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, old_from, old_to, new_from, new_to in steps:
        if tag == "equal":
            found.append(Piece("".join(new[new_from:new_to]), Mark.KEPT))
            continue
        taken, put = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        found += [Piece(taken, Mark.TAKEN_OUT)] if taken else []
        found += [Piece(put, Mark.PUT_IN)] if put else []
    return found
