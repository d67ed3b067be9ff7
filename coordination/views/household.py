"""The pages of one household: overview, economy, and a member's whole number."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import requires, units_with
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination import overview as told
from coordination.clocks import MONTH_LETTERS
from households.access import may_reveal_number
from households.door import household_view
from households.models import Household
from households.person_bar import open_number, person_bar

PER_PAGE = 50


@requires(Permission.SEE_HOUSEHOLDS)
@require_safe
@household_view
def overview(request: HttpRequest, household: Household) -> HttpResponse:
    frame = _frame(request, household)
    bar, today = frame["bar"], timezone.localdate()
    shows_benefits = frame["shows_benefits"]
    context = {
        "benefits": told.benefits_of(bar, today) if shows_benefits else None,
        "situations": told.situations(household, today, with_income=shows_benefits),
        "stated_children": None if bar.children else told.stated_children(household, today),
        "month_letters": MONTH_LETTERS,
    }
    return render(request, "coordination/overview.html", frame | context)


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def economy(request: HttpRequest, household: Household) -> HttpResponse:
    """All payments, the latest first."""
    frame = _frame(request, household)
    if not frame["shows_benefits"]:
        _refuse(request, household, "benefits_of_unit")
    payments = told.payments_of(frame["bar"]).select_related("person", "co_applicant")
    page = Paginator(payments, PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "coordination/economy.html", frame | {"page": page})


@requires(Permission.REVEAL_NATIONAL_ID, Permission.REVEAL_ANY_NATIONAL_ID)
@require_POST
@household_view
def reveal_number(request: HttpRequest, household: Household, person_id: int) -> HttpResponse:
    """The whole number of one member, logged before it is sent."""
    members = {row.person_id: row.person for row in household.all_memberships}
    if person_id not in members:
        raise Http404
    if not may_reveal_number(cast(User, request.user), household.responsible_today):
        _refuse(request, household, "reveal_number", [person_id])
    number = open_number(members[person_id])
    if number is None:
        raise Http404
    _log(request, household, AccessEvent.Action.REVEAL, [person_id])
    context = {"number": number, "person_id": person_id, "name": members[person_id].name}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "households/_number.html", context)
    return render(request, "households/number.html", _frame(request, household) | context)


def _frame(request: HttpRequest, household: Household) -> dict[str, Any]:
    """What every page of a household shows: the person bar and the side menu."""
    user = cast(User, request.user)
    responsible = household.responsible_today
    with_benefits = units_with(user, Permission.SEE_BENEFITS)
    may_reveal = may_reveal_number(user, responsible)
    return {
        "household": household,
        "bar": person_bar(household, timezone.localdate(), may_reveal=may_reveal),
        "shows_benefits": any(row.unit_id in with_benefits for row in responsible),
    }


def _refuse(
    request: HttpRequest, household: Household, rule: str, subject_ids: list[int] | None = None
) -> None:
    """Log the refusal, then answer 403."""
    _log(request, household, AccessEvent.Action.READ, subject_ids or [], denied_by=rule)
    raise PermissionDenied("Rollen din ved dette kontoret gir ikke tilgang til dette.")


def _log(
    request: HttpRequest,
    household: Household,
    action: AccessEvent.Action,
    subject_ids: list[int],
    denied_by: str = "",
) -> None:
    access_log.record(
        request,
        action,
        object_type="household",
        object_id=household.pk,
        subject_ids=subject_ids,
        denied_by=denied_by,
    )
