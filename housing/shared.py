"""What other parties, and the OSK meeting, are told of housing that is shared with them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from households.models import Household
from housing.models import HousingApplication, QueueEntry
from housing.queue.order import place_of


@dataclass(frozen=True)
class Shared:
    """How far the application has come, and the place in the queue; nothing of the case itself."""

    application: HousingApplication | None
    entry: QueueEntry | None
    place: int | None


def shared_status(household: Household, user: User) -> Shared:
    applications = HousingApplication.objects.visible_to(user).filter(household=household)
    entries = QueueEntry.objects.visible_to(user).standing().filter(household=household)
    entry = entries.first()
    place = None if entry is None else place_of(entry)
    return Shared(applications.first(), entry, place)
