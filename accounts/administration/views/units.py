"""Units and delegation limits: the lists, and a new one of each."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.administration import queries, unit_actions
from accounts.administration.forms import EndForm, LimitForm, UnitForm
from accounts.administration.performing import page, perform
from accounts.models import DelegationLimit, User
from accounts.policy import Permission, Role
from accounts.sudo import sudo_required

DAY = timedelta(days=1)


@requires(Permission.SEE_USERS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = queries.with_standing(queries.units_with_staff(today).order_by("name"), today)
    context = {
        "open_units": [row for row in rows if row.standing != "over"],
        "closed_units": [row for row in rows if row.standing == "over"],
    }
    return page(request, "accounts/administration/units.html", context)


@requires(Permission.MANAGE_UNITS)
@sudo_required
def new_unit(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid() and perform(
        request, form, unit_actions.open_unit, what="unit_opened", about="unit", **form.cleaned_data
    ):
        messages.success(request, "Enheten er lagret.")
        return redirect("administration:units")
    context = {"form": form, "title": "Ny enhet", "button": "Lagre enheten", "back": "units"}
    return page(request, "accounts/administration/simple.html", context)


@requires(Permission.SEE_USERS)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = DelegationLimit.objects.select_related("unit", "set_by")
    told = queries.with_standing(rows, today)
    context = {
        "live": [row for row in told if row.standing != "over"],
        "over": [row for row in told if row.standing == "over"],
    }
    return page(request, "accounts/administration/limits.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def new_limit(request: HttpRequest) -> HttpResponse:
    form = LimitForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        if perform(
            request,
            form,
            unit_actions.set_limit,
            what="limit_set",
            about="delegation_limit",
            by=cast(User, request.user),
            **given,
        ):
            messages.success(request, "Beløpsgrensen er lagret.")
            return redirect("administration:limits")
    context = {
        "form": form,
        "title": "Ny beløpsgrense",
        "button": "Lagre grensen",
        "back": "limits",
    }
    return page(request, "accounts/administration/simple.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def end_limit(request: HttpRequest, limit_id: int) -> HttpResponse:
    today = timezone.localdate()
    limit = get_object_or_404(DelegationLimit.objects.select_related("unit"), pk=limit_id)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, user=None, by=cast(User, request.user), today=today)
    if form.is_valid() and perform(
        request,
        form,
        unit_actions.end_limit,
        what="limit_ended",
        about="delegation_limit",
        about_id=limit.pk,
        limit=limit,
        last_day=form.cleaned_data["ends_on"] - DAY,
    ):
        messages.success(request, "Beløpsgrensen er avsluttet.")
        return redirect("administration:limits")
    context = {
        "form": form,
        "title": "Avslutt beløpsgrense",
        "about": str(limit),
        "button": "Avslutt grensen",
        "back": "limits",
    }
    return page(request, "accounts/administration/simple.html", context)
