"""What the tab "Bolig" tells of offers; nothing of where, for a household whose place is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from accounts.policy import Permission
from households.models import Household
from housing.homes import queries
from housing.permits import unit_to_work_in


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    offers = queries.offers_of(household)
    return {
        "offers": offers,
        "lets": unit_to_work_in(user, household, Permission.LET_HOMES) is not None,
        "keyless": queries.keyless_of(household),
        "unlet": queries.unlet_of(household),
        "hides": household.place_hidden,
        "today": today,
    }
