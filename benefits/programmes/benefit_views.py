"""Confirming a month's benefit: the caseworker within the own limit, or a leader."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.kvp_benefit import actions
from benefits.kvp_benefit.forms import ConfirmForm
from benefits.programmes.actions import KvpError
from benefits.programmes.views import found_or_gone
from config.templatetags import tall
from households.door import household_view
from households.frame import log, refuse
from households.models import Household
from households.permits import may_see_benefits


@requires(Permission.SEE_BENEFITS)
@require_POST
@household_view
def confirm_benefit(
    request: HttpRequest, household: Household, kvp_id: int, benefit_id: int
) -> HttpResponse:
    """Freeze the lines that were seen, and plan the payment."""
    user, now = cast(User, request.user), timezone.now()
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    case = found_or_gone(household, kvp_id)
    benefit = case.benefits.filter(pk=min(benefit_id, LARGEST_ID)).first()
    if not actions.Authority.of(user, case, timezone.localdate(now)).is_any:
        refuse(request, household, "decide")
    form = ConfirmForm(request.POST)
    if benefit is None or not form.is_valid():
        raise Http404
    log(request, household, AccessEvent.Action.UPDATE, [case.person_id])
    try:
        total = form.cleaned_data["total"]
        payment = actions.confirm(benefit=benefit, total=total, at=now, by=user)
    except KvpError as error:
        messages.error(request, error.text)
    else:
        told = (
            f"{tall(payment.amount)} kr er klare til utbetaling." if payment else "Alt er betalt."
        )
        messages.success(request, f"Stønaden er bekreftet. {told}")
    return redirect("programmes:kvp", household.pk, case.pk)
