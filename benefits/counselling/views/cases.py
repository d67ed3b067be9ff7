"""The list of counsellings, the page of one, and its steps; each leads back to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.counselling import actions, queries
from benefits.counselling.door import counselling_view, log, refuse, written_view
from benefits.counselling.forms import (
    CaseForm,
    CounsellorForm,
    DecideForm,
    EndForm,
    SessionForm,
    StartForm,
)
from benefits.counselling.page import page_of
from benefits.counselling.permits import may_take
from benefits.models import Counselling
from households.door import reads_only

PER_PAGE = 25
ANYBODY = (Permission.COUNSEL, Permission.SEE_BENEFITS)
WRITERS = (Permission.COUNSEL, Permission.HANDLE_ASSISTANCE)
Act = Callable[[dict[str, Any], dict[str, Any]], object]
"""What is done with a valid form: (counselling, version and by; cleaned values)."""


@requires(*ANYBODY)
@require_safe
@reads_only
def cases(request: HttpRequest) -> HttpResponse:
    """What goes on and what comes next, how long people wait, and who has not been offered it."""
    user, today = cast(User, request.user), timezone.localdate()
    page = Paginator(queries.case_lines(user, today), PER_PAGE).get_page(request.GET.get("side"))
    context: dict[str, Any] = {
        "page": page,
        "waiting": queries.waiting_time_of(user, today),
        "shows_offers": may(user, Permission.SEE_BENEFITS),
        "without": [],
        "without_count": 0,
    }
    shown = {line.counselling.person_id for line in page}
    if context["shows_offers"]:
        missing = queries.applications_without_offer(user)
        context |= {"without": list(missing[:PER_PAGE]), "without_count": missing.count()}
        shown |= {row.applicant_id for row in context["without"]}
    access_log.record(
        request, AccessEvent.Action.LIST, object_type="counselling", subject_ids=sorted(shown)
    )
    return render(request, "benefits/counselling/cases.html", context)


@requires(*ANYBODY)
@require_safe
@counselling_view
def case(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    return show(request, counselling)


@requires(Permission.HANDLE_ASSISTANCE)
@require_POST
@counselling_view
def take(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    """Become the counsellor: anybody who handles assistance in the office may."""
    user = cast(User, request.user)
    if not may_take(user, counselling):
        refuse(request, counselling, "handle_assistance")
    form = CaseForm(request.POST, **_of(counselling))
    return act(request, counselling, form, lambda case, _: actions.give_to(to=user, **case))


@requires(*WRITERS)
@require_POST
@written_view
def give(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    """Give it to a debt counsellor, or to a caseworker of the office."""
    chosen = queries.possible_counsellors(counselling, timezone.localdate())
    form = CounsellorForm(request.POST, counsellors=chosen, **_of(counselling))
    return act(
        request,
        counselling,
        form,
        lambda case, values: actions.give_to(to=values["to"], **case),
        "counsellor",
    )


@requires(*WRITERS)
@require_POST
@written_view
def decide(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    """Join the written decision, with the planned start and the reason for it."""
    decisions = queries.decisions_to_join(counselling)
    form = DecideForm(request.POST, decisions=decisions, **_of(counselling))
    return act(
        request,
        counselling,
        form,
        lambda case, _: actions.decide(plan=form.plan, **case),
        "decide",
    )


@requires(*WRITERS)
@require_POST
@written_view
def start(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    form = StartForm(request.POST, **_of(counselling))
    return act(
        request,
        counselling,
        form,
        lambda case, values: actions.start(on=values["on"], **case),
        "start",
    )


@requires(*WRITERS)
@require_POST
@written_view
def talk(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    form = SessionForm(request.POST, **_of(counselling))
    return act(
        request,
        counselling,
        form,
        lambda case, _: actions.register_session(talk=form.talk, **case),
        "talk",
    )


@requires(*WRITERS)
@require_POST
@written_view
def end(request: HttpRequest, counselling: Counselling) -> HttpResponse:
    form = EndForm(request.POST, **_of(counselling))
    names = ("on", "result", "note")
    return act(
        request,
        counselling,
        form,
        lambda case, values: actions.end(**{name: values[name] for name in names}, **case),
        "end",
    )


def _of(counselling: Counselling) -> dict[str, Any]:
    return {"counselling": counselling, "today": timezone.localdate()}


def act(
    request: HttpRequest, counselling: Counselling, form: CaseForm, do: Act, name: str = ""
) -> HttpResponse:
    """Do it, or show the page again with the form's errors; a refusal keeps what was written."""
    if not form.is_valid():
        return show(request, counselling, {name: form} if name else {})
    log(request, counselling, AccessEvent.Action.UPDATE)
    version, user = form.cleaned_data["version"], cast(User, request.user)
    try:
        do({"counselling": counselling, "version": version, "by": user}, form.cleaned_data)
    except actions.AdviceError as error:
        messages.error(request, str(error))
        counselling.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = counselling.version  # type: ignore[index]
        return show(request, counselling, {name: form} if name else {}, status=409)
    return redirect("counselling:case", counselling.pk)


def show(
    request: HttpRequest,
    counselling: Counselling,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page_of(counselling, cast(User, request.user), timezone.localdate())
    given = (forms or {}) if context["works"] else {}
    return render(request, "benefits/counselling/case.html", context | given, status=status)
