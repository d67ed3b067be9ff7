"""One tenancy: its contract, what it owes, its plan, and all that is done with it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_housing
from housing.history import HousingError
from housing.permits import unit_to_work_in
from housing.stepping import perform
from housing.steps import StepForm, offered
from housing.tenancies import actions, queries
from housing.tenancies.acts import ACTS
from housing.tenancies.forms import AddressForm, ContractForm
from housing.tenancies.page import Page, tenancy_of

SEE, HANDLE = Permission.SEE_HOUSING, Permission.HANDLE_HOUSING


def refuse_unless_housing(request: HttpRequest, household: Household) -> None:
    """403 where the household's housing is another office's."""
    if not may_see_housing(cast(User, request.user), household):
        refuse(request, household, "see_housing")


@requires(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new(request: HttpRequest, household: Household) -> HttpResponse:
    """A contract from an allocation, or one that was there before this program."""
    user, today = cast(User, request.user), timezone.localdate()
    if unit_to_work_in(user, household) is None:
        refuse(request, household, "handle_housing")
    posted = request.POST if request.method == "POST" else None
    search = AddressForm(request.GET or None)
    address = search.cleaned_data["adresse"] if search.is_valid() else ""
    chosen = request.POST.get("dwelling", "")
    dwellings = queries.to_let(household, address, chosen)
    form = ContractForm(posted, dwellings=dwellings, today=today)
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [household.contact_id])
        dwelling = form.dwellings[form.cleaned_data["dwelling"]]
        try:
            made = actions.sign(
                household=household,
                dwelling=dwelling,
                contract=form.contract,
                outside_text=form.cleaned_data["outside_text"],
                by=user,
            )
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        else:
            messages.success(request, "Leieforholdet er registrert.")
            return redirect("tenancies:tenancy", household.pk, made.pk)
    frame = page_frame(request, household)
    context = {"form": form, "search": search, "address": address, "dwellings": dwellings}
    return render(request, "housing/tenancies/new.html", frame | context)


@requires(SEE)
@require_safe
@household_view
def tenancy(request: HttpRequest, household: Household, tenancy_id: int) -> HttpResponse:
    refuse_unless_housing(request, household)
    return _show(request, household, _found(request, household, tenancy_id))


@requires(HANDLE)
@require_POST
@household_view
def act(request: HttpRequest, household: Household, tenancy_id: int, act_name: str) -> HttpResponse:
    """Do one of ACTS, or show the page again with what is in the way."""
    unit = unit_to_work_in(cast(User, request.user), household)
    if unit is None:
        refuse(request, household, "handle_housing")
    page = _found(request, household, tenancy_id)

    def show(given: dict[str, StepForm], status: int) -> HttpResponse:
        return _show(request, household, _found(request, household, tenancy_id), given, status)

    return perform(
        *(request, household, ACTS, act_name),
        subject=page,
        today=page.today,
        party=unit.party,
        show=show,
        now=lambda: _found(request, household, tenancy_id).version,
        back=reverse("tenancies:tenancy", args=[household.pk, page.tenancy.pk]),
    )


def _found(request: HttpRequest, household: Household, tenancy_id: int) -> Page:
    user, today = cast(User, request.user), timezone.localdate()
    found = tenancy_of(user, household, min(tenancy_id, LARGEST_ID), today)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    household: Household,
    page: Page,
    given: dict[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = cast(User, request.user)
    works = unit_to_work_in(user, household) is not None
    context = {
        "page": page,
        "acts": offered(ACTS, page, page.version, page.today, given) if works else [],
        "works": works,
        "support": queries.support_of(user, household),
        "changes": queries.changes_of(user, household),
        "has_errors": bool(given),
        "today": page.today,
    }
    frame = page_frame(request, household)
    return render(request, "housing/tenancies/tenancy.html", frame | context, status=status)
