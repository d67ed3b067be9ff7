"""What is done in a household's housing case, told in its history, and why something is refused."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import Party, User
from households.touching import touch
from housing.models import HousingChange

Part = HousingChange.Part
TOLD = 300


class HousingError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


def note(
    household_id: int,
    part: Part,
    told: str,
    *,
    by: User | None,
    at: datetime | None = None,
    party: str = Party.HV,
) -> None:
    """A line in the history; flags and work lists of the household are worked out again."""
    HousingChange.objects.create(
        household_id=household_id,
        party=party,
        part=part,
        told=told[:TOLD],
        by=by,
        at=at or timezone.now(),
    )
    touch([household_id])
