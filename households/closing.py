"""Closing a party's case when nothing more is to be done, and opening it again (domain.md 5).

A case is the time a party has the household: its rows of Responsibility. The unit has a closed one
for the rest of the day, so that a mistake can be undone; from the next day it is shut to everybody
but in an emergency. What the floors above still have to do is asked before (coordination/cases).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from households.models import Responsibility

DAY = timedelta(days=1)


@transaction.atomic
def close(
    *, responsibility: Responsibility, reason: str, text: str, at: datetime, by: User
) -> bool:
    """Close the case of the party that has the household; False if it was over already.

    `reason` is a Responsibility.Closing, `text` what more is to be said of it.
    """
    today = timezone.localdate(at)
    row = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    over = row.undone_at is not None or (row.valid_to is not None and row.valid_to < today)
    if over or row.closed_at is not None:
        return False
    row.valid_to, row.closing, row.closing_text = today, reason, text
    row.closed_by, row.closed_at = by, at
    row.save(update_fields=["valid_to", "closing", "closing_text", "closed_by", "closed_at"])
    return True


@transaction.atomic
def reopen(*, responsibility: Responsibility, caseworker: User | None, by: User) -> Responsibility:
    """Open again, from today, a case that was closed today; the closed row stays as it is.

    From the next day on an enquiry opens it, as it does for any household without a unit.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    row = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    if row.valid_from == today:
        row.undone_at = now
    else:
        row.valid_to = today - DAY
    row.save(update_fields=["undone_at", "valid_to"])
    return Responsibility.objects.create(
        household_id=row.household_id,
        party=row.party,
        unit_id=row.unit_id,
        caseworker=caseworker,
        valid_from=today,
        begun_by=by,
        begun_at=now,
    )
