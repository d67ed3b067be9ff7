"""How often somebody may ask who has a number: the access log counts, whichever process answered.

The same for the search in the header and for a number that is typed to add a member.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from accounts import access_log
from accounts.models import AccessEvent, User

AT_MOST = 30
"""Searches a minute for one user."""


def searches_last_minute(user: User) -> int:
    since = timezone.now() - timedelta(minutes=1)
    searches = AccessEvent.objects.filter(user_id=user.pk, at__gte=since)
    permitted = {"action": AccessEvent.Action.SEARCH, "verdict": AccessEvent.Verdict.PERMIT}
    return searches.filter(**permitted).count()


def note_search(request: HttpRequest, found: list[int]) -> None:
    """Log a search, and the persons (ids) that it found."""
    access_log.record(
        request, AccessEvent.Action.SEARCH, object_type="household", subject_ids=found
    )
