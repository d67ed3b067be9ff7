"""A decision that carries another on: it begins with the other's words, and says what is weighed
anew (design.md 10: little burden, still individually assessed)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from decisions import queries
from decisions.actions import change
from decisions.contents import (
    ChildContent,
    ConditionContent,
    Content,
    MatterContent,
    content_of,
)
from decisions.models import Condition, Decision
from households.models import MappingDuty

WORDS = ("section", "facts", "law", "discretion", "form", "third_party")
BLOCKS = ("facts_block_id", "law_block_id", "discretion_block_id")


@transaction.atomic
def carry_words_on(
    *, draft: Decision, last: Decision, content: Content, at: datetime, by: User
) -> Decision:
    """Let a new draft begin with what `last` said, where it still fits what `content` asks.

    Amounts, lines and months are those of `content`. A child who has been mapped since has what the
    mapping says; a condition stays with who still lives there, while it is neither met nor
    cancelled, and a deadline that has passed is left out.
    """
    Decision.objects.filter(pk=draft.pk).update(renews=last)
    draft.refresh_from_db()
    return change(
        decision=draft,
        version=draft.version,
        content=_carried(draft, last, content, timezone.localdate(at)),
        at=at,
        by=by,
    )


def _carried(draft: Decision, last: Decision, content: Content, on: date) -> Content:
    before = content_of(last)
    return replace(
        content,
        outcome=before.outcome,
        payment=_payment(before.payment, content.payment),
        matters=_matters(before.matters, content.matters),
        children=_children(draft, last, before.children),
        conditions=_conditions(last, on),
    )


def _payment(before: str, told_now: str) -> str:
    """What the new draft tells by itself, and after it what the last one said besides."""
    now = told_now.splitlines()
    return "\n".join([*now, *(line for line in before.splitlines() if line not in now)])


def _matters(
    before: Sequence[MatterContent], asked: Sequence[MatterContent]
) -> tuple[MatterContent, ...]:
    """The words of the matter that was about the same; without one, those of the new draft."""
    same = {matter.asked.casefold(): matter for matter in before}
    return tuple(_matter(same.get(matter.asked.casefold()), matter) for matter in asked)


def _matter(before: MatterContent | None, asked: MatterContent) -> MatterContent:
    if before is None:
        return asked
    kept = {name: getattr(before, name) for name in ("outcome", *WORDS, *BLOCKS)}
    return replace(asked, **kept)


def _children(
    draft: Decision, last: Decision, before: Sequence[ChildContent]
) -> tuple[ChildContent, ...]:
    weighed = {child.child_id: child for child in before}
    since = set(
        MappingDuty.objects.filter(
            household=last.household,
            party=last.unit.party,
            child__in=weighed,
            fulfilled_on__gt=timezone.localdate(last.approved_at),
        ).values_list("child", flat=True)
    )
    fresh = content_of(draft).children
    return tuple(
        child if child.child_id in since else weighed.get(child.child_id, child) for child in fresh
    )


def _conditions(last: Decision, on: date) -> tuple[ConditionContent, ...]:
    over = (Condition.State.MET, Condition.State.CANCELLED)
    present = queries.members_on(last.household, on)
    return tuple(
        ConditionContent(
            person_id=row.person_id,
            basis=row.basis,
            kind=row.kind,
            exemption=row.exemption,
            text=row.text,
            due_on=row.due_on if row.due_on and row.due_on >= on else None,
        )
        for row in last.conditions.exclude(state__in=over).order_by("number")
        if row.person_id in present
    )
