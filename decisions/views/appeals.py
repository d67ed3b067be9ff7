"""An appeal: taken down, looked at again, forwarded with the case, settled, carried out."""

from __future__ import annotations

from typing import Any, cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import User
from decisions import appeals as actions
from decisions import queries, rules
from decisions.forms import AppealForm, DayForm, ReconsiderForm, SettleForm
from decisions.models import Appeal, Decision
from decisions.page import appeal_page
from decisions.permits import READERS, WRITERS, may_write
from decisions.views.acting import Do, step
from decisions.views.pages import found_in, own, reader
from households.door import household_view
from households.frame import page_frame
from households.models import Household


@requires(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_appeal(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """Take an appeal down, an oral one too."""
    found, today = own(request, household, decision_id), timezone.localdate()
    form = AppealForm(
        request.POST if request.method == "POST" else None,
        people=queries.appellants_of(found, household, today),
        today=today,
    )
    if request.method == "POST":
        made: list[Appeal] = []
        answer = step(
            request,
            household,
            found,
            form,
            lambda values, at, by: made.append(_register(found, form, at, by)),
            lambda form: _new(request, household, found, form),
        )
        return answer or redirect("decisions:appeal", household.pk, found.pk, made[0].pk)
    return _new(request, household, found, form)


def _register(found: Decision, form: AppealForm, at: Any, by: User) -> Appeal:
    values = dict(form.cleaned_data)
    appellant = form.people[values.pop("appellant")]
    return actions.register_appeal(decision=found, appellant=appellant, at=at, by=by, **values)


def _new(request: HttpRequest, household: Household, found: Decision, form: Form) -> HttpResponse:
    notified = actions.notified_on(found)
    context = {
        "decision": found,
        "form": form,
        "deadline": rules.appeal_deadline(notified) if notified else None,
    }
    return render(request, "decisions/new_appeal.html", page_frame(request, household) | context)


@requires(*READERS)
@require_safe
@household_view
def appeal(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    reader(request, household)
    return _show(request, household, found_appeal(request, household, decision_id, appeal_id))


@requires(*WRITERS)
@require_POST
@household_view
def reconsider(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    """The office looks at its decision again; if it is reversed, a correction is written."""
    found = _own(request, household, decision_id, appeal_id)
    form = ReconsiderForm(request.POST, today=timezone.localdate())
    return _step(
        request,
        household,
        found,
        form,
        lambda values, at, by: actions.reconsider(appeal=found, **values, at=at, by=by),
    )


@requires(*WRITERS)
@require_POST
@household_view
def forward(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    found = _own(request, household, decision_id, appeal_id)
    form = DayForm(request.POST, today=timezone.localdate())
    return _step(
        request,
        household,
        found,
        form,
        lambda values, at, by: actions.forward(appeal=found, **values, at=at, by=by),
    )


@requires(*WRITERS)
@require_POST
@household_view
def settle(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    found = _own(request, household, decision_id, appeal_id)
    form = SettleForm(request.POST, today=timezone.localdate())
    return _step(
        request,
        household,
        found,
        form,
        lambda values, at, by: actions.settle(appeal=found, **values, at=at, by=by),
    )


@requires(*WRITERS)
@require_POST
@household_view
def implement(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> HttpResponse:
    found = _own(request, household, decision_id, appeal_id)
    form = DayForm(request.POST, today=timezone.localdate())
    return _step(
        request,
        household,
        found,
        form,
        lambda values, at, by: actions.implement(appeal=found, **values, at=at, by=by),
    )


def _own(request: HttpRequest, household: Household, decision_id: int, appeal_id: int) -> Appeal:
    own(request, household, decision_id)
    return found_appeal(request, household, decision_id, appeal_id)


def found_appeal(
    request: HttpRequest, household: Household, decision_id: int, appeal_id: int
) -> Appeal:
    rows = found_in(request, household, decision_id).appeals.filter(pk=min(appeal_id, LARGEST_ID))
    found: Appeal | None = rows.select_related("decision__household", "appellant").first()
    if found is None:
        raise Http404
    return found


def _step(
    request: HttpRequest, household: Household, found: Appeal, form: Form, do: Do
) -> HttpResponse:
    answer = step(
        request,
        household,
        found.decision,
        form,
        do,
        lambda form: _show(request, household, found, form),
    )
    return answer or redirect("decisions:appeal", household.pk, found.decision_id, found.pk)


def _show(
    request: HttpRequest, household: Household, found: Appeal, form: Form | None = None
) -> HttpResponse:
    writes = may_write(cast(User, request.user), household, found.decision)
    context = appeal_page(found, timezone.localdate(), writes=writes)
    if form is not None:
        context["form"] = form
    return render(request, "decisions/appeal.html", page_frame(request, household) | context)
