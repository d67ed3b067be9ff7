"""Giving access: somebody new, a role, a clearance, a way in. Each page is one change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import requires
from accounts.administration import actions, queries
from accounts.administration.forms import (
    ClearanceForm,
    ConfirmForm,
    EndForm,
    LinkForm,
    NewEmployeeForm,
    RoleForm,
)
from accounts.administration.links import link_for
from accounts.administration.performing import page, perform
from accounts.models import AccessChange, Clearance, Substitution, User
from accounts.policy import Permission, Role
from accounts.sudo import sudo_required

DAY = timedelta(days=1)
WAITS = "Endringen venter på at en annen administrator godkjenner den."


def _asked(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """What every form of a change is made with."""
    return {
        "data": request.POST if request.method == "POST" else None,
        "user": user,
        "by": cast(User, request.user),
        "today": timezone.localdate(),
    }


def _told(request: HttpRequest, change: AccessChange) -> None:
    if change.state == AccessChange.State.WAITING:
        messages.info(request, WAITS)
    else:
        messages.success(request, f"Lagret: {change.get_what_display().lower()}.")


@requires(Permission.MANAGE_USERS)
@sudo_required
def new_employee(request: HttpRequest) -> HttpResponse:
    """Ny medarbeider: the account, the first role, and the link for the first login."""
    form = NewEmployeeForm(**_asked(request, None))
    if form.is_valid():
        change = perform(
            request, form, _employ, what="account_made", by=form.by, given=form.cleaned_data
        )
        if change:
            return _show_link(request, change.user, change)
    return page(request, "accounts/administration/new_employee.html", {"form": form})


@transaction.atomic
def _employ(*, by: User, given: dict[str, Any]) -> AccessChange:
    user = actions.make_account(
        username=given["username"],
        first_name=given["first_name"],
        last_name=given["last_name"],
        caseworker_number=given["caseworker_number"],
        by=by,
    )
    return _give_role(user=user, by=by, given=given)


def _give_role(*, user: User, by: User, given: dict[str, Any]) -> AccessChange:
    return actions.give_role(
        user=user,
        role=Role(given["role"]),
        unit=given["unit"],
        valid_from=given["valid_from"],
        valid_to=given["valid_to"],
        reason=given["reason"],
        by=by,
    )


@requires(Permission.MANAGE_USERS)
@sudo_required
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id, is_active=True)
    form = RoleForm(**_asked(request, user))
    if form.is_valid():
        change = perform(
            request,
            form,
            _give_role,
            what="role_given",
            about_id=user.pk,
            user=user,
            by=form.by,
            given=form.cleaned_data,
        )
        if change:
            _told(request, change)
            return redirect("administration:user", user.pk)
    context = {"form": form, "person": user, "title": "Gi rolle", "button": "Gi rollen"}
    return page(request, "accounts/administration/change.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def give_clearance(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id, is_active=True)
    form = ClearanceForm(**_asked(request, user))
    if form.is_valid():
        change = perform(
            request,
            form,
            actions.give_clearance,
            what="clearance_given",
            about_id=user.pk,
            user=user,
            by=form.by,
            **form.cleaned_data,
        )
        if change:
            _told(request, change)
            return redirect("administration:user", user.pk)
    context = {"form": form, "person": user, "title": "Gi klarering", "button": "Be om klarering"}
    return page(request, "accounts/administration/change.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def end_clearance(request: HttpRequest, clearance_id: int) -> HttpResponse:
    clearance = get_object_or_404(Clearance.objects.select_related("user"), pk=clearance_id)
    form = EndForm(**_asked(request, clearance.user))
    if form.is_valid() and perform(
        request,
        form,
        actions.end_clearance,
        what="clearance_ended",
        about_id=clearance.user_id,
        clearance=clearance,
        last_day=form.cleaned_data["ends_on"] - DAY,
        by=form.by,
        today=form.today,
    ):
        messages.success(request, "Klareringen er avsluttet.")
        return redirect("administration:user", clearance.user_id)
    context = {
        "form": form,
        "person": clearance.user,
        "title": "Avslutt klarering",
        "about": clearance.get_kind_display(),
        "button": "Avslutt klareringen",
    }
    return page(request, "accounts/administration/change.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def new_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """A way in for who has lost theirs; for a powerful account only after a second person."""
    user = get_object_or_404(User, pk=user_id, is_active=True)
    needs_second = queries.is_powerful_user(user, timezone.localdate())
    form = LinkForm(**_asked(request, user), needs_second=needs_second)
    if form.is_valid():
        change = perform(
            request,
            form,
            actions.make_link,
            what="link_made",
            about_id=user.pk,
            user=user,
            by=form.by,
            needs_second=needs_second,
            reason=form.cleaned_data.get("reason", ""),
        )
        if change and change.state == AccessChange.State.DONE:
            return _show_link(request, change.user, change)
        if change:
            messages.info(request, WAITS)
            return redirect("administration:user", user.pk)
    context = {"form": form, "person": user, "needs_second": needs_second}
    return page(request, "accounts/administration/new_link.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def reopen(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id, leaves_on__isnull=False)
    form = ConfirmForm(**_asked(request, user))
    if form.is_valid() and perform(
        request,
        form,
        actions.reopen_account,
        what="account_reopened",
        about_id=user.pk,
        user=user,
        by=form.by,
    ):
        messages.success(request, "Kontoen er åpen igjen. Gi rolle og ny engangslenke.")
        return redirect("administration:user", user.pk)
    context = {
        "form": form,
        "person": user,
        "title": "Åpne kontoen igjen",
        "button": "Åpne kontoen",
    }
    return page(request, "accounts/administration/change.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def end_substitution(request: HttpRequest, substitution_id: int) -> HttpResponse:
    rows = Substitution.objects.select_related("absent", "substitute")
    row = get_object_or_404(rows, pk=substitution_id, valid_to__gte=timezone.localdate())
    form = EndForm(**_asked(request, row.substitute))
    if form.is_valid() and perform(
        request,
        form,
        actions.end_substitution,
        what="substitute_ended",
        about_id=row.substitute_id,
        substitution=row,
        last_day=form.cleaned_data["ends_on"] - DAY,
        by=form.by,
    ):
        messages.success(request, "Vikariatet er avsluttet.")
        return redirect("administration:user", row.absent_id)
    context = {
        "form": form,
        "person": row.absent,
        "title": "Avslutt vikariat",
        "about": f"{row.substitute} for {row.absent}",
        "button": "Avslutt vikariatet",
    }
    return page(request, "accounts/administration/change.html", context)


def _show_link(request: HttpRequest, user: User, change: AccessChange) -> HttpResponse:
    """The link is shown in this one answer and kept nowhere."""
    context = {
        "person": user,
        "link": link_for(request, user),
        "waits": change.state == AccessChange.State.WAITING,
    }
    return page(request, "accounts/administration/link.html", context)
