"""Who sleeps where tonight, the places, the use over time, and one household's need."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access_log
from accounts.access import LARGEST_ID, may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from households.door import household_view, reads_only
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import unit_for_assistance
from housing import masking
from housing.lodging import actions, queries
from housing.lodging.acts import ACTS
from housing.lodging.forms import AskForm, PlaceForm
from housing.lodging.permits import MAY, SEES, may_see_lodging, unit_to_lodge_in
from housing.lodging.rules import NeedState, census_week
from housing.models import HousingChange, LodgingPlace
from housing.stepping import perform
from housing.steps import StepForm, offered

PER_PAGE = 50
SEE, KEEP = Permission.SEE_HOUSING, Permission.HANDLE_HOUSING
TABS = (("uten", "Uten sted i natt"), ("inatt", "Sover her i natt"), ("alle", "Alle som venter"))


@requires(*SEES)
@require_safe
@reads_only
def tonight(request: HttpRequest) -> HttpResponse:
    """Red: who has no place for the next 24 hours. Then who sleeps where."""
    user, today = cast(User, request.user), timezone.localdate()
    rows = queries.open_lines(user, today)
    lists = {
        "uten": [row for row in rows if row.is_without],
        "inatt": [row for row in rows if row.has_place],
        "alle": [row for row in rows if row.state != NeedState.IN_USE],
    }
    asked = request.GET.get("liste", "")
    tab = asked if asked in lists else "uten" if lists["uten"] else "inatt"
    page = Paginator(lists[tab], PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.need.household.contact_id for row in page}),
    )
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(key, name, len(lists[key])) for key, name in TABS],
        "today": today,
        "shows_rest": may(user, SEE),
    }
    return render(request, "housing/lodging/tonight.html", context)


@requires(SEE, Permission.SEE_REPORTS)
@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """Nights, mean stay and cost by month and year, and the homeless of week 48; no person."""
    today = timezone.localdate()
    week = census_week(today.year, 48)
    if today < week[0]:
        week = census_week(today.year - 1, 48)
    months, years = masking.use(queries.use_by_month(today), queries.use_by_year(today))
    context = {
        "months": months,
        "years": years,
        "homeless": masking.homeless(queries.homeless(*week)),
        "shows_rest": may(cast(User, request.user), SEE),
        "today": today,
    }
    return render(request, "housing/lodging/use.html", context)


@requires(SEE)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    rows = queries.places(timezone.localdate())
    context = {"rows": rows, "keeps": may(cast(User, request.user), KEEP), "shows_rest": True}
    return render(request, "housing/lodging/places.html", context)


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def change_place(request: HttpRequest, place_number: int) -> HttpResponse:
    return _edit(request, get_object_or_404(LodgingPlace, pk=min(place_number, LARGEST_ID)))


def _edit(request: HttpRequest, found: LodgingPlace | None) -> HttpResponse:
    form = PlaceForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        kept = form.save()
        messages.success(request, f"{kept} er lagret.")
        return redirect("lodging:places")
    return render(request, "housing/lodging/place_form.html", {"form": form, "place": found})


@requires(*MAY)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new(request: HttpRequest, household: Household) -> HttpResponse:
    """Somebody needs a place tonight, and why; what NAV decides comes after."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_to_lodge_in(user, household)
    if unit is None:
        refuse(request, household, "handle_housing")
    rents = queries.rents_of_municipality(household, today)
    form = AskForm(request.POST if request.method == "POST" else None, rents=rents)
    if form.is_valid():
        log(request, household, AccessEvent.Action.CREATE, [household.contact_id])
        reason = form.cleaned_data["reason"]
        made = actions.ask(household=household, on=today, by=user, unit=unit, reason=reason)
        return redirect("lodging:need", household.pk, made.pk)
    context = {"form": form, "rents": rents}
    return render(request, "housing/lodging/new.html", page_frame(request, household) | context)


@requires(*SEES)
@require_safe
@household_view
def need(request: HttpRequest, household: Household, need_id: int) -> HttpResponse:
    """How far the need has come, what comes next, and the places they have had."""
    if not may_see_lodging(cast(User, request.user), household):
        refuse(request, household, "see_housing")
    return _show(request, household, _found(request, household, need_id))


@requires(*MAY)
@require_POST
@household_view
def act(request: HttpRequest, household: Household, need_id: int, act_name: str) -> HttpResponse:
    """Do one of ACTS, or show the page again with what is in the way."""
    user = cast(User, request.user)
    unit = unit_to_lodge_in(user, household)
    if unit is None:
        refuse(request, household, "handle_housing")
    line = _found(request, household, need_id)

    def show(given: dict[str, StepForm], status: int) -> HttpResponse:
        return _show(request, household, _found(request, household, need_id), given, status)

    return perform(
        *(request, household, ACTS, act_name),
        subject=line,
        today=line.today,
        party=unit.party,
        show=show,
        now=lambda: _found(request, household, need_id).need.version,
        back=reverse("lodging:need", args=[household.pk, line.need.pk]),
    )


def _found(request: HttpRequest, household: Household, need_id: int) -> queries.Line:
    user, today = cast(User, request.user), timezone.localdate()
    found = queries.need_of(user, household, min(need_id, LARGEST_ID), today)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    household: Household,
    line: queries.Line,
    given: dict[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = cast(User, request.user)
    works = unit_to_lodge_in(user, household) is not None
    history = HousingChange.objects.visible_to(user).filter(
        household=household, part=HousingChange.Part.LODGING
    )
    context: dict[str, Any] = {
        "line": line,
        "acts": offered(ACTS, line, line.need.version, line.today, given) if works else [],
        "changes": history.select_related("by").order_by("-at", "-pk"),
        "has_errors": bool(given),
        "today": line.today,
        "may_apply": unit_for_assistance(user, household) is not None,
        "has_finder": any(r.party == line.need.finder for r in household.responsible_today),
    }
    page = page_frame(request, household) | context
    return render(request, "housing/lodging/need.html", page, status=status)
