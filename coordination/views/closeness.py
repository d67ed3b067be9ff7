"""Declaring a conflict of interest, and the leader's list of those declared."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_log
from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.closeness import actions
from households.closeness.forms import DisqualificationForm
from households.closeness.queries import conflicts_to_lift
from households.door import household_view, reads_only
from households.frame import log, page_frame
from households.models import Household


@requires(Permission.DECLARE_DISQUALIFICATION)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def disqualify(request: HttpRequest, household: Household) -> HttpResponse:
    """Ask why, and then close the household to the user."""
    user = cast(User, request.user)
    form = DisqualificationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        log(request, household, AccessEvent.Action.UPDATE, [], reason=reason)
        actions.declare_disqualification(
            household=household, reason=reason, on=timezone.localdate(), by=user
        )
        messages.success(
            request,
            f"Du er meldt inhabil i {household.number}, og husstanden er lukket for deg. "
            "Lederen kan oppheve det.",
        )
        return redirect("coordination:households")
    is_caseworker = any(row.caseworker_id == user.pk for row in household.responsible_today)
    context = {"form": form, "is_caseworker": is_caseworker}
    return render(request, "households/disqualify.html", page_frame(request, household) | context)


@requires(Permission.LIFT_DISQUALIFICATION)
@require_safe
@reads_only
def conflicts(request: HttpRequest) -> HttpResponse:
    """The declared conflicts of the unit's staff: who and when, and the household's number."""
    rows = list(conflicts_to_lift(cast(User, request.user), timezone.localdate()))
    access_log.record(request, AccessEvent.Action.LIST, object_type="disqualification")
    return render(request, "households/conflicts.html", {"conflicts": rows})


@requires(Permission.LIFT_DISQUALIFICATION)
@require_POST
def lift(request: HttpRequest, conflict_id: int) -> HttpResponse:
    user = cast(User, request.user)
    rows = conflicts_to_lift(user, timezone.localdate())
    declared = found_or_404(request, rows, conflict_id, object_type="disqualification")
    access_log.record(
        request,
        AccessEvent.Action.UPDATE,
        object_type="disqualification",
        object_id=declared.pk,
    )
    actions.lift_disqualification(declared=declared, by=user)
    messages.success(request, f"{declared.household.number} kan åpnes av {declared.user} igjen.")
    return redirect("coordination:conflicts")
