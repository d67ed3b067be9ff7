"""Who may write in the cases of a household that is open to them (security.md 2.1: assigned)."""

from __future__ import annotations

from accounts.models import Unit, User
from accounts.policy import Permission
from benefits.models import KvpCase
from households.models import Household
from households.permits import may_for_household


def unit_to_work_in(user: User, household: Household) -> Unit | None:
    """The unit in which `user` is the household's caseworker, or stands in for that; else None."""
    assigned = Permission.HANDLE_ASSISTANCE
    return next(
        (
            row.unit
            for row in household.responsible_today
            if may_for_household(user, [row], assigned=assigned)
        ),
        None,
    )


NOBODY = (
    "Ingen saksbehandler har husstanden, så ingenting kan registreres her. Velg «Tildel meg» på "
    "søknaden eller henvendelsen, eller be teamlederen om å fordele husstanden."
)


def why_idle(household: Household, case: KvpCase) -> str:
    """What is said to somebody who may see the case and do nothing in it."""
    party = case.unit.party
    row = next((one for one in household.responsible_today if one.party == party), None)
    if row is None:
        return ""
    if row.caseworker is None:
        return NOBODY
    return f"Saksbehandler er {row.caseworker}. Bare saksbehandleren registrerer noe her."
