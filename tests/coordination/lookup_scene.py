"""Look-ups laid down in the access log, as pages would have."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.models import AccessEvent, Unit, User
from households.models import Household
from tests.accounts.log_rows import execute


def looked(
    user: User, household: Household, unit: Unit, *, on: date | None = None, **kwargs: Any
) -> AccessEvent:
    """One opening of the household's page, on `on` at noon (today: now)."""
    values: dict[str, Any] = {
        "user_id": user.pk,
        "unit_id": unit.pk,
        "roles": "caseworker",
        "action": "read",
        "view_name": "coordination:household",
        "rule": "office",
        "object_type": "household",
        "object_id": household.pk,
        "subject_ids": sorted(household.memberships.values_list("person", flat=True)),
    }
    event = AccessEvent.objects.create(**(values | kwargs))
    if on is not None:
        noon = timezone.make_aware(datetime.combine(on, time(12)))
        execute("UPDATE accounts_accessevent SET at = %s WHERE id = %s", noon, event.pk)
        event.refresh_from_db()
    return event
