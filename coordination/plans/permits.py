"""How much of a plan a user sees, and in the name of which service they write in it.

A service with a case of its own sees the plan; another one as far as the persons in it have it
shared (security.md 2.1 and 3.7). What is common to the family needs every adult's yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.access import units_with
from accounts.models import Party, Unit, User
from accounts.policy import Permission
from coordination.models import CoordinatedPlan
from households.models import Household, Membership, ShareScope
from households.permits import may_for_household
from households.person_bar import is_child, is_present

MAKE = Permission.MAKE_PLAN


@dataclass(frozen=True)
class Sight:
    """What of a plan is open: all of it, or what is about these persons, and what is common."""

    is_whole: bool
    persons: frozenset[int] = frozenset()
    common: bool = True

    def of(self, person_id: int) -> bool:
        return self.is_whole or person_id in self.persons


def adults_of(household: Household, today: date) -> list[Membership]:
    """The present members who are no children of it under 18; each has a direction in a plan."""
    rows = household.all_memberships
    return [row for row in rows if is_present(row, today) and not is_child(row, today)]


def is_child_family(household: Household, today: date) -> bool:
    """Whether the household has a child under 18 and somebody who supports it."""
    present = [row for row in household.all_memberships if is_present(row, today)]
    supported = any(row.supports_children for row in present)
    return supported and any(is_child(row, today) for row in present)


def sight_of(household: Household, today: date) -> Sight | None:
    """How much of its plan is open to the user for whom the door opened it; None for nothing."""
    access = household.access
    if access.is_whole:
        return Sight(is_whole=True)
    shared = frozenset(
        pk for pk, scopes in access.shared.items() if ShareScope.PLAN in scopes and access.knows(pk)
    )
    if not shared:
        return None
    adults = {row.person_id for row in adults_of(household, today)}
    return Sight(is_whole=False, persons=shared, common=adults <= shared)


def unit_to_plan_in(user: User, household: Household) -> Unit | None:
    """The office in which the user has the household as its caseworker, or stands in for them."""
    for row in household.responsible_today:
        if may_for_household(user, [row], assigned=MAKE):
            unit: Unit = row.unit
            return unit
    return None


def leads(user: User, household: Household, plan: CoordinatedPlan) -> bool:
    """Whether the user has the household for the service that leads the plan, or coordinates it."""
    rows = [row for row in household.responsible_today if row.party == plan.party]
    if any(may_for_household(user, [row], assigned=MAKE) for row in rows):
        return True
    units = units_with(user, MAKE)
    return plan.coordinator_id == user.pk and any(row.unit_id in units for row in rows)


def units_taking_part(user: User, household: Household) -> dict[str, Unit]:
    """By service: the user's office that has the household, or that its plan is shared with."""
    units = units_with(user, MAKE)
    found = {row.party: row.unit for row in household.responsible_today if row.unit_id in units}
    shares = household.access.shares.filter(
        scope=ShareScope.PLAN, audience="party", to_unit__in=units
    )
    for row in shares.select_related("to_unit"):
        if household.access.knows(row.subject_id):
            found.setdefault(row.to_unit.party, row.to_unit)
    return {party: unit for party, unit in found.items() if party in OF_OSK}


OF_OSK = (Party.NAV, Party.BFT, Party.HV)
