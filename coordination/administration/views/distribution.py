"""Giving households out: to units by the administrator, to caseworkers by the unit's leader."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import access_log
from accounts.access import requires
from accounts.administration.performing import page, perform
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from config.templatetags import tall
from coordination.administration import queries
from coordination.administration.forms import AssignForm, DistributeForm
from households.actions import assign_caseworker, distribute, visible_ids
from households.caseloads import undistributed
from households.models import Household


@requires(Permission.DISTRIBUTE_HOUSEHOLDS)
@sudo_required
def distribute_households(request: HttpRequest) -> HttpResponse:
    """Fordel husstander: those that no unit has, counted, to one unit."""
    today = timezone.localdate()
    form = DistributeForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        given = form.cleaned_data
        number = perform(
            request,
            form,
            distribute,
            what="distributed",
            about="unit",
            about_id=given["unit"].pk,
            district=given["district"],
            unit=given["unit"],
            day=given["valid_from"],
            by=cast(User, request.user),
        )
        if number is not None:
            messages.success(request, f"{given['unit']} fikk {tall(number)} husstander.")
            return redirect("staffing:distribute")
    rows = undistributed(today)
    context = {"form": form, "rows": rows, "total": sum(row.households for row in rows)}
    return page(request, "coordination/administration/distribute.html", context)


@requires(Permission.ASSIGN_CASES)
@sudo_required
def assign_cases(request: HttpRequest) -> HttpResponse:
    """Fordel saker: the leader's own unit, from nobody or a colleague to a caseworker."""
    user, today = cast(User, request.user), timezone.localdate()
    units = queries.units_of_leader(user)
    asked = request.GET.get("enhet", "")
    unit = next((row for row in units if str(row.pk) == asked), units[0])
    shares = queries.shares(user, unit, today)
    data = request.POST if request.method == "POST" else None
    form = AssignForm(data, unit=unit, shares=shares, today=today)
    if form.is_valid():
        _assign(request, form, unit)
        return redirect(request.get_full_path())
    access_log.record(request, AccessEvent.Action.LIST, object_type="unit", object_id=unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "shares": shares,
        "total": sum(row.households for row in shares),
        "unassigned": shares[0].households,
    }
    return render(request, "coordination/administration/assign.html", context)


def _assign(request: HttpRequest, form: AssignForm, unit: Unit) -> None:
    """Give what both the leader and the caseworker may see, each household asked of the rule."""
    user, to = cast(User, request.user), form.cleaned_data["to"]
    today = timezone.localdate()
    ids = queries.assignable(user, unit, form.cleaned_data["source"], today)
    allowed = visible_ids(to, ids)
    chosen = [pk for pk in ids if pk in allowed][: form.cleaned_data["number"]]
    contacts = Household.objects.visible_to(user).filter(pk__in=chosen)
    access_log.record(
        request,
        AccessEvent.Action.ADMIN,
        object_type="unit",
        object_id=unit.pk,
        subject_ids=contacts.values_list("contact_id", flat=True),
        reason="cases_assigned",
    )
    number = assign_caseworker(households=chosen, unit=unit, caseworker=to, day=today, by=user)
    words = f"{to} fikk {tall(number)} {'husstand' if number == 1 else 'husstander'}."
    if left := len(ids) - len(allowed):
        words += f" {tall(left)} kan ikke gis til {to}: tilgangsreglene tillater det ikke."
    messages.success(request, words)
