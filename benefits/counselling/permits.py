"""Who may write in a counselling that is open to them (security.md 2.1: assigned, leaders read)."""

from __future__ import annotations

from django.utils import timezone

from accounts.access import may, units_with
from accounts.models import User
from accounts.policy import Permission
from benefits.models import AssistanceApplication, Counselling
from households.models import Household, Responsibility
from households.permits import may_for_household, stands_in_for, unit_for_assistance


def may_offer(
    user: User, household: Household, application: AssistanceApplication | None = None
) -> bool:
    """Who handles the application, or has the household, in the office; or stands in for them."""
    if unit_for_assistance(user, household) is None:
        return False
    if application is not None and stands_in_for(user, application.caseworker_id):
        return True
    return _has_household(user, household.responsible_today)


def may_counsel(user: User, counselling: Counselling) -> bool:
    """The counsellor, or the caseworker of the household; or who stands in for them."""
    works = may(user, Permission.COUNSEL) or may_take(user, counselling)
    if works and stands_in_for(user, counselling.counsellor_id):
        return True
    return _has_household(user, _responsible(counselling))


def may_take(user: User, counselling: Counselling) -> bool:
    """Whoever handles assistance in the unit that has the household today."""
    units = units_with(user, Permission.HANDLE_ASSISTANCE)
    return bool(units) and any(row.unit_id in units for row in _responsible(counselling))


def may_open_household(user: User, counselling: Counselling) -> bool:
    """Whether the household's own pages are open too: not to a debt counsellor."""
    known = Household.objects.visible_to(user, Permission.OF_OFFICE)
    return known.filter(pk=counselling.household_id).exists()


def _has_household(user: User, responsible: list[Responsibility]) -> bool:
    return may_for_household(user, responsible, assigned=Permission.HANDLE_ASSISTANCE)


def _responsible(counselling: Counselling) -> list[Responsibility]:
    today = timezone.localdate()
    return list(Responsibility.objects.valid_on(today).filter(household=counselling.household_id))
