"""A unit gets a new name or number, or is closed; its households follow, told in numbers."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import requires
from accounts.administration.performing import page, perform
from accounts.administration.queries import units_with_staff
from accounts.models import Unit, User
from accounts.policy import Permission
from accounts.sudo import sudo_required
from coordination.administration.forms import ChangeUnitForm, CloseUnitForm
from households.actions import change_unit as carry_on
from households.actions import close_unit as shut
from households.caseloads import households_of_unit


def _unit(unit_id: int) -> Any:
    """A unit that nobody has closed, with its `staff`."""
    today = timezone.localdate()
    return get_object_or_404(units_with_staff(today), pk=unit_id, valid_to__isnull=True)


def _told(unit: Unit) -> dict[str, Any]:
    return {"unit": unit, "households": households_of_unit(unit, timezone.localdate())}


@requires(Permission.MANAGE_UNITS)
@sudo_required
def change_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(unit_id)
    data = request.POST if request.method == "POST" else None
    now = {"name": unit.name, "nav_number": unit.nav_number, "district": unit.district_id}
    form = ChangeUnitForm(data, initial=now, today=timezone.localdate())
    told = _told(unit)
    if (
        form.is_valid()
        and perform(
            request,
            form,
            carry_on,
            what="unit_changed",
            about="unit",
            about_id=unit.pk,
            unit=unit,
            by=cast(User, request.user),
            **form.cleaned_data,
        )
        is not None
    ):
        messages.success(request, f"{form.cleaned_data['name']} fører {unit.name} videre.")
        return redirect("administration:units")
    return page(request, "coordination/administration/change_unit.html", {"form": form} | told)


@requires(Permission.MANAGE_UNITS)
@sudo_required
def close_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _unit(unit_id)
    data = request.POST if request.method == "POST" else None
    told = _told(unit)
    form = CloseUnitForm(
        data, unit=unit, today=timezone.localdate(), needs_receiver=bool(told["households"])
    )
    if (
        form.is_valid()
        and perform(
            request,
            form,
            shut,
            what="unit_closed",
            about="unit",
            about_id=unit.pk,
            unit=unit,
            to=form.cleaned_data.get("to"),
            last_day=form.cleaned_data["last_day"],
            by=cast(User, request.user),
        )
        is not None
    ):
        messages.success(request, f"{unit} lukkes {form.cleaned_data['last_day']:%d.%m.%Y}.")
        return redirect("administration:units")
    return page(request, "coordination/administration/close_unit.html", {"form": form} | told)
