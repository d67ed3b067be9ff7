"""What the tab "Bolig" tells of the household's advice about housing."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from housing.advice import queries
from housing.models import AdviceCase
from housing.permits import unit_to_work_in


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    cases = queries.cases_of(household)
    now = queries.with_due(AdviceCase.objects.filter(household=household)).first()
    due = queries.due_of(now) if now else None
    return {
        "open": next((case for case in cases if case.closed_on is None), None),
        "over": [case for case in cases if case.closed_on is not None],
        "due": due,
        "days_late": max(0, (today - due).days) if due else 0,
        "works": unit_to_work_in(user, household) is not None,
        "today": today,
    }
