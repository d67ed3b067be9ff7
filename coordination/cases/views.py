"""The page on which a case is closed, and opened again the same day."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.cases.queries import spans_of, states_of
from benefits.cases.rules import CaseState
from coordination.cases.forms import CloseForm
from coordination.cases.queries import nav_case, obstacles
from coordination.flags.views import may_handle_flags
from households import closing
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household, Responsibility


@requires(Permission.SEE_BENEFITS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def close_case(request: HttpRequest, household: Household) -> HttpResponse:
    case, user, today = _case(request, household), cast(User, request.user), timezone.localdate()
    state = states_of([household.pk], today)[household.pk]
    left = [] if state == CaseState.CLOSED else obstacles(household, user, today)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and left:
        messages.error(request, "Saken kan ikke avsluttes ennå.")
    elif state != CaseState.CLOSED and form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [])
        told = form.cleaned_data
        closing.close(
            responsibility=case,
            reason=told["reason"],
            text=told["text"],
            at=timezone.now(),
            by=user,
        )
        messages.success(request, "Saken er avsluttet. Den er åpen for deg ut dagen.")
        return redirect("coordination:close_case", household.pk)
    context = {
        "state": state,
        "is_closed": state == CaseState.CLOSED,
        "spans": spans_of([household.pk], today)[household.pk][::-1],
        "obstacles": left,
        "form": form,
    }
    return render(request, "coordination/close_case.html", page_frame(request, household) | context)


@requires(Permission.SEE_BENEFITS)
@require_POST
@household_view
def reopen_case(request: HttpRequest, household: Household) -> HttpResponse:
    """Undo a closing of the same day."""
    case, user = _case(request, household), cast(User, request.user)
    if case.closed_at is not None:
        log(request, household, AccessEvent.Action.UPDATE, [])
        closing.reopen(responsibility=case, caseworker=case.caseworker, by=user)
        messages.success(request, "Saken er åpnet igjen.")
    return redirect("coordination:household", household.pk)


def _case(request: HttpRequest, household: Household) -> Responsibility:
    """What NAV has of the household, for who handles its assistance; 403 for others."""
    case = nav_case(household)
    if case is None or not may_handle_flags(cast(User, request.user), household):
        refuse(request, household, "close_case")
    return case
