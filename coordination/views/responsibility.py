"""Who has had a household, and its unit's leader giving it to another caseworker."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from coordination.administration.forms import CaseworkerForm
from households.actions import assign_caseworker, visible_ids
from households.caseloads import history_of
from households.door import household_view
from households.frame import log, page_frame, refuse, unit_to_assign_in
from households.models import Household


@requires(Permission.SEE_HOUSEHOLDS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def responsibility(request: HttpRequest, household: Household) -> HttpResponse:
    unit, today = unit_to_assign_in(cast(User, request.user), household), timezone.localdate()
    if request.method == "POST" and unit is None:
        refuse(request, household, "assign_cases")
    form = None
    if unit is not None:
        data = request.POST if request.method == "POST" else None
        form = CaseworkerForm(data, unit=unit, today=today)
        if form.is_valid() and _give_to(request, household, unit, form):
            return redirect("coordination:household", household.pk)
    access = household.access
    own = access.own_parties if access.is_whole else ()  # others' cases are secret (STL § 44)
    history = history_of(household).filter(party__in=own)
    context = {"form": form, "unit": unit, "history": history}
    frame = page_frame(request, household)
    return render(request, "coordination/responsibility.html", frame | context)


def _give_to(request: HttpRequest, household: Household, unit: Unit, form: CaseworkerForm) -> bool:
    to, user = form.cleaned_data["to"], cast(User, request.user)
    if to is not None and household.pk not in visible_ids(to, [household.pk]):
        form.add_error("to", f"Tilgangsreglene lar ikke {to} se denne husstanden.")
        return False
    log(request, household, AccessEvent.Action.UPDATE, [])
    assign_caseworker(
        households=[household.pk], unit=unit, caseworker=to, day=timezone.localdate(), by=user
    )
    messages.success(request, f"Saksbehandler er nå {to or 'ingen'}.")
    return True
