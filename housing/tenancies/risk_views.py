"""That a household may lose its home: noting it, and each step until it is over."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from housing.history import HousingError
from housing.permits import unit_to_work_in
from housing.stepping import perform
from housing.steps import StepForm, offered
from housing.tenancies import queries, risk_actions
from housing.tenancies.acts import RISK_ACTS
from housing.tenancies.forms import RiskForm
from housing.tenancies.views import HANDLE, SEE, refuse_unless_housing


@requires(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_risk(request: HttpRequest, household: Household) -> HttpResponse:
    """Of the municipal home they rent, or of one they rent from somebody else."""
    user, today = cast(User, request.user), timezone.localdate()
    if unit_to_work_in(user, household) is None:
        refuse(request, household, "handle_housing")
    rents = queries.current_tenancy(household, today)
    posted = request.POST if request.method == "POST" else None
    form = RiskForm(posted, rents=str(rents.dwelling) if rents else "", today=today)
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [household.contact_id])
        given = {"landlord": ""} | form.cleaned_data
        try:
            made = risk_actions.open_risk(household=household, tenancy=rents, by=user, **given)
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        else:
            messages.success(request, "Registrert.")
            return redirect("tenancies:risk", household.pk, made.pk)
    context = {"form": form, "rents": rents}
    frame = page_frame(request, household)
    return render(request, "housing/tenancies/new_risk.html", frame | context)


@requires(SEE)
@require_safe
@household_view
def risk(request: HttpRequest, household: Household, risk_id: int) -> HttpResponse:
    refuse_unless_housing(request, household)
    return _show(request, household, _found(request, household, risk_id))


@requires(HANDLE)
@require_POST
@household_view
def act_risk(
    request: HttpRequest, household: Household, risk_id: int, act_name: str
) -> HttpResponse:
    """Do one of RISK_ACTS, or show the page again with what is in the way."""
    unit = unit_to_work_in(cast(User, request.user), household)
    if unit is None:
        refuse(request, household, "handle_housing")
    found = _found(request, household, risk_id)

    def show(given: dict[str, StepForm], status: int) -> HttpResponse:
        return _show(request, household, _found(request, household, risk_id), given, status)

    return perform(
        *(request, household, RISK_ACTS, act_name),
        subject=found,
        today=timezone.localdate(),
        party=unit.party,
        show=show,
        now=lambda: _found(request, household, risk_id).version,
        back=reverse("tenancies:risk", args=[household.pk, found.pk]),
    )


def _found(request: HttpRequest, household: Household, risk_id: int) -> Any:
    found = queries.risk_of(cast(User, request.user), household, min(risk_id, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    household: Household,
    found: Any,
    given: dict[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    works = unit_to_work_in(user, household) is not None
    due, in_time = queries.contact_after_petition(found)
    context = {
        "risk": found,
        "contact_due": due,
        "contact_in_time": in_time,
        "clock": queries.contact_clock(found, today),
        "acts": offered(RISK_ACTS, found, found.version, today, given) if works else [],
        "support": queries.support_of(user, household),
        "changes": queries.changes_of(user, household),
        "has_errors": bool(given),
        "today": today,
    }
    frame = page_frame(request, household)
    return render(request, "housing/tenancies/risk.html", frame | context, status=status)
