"""Who reviews which look-ups, and the conclusion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.access import may, units_with
from accounts.models import AccessReview, User
from accounts.models.reviews import AccessReviewQuerySet
from accounts.policy import Permission


class AlreadyReviewedError(Exception):
    """Somebody else has concluded the review meanwhile."""


def reviews_for(user: User) -> AccessReviewQuerySet:
    """The reviews that are `user`'s to conclude; never one of their own look-ups.

    A leader has those of their units, the auditor those that no leader can take.
    """
    units = units_with(user, Permission.REVIEW_ACCESS)
    theirs = Q(audience=AccessReview.Audience.LEADER, unit__in=units)
    if may(user, Permission.SEE_ACCESS_LOG):
        theirs |= Q(audience=AccessReview.Audience.AUDITOR)
    return AccessReview.objects.filter(theirs).exclude(user=user)


@transaction.atomic
def conclude_review(
    *, review: AccessReview, conclusion: str, note: str, by: User, at: datetime
) -> None:
    """Who looked at it, when, and what came of it; stands as it was concluded first."""
    waiting = AccessReview.objects.waiting().filter(pk=review.pk)
    changed = waiting.update(conclusion=conclusion, note=note, reviewed_by=by, reviewed_at=at)
    if not changed:
        raise AlreadyReviewedError
