"""One page per transition, and a step at a time from it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import found_or_404, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from children.actions import ConflictError, RefusedError
from children.codes import Taken
from children.models import Transition
from children.permits import unit_to_map_in
from children.transitions import actions, page, queries
from children.transitions.forms import OUTSIDE, OpenForm, ReceiverForm, StepForm
from children.views.pages import named_frame, show_child
from households.door import household_view
from households.frame import log, refuse
from households.models import Household

SEES = (Permission.SEE_MAPPINGS, Permission.SEE_CHILDREN)
DONE = {
    "receiver": "Mottakeren er lagret.",
    "meeting": "Møtet er lagret.",
    "plan": "Planen er lagret.",
    "ask": "Notert. Mottakeren får den i arbeidslisten.",
    "answer": "Svaret er lagret.",
    "aftercare": "Ettervernet er lagret.",
    "end": "Overgangen er avsluttet.",
}


@requires(*SEES)
@require_safe
@household_view
def show(request: HttpRequest, household: Household, transition_id: int) -> HttpResponse:
    """How far it has come, who receives, and what is to be done next."""
    return _show(request, household, _found(request, household, transition_id))


def _found(request: HttpRequest, household: Household, transition_id: int) -> Transition:
    """The transition, as far as it is the user's to know; 404, and logged, else."""
    user = cast(User, request.user)
    rows = Transition.objects.visible_to(user).told_to(user).filter(household=household)
    found = found_or_404(request, rows.with_all(), transition_id, object_type="transition")
    if not household.access.knows(found.child_id):
        raise Http404
    return found


def _show(
    request: HttpRequest,
    household: Household,
    found: Transition,
    typed: dict[str, StepForm] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    line = queries.line_of(found, today)
    rights = page.Rights(
        works=queries.works_with(user, household, found),
        answers=found.waits_for_answer and queries.speaks_for_receiver(user, household, found),
    )
    steps = page.steps_of(found, rights, today, typed or {}) if line.is_readable else []
    ends = (typed or {}).get("end")
    if ends is None and rights.works and found.ended_on is None:
        ends = page.FORMS["end"](transition=found, today=today, name="end")
    context = {
        "transition": found,
        "line": line,
        "steps": steps,
        "end_form": ends,
        "changes": queries.changes_of(found) if line.is_readable else [],
        "shows_consents": not queries.is_open_to_receiver(found, today),
        "has_errors": any(form.errors for form in (typed or {}).values()),
        "differing": (),
        **more,
    }
    frame = named_frame(request, household)
    return render(request, "children/transitions/transition.html", frame | context, status=status)


@requires(Permission.MAP_CHILD)
@require_POST
@household_view
def open_one(request: HttpRequest, household: Household, child_id: int) -> HttpResponse:
    """Open one by hand, from 16."""
    user, today = cast(User, request.user), timezone.localdate()
    person = queries.person_of(household, child_id, today)
    if person is None:
        raise Http404
    unit = unit_to_map_in(user, household, child_id)
    if unit is None:
        refuse(request, household, "map_child", [child_id])
    form = OpenForm(request.POST, auto_id="open_%s")
    if not form.is_valid():
        return show_child(request, household, child_id, {"open_transition": form})
    log(request, household, AccessEvent.Action.CREATE, [child_id])
    try:
        made = actions.open_by_hand(
            household=household,
            child=person,
            unit=unit,
            needs=form.cleaned_data["needs"],
            at=timezone.now(),
            by=user,
        )
    except RefusedError as error:
        messages.error(request, error.text)
        return redirect("children:list", household.pk)
    messages.success(request, "Overgangen er åpnet. Velg hvem som skal ta imot.")
    return redirect("transitions:show", household.pk, made.pk)


@requires(Permission.MAP_CHILD)
@require_POST
@household_view
def step(request: HttpRequest, household: Household, transition_id: int, key: str) -> HttpResponse:
    """Note a step, for whoever maps the child at the party that has the transition."""
    found = _found(request, household, transition_id)
    if not queries.works_with(cast(User, request.user), household, found):
        refuse(request, household, "map_child", [found.child_id])
    return _note(request, household, found, key)


@requires(Permission.MAP_CHILD, Permission.OBSERVE_CHILD)
@require_POST
@household_view
def answer(request: HttpRequest, household: Household, transition_id: int) -> HttpResponse:
    """Whether the receiver takes over: answered by its own unit, never by the one who asked."""
    found = _found(request, household, transition_id)
    if not queries.speaks_for_receiver(cast(User, request.user), household, found):
        refuse(request, household, "answer_transition", [found.child_id])
    return _note(request, household, found, "answer")


def _note(request: HttpRequest, household: Household, found: Transition, key: str) -> HttpResponse:
    today = timezone.localdate()
    form = page.FORMS[key](request.POST, transition=found, today=today, name=key)
    if not form.is_valid():
        return _show(request, household, found, {key: form})
    log(request, household, AccessEvent.Action.UPDATE, [found.child_id])
    if form.cleaned_data["version"] != found.version:
        return _conflict(request, household, found, key, form)
    try:
        _act(key, found, form, cast(User, request.user))
    except ConflictError:
        return _conflict(request, household, found, key, form)
    except RefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, error.text)
        return _show(request, household, found, {key: form})
    messages.success(request, DONE[key])
    return redirect("transitions:show", household.pk, found.pk)


def _act(key: str, found: Transition, form: StepForm, by: User) -> Transition:
    """The action of the step, with what was typed."""
    given: dict[str, Any] = form.given
    common: dict[str, Any] = {"transition": found, "version": form.cleaned_data["version"]}
    common |= {"at": timezone.now(), "by": by}
    if isinstance(form, ReceiverForm):
        unit = None if given["receiver"] == OUTSIDE else form.units[given["receiver"]]
        receiver = actions.Receiver(unit, given["name"], given["contact"])
        return actions.name_receiver(receiver=receiver, **common)
    if key == "answer":
        return actions.answer(**given | {"taken": Taken(given["taken"])}, **common)
    if key == "aftercare":
        until, text = given["aftercare_until"], given["aftercare_text"]
        return actions.decide_aftercare(until=until, text=text, **common)
    act: Any = {
        "meeting": actions.hold_meeting,
        "plan": actions.write_plan,
        "ask": actions.ask,
        "end": actions.end,
    }[key]
    done: Transition = act(**given, **common)
    return done


def _conflict(
    request: HttpRequest, household: Household, found: Transition, key: str, form: StepForm
) -> HttpResponse:
    """What was typed, to be stored over what another has stored meanwhile, knowingly."""
    now = _found(request, household, found.pk)
    posted = request.POST.copy()
    posted["version"] = str(now.version)
    again = page.FORMS[key](posted, transition=now, today=timezone.localdate(), name=key)
    again.is_valid()
    differing = form.differing(now)
    typed = {} if now.ended_on else {key: again}
    return _show(request, household, now, typed, 409, differing=differing, is_conflict=True)
