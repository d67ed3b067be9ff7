"""What every page of a household stands in: who it is, what the side menu leads to, and its log."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from accounts import access_log
from accounts.access import may, units_with
from accounts.models import AccessEvent, Party, Unit, User
from accounts.policy import Permission
from households.families import family_label, nameless
from households.models import Household, ShareScope
from households.permits import (
    may_prepare_file,
    may_raise_protection,
    may_read_shared_housing,
    may_reveal_number,
    may_reveal_place,
    may_see_benefits,
    may_see_housing,
)
from households.person_bar import person_bar


def page_frame(request: HttpRequest, household: Household) -> dict[str, Any]:
    """What every page of a household shows: the person bar and the side menu."""
    user, today = cast(User, request.user), timezone.localdate()
    may_reveal = may_reveal_number(user, household.responsible_today)
    bar = person_bar(household, today, may_reveal=may_reveal)
    family = family_label(household, today)
    housing = may_see_housing(user, household)
    benefits = may_see_benefits(user, household)
    return {
        "household": household,
        "bar": nameless(bar, family) if family else bar,
        "family": family,
        "may_assign": unit_to_assign_in(user, household) is not None,
        "shows_benefits": benefits,
        "shows_decisions": benefits or housing,
        "shows_housing": housing or (not family and _reads_housing(user, household)),
        "shows_records": bool(household.access.own_parties),
        "shows_children": not family and may_see_children(user),
        "shows_plan": not family and may_see_plan(user, household),
        "shows_lookups": may_see_lookups(user, household),
        "shows_protection": may_raise_protection(user, household),
        "may_reveal_place": may_reveal_place(user, household.responsible_today),
        "shows_requests": may_prepare_file(user, household.responsible_today),
    }


def _reads_housing(user: User, household: Household) -> bool:
    """Whether HV, which has the household today, shares its housing with `user`."""
    has = any(row.party == Party.HV for row in household.responsible_today)
    return has and may_read_shared_housing(user, household)


def unit_to_assign_in(user: User, household: Household) -> Unit | None:
    """The responsible unit in which the user gives out cases."""
    units = units_with(user, Permission.ASSIGN_CASES)
    return next((row.unit for row in household.responsible_today if row.unit_id in units), None)


def may_see_children(user: User) -> bool:
    """Whether the children's page is for the user's role: what is mapped, or that it is."""
    return may(user, Permission.SEE_MAPPINGS) or may(user, Permission.SEE_CHILDREN)


def may_see_plan(user: User, household: Household) -> bool:
    """Whether a plan of the household would be open to `user`: by the office, or shared as one."""
    access = household.access
    if not may(user, Permission.SEE_PLANS):
        return False
    return access.is_whole or any(
        ShareScope.PLAN in scopes and access.knows(pk) for pk, scopes in access.shared.items()
    )


def may_see_lookups(user: User, household: Household) -> bool:
    """Whether `user` leads a unit that has the household today, and so sees who has opened it."""
    units = units_with(user, Permission.SEE_UNIT_ACCESS_LOG)
    return any(row.unit_id in units for row in household.responsible_today)


def refuse(
    request: HttpRequest, household: Household, rule: str, subject_ids: list[int] | None = None
) -> NoReturn:
    """Log the refusal, then answer 403."""
    log(request, household, AccessEvent.Action.READ, subject_ids or [], denied_by=rule)
    raise PermissionDenied("Rollen din ved dette kontoret gir ikke tilgang til dette.")


def refuse_unless_own(request: HttpRequest, household: Household) -> None:
    """403 where the household is only shared: notes and documents stay with their party."""
    if not household.access.own_parties:
        refuse(request, household, "records_of_party")


def log(
    request: HttpRequest,
    household: Household,
    action: AccessEvent.Action,
    subject_ids: list[int],
    denied_by: str = "",
    reason: str = "",
) -> None:
    access_log.record(
        request,
        action,
        object_type="household",
        object_id=household.pk,
        subject_ids=subject_ids,
        denied_by=denied_by,
        reason=reason,
    )
