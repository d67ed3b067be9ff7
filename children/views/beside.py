"""What is noted of a child without mapping it: why not, and what HV has seen."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from children import actions
from children.codes import MappingState
from children.forms import ObservationForm, SetAsideForm
from children.permits import unit_to_observe_in
from children.views.pages import show_child
from children.views.writing import child_here, mapper
from households.door import household_view
from households.frame import log, refuse
from households.models import Household


@requires(Permission.MAP_CHILD)
@require_POST
@household_view
def set_aside(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """Why the child is not mapped; the duty stands, on the list of exceptions."""
    child = child_here(household, child_id)
    unit, user = mapper(request, household, child_id)
    form = SetAsideForm(request.POST, auto_id="aside_%s")
    if not form.is_valid():
        return show_child(request, household, child_id, {"set_aside": form})
    log(request, household, AccessEvent.Action.UPDATE, [child_id])
    actions.set_aside(
        household=household,
        child=child,
        unit=unit,
        state=MappingState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        by=user,
    )
    messages.success(request, "Notert. Plikten til å kartlegge står, og kan oppfylles senere.")
    return redirect("children:child", household.pk, child_id)


@requires(Permission.OBSERVE_CHILD)
@require_POST
@household_view
def observe(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """What HV has seen, for those who map the child and with whom HV shares it."""
    child = child_here(household, child_id)
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_to_observe_in(user, household, child_id)
    if unit is None:
        refuse(request, household, "observe_child", [child_id])
    form = ObservationForm(request.POST, today=today, auto_id="seen_%s")
    if not form.is_valid():
        return show_child(request, household, child_id, {"observe": form})
    log(request, household, AccessEvent.Action.CREATE, [child_id])
    actions.observe(household=household, child=child, unit=unit, by=user, **form.cleaned_data)
    messages.success(request, "Observasjonen er lagret.")
    return redirect("children:child", household.pk, child_id)
