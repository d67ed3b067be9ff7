"""Til godkjenning: what a second administrator must agree to before it holds."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.administration import actions, queries
from accounts.administration.links import link_for
from accounts.administration.performing import page, perform
from accounts.models import AccessChange, User
from accounts.policy import Permission
from accounts.sudo import sudo_required

PER_PAGE = 25


@requires(Permission.APPROVE_ACCESS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits, and whether there is a second administrator to decide it."""
    decided = AccessChange.objects.filter(needs_second=True, decided_by__isnull=False)
    decided = decided.select_related("user", "unit", "requested_by", "decided_by")
    context = {
        "waiting": queries.waiting(),
        "page": Paginator(decided.order_by("-decided_at"), PER_PAGE).get_page(
            request.GET.get("side")
        ),
        "is_alone": len(queries.administrators(timezone.localdate())) < 2,
    }
    return page(request, "accounts/administration/approvals.html", context)


@requires(Permission.APPROVE_ACCESS)
@require_POST
@sudo_required
def approve(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(queries.waiting(), pk=change_id)
    form, by = forms.Form(request.POST), cast(User, request.user)
    done = perform(
        request,
        form,
        actions.approve,
        what="approved",
        about_id=change.user_id,
        change=change,
        by=by,
        today=timezone.localdate(),
    )
    if done and done.what == AccessChange.What.LINK_MADE:
        context = {"person": done.user, "link": link_for(request, done.user), "waits": False}
        return page(request, "accounts/administration/link.html", context)
    _tell(request, form, f"Godkjent: {change.get_what_display().lower()} for {change.user}.")
    return redirect("administration:approvals")


@requires(Permission.APPROVE_ACCESS)
@require_POST
@sudo_required
def refuse(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(queries.waiting(), pk=change_id)
    form = forms.Form(request.POST)
    perform(
        request,
        form,
        actions.refuse,
        what="refused",
        about_id=change.user_id,
        change=change,
        by=cast(User, request.user),
    )
    _tell(request, form, f"Avslått: {change.get_what_display().lower()} for {change.user}.")
    return redirect("administration:approvals")


@requires(Permission.MANAGE_USERS)
@require_POST
@sudo_required
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(queries.waiting(), pk=change_id)
    form = forms.Form(request.POST)
    perform(
        request,
        form,
        actions.withdraw,
        what="withdrawn",
        about_id=change.user_id,
        change=change,
        by=cast(User, request.user),
    )
    _tell(request, form, "Endringen er trukket tilbake.")
    return redirect("administration:approvals")


def _tell(request: HttpRequest, form: forms.Form, success: str) -> None:
    errors = form.non_field_errors()
    if errors:
        messages.error(request, " ".join(str(error) for error in errors))
    else:
        messages.success(request, success)
