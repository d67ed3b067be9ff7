"""What the municipality itself must do, as the scene has it, and what is posted about it."""

from __future__ import annotations

import uuid
from typing import Any

from accounts.models import User
from coordination.models import PlanAction
from tests.coordination.plan_actions.filled import (
    day,
    to_do,
    typed,
    typed_grant,
    typed_review,
    youth_measure,
)


def action_by(by: User) -> int:
    found = PlanAction.objects.first() or to_do(by)
    return found.pk


def _leader(scene: Any) -> User:
    found: User = scene.users["LED"]
    return found


def _change(scene: Any, *_: Any) -> dict[str, Any]:
    row = PlanAction.objects.get(pk=action_by(_leader(scene)))
    return typed(_leader(scene), version=row.version)


def _move_on(scene: Any, *_: Any) -> dict[str, Any]:
    row = PlanAction.objects.get(pk=action_by(_leader(scene)))
    return {"status": "started", "version": row.version}


def _judge(scene: Any, *_: Any) -> dict[str, Any]:
    row = PlanAction.objects.get(pk=action_by(_leader(scene)))
    row.judgements.all().delete()
    return {"year": day().year, "result": "reached", "grounds": "Alle kontorer"}


def _review(scene: Any, *_: Any) -> dict[str, Any]:
    of = youth_measure(_leader(scene), f"Tiltak {uuid.uuid4()}")
    return typed_review(_leader(scene), of)


POSTS: dict[str, Any] = {
    "plan_actions:new": lambda scene, *_: typed(_leader(scene)),
    "plan_actions:change": _change,
    "plan_actions:move_on": _move_on,
    "plan_actions:judge": _judge,
    "plan_actions:new_review": _review,
    "plan_actions:new_grant": lambda scene, *_: typed_grant(_leader(scene)),
}
