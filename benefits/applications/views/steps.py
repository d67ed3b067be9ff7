"""What is done with an application, a step at a time; each leads back to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications import actions, queries
from benefits.applications.answering import draft_decision_for, open_draft, put_calculation
from benefits.applications.calculated import calculated_for
from benefits.applications.forms import (
    DemandForm,
    EndForm,
    HoldForm,
    ReplyForm,
    SettleForm,
    StepForm,
)
from benefits.applications.page import may_answer
from benefits.applications.rules import DOCUMENTS_WITHIN
from benefits.applications.views.pages import found_in, show
from benefits.models import ApplicationState, AssistanceApplication
from decisions.actions import RefusedError
from decisions.permits import may_decide
from households.door import household_view
from households.frame import log, refuse
from households.models import Household
from households.permits import stands_in_for, unit_for_assistance

Act = Callable[[AssistanceApplication, dict[str, Any]], object]
"""What is done with a valid form: (application, cleaned values)."""


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def take(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Take it on, from the office's unassigned ones or from a colleague."""
    user = cast(User, request.user)
    if unit_for_assistance(user, household) is None:
        refuse(request, household, "handle_assistance")
    found = found_in(household, application_id)
    form = StepForm(request.POST, application=found)
    return _act(request, household, found, form, lambda row, _: actions.take(**_step(request, row)))


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def give_back(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    found = _own(request, household, application_id)
    form = StepForm(request.POST, application=found)
    return _act(
        request, household, found, form, lambda row, _: actions.give_back(**_step(request, row))
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def move(
    request: HttpRequest, household: Household, application_id: int, step: str
) -> HttpResponse:
    """Begin on it, or tell that it is assessed."""
    to = {"start": ApplicationState.IN_PROGRESS, "vurdert": ApplicationState.ASSESSED}.get(step)
    found = _own(request, household, application_id)
    if to is None:
        raise Http404
    form = StepForm(request.POST, application=found)
    return _act(
        request,
        household,
        found,
        form,
        lambda row, _: actions.move(to=to, on=timezone.localdate(), **_step(request, row)),
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def end(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Withdrawn by the applicant, sent to the wrong place, or registered by mistake."""
    found = _own(request, household, application_id)
    form = EndForm(request.POST, application=found, choices=queries.ways_to_end(found))
    return _act(
        request,
        household,
        found,
        form,
        lambda row, values: actions.move(
            to=values["to"],
            reason=values["reason"],
            on=timezone.localdate(),
            **_step(request, row),
        ),
        "end",
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def ask_for_documents(
    request: HttpRequest, household: Household, application_id: int
) -> HttpResponse:
    found, today = _own(request, household, application_id), timezone.localdate()
    form = DemandForm(request.POST, application=found, today=today, within=DOCUMENTS_WITHIN)
    return _act(
        request,
        household,
        found,
        form,
        lambda row, values: actions.ask_for_documents(
            wanted=values["wanted"], due_on=values["due_on"], on=today, **_step(request, row)
        ),
        "demand",
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def settle_demand(
    request: HttpRequest, household: Household, application_id: int, demand_id: int
) -> HttpResponse:
    """Tell that something asked for has come, or will not."""
    found = _own(request, household, application_id)
    demand = found.demands.filter(pk=min(demand_id, LARGEST_ID)).first()
    form = SettleForm(request.POST)
    if demand is None or not form.is_valid():
        raise Http404
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    if not actions.settle_demand(
        demand=demand,
        state=form.cleaned_data["state"],
        on=timezone.localdate(),
        by=cast(User, request.user),
    ):
        messages.info(request, "Dette var allerede avklart.")
    return redirect("applications:application", household.pk, found.pk)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def reply_meanwhile(
    request: HttpRequest, household: Household, application_id: int
) -> HttpResponse:
    found, today = _own(request, household, application_id), timezone.localdate()
    form = ReplyForm(request.POST, application=found, today=today)
    return _act(
        request,
        household,
        found,
        form,
        lambda row, values: actions.reply_meanwhile(
            reason=values["reason"],
            expected_on=values["expected_on"],
            on=today,
            **_step(request, row),
        ),
        "reply",
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def hold(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    found = _own(request, household, application_id)
    form = HoldForm(request.POST, application=found, today=timezone.localdate())
    return _act(
        request,
        household,
        found,
        form,
        lambda row, values: actions.hold(
            until=values["until"], reason=values["reason"], **_step(request, row)
        ),
        "hold",
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def resume(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    found = _own(request, household, application_id)
    form = StepForm(request.POST, application=found)
    return _act(
        request, household, found, form, lambda row, _: actions.resume(**_step(request, row))
    )


@requires(Permission.DECIDE)
@require_POST
@household_view
def write_decision(request: HttpRequest, household: Household, application_id: int) -> HttpResponse:
    """Begin the decision that answers it, as a draft with what is asked for filled in."""
    user = cast(User, request.user)
    found = found_in(household, application_id)
    if not may_answer(user, household, found):
        refuse(request, household, "decides_for_household")
    log(request, household, AccessEvent.Action.CREATE, [found.applicant_id])
    try:
        made = draft_decision_for(application=found, at=timezone.now(), by=user)
    except RefusedError as error:
        messages.error(request, error.text)
        return redirect("applications:application", household.pk, found.pk)
    return redirect("decisions:decision", household.pk, made.pk)


@requires(Permission.DECIDE)
@require_POST
@household_view
def fetch_calculation(
    request: HttpRequest, household: Household, application_id: int
) -> HttpResponse:
    """Let the draft of the decision show the calculation as it is now."""
    user = cast(User, request.user)
    if not may_decide(user, household.responsible_today):
        refuse(request, household, "decides_for_household")
    found = found_in(household, application_id)
    draft, calculated = open_draft(found), calculated_for(found)
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    if draft is None or calculated is None:
        messages.error(request, "Det er ikke noe vedtak under arbeid, eller ikke noe resultat.")
        return redirect("applications:application", household.pk, found.pk)
    put_calculation(decision=draft, calculated=calculated, at=timezone.now(), by=user)
    messages.success(request, "Beregningen er hentet inn i vedtaket.")
    return redirect("decisions:decision", household.pk, draft.pk)


def _own(request: HttpRequest, household: Household, application_id: int) -> AssistanceApplication:
    """The application, if the user handles it or stands in for who does; else 403."""
    user = cast(User, request.user)
    if unit_for_assistance(user, household) is None:
        refuse(request, household, "handle_assistance")
    found = found_in(household, application_id)
    if not stands_in_for(user, found.caseworker_id):
        refuse(request, household, "handles_application", [found.applicant_id])
    return found


def _step(request: HttpRequest, row: AssistanceApplication) -> dict[str, Any]:
    return {"application": row, "version": row.version, "by": cast(User, request.user)}


def _act(
    request: HttpRequest,
    household: Household,
    found: AssistanceApplication,
    form: StepForm,
    act: Act,
    name: str = "",
) -> HttpResponse:
    """Do it, or show the page again: with the form's errors, or as somebody else has made it."""
    if not form.is_valid():
        return show(request, household, found, {name: form} if name else {})
    if form.cleaned_data["version"] != found.version:
        return _conflict(request, household, found, form, name)
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    try:
        act(found, form.cleaned_data)
    except actions.ApplicationConflictError:
        return _conflict(request, household, found_in(household, found.pk), form, name)
    except actions.TransitionError as error:
        messages.error(request, str(error))
    return redirect("applications:application", household.pk, found.pk)


def _conflict(
    request: HttpRequest,
    household: Household,
    found: AssistanceApplication,
    form: StepForm,
    name: str,
) -> HttpResponse:
    """The page as it is now, with what the user had typed kept: nothing is lost."""
    messages.error(
        request,
        "Noen har endret søknaden mens du hadde den oppe, så ingenting er lagret. "
        "Siden viser hvordan den er nå; det du skrev, står fortsatt i skjemaet.",
    )
    kept: Any = cast(Any, form.data).copy()
    kept["version"] = found.version
    form.data = kept
    return show(request, household, found, {name: form} if name else {}, status=409)
