"""Who may write, and who may approve, a decision about a household that is open to them.

How much each may decide is the delegation limit (decisions/actions.py asks it at each act).
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import units_with
from accounts.models import Party, Unit, User
from accounts.policy import Permission
from decisions.codes import Kind
from decisions.models import Decision
from households.models import Household, Responsibility
from households.permits import may_for_household, may_see_benefits, may_see_housing

READERS = (Permission.SEE_BENEFITS, Permission.SEE_HOUSING)
WRITERS = (Permission.DECIDE, Permission.DECIDE_HOUSING)
"""NAV decides what it gives, HV about housing; each reads its own."""


def permission_for(decision: Decision) -> Permission:
    """What it takes to write the decision, at the party whose it is."""
    is_of_housing = decision.unit.party == Party.HV
    return Permission.DECIDE_HOUSING if is_of_housing else Permission.DECIDE


def may_decide(user: User, responsible: Iterable[Responsibility]) -> bool:
    """The caseworker of the household, or the one who stands in (security.md 2.1)."""
    return may_for_household(user, responsible, assigned=Permission.DECIDE)


def may_write(user: User, household: Household, decision: Decision) -> bool:
    """Who may decide about the household; and whoever began one on emergency aid for it.

    The one at the counter decides what cannot wait, although a colleague has the household. About
    housing whoever works with it decides, in the unit whose decision it is.
    """
    rows = household.responsible_today
    if decision.unit.party == Party.HV:
        held = units_with(user, Permission.DECIDE_HOUSING)
        return any(row.unit_id == decision.unit_id and row.unit_id in held for row in rows)
    if may_decide(user, rows):
        return True
    own = decision.kind == Kind.EMERGENCY and decision.made_by_id == user.pk
    units = units_with(user, Permission.DECIDE)
    return own and any(row.unit_id == decision.unit_id and row.unit_id in units for row in rows)


def may_approve(user: User, decision: Decision) -> bool:
    """A leader at the decision's unit; whoever has written on it is refused by the action."""
    return decision.unit_id in units_with(user, Permission.APPROVE_DECISION)


def unit_to_decide_in(user: User, household: Household) -> Unit | None:
    """The unit for which the user may write decisions about the household; else None."""
    rows = household.responsible_today
    return next((row.unit for row in rows if may_decide(user, [row])), None)


def read_parties(user: User, household: Household) -> set[str]:
    """Whose decisions about the household `user` may read; part of the party's own case."""
    found = {Party.HV.value} if may_see_housing(user, household) else set()
    if may_see_benefits(user, household):
        found |= set(Party.values) - {Party.HV.value}
    return found


def may_read(user: User, household: Household) -> bool:
    return bool(read_parties(user, household))
