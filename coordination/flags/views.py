"""Dismissing a flag with grounds, and taking it up again."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.flags import actions, queries
from coordination.flags.forms import DismissForm
from coordination.models import Flag
from households.door import household_view
from households.frame import log, page_frame, refuse, unit_to_assign_in
from households.models import Household
from households.permits import unit_for_assistance


def may_handle_flags(user: User, household: Household) -> bool:
    """Who handles assistance at the office that has the household, and its leader."""
    in_unit = unit_for_assistance(user, household) or unit_to_assign_in(user, household)
    return in_unit is not None


@requires(Permission.SEE_BENEFITS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def dismiss(request: HttpRequest, household: Household, flag_id: int) -> HttpResponse:
    flag = _found(request, household, flag_id)
    form = DismissForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [])
        user, now = cast(User, request.user), timezone.now()
        try:
            actions.dismiss(flag=flag, grounds=form.cleaned_data["grounds"], at=now, by=user)
            messages.success(request, f"Flagget «{flag}» er avvist.")
        except actions.FlagRefusedError as error:
            messages.error(request, str(error))
        return redirect("coordination:household", household.pk)
    context = page_frame(request, household) | {"form": form, "row": queries.shown(flag)}
    return render(request, "coordination/flags/dismiss.html", context)


@requires(Permission.SEE_BENEFITS)
@require_POST
@household_view
def reopen(request: HttpRequest, household: Household, flag_id: int) -> HttpResponse:
    flag = _found(request, household, flag_id)
    log(request, household, AccessEvent.Action.UPDATE, [])
    try:
        actions.reopen(flag=flag, at=timezone.now(), by=cast(User, request.user))
    except actions.FlagRefusedError as error:
        messages.error(request, str(error))
    return redirect("coordination:household", household.pk)


def _found(request: HttpRequest, household: Household, flag_id: int) -> Flag:
    """The flag, for who may do something with it; 403 for others, 404 where its cause is gone."""
    if not may_handle_flags(cast(User, request.user), household):
        refuse(request, household, "handle_flags")
    flag = queries.flag_of(household, min(flag_id, LARGEST_ID))
    if flag is None:
        raise Http404
    return flag
