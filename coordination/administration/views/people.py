"""A member of staff moves, gives up a role, leaves, or is away: told in numbers, then done.

The administrator sees how many households are concerned, never which.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import requires
from accounts.administration import actions as access
from accounts.administration.performing import page, perform
from accounts.models import AccessChange, RoleAssignment, Unit, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination.administration import actions
from coordination.administration.forms import GiveUpForm, LeaveForm, MoveForm, SubstituteForm
from households.actions import HandedOver
from households.caseloads import UnitLoad, caseload

PAGES = "coordination/administration"


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {
        "data": request.POST if request.method == "POST" else None,
        "by": cast(User, request.user),
        "today": timezone.localdate(),
    }


def _assignment(assignment_id: int) -> RoleAssignment:
    """A role that is not over, of an open account."""
    rows = RoleAssignment.objects.select_related("user", "unit")
    found = rows.exclude(valid_to__lt=timezone.localdate()).filter(user__is_active=True)
    return get_object_or_404(found, pk=assignment_id)


def _load(user: User, unit: Unit | None) -> list[UnitLoad]:
    """What the user has as caseworker in the unit of a role."""
    return [row for row in caseload(user, timezone.localdate()) if row.unit == unit]


def _told(request: HttpRequest, words: str, handed: HandedOver) -> None:
    """What was done, and what became of the cases."""
    if handed.given:
        words += f" {_households(handed.given)} overlatt til kollega."
    if handed.unassigned:
        words += f" {_households(handed.unassigned)} står uten saksbehandler."
    messages.success(request, words)


def _households(number: int) -> str:
    return f"{number} husstand" if number == 1 else f"{number} husstander"


@requires(Permission.MANAGE_USERS)
@sudo_required
def move(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignment = _assignment(assignment_id)
    form = MoveForm(assignment=assignment, **_asked(request))
    if form.is_valid():
        done = perform(
            request,
            form,
            actions.move,
            what="moved",
            about_id=assignment.user_id,
            assignment=assignment,
            by=form.by,
            today=form.today,
            **form.cleaned_data,
        )
        if done:
            change, handed = done
            waits = change.state == AccessChange.State.WAITING
            words = "Ny rolle venter på godkjenning." if waits else "Byttet av enhet er lagret."
            _told(request, words, handed)
            return redirect("administration:user", assignment.user_id)
    context = {
        "form": form,
        "person": assignment.user,
        "assignment": assignment,
        "loads": _load(assignment.user, assignment.unit),
    }
    return page(request, f"{PAGES}/move.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def give_up_role(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignment = _assignment(assignment_id)
    form = GiveUpForm(assignment=assignment, **_asked(request))
    if form.is_valid():
        handed = perform(
            request,
            form,
            actions.give_up_role,
            what="role_ended",
            about_id=assignment.user_id,
            assignment=assignment,
            to=form.cleaned_data.get("to"),
            ends_on=form.cleaned_data["ends_on"],
            by=form.by,
            today=form.today,
        )
        if handed:
            _told(request, "Rollen er avsluttet.", handed)
            return redirect("administration:user", assignment.user_id)
    context = {
        "form": form,
        "person": assignment.user,
        "assignment": assignment,
        "loads": _load(assignment.user, assignment.unit),
    }
    return page(request, f"{PAGES}/give_up_role.html", context)


@requires(Permission.MANAGE_USERS)
@sudo_required
def leave(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id, is_active=True)
    loads = caseload(user, timezone.localdate())
    form = LeaveForm(user=user, units=[row.unit for row in loads], **_asked(request))
    if form.is_valid():
        handed = perform(
            request,
            form,
            actions.leave,
            what="account_closed",
            about_id=user.pk,
            user=user,
            last_day=form.cleaned_data["last_day"],
            receivers=form.receivers,
            by=form.by,
            today=form.today,
        )
        if handed:
            _told(request, f"{user} slutter {form.cleaned_data['last_day']:%d.%m.%Y}.", handed)
            return redirect("administration:user", user.pk)
    context = {"form": form, "person": user, "loads": loads, "counts": _ends(user)}
    return page(request, f"{PAGES}/leave.html", context)


def _ends(user: User) -> dict[str, int]:
    """How much of the user's access ends when they leave."""
    today = timezone.localdate()
    return {
        "roles": user.role_assignments.exclude(valid_to__lt=today).count(),
        "clearances": user.clearances.exclude(valid_to__lt=today).count(),
        "waiting": user.access_changes.filter(state=AccessChange.State.WAITING).count(),
    }


@requires(Permission.MANAGE_USERS)
@sudo_required
def substitute(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id, is_active=True)
    today = timezone.localdate()
    roles = RoleAssignment.objects.valid_on(today).filter(user=user, unit__isnull=False)
    units = list(Unit.objects.filter(pk__in=roles.values("unit")))
    form = SubstituteForm(user=user, units=units, **_asked(request))
    if form.is_valid() and perform(
        request,
        form,
        access.set_substitute,
        what="substitute_given",
        about_id=user.pk,
        absent=user,
        by=form.by,
        **form.cleaned_data,
    ):
        messages.success(request, f"{form.cleaned_data['substitute']} er vikar for {user}.")
        return redirect("administration:user", user.pk)
    context = {"form": form, "person": user, "loads": caseload(user, today)}
    return page(request, f"{PAGES}/substitute.html", context)
