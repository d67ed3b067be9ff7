"""What waits for the leaders of BFT and of HV: each has those of their own unit, as NAV's has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import AccessReview, User
from accounts.policy import Role
from households.models import Disqualification, Household, HouseholdLock, Responsibility
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory, UserFactory, break_glass
from tests.matrix import archive

LEADERS = {"BFL": "BFT", "HVL": "HV"}
"""Each with the adviser of the same unit."""
ADVISERS = {"bft": Role.BFT_ADVISER, "hv": Role.HV_ADVISER}


def _household(party: str) -> Household:
    found = HouseholdFactory(district="midtbyen")
    there = unit(party, "midtbyen")
    Responsibility.objects.create(household=found, party=party, unit=there, valid_from=LONG_AGO)
    return found


def _colleague(party: str, district: str = "midtbyen") -> User:
    return UserFactory(role=ADVISERS[party], unit=unit(party, district))


def _review(party: str) -> int:
    """A look-up that the leader of the unit is to review."""
    day = timezone.localdate()
    told = {"on": day, "made_on": day, "kinds": ["sample"], "openings": 1, "household_id": 1}
    at = unit(party, "midtbyen")
    row = AccessReview.objects.create(user=_colleague(party), unit=at, audience="leader", **told)
    return row.pk


def _conflict(party: str) -> int:
    declared = Disqualification.objects.create(
        user=_colleague(party), household=_household(party), reason="friend"
    )
    return declared.pk


def _opened_in_need(party: str) -> int:
    """By somebody of another office of the party."""
    opened = break_glass(_colleague(party, "heimdal"), _household(party))
    opened.unit = unit(party, "midtbyen")
    opened.save(update_fields=["unit"])
    return opened.pk


def _lock(party: str) -> int:
    lock: Any = HouseholdLock.objects.get(pk=archive.lock(UserFactory(role=Role.ADMINISTRATOR)))
    there = unit(party, "midtbyen")
    lock.household.responsibilities.create(party=party, unit=there, valid_from=LONG_AGO)
    return int(lock.pk)


THINGS: dict[str, Callable[[str], int]] = {
    "review_id": _review,
    "conflict_id": _conflict,
    "break_glass_id": _opened_in_need,
    "lock_id": _lock,
}
"""By the name an address gives it: what makes it, given the party; new each time."""
