"""A household's applications: the list, a new one, and the page where one is worked on."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications import actions, queries
from benefits.applications.forms import ApplicationForm
from benefits.applications.page import page_of
from benefits.calculating.renewal import latest_to_carry_on
from benefits.models import AssistanceApplication
from households import autosave
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits, unit_for_assistance

PAGE = "benefits/applications/application.html"


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def applications(request: HttpRequest, household: Household) -> HttpResponse:
    """All applications of the household, the latest first."""
    user = _may_read(request, household)
    may_register = unit_for_assistance(user, household) is not None
    context = {
        "lines": queries.applications_of(household, timezone.localdate()),
        "may_register": may_register,
        "carried_on": latest_to_carry_on(household) if may_register else None,
    }
    return render(
        request, "benefits/applications/list.html", page_frame(request, household) | context
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_application(request: HttpRequest, household: Household) -> HttpResponse:
    """An application is written down, an oral one too: it may never be refused at the counter."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_for_assistance(user, household)
    if unit is None:
        refuse(request, household, "handle_assistance")
    if (kept := autosave.answered(request, household)) is not None:
        return kept
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        applicants=queries.possible_applicants(household, today),
        together=queries.possible_co_applicants(household, today),
        today=today,
    )
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [form.applicant.pk])
        application = actions.register_application(
            household=household,
            applicant=form.applicant,
            co_applicant=form.co_applicant,
            unit=unit,
            caseworker=user,
            asked=form.asked,
            by=user,
        )
        messages.success(request, f"{application} er registrert.")
        autosave.done(request)
        return redirect("applications:application", household.pk, application.pk)
    autosave.fill(form, autosave.typed(request, household, request.path))
    context = {"form": form, "autosave": autosave.page_of(request, household, request.path)}
    frame = page_frame(request, household)
    return render(request, "benefits/applications/new.html", frame | context)


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def application(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """What is asked for, how far it has come, and what may be done now."""
    _may_read(request, household)
    return show(request, household, found_in(household, application_id))


def _may_read(request: HttpRequest, household: Household) -> User:
    """The user, if the benefit case is open to them; else 403."""
    user = cast(User, request.user)
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    return user


def found_in(household: Household, application_id: int) -> AssistanceApplication:
    found = queries.application_of(household, min(application_id, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest,
    household: Household,
    found: AssistanceApplication,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page_of(found, household, cast(User, request.user), timezone.localdate())
    frame = page_frame(request, household)
    return render(request, PAGE, frame | context | (forms or {}), status=status)
