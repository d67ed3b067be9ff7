"""The page of a calculation: its form beside what comes out of it, and carrying one on."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.answering import (
    assess_and_draft,
    edition_to_calculate,
    may_begin,
    open_draft,
    put_calculation,
)
from benefits.applications.calculated import calculated_for
from benefits.applications.views.pages import found_in
from benefits.calculating import actions, told
from benefits.calculating.inputs import inputs_of
from benefits.calculating.page import page_of, result_of
from benefits.calculating.renewal import NothingToCarryOnError, carry_on, start_first
from benefits.calculating.results import stored_results
from benefits.calculating.sheet import Sheet
from benefits.models import AssistanceApplication, Calculation
from decisions.actions import RefusedError
from decisions.permits import may_decide
from households import autosave
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits, stands_in_for, unit_for_assistance

PAGE = "benefits/calculations/calculation.html"


@requires(Permission.SEE_BENEFITS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def calculation(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Shown to who may see the benefit case; saved by who handles the application.

    `?utgave=` is the edition of the decision whose calculation is shown; else the latest.
    """
    if request.method == "POST":
        return _save(request, household, application_id)
    if not may_see_benefits(cast(User, request.user), household):
        refuse(request, household, "benefits_of_unit")
    application = found_in(household, application_id)
    shown = _edition(application, request.GET.get("utgave"))
    return _show(request, household, application, shown)


