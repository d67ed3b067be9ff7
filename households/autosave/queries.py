"""What a user has typed in a form about a household and not saved."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.http import QueryDict

from accounts.models import User
from accounts.sealing import SealBrokenError, unseal
from households.models import FormDraft, Household


def draft_of(user: User, household: Household, form: str, now: datetime) -> FormDraft | None:
    """The user's own, about this household, whose time is not up."""
    kept = timedelta(days=settings.FORM_DRAFT_DAYS)
    rows = FormDraft.objects.filter(user=user, household=household, form=form)
    return rows.filter(saved_at__gte=now - kept).first()


def fields_of(draft: FormDraft) -> QueryDict | None:
    """As they were posted; None when the key is no longer known."""
    try:
        fields = json.loads(unseal(draft.sealed))
    except SealBrokenError:
        return None
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, values)
    return found
