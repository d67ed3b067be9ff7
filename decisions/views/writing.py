"""Writing on a draft, and what its writer does with it: send, take back, withdraw, correct."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.models import AccessEvent, User
from decisions import actions, queries
from decisions.codes import State
from decisions.conflict import differing
from decisions.contents import content_of
from decisions.draft import Draft, reshaped
from decisions.forms import StepForm, WithdrawForm
from decisions.models import Decision
from decisions.page import EDITABLE, decider_of, draft_of
from decisions.permits import WRITERS
from decisions.views.acting import step, to_decision
from decisions.views.pages import found_in, own, show, show_draft
from households import autosave
from households.door import household_view
from households.frame import log, page_frame
from households.mapping import MappingRefusedError, except_mapping
from households.models import Household

RESHAPE = ("add", "remove", "insert")


@requires(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@household_view
def write(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """Store what is written, and do what the button that was pressed asks for besides.

    Asked for without anything written, as by who opens its address again, it leads to the draft.
    """
    found = own(request, household, decision_id)
    if request.method != "POST":
        return redirect("decisions:decision", household.pk, found.pk)
    if (kept := autosave.answered(request, household)) is not None:
        return kept
    act, _, where = request.POST.get("do", "").partition(":")
    today = timezone.localdate()
    if act in RESHAPE:
        typed = reshaped(request.POST, act, where, today)
        shown = draft_of(found, household, today, typed=typed)
        return show_draft(request, household, found, shown)
    draft = draft_of(found, household, today, posted=request.POST)
    if not draft.is_valid():
        return show_draft(request, household, found, draft)
    if found.state not in EDITABLE:
        return _conflict(request, household, found, draft)
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    try:
        saved = _changed(request, found, draft)
        autosave.done(request)
    except actions.ConflictError:
        return _conflict(request, household, found_in(request, household, found.pk), draft)
    except actions.RefusedError as error:
        draft.refuse(error.field, error.text)
        return show_draft(request, household, found, draft)
    return _then(request, household, saved, act, where)


def _changed(request: HttpRequest, found: Decision, draft: Draft) -> Decision:
    return actions.change(
        decision=found,
        version=draft.version,
        content=draft.content,
        at=timezone.now(),
        by=cast(User, request.user),
    )


def _then(
    request: HttpRequest, household: Household, saved: Decision, act: str, where: str
) -> HttpResponse:
    """What follows when the draft is stored."""
    if act == "propose":
        return _propose(request, household, saved)
    if act == "except":
        return _except(request, household, saved, where)
    messages.success(request, "Utkastet er lagret.")
    return to_decision(saved)


def _propose(request: HttpRequest, household: Household, saved: Decision) -> HttpResponse:
    """Send it off, if the writer was told rightly whether it would stand at once."""
    user = cast(User, request.user)
    decider = decider_of(saved, user, timezone.localdate())
    if request.POST.get("at_once") != str(int(bool(decider.at_once))):
        messages.warning(request, f"Utkastet er lagret, men ikke sendt. {decider.text}")
        return to_decision(saved)
    try:
        done = actions.propose(decision=saved, version=saved.version, at=timezone.now(), by=user)
    except actions.MissingError as error:
        draft = _again(request, household, saved)
        for finding in error.findings:
            draft.refuse(finding.field, finding.text)
        return show_draft(request, household, saved, draft)
    except (actions.RefusedError, actions.ConflictError) as error:
        messages.error(request, str(error))
        return to_decision(saved)
    sent = "Vedtaket er sendt til beslutning."
    messages.success(request, sent if done.needs_attest else "Vedtaket gjelder nå.")
    return to_decision(done)


def _except(
    request: HttpRequest, household: Household, saved: Decision, where: str
) -> HttpResponse:
    """Note why a child is not mapped, so that the decision may go on."""
    draft = _again(request, household, saved)
    child = draft.child(int(where)) if where.isascii() and where.isdigit() else None
    duty = queries.open_duty_of(saved, child.child.child_id) if child else None
    if child is None or duty is None or not child.stops:
        raise Http404
    try:
        except_mapping(
            duty=duty,
            reason=child.cleaned_data["exception"],
            grounds=child.cleaned_data["exception_grounds"],
            at=timezone.now(),
            by=cast(User, request.user),
        )
    except MappingRefusedError as error:
        child.add_error(error.field, error.text)
        return show_draft(request, household, saved, draft)
    messages.success(request, f"Unntaket for {child.child.name} er registrert. Plikten står.")
    return to_decision(saved)


def _again(request: HttpRequest, household: Household, saved: Decision) -> Draft:
    """The forms once more as they were posted, at the version that has been stored."""
    posted: QueryDict = request.POST.copy()
    posted["version"] = str(saved.version)
    draft = draft_of(saved, household, timezone.localdate(), posted=posted)
    draft.is_valid()
    return draft


def _conflict(
    request: HttpRequest, household: Household, found: Decision, draft: Draft
) -> HttpResponse:
    """Both versions side by side; what was written can be stored over the other, knowingly."""
    context = {
        "decision": found,
        "may_overwrite": found.state in EDITABLE,
        "rows": differing(
            draft.content,
            content_of(found),
            queries.names_of(household, timezone.localdate()),
        ),
        "kept": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "version", "do", "at_once")
            for value in values
        ],
    }
    frame = page_frame(request, household)
    return render(request, "decisions/conflict.html", frame | context, status=409)


@requires(*WRITERS)
@require_POST
@household_view
def take_back(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """Take what was sent for approval back, to write more on it."""
    found = own(request, household, decision_id)
    answer = step(
        request,
        household,
        found,
        StepForm(request.POST),
        lambda _, at, by: actions.take_back(decision=found, at=at, by=by),
        lambda form: _refused(request, found, form),
    )
    return answer or to_decision(found)


@requires(*WRITERS)
@require_POST
@household_view
def withdraw(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    found = own(request, household, decision_id)
    answer = step(
        request,
        household,
        found,
        WithdrawForm(request.POST, auto_id="withdraw_%s"),
        lambda values, at, by: actions.withdraw(
            decision=found, reason=values["reason"], at=at, by=by
        ),
        lambda form: _not_withdrawn(request, household, found, form),
    )
    if answer is None:
        messages.success(request, "Vedtaket er trukket. Ingenting er bestemt.")
    return answer or to_decision(found)


@requires(*WRITERS)
@require_POST
@household_view
def correct(request: HttpRequest, household: Household, decision_id: int) -> HttpResponse:
    """A new edition, as a draft that says the same to begin with."""
    found = own(request, household, decision_id)
    log(request, household, AccessEvent.Action.CREATE, [found.applicant_id])
    try:
        new = actions.correct(decision=found, at=timezone.now(), by=cast(User, request.user))
    except actions.RefusedError as error:
        messages.error(request, error.text)
        return to_decision(found)
    return redirect("decisions:decision", household.pk, new.pk)


def _not_withdrawn(
    request: HttpRequest, household: Household, found: Decision, form: Form
) -> HttpResponse:
    if found.state in EDITABLE:
        return show_draft(request, household, found, forms={"withdraw": form})
    if found.state == State.PROPOSED:
        return show(request, household, found, {"withdraw": form})
    return _refused(request, found, form)


def _refused(request: HttpRequest, found: Decision, form: Form) -> HttpResponse:
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return to_decision(found)
