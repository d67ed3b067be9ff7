"""Registering and changing plan actions, reviews (1f) and applications for funds (1g)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import User
from coordination.models import GrantApplication, PlanAction
from coordination.plan_actions import actions
from coordination.plan_actions.forms import (
    GrantForm,
    JudgementForm,
    MoveOnForm,
    PlanActionForm,
    ReviewForm,
)
from coordination.plan_actions.views import KEEP, one, show

FORM = ["GET", "HEAD", "POST"]
MEANWHILE = "En annen har endret plantiltaket. Se hva som står nå, og lagre på nytt."


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _by(request: HttpRequest) -> User:
    return cast(User, request.user)


def _form(request: HttpRequest, form: Any, kind: str, action: Any = None) -> HttpResponse:
    context = {"form": form, "kind": kind, "action": action}
    return render(request, "coordination/plan_actions/form.html", context)


def _there(request: HttpRequest, number: int) -> HttpResponse:
    messages.success(request, "Lagret.")
    return redirect("plan_actions:action", number)


@requires(KEEP)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    asked = {"version": 1, "measure": request.GET.get("tiltak", "")}
    form = PlanActionForm(_given(request), today=timezone.localdate(), initial=asked)
    if form.is_valid():
        made = actions.add(duty=form.duty, by=_by(request), **form.told)
        return _there(request, made.pk)
    return _form(request, form, "action")


@requires(KEEP)
@require_http_methods(FORM)
def change(request: HttpRequest, action_number: int) -> HttpResponse:
    """Other words, owner or deadline; an application for funds has its own form and its states."""
    found = one(action_number)
    grant = getattr(found, "grant", None)
    if grant is not None:
        return _change_grant(request, grant)
    today = timezone.localdate()
    form = PlanActionForm(_given(request), today=today, initial=PlanActionForm.of(found))
    if hasattr(found, "review"):
        for name in ("measure", "title"):
            del form.fields[name]
    if form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        version = form.cleaned_data["version"]
        try:
            actions.change(action=found, version=version, by=_by(request), **told)
            return _there(request, found.pk)
        except actions.ChangedMeanwhileError:
            _meanwhile(form, found)
    return _form(request, form, "action", found)


def _meanwhile(form: Any, found: PlanAction) -> None:
    """Say that another was first, and let the next press of the button count."""
    form.add_error(None, MEANWHILE)
    form.data = form.data.copy()
    form.data["version"] = str(one(found.pk).version)


def _change_grant(request: HttpRequest, grant: GrantApplication) -> HttpResponse:
    today, found = timezone.localdate(), grant.action
    form = GrantForm(_given(request), today=today, state=grant.state, initial=GrantForm.of(grant))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_grant(
                grant=grant,
                version=version,
                duty=form.duty,
                by=_by(request),
                on=today,
                **form.told,
            )
            return _there(request, found.pk)
        except actions.ChangedMeanwhileError:
            _meanwhile(form, found)
    return _form(request, form, "grant", found)


@requires(KEEP)
@require_http_methods(FORM)
def new_grant(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = {"version": 1, "measure": request.GET.get("tiltak", ""), "owner": request.user.pk}
    form = GrantForm(_given(request), today=today, initial=asked)
    if form.is_valid():
        by = _by(request)
        made = actions.apply_for_funds(duty=form.duty, by=by, on=today, **form.told)
        return _there(request, made.action_id)
    return _form(request, form, "grant")


@requires(KEEP)
@require_http_methods(FORM)
def new_review(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = {
        "version": 1,
        "measure": request.GET.get("tiltak", ""),
        "year": request.GET.get("ar", today.year),
        "owner": request.user.pk,
    }
    form = ReviewForm(_given(request), today=today, initial=asked)
    if form.is_valid():
        try:
            made = actions.review(duty=form.duty, by=_by(request), on=today, **form.told)
            return _there(request, made.action_id)
        except actions.ThereAlreadyError:
            form.add_error("year", "Tiltaket er allerede gjennomgått for dette året.")
    return _form(request, form, "review")


@requires(KEEP)
@require_POST
def move_on(request: HttpRequest, action_number: int) -> HttpResponse:
    """A new status; of an application for funds it follows from its state."""
    found, form = one(action_number), MoveOnForm(request.POST)
    if hasattr(found, "grant"):
        messages.error(request, "Statusen følger søknaden. Endre den der.")
        return redirect("plan_actions:change", found.pk)
    if not form.is_valid():
        return show(request, found, move_on=form)
    given = form.cleaned_data
    try:
        actions.move_on(action=found, on=timezone.localdate(), by=_by(request), **given)
    except actions.ChangedMeanwhileError:
        _meanwhile(form, found)
        return show(request, one(action_number), move_on=form)
    return _there(request, found.pk)


@requires(KEEP)
@require_POST
def judge(request: HttpRequest, action_number: int) -> HttpResponse:
    found = one(action_number)
    form = JudgementForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return show(request, found, judge=form)
    try:
        actions.judge(action=found, by=_by(request), **form.cleaned_data)
    except actions.ThereAlreadyError:
        form.add_error("year", "Plantiltaket er allerede vurdert for dette året.")
        return show(request, found, judge=form)
    return _there(request, found.pk)
