"""Erasure and archive: the rules, runs that two persons stand behind, and locked households."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log, jobs
from accounts.access import found_or_404, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination import tasks
from coordination.retention import actions, queries
from coordination.retention.forms import DeliveryForm, OpenForm, ProposeForm
from coordination.retention.presentation import lines
from households.door import reads_only
from households.models import RetentionRule, RetentionRun

P = Permission
Action = AccessEvent.Action
State = RetentionRun.State


@requires(P.SEE_RETENTION)
@require_safe
@reads_only
def rules(request: HttpRequest) -> HttpResponse:
    """How long each class of data is kept; no personal data."""
    return render(
        request, "coordination/retention_rules.html", {"rules": RetentionRule.objects.all()}
    )


@requires(P.SEE_RETENTION)
@require_safe
@reads_only
def runs(request: HttpRequest) -> HttpResponse:
    found = RetentionRun.objects.select_related("proposed_by", "approved_by")
    may_propose = may(cast(User, request.user), P.PROPOSE_RETENTION)
    form = ProposeForm(today=timezone.localdate()) if may_propose else None
    return render(request, "coordination/retention_runs.html", {"runs": found, "form": form})


@requires(P.PROPOSE_RETENTION)
@sudo_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Count what is to be done, and lay it before another."""
    form = ProposeForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            run = actions.propose(as_of=form.cleaned_data["as_of"], by=cast(User, request.user))
            _record(request, Action.CREATE, run)
            return redirect("archive:run", run.pk)
        except actions.RefusedError as error:
            form.add_error("as_of", str(error))
    found = RetentionRun.objects.select_related("proposed_by", "approved_by")
    return render(request, "coordination/retention_runs.html", {"runs": found, "form": form})


@requires(P.SEE_RETENTION)
@require_safe
@reads_only
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    return _page(request, _run(run_id), None)


def _page(request: HttpRequest, found: RetentionRun, form: DeliveryForm | None) -> HttpResponse:
    user = cast(User, request.user)
    is_proposed = found.state == State.PROPOSED
    may_propose, may_approve = may(user, P.PROPOSE_RETENTION), may(user, P.APPROVE_RETENTION)
    waits = found.state == State.DONE and found.delivered_on is None
    if form is None and waits and may_propose and found.locks.filter(opened_at=None).exists():
        form = DeliveryForm(today=timezone.localdate())
    context: dict[str, Any] = {
        "run": found,
        "proposed": lines(found.proposal),
        "done": lines(found.done),
        "may_approve": is_proposed and may_approve and found.proposed_by_id != user.pk,
        "may_withdraw": is_proposed and (may_propose or may_approve),
        "may_try_again": found.state == State.FAILED and may_approve,
        "form": form,
    }
    return render(request, "coordination/retention_run.html", context)


@requires(P.APPROVE_RETENTION)
@sudo_required
@require_POST
def approve(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(run_id)
    _record(request, Action.UPDATE, found)
    try:
        actions.approve(run=found, by=cast(User, request.user))
        jobs.enqueue(tasks.carry_out_retention, found.pk)
        messages.success(request, "Kjøringen er godkjent og starter nå.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("archive:run", found.pk)


@requires(P.PROPOSE_RETENTION, P.APPROVE_RETENTION)
@require_POST
def withdraw(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(run_id)
    _record(request, Action.UPDATE, found)
    try:
        actions.withdraw(run=found)
        messages.success(request, "Forslaget er trukket tilbake. Ingenting er gjort.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("archive:run", found.pk)


@requires(P.APPROVE_RETENTION)
@require_POST
def try_again(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(run_id)
    _record(request, Action.UPDATE, found)
    try:
        actions.try_again(run=found)
        jobs.enqueue(tasks.carry_out_retention, found.pk)
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("archive:run", found.pk)


@requires(P.PROPOSE_RETENTION)
@sudo_required
@require_POST
def note_delivery(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _run(run_id)
    form = DeliveryForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, found, form)
    _record(request, Action.UPDATE, found)
    try:
        actions.note_delivery(run=found, by=cast(User, request.user), **form.cleaned_data)
        messages.success(request, "Avleveringen er registrert.")
    except actions.RefusedError as error:
        messages.error(request, str(error))
    return redirect("archive:run", found.pk)


@requires(P.OPEN_LOCKED)
@require_safe
@reads_only
def locked(request: HttpRequest) -> HttpResponse:
    """Locked households of the leader's units, by number alone."""
    rows = list(_locks(request).order_by("household_id"))
    access_log.record(request, Action.LIST, object_type="household_lock")
    return render(request, "coordination/locked.html", {"locks": rows})


@requires(P.OPEN_LOCKED)
@sudo_required
def open_locked(request: HttpRequest, lock_id: int) -> HttpResponse:
    """Why a locked household has to be opened; the answer opens it."""
    lock = found_or_404(request, _locks(request), lock_id, object_type="household_lock")
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        access_log.record(
            request, Action.UPDATE, object_type="household_lock", object_id=lock.household_id
        )
        try:
            actions.open_household(
                lock=lock, reason=form.cleaned_data["reason"], by=cast(User, request.user)
            )
            return redirect("coordination:household", lock.household_id)
        except actions.RefusedError as error:
            form.add_error("reason", str(error))
    return render(request, "coordination/open_locked.html", {"lock": lock, "form": form})


def _locks(request: HttpRequest) -> Any:
    """The locks that the user may open."""
    return queries.locks_to_open(cast(User, request.user))


def _run(run_id: int) -> RetentionRun:
    found = RetentionRun.objects.select_related("proposed_by", "approved_by", "delivered_by")
    return get_object_or_404(found, pk=run_id)


def _record(request: HttpRequest, action: Action, found: RetentionRun) -> None:
    access_log.record(request, action, object_type="retention_run", object_id=found.pk)
