"""What a user may do with a household that is open to them: by assignment, office or leadership.

Who may open it at all is households/access.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.access import may, parties_with, units_with
from accounts.models import Substitution, Unit, User
from accounts.policy import Permission
from households.access import BREAK_GLASS
from households.models import ShareScope

if TYPE_CHECKING:
    from households.models import Household, Responsibility


def may_for_household(
    user: User,
    responsible: Iterable[Responsibility],
    *,
    assigned: Permission,
    any_of_unit: Permission | None = None,
) -> bool:
    """Whether `user` may do something with a household whose responsibilities today are given.

    `any_of_unit`, if there is one, is enough in a unit that has the household; `assigned` only for
    its caseworker there, or for the one who stands in for the caseworker today.
    """
    any_in = units_with(user, any_of_unit) if any_of_unit is not None else set()
    own_in = units_with(user, assigned)
    rows = list(responsible)
    if any(row.unit_id in any_in for row in rows):
        return True
    caseworkers = {row.caseworker_id for row in rows if row.unit_id in own_in} - {None}
    if user.pk in caseworkers:
        return True
    substitutes = Substitution.objects.valid_on(timezone.localdate()).filter(substitute=user)
    return bool(caseworkers) and substitutes.filter(absent__in=caseworkers).exists()


def may_reveal_number(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user` may have a member's whole national number shown (security.md 2.1).

    The caseworker who has the household (or the substitute), and the leader of a unit that has it.
    """
    return may_for_household(
        user,
        responsible,
        assigned=Permission.REVEAL_NATIONAL_ID,
        any_of_unit=Permission.REVEAL_ANY_NATIONAL_ID,
    )


def may_see_benefits(user: User, household: Household) -> bool:
    """Whether the benefit case of a household that came through the door is open to `user`.

    To those who work with benefits in a unit that has the household, or who opened it in need.
    """
    if household.access.basis == BREAK_GLASS.name:
        return bool(household.access.own_parties & parties_with(user, Permission.SEE_BENEFITS))
    units = units_with(user, Permission.SEE_BENEFITS)
    return any(row.unit_id in units for row in household.responsible_today)


def may_see_housing(user: User, household: Household) -> bool:
    """Whether HV's housing case of a household that came through the door is open to `user`.

    As the benefit case is: to those who work with it in a unit that has it, or opened it in need.
    """
    if household.access.basis == BREAK_GLASS.name:
        return bool(household.access.own_parties & parties_with(user, Permission.SEE_HOUSING))
    units = units_with(user, Permission.SEE_HOUSING)
    return any(row.unit_id in units for row in household.responsible_today)


def may_read_shared_housing(user: User, household: Household) -> bool:
    """Whether `user`, of another party or the OSK meeting, has housing in it shared with them."""
    if not may(user, Permission.READ_SHARED_HOUSING):
        return False
    return any(ShareScope.HOUSING in scopes for scopes in household.access.shared.values())


def unit_for_assistance(user: User, household: Household) -> Unit | None:
    """The unit that has the household today and in which `user` handles assistance; else None."""
    units = units_with(user, Permission.HANDLE_ASSISTANCE)
    return next((row.unit for row in household.responsible_today if row.unit_id in units), None)


def units_to_write_in(user: User, household: Household, permission: Permission) -> list[Unit]:
    """The units that have the household today and in which `user` may write in its records.

    Each writes for its own party; leaders read.
    """
    units = units_with(user, permission)
    return [row.unit for row in household.responsible_today if row.unit_id in units]


def stands_in_for(user: User, colleague_id: int | None) -> bool:
    """Whether `user` is this colleague, or the colleague's substitute today."""
    if colleague_id is None or user.pk == colleague_id:
        return user.pk == colleague_id
    today = timezone.localdate()
    return (
        Substitution.objects.valid_on(today).filter(substitute=user, absent=colleague_id).exists()
    )


def may_reveal_place(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user`, who is cleared for the household, may have its hidden place shown once."""
    return may_for_household(
        user,
        responsible,
        assigned=Permission.REVEAL_PLACE,
        any_of_unit=Permission.REVEAL_ANY_PLACE,
    )


def may_raise_protection(user: User, household: Household) -> bool:
    """Whether `user` may raise a member's grade, or propose to lower it: by the own office."""
    units = units_with(user, Permission.RAISE_PROTECTION)
    return any(row.unit_id in units for row in household.responsible_today)


def may_lower_protection(user: User, household: Household) -> bool:
    """Whether `user` may decide what another has proposed; the clearance stands in the door."""
    units = units_with(user, Permission.LOWER_PROTECTION)
    return any(row.unit_id in units for row in household.responsible_today)


def may_record_consent(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user` may write in the household's register of consents (security.md 2.1)."""
    return may_for_household(
        user,
        responsible,
        assigned=Permission.RECORD_CONSENT,
        any_of_unit=Permission.RECORD_ANY_CONSENT,
    )


def recording_parties(user: User, responsible: Iterable[Responsibility]) -> list[str]:
    """The parties in whose name `user` may write in the household's register of consents."""
    return [row.party for row in responsible if may_record_consent(user, [row])]


def may_prepare_file(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user` may answer a request for access: a leader of a unit that has the household."""
    units = units_with(user, Permission.PREPARE_SUBJECT_FILE)
    return any(row.unit_id in units for row in responsible)


def may_approve_file(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user` may approve such a file, if it is one that somebody else has made."""
    units = units_with(user, Permission.APPROVE_SUBJECT_FILE)
    return any(row.unit_id in units for row in responsible)
