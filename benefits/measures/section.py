"""What the household's tab "KVP og tiltak" tells of active measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from benefits.measures import catalogue_queries, queries
from households.models import Household
from households.permits import unit_for_assistance


def told(household: Household, user: User, today: date) -> dict[str, Any]:
    """For a household whose benefits are open to the user."""
    return {
        "placements": catalogue_queries.placements_of(household),
        "assessments": queries.assessments_of(household),
        "writes": unit_for_assistance(user, household) is not None,
    }
