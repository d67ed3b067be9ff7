"""What is posted about active measures."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone


def _assess(scene: Any, actor: str, context: str) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "person": scene.household(actor, context).contact_id,
        "assessed_on": f"{today:%d.%m.%Y}",
        "conclusion": "work_training",
        "grounds": "Har jobbet på lager før",
        "next_review_on": f"{today + timedelta(days=90):%d.%m.%Y}",
        "token": str(uuid.uuid4()),
    }


POSTS: dict[str, Any] = {"measures:assess": _assess}
