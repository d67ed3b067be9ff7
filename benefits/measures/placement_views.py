"""One placement under its household: asked for, started, attended, ended and followed up (1e)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.measures import catalogue_queries, placing
from benefits.measures.actions import MeasureError
from benefits.measures.catalogue_forms import COMPONENTS
from benefits.measures.placement_forms import (
    AttendForm,
    EndForm,
    HoursForm,
    OutcomeForm,
    PlaceForm,
    StartForm,
)
from benefits.measures.queries import people_to_assess
from benefits.models import Placement, PlacementState
from households.door import household_view
from households.frame import log, page_frame, refuse
from households.models import Household
from households.permits import may_see_benefits, unit_for_assistance

PAGE = "benefits/measures/placement.html"
DONE = {
    "start": "Startdagen er lagret.",
    "hours": "Timene er lagret.",
    "attend": "Oppmøtet er lagret.",
    "end": "Tiltaket er avsluttet.",
    "outcome": "Tilstanden er lagret.",
}


@requires(Permission.HANDLE_ASSISTANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def place(request: HttpRequest, household: Household) -> HttpResponse:
    """Ask for a place: one that is free, or the last in the line."""
    user, now = cast(User, request.user), timezone.now()
    unit, today = unit_for_assistance(user, household), timezone.localdate(now)
    if unit is None:
        refuse(request, household, "handles_assistance")
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        people=people_to_assess(household, today),
        measures=catalogue_queries.on_offer(today),
        today=today,
        initial={name: request.GET.get(name, "")[:20] for name in ("person", "measure")},
    )
    if form.is_valid():
        asked = form.asked
        log(request, household, AccessEvent.Action.CREATE, [asked.person.pk])
        try:
            made = placing.place(household=household, unit=unit, asked=asked, at=now, by=user)
        except MeasureError as error:
            form.add_error(error.field, error.text)
        else:
            waits = made.state == PlacementState.WAITING
            what = "står på venteliste for" if waits else "har fått plass på"
            messages.success(request, f"{asked.person.name} {what} {asked.measure}.")
            if warning := catalogue_queries.outside_target(made, today):
                messages.warning(request, warning)
            return redirect("measures:placement", household.pk, made.pk)
    frame = page_frame(request, household)
    return render(request, "benefits/measures/place.html", frame | {"form": form})


@requires(Permission.SEE_BENEFITS)
@require_safe
@household_view
def placement(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    if not may_see_benefits(cast(User, request.user), household):
        refuse(request, household, "benefits_of_unit")
    return _show(request, household, _found(household, placement_id))


def _found(household: Household, placement_id: int) -> Placement:
    found = catalogue_queries.placement_of(household, min(placement_id, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, household: Household, placement_id: int) -> Placement:
    """The placement, if the user handles assistance for the household; else 403."""
    if unit_for_assistance(cast(User, request.user), household) is None:
        refuse(request, household, "handles_assistance")
    return _found(household, placement_id)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def start(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    found = _own(request, household, placement_id)
    form = StartForm(request.POST, auto_id="start_%s")
    return _act(request, household, found, "start", form, placing.start)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def change_hours(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    found = _own(request, household, placement_id)
    form = HoursForm(request.POST, auto_id="hours_%s")
    return _act(request, household, found, "hours", form, placing.change_hours)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def attend(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    found = _own(request, household, placement_id)
    form = AttendForm(request.POST, auto_id="attend_%s")
    return _act(request, household, found, "attend", form, placing.attend)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def end(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    """End it, or take somebody off the list; the next in the line gets the place."""
    found = _own(request, household, placement_id)
    form = EndForm(request.POST, auto_id="end_%s")
    return _act(request, household, found, "end", form, placing.end)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@household_view
def note_outcome(request: HttpRequest, household: Household, placement_id: int) -> HttpResponse:
    found = _own(request, household, placement_id)
    times = catalogue_queries.outcomes_to_note(found, timezone.localdate())
    form = OutcomeForm(request.POST, times=times, auto_id="outcome_%s")
    return _act(request, household, found, "outcome", form, placing.note_outcome)


def _act(
    request: HttpRequest,
    household: Household,
    found: Placement,
    name: str,
    form: Form,
    act: Callable[..., object],
) -> HttpResponse:
    """Do it with what was typed, or show the page again with what is in the way at the form."""
    if not form.is_valid():
        return _show(request, household, found, {name: form})
    log(request, household, AccessEvent.Action.UPDATE, [found.person_id])
    given = getattr(form, "given", form.cleaned_data)
    try:
        made = act(placement=found, **given, at=timezone.now(), by=cast(User, request.user))
    except MeasureError as error:
        form.add_error(error.field if error.field in form.fields else None, error.text)
        now = _found(household, found.pk)
        if _forms(now, {})[name] is None:  # done meanwhile, so its form is not on the page
            messages.error(request, error.text)
        return _show(request, household, now, {name: form})
    messages.success(request, DONE[name])
    if name == "end":
        _tell_of_called(request, cast(list[Placement], made))
    return redirect("measures:placement", household.pk, found.pk)


def _tell_of_called(request: HttpRequest, called: list[Placement]) -> None:
    """Who got the place; without a name where the user may not know of the household."""
    ids = [row.pk for row in called]
    known = Placement.objects.visible_to(cast(User, request.user)).filter(pk__in=ids)
    people = {row.pk: row.person.name for row in known.select_related("person")}
    for pk in ids:
        who = people.get(pk, "Den neste på ventelista")
        messages.info(request, f"{who} har fått plassen og står nå i arbeidslista.")


def _show(
    request: HttpRequest,
    household: Household,
    found: Placement,
    given: dict[str, Form] | None = None,
) -> HttpResponse:
    """The placement's page; `given` are forms that were not taken, by name."""
    writes = unit_for_assistance(cast(User, request.user), household) is not None
    [shown] = catalogue_queries.shown([found])
    context = {
        "placement": found,
        "shown": shown,
        "forms": _forms(found, given or {}) if writes else {},
    }
    return render(request, PAGE, page_frame(request, household) | context)


def _hours_now(found: Placement) -> dict[str, int]:
    """What the form of other hours begins with."""
    now = found.hours.filter(valid_to=None).values(*COMPONENTS).first()
    return dict(now or {})


def _forms(found: Placement, given: dict[str, Form]) -> dict[str, Any]:
    """The forms that the placement takes now, by name."""
    today = timezone.localdate()
    times = catalogue_queries.outcomes_to_note(found, today)
    begin = {"on": today}
    makers: dict[str, tuple[bool, Callable[[], Form]]] = {
        "start": (
            found.state == PlacementState.PLANNED,
            lambda: StartForm(initial=begin, auto_id="start_%s"),
        ),
        "hours": (
            found.ended_on is None,
            lambda: HoursForm(initial=begin | _hours_now(found), auto_id="hours_%s"),
        ),
        "attend": (
            found.started_on is not None,
            lambda: AttendForm(initial=begin, auto_id="attend_%s"),
        ),
        "end": (found.ended_on is None, lambda: EndForm(initial=begin, auto_id="end_%s")),
        "outcome": (bool(times), lambda: OutcomeForm(times=times, auto_id="outcome_%s")),
    }
    return {
        name: given.get(name) or make() if is_open else None
        for name, (is_open, make) in makers.items()
    }
