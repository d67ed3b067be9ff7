"""The clerk's payment runs, and stopping or cancelling one payment of a household."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from benefits.models import PaymentRun
from benefits.payments import actions, queries
from benefits.payments.files import file_of, sha256_of
from benefits.payments.forms import ConfirmForm, RunForm, StatusForm
from decisions.permits import may_decide
from households.door import household_view, reads_only
from households.frame import log, refuse
from households.models import Household

PER_PAGE = 25


@requires(Permission.SEND_PAYMENTS)
@require_safe
@reads_only
def runs(request: HttpRequest) -> HttpResponse:
    """What is ready to be sent today, and the runs that have been."""
    return _runs(request, RunForm(today=timezone.localdate()))


def _runs(request: HttpRequest, form: RunForm) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    ready = queries.ready(today, user)
    page = Paginator(queries.runs(), PER_PAGE).get_page(request.GET.get("side"))
    lines = queries.lines(ready)
    shown = sorted({line.person_id for line in lines})
    access_log.record(request, AccessEvent.Action.LIST, object_type="payment", subject_ids=shown)
    count, total = queries.totals(ready)
    context = {
        "form": form,
        "lines": lines,
        "count": count,
        "total": total,
        "page": page,
    }
    return render(request, "benefits/payments/runs.html", context)


@requires(Permission.SEND_PAYMENTS)
@require_POST
@sudo_required
def make_run(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _runs(request, form)
    _record(request, AccessEvent.Action.CREATE, None)
    try:
        run = actions.make_run(
            until=form.cleaned_data["until"],
            token=form.cleaned_data["token"],
            at=timezone.now(),
            by=cast(User, request.user),
        )
    except actions.PaymentError as error:
        messages.error(request, str(error))
        return redirect("payments:runs")
    return redirect("payments:run", run.pk)


@requires(Permission.SEND_PAYMENTS)
@require_safe
@reads_only
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    return _run(request, _found(request, run_id), None)


def _run(request: HttpRequest, found: PaymentRun, form: ConfirmForm | None) -> HttpResponse:
    lines = queries.lines(found.payments.all())
    _record(request, AccessEvent.Action.READ, found.pk, [line.person_id for line in lines])
    if form is None and found.confirmed_at is None:
        form = _confirm_form(found)
    context = {"run": found, "lines": lines, "taken": queries.taken_in(found), "form": form}
    return render(request, "benefits/payments/run.html", context)


def _confirm_form(found: PaymentRun, data: object = None) -> ConfirmForm:
    made = timezone.localdate(found.made_at)
    return ConfirmForm(data, made=made, today=timezone.localdate())


@requires(Permission.SEND_PAYMENTS)
@require_POST
@sudo_required
def download(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file for the economy system; refused if it would not be the one that was sent."""
    found = _found(request, run_id)
    content = file_of(found)
    _record(request, AccessEvent.Action.EXPORT, found.pk)
    if sha256_of(content) != found.sha256:
        messages.error(request, "En mottaker er endret, så filen ville ikke bli den samme.")
        return redirect("payments:run", found.pk)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="utbetaling-{found.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.SEND_PAYMENTS)
@require_POST
@sudo_required
def confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    """Note that the run has been paid."""
    found = _found(request, run_id)
    form = _confirm_form(found, request.POST)
    if not form.is_valid():
        return _run(request, found, form)
    _record(request, AccessEvent.Action.UPDATE, found.pk)
    paid = actions.confirm_run(
        run=found, on=form.cleaned_data["on"], at=timezone.now(), by=cast(User, request.user)
    )
    if paid:
        what = "utbetaling" if paid == 1 else "utbetalinger"
        messages.success(request, f"{paid} {what} er registrert som utbetalt.")
    else:
        messages.info(request, "Kjøringen var allerede bekreftet.")
    return redirect("payments:run", found.pk)


@requires(Permission.DECIDE)
@require_POST
@household_view
def change_status(request: HttpRequest, household: Household, payment_id: int) -> HttpResponse:
    """Stop, take up again or cancel one payment; the caseworker of the household does."""
    user = cast(User, request.user)
    if not may_decide(user, household.responsible_today):
        refuse(request, household, "decide")
    payment = queries.payment_of(household, min(payment_id, LARGEST_ID))
    form = StatusForm(request.POST)
    if payment is None or not form.is_valid():
        raise Http404
    log(request, household, AccessEvent.Action.UPDATE, [payment.person_id])
    try:
        actions.change_status(
            payment=payment,
            to=form.cleaned_data["to"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
            by=user,
        )
    except actions.PaymentError as error:
        messages.error(request, str(error))
    return redirect("coordination:economy", household.pk)


def _found(request: HttpRequest, run_id: int) -> PaymentRun:
    return found_or_404(request, queries.runs(), run_id, object_type="payment_run")


def _record(
    request: HttpRequest,
    action: AccessEvent.Action,
    run_id: int | None,
    subject_ids: list[int] | None = None,
) -> None:
    access_log.record(
        request,
        action,
        object_type="payment_run",
        object_id=run_id,
        subject_ids=sorted(set(subject_ids or [])),
    )
