"""On what basis one household is open to a user, and what is shared of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import units_with
from accounts.models import User
from accounts.policy import Permission
from households.access import BREAK_GLASS, WHOLE, emergencies_of, shares_with

if TYPE_CHECKING:
    from households.models import Household


class Access:
    """On what `basis` a household is open to a user, and what is shared of it.

    On the basis of the office (or an emergency access) the own party's knowledge is open, and what
    is shared comes from other parties; on any other basis only what is shared is open.
    """

    def __init__(self, household: Household, user: User, basis: str) -> None:
        self.basis = basis
        self._units = units_with(user, Permission.OF_OFFICE)
        self._emergencies = emergencies_of(user).filter(household=household)
        self._household = household
        self._rows = shares_with(user).filter(household=household)

    @cached_property
    def shared(self) -> dict[int, frozenset[str]]:
        """Scopes by the person they are about; looked up when first asked for."""
        found: dict[int, set[str]] = {}
        for person_id, scope in self._rows.values_list("subject", "scope"):
            found.setdefault(person_id, set()).add(scope)
        return {person_id: frozenset(scopes) for person_id, scopes in found.items()}

    @cached_property
    def own_parties(self) -> set[str]:
        """The parties whose knowledge is the user's: of their units that have it, or in need."""
        rows = self._household.responsible_today
        needed = {self.emergency.unit.party} if self.emergency else set()
        return {row.party for row in rows if row.unit_id in self._units} | needed

    @cached_property
    def emergency(self) -> Any:
        """The emergency access that holds the household open; None on any other basis."""
        if self.basis != BREAK_GLASS.name:
            return None
        live = self._emergencies.live_at(timezone.now()).select_related("unit")
        return live.order_by("-expires_at").first()

    @property
    def shares(self) -> QuerySet[Any]:
        """The rows that share something of the household with the user today."""
        return self._rows

    @property
    def is_whole(self) -> bool:
        return self.basis in WHOLE

    def covers(self, person_id: int, scope: str) -> bool:
        """Whether `scope` about the person is shared with the user."""
        return scope in self.shared.get(person_id, frozenset())

    def knows(self, person_id: int) -> bool:
        """Whether the user may know who this member is."""
        return self.is_whole or self.covers(person_id, "household")
