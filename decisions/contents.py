"""What a decision says, as one value: given by a form, compared, sealed, and written as rows.

The attest binds to the seal of this value, so everything that the letter tells must be in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from decisions.models import Decision, Matter


@dataclass(frozen=True)
class MatterContent:
    """One matter; the blocks (ids) are the standard texts that the grounds began as."""

    asked: str
    outcome: str = ""
    section: str = ""
    facts: str = ""
    law: str = ""
    discretion: str = ""
    facts_block_id: int | None = None
    law_block_id: int | None = None
    discretion_block_id: int | None = None
    form: str = Matter.Form.GRANT
    recurs: str = Matter.Recurs.MONTHLY
    amount: int = 0
    third_party: str = ""


@dataclass(frozen=True)
class ChildContent:
    child_id: int
    text: str = ""
    cap_text: str = ""


@dataclass(frozen=True)
class ConditionContent:
    person_id: int
    basis: str
    kind: str = ""
    exemption: str = ""
    text: str = ""
    text_block_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Line:
    """A line of the calculation as the letter shows it; what is taken away is below zero."""

    text: str
    amount: int


@dataclass(frozen=True)
class Content:
    """The whole of what a decision says."""

    outcome: str = ""
    first_month: date | None = None
    last_month: date | None = None
    cap_reduction: int = 0
    lines: Sequence[Line] = ()
    payment: str = ""
    reassessed: str = ""
    matters: Sequence[MatterContent] = ()
    children: Sequence[ChildContent] = ()
    conditions: Sequence[ConditionContent] = ()


OWN_FIELDS = ("outcome", "first_month", "last_month", "cap_reduction", "payment", "reassessed")


def content_of(decision: Decision) -> Content:
    """What is stored now."""
    return Content(
        **{name: getattr(decision, name) for name in OWN_FIELDS},
        lines=tuple(Line(**line) for line in decision.lines),
        matters=tuple(_read(MatterContent, row) for row in decision.matters.order_by("number")),
        children=tuple(_read(ChildContent, row) for row in decision.children.order_by("pk")),
        conditions=tuple(
            _read(ConditionContent, row) for row in decision.conditions.order_by("number")
        ),
    )


def _read(kind: Any, row: Any) -> Any:
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})


def plain(content: Content) -> dict[str, Any]:
    """As JSON has it, so that it can be compared and sealed."""
    value: dict[str, Any] = json.loads(json.dumps(asdict(content), cls=DjangoJSONEncoder))
    return value


def seal_of(decision: Decision) -> str:
    """The fingerprint of what is stored: whose decision, of which kind, and all it says."""
    sealed = {
        "content": plain(content_of(decision)),
        "kind": decision.kind,
        "household": decision.household_id,
        "applicant": decision.applicant_id,
        "unit": decision.unit_id,
        "corrects": decision.corrects_id,
        "renews": decision.renews_id,
    }
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def own_fields(content: Content) -> dict[str, Any]:
    """The decision's own columns; months become their first day, amounts the matters' sums."""
    months = (content.first_month, content.last_month)
    first, last = (month.replace(day=1) if month else None for month in months)
    return {
        "outcome": content.outcome,
        "first_month": first,
        "last_month": last,
        "cap_reduction": content.cap_reduction,
        "lines": [asdict(line) for line in content.lines],
        "payment": content.payment,
        "reassessed": content.reassessed,
        "monthly_amount": _sum(content, Matter.Recurs.MONTHLY),
        "one_off_amount": _sum(content, Matter.Recurs.ONCE),
    }


def _sum(content: Content, recurs: str) -> int:
    return sum(matter.amount for matter in content.matters if matter.recurs == recurs)


def write_parts(decision: Decision, content: Content) -> None:
    """Let the rows of a draft be those of `content`; what has gone out of it is taken out."""
    _write_numbered(decision.matters, [asdict(matter) for matter in content.matters])
    _write_numbered(decision.conditions, [asdict(one) for one in content.conditions])
    for child in content.children:
        values = {"text": child.text, "cap_text": child.cap_text}
        decision.children.update_or_create(child_id=child.child_id, defaults=values)
    decision.children.exclude(child__in=[child.child_id for child in content.children]).delete()


def _write_numbered(rows: Any, values: list[dict[str, Any]]) -> None:
    for number, row in enumerate(values, 1):
        rows.update_or_create(number=number, defaults=row)
    rows.filter(number__gt=len(values)).delete()
