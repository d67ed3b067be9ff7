"""A leader approves what another has proposed, or gives it back."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.policy import Permission
from decisions import actions
from decisions.forms import ApproveForm, ReturnForm
from decisions.models import Decision
from decisions.permits import may_approve
from decisions.views.acting import step, to_decision
from decisions.views.pages import found_in, reader, show
from households.door import household_view
from households.frame import refuse
from households.models import Household


@requires(Permission.APPROVE_DECISION)
@require_POST
@household_view
def approve(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """Approve exactly what was on the screen."""
    found = _to_attest(request, household, decision_id)
    answer = step(
        request,
        household,
        found,
        ApproveForm(request.POST),
        lambda values, at, by: actions.approve(
            decision=found, content_hash=values["content_hash"], at=at, by=by
        ),
        lambda form: _again(request, household, found, form),
    )
    if answer is None:
        messages.success(request, "Vedtaket er godkjent, og brevet er laget.")
    return answer or to_decision(found)


@requires(Permission.APPROVE_DECISION)
@require_POST
@household_view
def return_decision(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    found = _to_attest(request, household, decision_id)
    answer = step(
        request,
        household,
        found,
        ReturnForm(request.POST, auto_id="return_%s"),
        lambda values, at, by: actions.return_decision(
            decision=found, reason=values["reason"], at=at, by=by
        ),
        lambda form: _return_again(request, household, found, form),
    )
    if answer is None:
        messages.success(request, "Vedtaket er sendt tilbake til saksbehandleren.")
    return answer or to_decision(found)


def _again(request: HttpRequest, household: Household, found: Decision, form: Form) -> HttpResponse:
    """The page as the decision is now, and why it was not approved."""
    for text in form.non_field_errors() or ["Vedtaket ble ikke godkjent. Les det på nytt."]:
        messages.error(request, str(text))
    return show(request, household, found_in(request, household, found.pk))


def _return_again(
    request: HttpRequest, household: Household, found: Decision, form: Form
) -> HttpResponse:
    """The page with what is wrong; where another was first, there is no form left to say it at."""
    current = found_in(request, household, found.pk)
    for text in form.non_field_errors():
        messages.error(request, f"Vedtaket er ikke underkjent. {text}")
    return show(request, household, current, {"return_form": form})


def _to_attest(request: HttpRequest, household: Household, decision_id: int) -> Decision:
    user = reader(request, household)
    found = found_in(request, household, decision_id)
    if not may_approve(user, found):
        refuse(request, household, "approves_in_unit", [found.applicant_id])
    return found
