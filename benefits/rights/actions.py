"""Keeping on the case what was chosen, and by which edition of the guide."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from benefits.models import AssistanceApplication, StayAssessment
from benefits.rights.queries import guide_on


class NoGuideError(Exception):
    """No edition of the guide holds that day."""


def assess_stay(
    *, application: AssistanceApplication, category: str, at: datetime, by: User
) -> StayAssessment:
    """A new row each time the choice or the edition is another; NoGuideError without an edition."""
    guide = guide_on(timezone.localdate(at))
    if guide is None:
        raise NoGuideError
    last = application.stay_assessments.first()
    if last is not None and (last.category, last.guide_id) == (category, guide.pk):
        return last
    return StayAssessment.objects.create(
        application=application, category=category, guide=guide, assessed_by=by, assessed_at=at
    )