def _edition(application: AssistanceApplication, asked: str | None) -> Calculation | None:
    calculations = application.calculations.all()
    if asked is None:
        return calculations.first()
    shown = [row for row in calculations if str(row.edition) == asked]
    if not shown:
        raise Http404
    return shown[0]


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def start(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Begin, with all that is known filled in; for a correction, what the edition before had."""
    user = cast(User, request.user)
    application = _own(request, household, application_id)
    log(request, household, AccessEvent.Action.CREATE, [application.applicant_id])
    start_first(application=application, by=user)
    edition = edition_to_calculate(application)
    if edition is not None:
        actions.start_correction(application=application, edition=edition, by=user)
    return redirect("applications:calculation", household.pk, application.pk)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def preview(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """What would come out of what is typed; nothing is saved."""
    application = _own(request, household, application_id)
    sheet = _sheet(request, household, application)
    if sheet.is_valid():
        shown = result_of(sheet.results or (), sheet.inputs, household)
    else:
        shown = result_of((), None, household, errors=[text for _, text in sheet.errors])
    frame = {"household": household, "application": application}
    return render(request, "benefits/calculations/_result.html", frame | shown)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def renew(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Carry the application on for the next months, on today's rates and members."""
    user = cast(User, request.user)
    unit = unit_for_assistance(user, household)
    if unit is None:
        refuse(request, household, "handle_assistance")
    application = found_in(household, application_id)
    log(request, household, AccessEvent.Action.CREATE, [application.applicant_id])
    try:
        new = carry_on(application=application, unit=unit, on=timezone.localdate(), by=user)
    except NothingToCarryOnError as error:
        messages.error(request, str(error))
        return redirect("applications:application", household.pk, application.pk)
    return redirect("applications:calculation", household.pk, new.application_id)


def _save(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    application = _own(request, household, application_id)
    if (kept := autosave.answered(request, household)) is not None:
        return kept
    more = request.POST.get("add", "")
    sheet = _sheet(request, household, application, more)
    if sheet.calculation.is_frozen:
        messages.error(request, "Beregningen er låst for et vedtak, så ingenting er lagret.")
        return redirect("applications:calculation", household.pk, application.pk)
    if more or not sheet.is_valid():
        return _show(request, household, application, sheet.calculation, sheet)
    log(request, household, AccessEvent.Action.UPDATE, [application.applicant_id])
    try:
        actions.change_inputs(
            calculation=sheet.calculation,
            version=sheet.form.cleaned_data["version"],
            inputs=sheet.inputs,
            answers=sheet.form.answers,
            arrears=sheet.form.arrears,
            by=cast(User, request.user),
        )
    except actions.CalculationConflictError as conflict:
        return _conflict(request, household, application, sheet, conflict.current)
    autosave.done(request)
    messages.success(request, "Beregningen er lagret.")
    user = cast(User, request.user)
    if "decide" in request.POST and may_decide(user, household.responsible_today):
        return _on_to_decision(request, household, application)
    return redirect("applications:calculation", household.pk, application.pk)


def _on_to_decision(
    request: HttpRequest, household: Household, application: AssistanceApplication
) -> HttpResponse:
    """The decision that is all there is left to write, begun or with the new calculation."""
    user, now = cast(User, request.user), timezone.now()
    draft, calculated = open_draft(application), calculated_for(application)
    try:
        if draft is None or calculated is None:
            draft = assess_and_draft(application=application, at=now, by=user)
        else:
            put_calculation(decision=draft, calculated=calculated, at=now, by=user)
    except RefusedError as error:
        messages.error(request, error.text)
        return redirect("applications:application", household.pk, application.pk)
    return redirect("decisions:decision", household.pk, draft.pk)


def _conflict(
    request: HttpRequest,
    household: Household,
    application: AssistanceApplication,
    sheet: Sheet,
    current: Calculation,
) -> HttpResponse:
    """Both: what somebody else has saved, and what the user had typed, which stays in the form."""
    saved = (inputs_of(current), stored_results(current))
    typed = (sheet.inputs, sheet.results or ())
    sheet.keep_on(current.version)
    conflict = {
        "conflict": told.what_differs(saved, typed, sheet.name_of),
        "saved_by": current.changed_by,
    }
    return _show(request, household, application, current, sheet, conflict, status=409)


def _show(
    request: HttpRequest,
    household: Household,
    application: AssistanceApplication,
    current: Calculation | None,
    sheet: Sheet | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    edition = edition_to_calculate(application)
    is_worked_on = current is None or edition in (None, current.edition)
    may_work = _is_under_work(application) and _may_work(request, household, application)
    may_change = may_work and is_worked_on
    address = reverse("applications:calculation", args=[household.pk, application.pk])
    typed = autosave.typed(request, household, address) if may_change and current else None
    if typed is not None and current is not None:
        sheet = Sheet(current, application, household, typed, is_judged=False)
    more = {"autosave": autosave.page_of(request, household, address)} | (more or {})
    context = page_of(current, application, household, may_change=may_change, sheet=sheet)
    context["decide"] = may_change and _to_decision(request, household, application)
    editions = list(application.calculations.order_by("edition"))
    is_begun = edition in [row.edition for row in editions]
    context["editions"] = editions
    context["may_correct"] = edition if may_work and not is_begun and editions else None
    frame = page_frame(request, household)
    return render(request, PAGE, frame | context | more, status=status)


def _to_decision(
    request: HttpRequest, household: Household, application: AssistanceApplication
) -> str:
    """What the button that saves and goes on to the decision says; empty where there is none."""
    if not may_decide(cast(User, request.user), household.responsible_today):
        return ""
    if open_draft(application):
        return "Lagre og hent inn i vedtaket"
    return "Lagre og skriv vedtak" if may_begin(application) else ""


def _sheet(
    request: HttpRequest,
    household: Household,
    application: AssistanceApplication,
    more: str = "",
) -> Sheet:
    """What was typed, about the application's calculation; 404 where there is none to change."""
    current = application.calculations.first()
    if current is None or not _is_under_work(application):
        raise Http404
    return Sheet(current, application, household, request.POST, more)


def _is_under_work(application: AssistanceApplication) -> bool:
    return application.is_open or edition_to_calculate(application) is not None


def _may_work(
    request: HttpRequest, household: Household, application: AssistanceApplication
) -> bool:
    """Who handles the application; of a correction, who decides about the household."""
    user = cast(User, request.user)
    if edition_to_calculate(application) is not None:
        return may_decide(user, household.responsible_today)
    in_unit = unit_for_assistance(user, household) is not None
    return in_unit and stands_in_for(user, application.caseworker_id)


def _own(request: HttpRequest, household: Household, application_id: int) -> AssistanceApplication:
    """The application, if the user may work on its calculation; else 403."""
    if unit_for_assistance(cast(User, request.user), household) is None:
        refuse(request, household, "handle_assistance")
    application = found_in(household, application_id)
    if not _may_work(request, household, application):
        refuse(request, household, "handles_application", [application.applicant_id])
    return application
