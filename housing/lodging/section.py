"""What the household's tab "Bolig" tells of temporary lodging."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from households.models import Household
from housing.lodging import queries
from housing.lodging.permits import unit_to_lodge_in


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    lines = queries.needs_of(user, household, today)
    is_open = any(line.need.ended_on is None for line in lines)
    may_ask = not is_open and unit_to_lodge_in(user, household) is not None
    return {"lines": lines, "may_ask": may_ask}
