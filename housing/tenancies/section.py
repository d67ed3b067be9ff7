"""What the household's tab "Bolig" tells of tenancies, dangers to them and support."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from housing.permits import unit_to_work_in
from housing.tenancies import queries


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    risks = queries.risks_of(user, household)
    tenancies = queries.tenancies_of(user, household)
    for row in tenancies:
        row.is_now, row.waits = row.runs(today), row.is_ahead(today)
        row.turned = row.has_turned(today)
    works = unit_to_work_in(user, household) is not None
    return {
        "tenancies": tenancies,
        "may_rent": works and not any(row.is_now or row.waits for row in tenancies),
        "risks": risks,
        "has_open_risk": any(row.ended_on is None for row in risks),
        "support": queries.support_of(user, household),
        "may_write": works,
        "today": today,
    }
