"""Keeping what is typed, and taking it away."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.http import QueryDict

from accounts.models import User
from accounts.sealing import seal
from households.models import FormDraft, Household

LARGEST = 500_000
"""Characters of all fields together; the longest of our forms holds a fifth of it when full."""
LEFT_OUT = ("csrfmiddlewaretoken", "autosave", "do", "add", "at_once", "back")
"""What belongs to the page and the button that was pressed, not to what is typed."""


class TooLongError(Exception):
    """More is typed than is kept before the button is pressed."""


def keep(
    *, household: Household, form: str, posted: QueryDict, at: datetime, by: User
) -> FormDraft:
    """Let this be what the user has typed in the form, instead of what was kept before."""
    fields = {name: values for name, values in posted.lists() if name not in LEFT_OUT}
    text = json.dumps(fields)
    if len(text) > LARGEST:
        raise TooLongError
    row, _ = FormDraft.objects.update_or_create(
        user=by, form=form, defaults={"household": household, "sealed": seal(text), "saved_at": at}
    )
    return row


def forget(*, form: str, by: User) -> None:
    FormDraft.objects.filter(user=by, form=form).delete()


def forget_households(household_ids: Collection[int]) -> None:
    FormDraft.objects.filter(household__in=household_ids).delete()


def erase_expired(now: datetime) -> None:
    """Those that nobody has come back to."""
    kept = timedelta(days=settings.FORM_DRAFT_DAYS)
    FormDraft.objects.filter(saved_at__lt=now - kept).delete()
