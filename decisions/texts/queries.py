"""Which standard texts a draft may take, and what has become of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from decisions.models import Decision, TextBlock
from decisions.texts.rules import Piece, changes


@dataclass(frozen=True)
class Texts:
    """By part of a decision: what may be chosen (id, title), and ids of every edition there is."""

    usable: Mapping[str, Sequence[tuple[int, str]]]
    known: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Edition:
    """One edition, and what it changed in the one before; nothing for the first."""

    block: TextBlock
    changes: Sequence[Piece]


def texts_for(kind: str, on: date) -> Texts:
    """What a decision of this kind may be written with that day; what is for the kind, first."""
    usable: dict[str, list[tuple[int, str]]] = {}
    blocks = TextBlock.objects.filter(kind__in=("", kind)).usable_on(on)
    for block in sorted(blocks, key=lambda row: row.kind == ""):
        usable.setdefault(block.part, []).append((block.pk, block.title))
    known: dict[str, set[int]] = {}
    for pk, part in TextBlock.objects.order_by().values_list("pk", "part"):
        known.setdefault(part, set()).add(pk)
    return Texts(usable, {part: frozenset(ids) for part, ids in known.items()})


def block_to_insert(pk: int, part: str, on: date) -> TextBlock | None:
    """The text that was chosen, if it may be used that day in that part."""
    return TextBlock.objects.filter(pk=pk, part=part).valid_on(on).first()


def editions_of(block: TextBlock) -> list[Edition]:
    """The latest first."""
    rows = list(
        TextBlock.objects.filter(key=block.key)
        .select_related("made_by", "ended_by")
        .order_by("version")
    )
    told = [
        Edition(row, changes(before.body, row.body) if before else ())
        for before, row in zip([None, *rows], rows, strict=False)
    ]
    return told[::-1]


def latest_texts(kind: str = "", part: str = "") -> list[TextBlock]:
    """The latest edition of each text, those of one kind or part only where it is asked for."""
    rows = TextBlock.objects.order_by("key", "version").select_related("made_by")
    latest = {row.key: row for row in rows}.values()
    chosen = [row for row in latest if kind in ("", row.kind) and part in ("", row.part)]
    order = [choice.value for choice in TextBlock.Part]
    return sorted(
        chosen, key=lambda row: (row.kind, order.index(row.part), row.title.casefold(), row.pk)
    )


def used_in(decision: Decision) -> list[TextBlock]:
    """The editions that the decision's texts began as, in the order they are told."""
    ids = [
        pk
        for row in decision.matters.order_by("number")
        for pk in (row.facts_block_id, row.law_block_id, row.discretion_block_id)
    ]
    ids += decision.conditions.order_by("number").values_list("text_block_id", flat=True)
    found = TextBlock.objects.in_bulk([pk for pk in dict.fromkeys(ids) if pk])
    return list(found.values())
