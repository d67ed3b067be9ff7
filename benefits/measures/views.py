"""Tiltaksvurdering: who waits for one, how far each district has come, and the household's own."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.measures import actions, queries
from benefits.measures.actions import MeasureError
from benefits.measures.forms import AssessForm, ListForm, StrikeForm
from benefits.measures.queries import Line
from households.door import household_view, reads_only
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import unit_for_assistance

PER_PAGE = 50
TABS = (("mangler", "Skal vurderes"), ("vurdert", "Vurdert"), ("alle", "Alle"))


@requires(Permission.SEE_BENEFITS)
@require_safe
@reads_only
def waiting(request: HttpRequest) -> HttpResponse:
    """Those on assistance over time whom nobody has assessed lately, and the coverage."""
    user = cast(User, request.user)
    rows = queries.lines(user, timezone.localdate())
    coverage = queries.coverage(rows)
    form = ListForm(request.GET, districts=[name for name, _ in coverage])
    kept = _sifted(rows, form, user)
    lists = {
        "mangler": [row for row in kept if row.is_waiting],
        "vurdert": [row for row in kept if not row.is_waiting],
        "alle": kept,
    }
    asked = request.GET.get("liste", "")
    tab = asked if asked in lists else "mangler"
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("side"))
    _log_list(request, [row.person.pk for row in page])
    context = {
        "page": page,
        "form": form,
        "tab": tab,
        "tabs": [(key, name, len(lists[key])) for key, name in TABS],
        "coverage": coverage,
        "limit": queries.threshold(),
    }
    return render(request, "benefits/measures/waiting.html", context)


def _sifted(rows: list[Line], form: ListForm, user: User) -> list[Line]:
    district, mine = form.value("bydel"), form.value("mine")
    return [
        row
        for row in rows
        if (not district or row.district == district)
        and (not mine or row.membership.caseworker_id == user.pk)
    ]


def _log_list(request: HttpRequest, people: list[int]) -> None:
    access_log.record(
        request, AccessEvent.Action.LIST, object_type="person", subject_ids=sorted(set(people))
    )


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def assess(request: HttpRequest, household: Household) -> HttpResponse:
    """Note which measure fits one of the adults, by whoever handles assistance at the office."""
    user, now = cast(User, request.user), timezone.now()
    unit, today = unit_for_assistance(user, household), timezone.localdate(now)
    if unit is None:
        refuse(request, household, "handles_assistance")
    people = queries.people_to_assess(household, today)
    about: dict[str, Any] = {"person": request.GET.get("person", "")[:20]}
    form = AssessForm(
        request.POST if request.method == "POST" else None,
        people=people,
        today=today,
        initial=about,
    )
    if form.is_valid():
        judged = form.judged
        log(request, household, AccessEvent.Action.CREATE, [judged.person.pk])
        try:
            actions.assess(household=household, unit=unit, judged=judged, at=now, by=user)
        except MeasureError as error:
            form.add_error(error.field, error.text)
        else:
            messages.success(request, f"Tiltaksvurderingen av {judged.person.name} er lagret.")
            return redirect("programmes:household", household.pk)
    frame = page_frame(request, household)
    return render(request, "benefits/measures/assess.html", frame | {"form": form})


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def strike(request: HttpRequest, household: Household, assessment_id: int) -> HttpResponse:
    """Strike an assessment with a mistake, and say why."""
    user = cast(User, request.user)
    if unit_for_assistance(user, household) is None:
        refuse(request, household, "handles_assistance")
    found = queries.assessment_of(household, min(assessment_id, LARGEST_ID))
    if found is None or found.struck_at is not None:
        raise Http404
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [found.person_id])
        try:
            why = form.cleaned_data["why"]
            actions.strike(assessment=found, why=why, at=timezone.now(), by=user)
        except MeasureError as error:
            form.add_error(error.field, error.text)
        else:
            messages.success(request, f"Vurderingen av {found.person.name} er strøket.")
            return redirect("programmes:household", household.pk)
    frame = page_frame(request, household)
    context = frame | {"form": form, "assessment": found}
    return render(request, "benefits/measures/strike.html", context)
