"""The household's tab "KVP og tiltak", a new case, and the page of one with all that is done."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.queries import possible_applicants
from benefits.kvp_benefit import page as benefit_page
from benefits.models import KvpCase
from benefits.programmes import actions, queries
from benefits.programmes.acts import ACTS, form_for
from benefits.programmes.forms import EnquiryForm
from benefits.programmes.page import page_of
from benefits.programmes.paper import plan_paper
from benefits.programmes.permits import unit_to_work_in, why_idle
from benefits.programmes.sections import SECTIONS
from decisions.models import Decision
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def of_household(request: HttpRequest, household: Household) -> HttpResponse:
    """What goes on in the programme, and in active measures, to the office that has the case."""
    user, today = cast(User, request.user), timezone.localdate()
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    sections = [make(household, user, today) for make in SECTIONS]
    frame = page_frame(request, household)
    return render(request, "benefits/programmes/household.html", frame | {"sections": sections})


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new(request: HttpRequest, household: Household) -> HttpResponse:
    """Somebody in the household asks for the programme, or applies at once."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_to_work_in(user, household)
    if unit is None:
        refuse(request, household, "handle_assistance")
    posted = request.POST if request.method == "POST" else None
    form = EnquiryForm(posted, people=possible_applicants(household, today), today=today)
    if form.is_valid():
        values = form.values
        log(request, household, AccessEvent.Action.CREATE, [values["person"].pk])
        try:
            case = actions.open_case(household=household, unit=unit, by=user, **values)
        except actions.KvpError as error:
            form.add_error(error.field, error.text)
        else:
            return redirect("programmes:kvp", household.pk, case.pk)
    frame = page_frame(request, household)
    return render(request, "benefits/programmes/new.html", frame | {"form": form})


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def kvp(request: HttpRequest, household: Household, kvp_id: int) -> HttpResponse:
    """How far the case has come, what comes next, and the programme week by week."""
    if not may_see_benefits(cast(User, request.user), household):
        refuse(request, household, "benefits_of_unit")
    return show(request, household, found_or_gone(household, kvp_id))


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def plan(request: HttpRequest, household: Household, kvp_id: int) -> HttpResponse:
    """The plan that the participant gets on paper; printing it is logged."""
    user = cast(User, request.user)
    if not may_see_benefits(user, household):
        refuse(request, household, "benefits_of_unit")
    case = found_or_gone(household, kvp_id)
    if case.decided_on is None:
        raise Http404
    log(request, household, AccessEvent.Action.PRINT, [case.person_id])
    content = plan_paper(case, user, timezone.localtime())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="plan-{case.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def act(request: HttpRequest, household: Household, kvp_id: int, act_name: str) -> HttpResponse:
    """Do one of ACTS, or show the page again with what is in the way at its field."""
    user, today = cast(User, request.user), timezone.localdate()
    if unit_to_work_in(user, household) is None:
        refuse(request, household, "handle_assistance")
    case, name = found_or_gone(household, kvp_id), act_name
    if name not in ACTS:
        raise Http404
    form = form_for(name, case, today, request.POST, _row(request, name))
    if not form.is_valid():
        return show(request, household, case, {_place(request, name): form})
    log(request, household, AccessEvent.Action.UPDATE, [case.person_id])
    try:
        made = ACTS[name].do(case, form, user)
    except actions.KvpError as error:
        return _refused(request, household, case, {_place(request, name): form}, error)
    if isinstance(made, Decision):
        return redirect("decisions:decision", household.pk, made.pk)
    return redirect("programmes:kvp", household.pk, case.pk)


def _refused(
    request: HttpRequest,
    household: Household,
    case: KvpCase,
    forms: dict[str, Any],
    error: actions.KvpError,
) -> HttpResponse:
    """What was typed is kept, and stored if it is sent once more on the case as it now stands."""
    [form] = forms.values()
    case = found_or_gone(household, case.pk)
    if error.field in form.fields:
        form.add_error(error.field, error.text)
    else:
        messages.error(request, error.text)
    form.data = form.data.copy()
    form.data["version"] = case.version
    return show(request, household, case, forms, status=409)


def _row(request: HttpRequest, name: str) -> int | None:
    """The row that is posted about, for the names of the form's fields."""
    text = request.POST.get("row", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 12
    return int(text) if name in ACTS and ACTS[name].rows and is_number else None


def _place(request: HttpRequest, name: str) -> str:
    row = _row(request, name)
    return name if row is None else f"{name}-{row}"


def found_or_gone(household: Household, case_id: int) -> KvpCase:
    """The household's case, else 404."""
    found = queries.case_of(household, min(case_id, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest,
    household: Household,
    case: KvpCase,
    given: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    works = unit_to_work_in(user, household) is not None
    benefit_page.read(case)
    context = page_of(case, today, works=works, given=given)
    context |= {"benefits": benefit_page.benefits_of(case, user, today)}
    context["idle"] = "" if works else why_idle(household, case)
    frame = page_frame(request, household)
    return render(request, "benefits/programmes/kvp.html", frame | context, status=status)
