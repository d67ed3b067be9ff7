"""The household's tab "Bolig", a new application, and the page of each thing that can be done."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from decisions.queries import possible_applicants
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household, Person
from households.permits import may_read_shared_housing, may_see_housing
from housing.acts import ACTS, DECIDE_MOVE, Act, opens
from housing.history import HousingError
from housing.permits import unit_to_work_in
from housing.queue import actions
from housing.queue.actions import Asked
from housing.queue.forms import ApplicationForm
from housing.queue.queries import intakes_about_housing
from housing.sections import SECTIONS
from housing.shared import shared_status

HANDLE = Permission.HANDLE_HOUSING


@requires(Permission.SEE_HOUSING, Permission.READ_SHARED_HOUSING)
@require_safe
@household_view
def household(request: HttpRequest, household: Household) -> HttpResponse:
    """The housing case whole to HV's own office; how far it has come where it is shared."""
    user, today = cast(User, request.user), timezone.localdate()
    frame = page_frame(request, household)
    if may_see_housing(user, household):
        sections = [make(household, user, today) for make in SECTIONS]
        return render(request, "housing/household.html", frame | {"sections": sections})
    if not may_read_shared_housing(user, household):
        refuse(request, household, "housing_of_unit")
    shared = shared_status(household, user)
    return render(request, "housing/shared.html", frame | {"shared": shared})


@requires(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def new_application(request: HttpRequest, household: Household) -> HttpResponse:
    """An application that came by an intake, or any other way."""
    user, today = cast(User, request.user), timezone.localdate()
    unit = unit_to_work_in(user, household)
    if unit is None:
        refuse(request, household, "handle_housing")
    people = {person.pk: person for person in possible_applicants(household, today)}
    names = {pk: person.name for pk, person in people.items()}
    posted = request.POST if request.method == "POST" else None
    form = ApplicationForm(posted, about=household, today=today, people=names)
    if form.is_valid():
        values = form.cleaned_data
        log(request, household, AccessEvent.Action.CREATE, [values["applicant"]])
        asked = _asked(form, people[values["applicant"]], household, user)
        try:
            made = actions.register(
                household=household, unit=unit, asked=asked, at=timezone.now(), by=user
            )
            messages.success(request, f"Søknaden er registrert som {made.reference}.")
            return redirect("housing:household", household.pk)
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
    frame = page_frame(request, household)
    told: dict[str, Any] = {"form": form, "title": "Ny boligsøknad", "button": "Registrer søknaden"}
    told |= {"row": None, "about": "", "to_assess": None}
    return render(request, "housing/act.html", frame | told)


def _asked(form: ApplicationForm, applicant: Person, household: Household, user: User) -> Asked:
    values = form.cleaned_data
    return Asked(
        applicant=applicant,
        received_on=values["received_on"],
        situation=values["situation"],
        need=form.need,
        form_token=values["token"],
        intake=intakes_about_housing(household, user).first(),
    )


@requires(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def act(request: HttpRequest, household: Household, act_name: str) -> HttpResponse:
    """One of ACTS: its form, or what it does; 404 where there is nothing to do it with."""
    if act_name not in ACTS:
        raise Http404
    return _perform(request, household, ACTS[act_name], act_name, _row(request))


@requires(Permission.MOVE_BETWEEN_CLASSES)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def decide_move(request: HttpRequest, household: Household, move_id: int) -> HttpResponse:
    """A leader of the unit that has the household decides a move that another has proposed."""
    return _perform(request, household, DECIDE_MOVE, "flytting", min(move_id, LARGEST_ID))


def _perform(
    request: HttpRequest, household: Household, what: Act, name: str, row: int | None
) -> HttpResponse:
    """What is asked for in the unit that the act takes, of the row that it is about."""
    user, today = cast(User, request.user), timezone.localdate()
    if unit_to_work_in(user, household, what.permission) is None:
        refuse(request, household, what.permission)
    about = what.about(household, row)
    if about is None:
        return _nothing_to_do(request, household, what.title)
    posted = request.POST if request.method == "POST" else None
    form = what.form(posted, about=about, today=today)
    if posted is not None and form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [household.contact_id])
        try:
            made = what.do(about, form, user)
        except HousingError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
            _keep_version(form, what.about(household, row))
        else:
            messages.success(request, what.receipt(made))
            return _done(household, made)
    told: dict[str, Any] = {"form": form, "title": what.title, "button": what.button}
    told |= {"row": row, "about": about, "act_name": name}
    told["to_assess"] = what.beside(household, user, today) if what.beside else None
    return render(request, "housing/act.html", page_frame(request, household) | told)


def _done(household: Household, made: Any) -> HttpResponse:
    if opens(made):
        return redirect("decisions:decision", household.pk, made.pk)
    return redirect("housing:household", household.pk)


def _nothing_to_do(request: HttpRequest, household: Household, title: str) -> HttpResponse:
    """Another was first, or the page is old: back to the case as it stands, and told why."""
    text = f"{title}: det er ikke noe å gjøre dette med lenger. Se hva som står i saken nå."
    messages.error(request, text)
    return redirect("housing:household", household.pk)


def _keep_version(form: Any, about: Any) -> None:
    """What was typed is stored if it is sent once more on the row as it now stands."""
    if "version" in form.fields and about is not None:
        form.data = form.data.copy()
        form.data["version"] = about.version


def _row(request: HttpRequest) -> int | None:
    """The row that the act is about, named in the address or the form."""
    text = request.POST.get("row", "") or request.GET.get("rad", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    return min(int(text), LARGEST_ID) if is_number else None
