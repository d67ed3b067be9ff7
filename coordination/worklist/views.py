"""Min arbeidsliste: what is due, whose it is, and what is done with it straight from the list."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts import access_log
from accounts.access import may, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from benefits.applications.forms import HeldForm
from config.words import listed
from coordination.plan_actions.queries import reminder
from coordination.worklist import actions, lists, queries
from coordination.worklist.due import scope_of
from coordination.worklist.dues import everything
from coordination.worklist.forms import ColleagueForm, FilterForm
from households.door import reads_only
from households.queries import overdue_reviews

PER_PAGE = 50


@requires(Permission.OF_OFFICE)
@require_safe
@reads_only
def worklist(request: HttpRequest) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    scope = scope_of(user, today)
    rows = everything(scope)
    approves = may(user, Permission.APPROVE_DECISION)
    decides = approves or may(user, Permission.MOVE_BETWEEN_CLASSES)
    filters = FilterForm(
        request.GET,
        kinds=sorted({row.kind for row in rows}),
        opens_on=_opens_on(user, decides=decides),
    )
    asked = filters.asked
    shown = lists.sifted(lists.in_tab(rows, asked.tab, scope), asked, scope)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("side"))
    access_log.record(
        request,
        AccessEvent.Action.LIST,
        object_type="household",
        subject_ids=sorted({row.subject_id for row in page if row.subject_id}),
    )
    context = {
        "asked": asked,
        "filters": filters,
        "tabs": [
            (key, name, len(lists.in_tab(rows, key, scope)))
            for key, name in lists.TABS
            if key != lists.TO_DECIDE or decides
        ],
        "page": page,
        "groups": lists.grouped(list(page), asked, today),
        "here": request.get_full_path(),
        "approves": approves,
    }
    context |= _of_user(user, today)
    return render(request, "coordination/worklist/worklist.html", context)


def _opens_on(user: User, *, decides: bool) -> str:
    """Who decides begins with that, another leader with the office's, the others with their own."""
    if decides:
        return lists.TO_DECIDE
    return lists.OFFICE if may(user, Permission.ASSIGN_CASES) else lists.TABS[0][0]


def _of_user(user: User, today: date) -> dict[str, Any]:
    """What the user may do on the page, and what waits for a leader beside it."""
    leads = may(user, Permission.ASSIGN_CASES)
    return {
        "today": today,
        "handles": may(user, Permission.HANDLE_ASSISTANCE),
        "hold": HeldForm(today=today, auto_id="hold_%s", use_required_attribute=False),
        "colleagues": ColleagueForm(colleagues=queries.receivers(user, today)) if leads else None,
        "plan_reminder": may(user, Permission.KEEP_PLAN_ACTIONS) and reminder(today),
        "overdue_reviews": may(user, Permission.REVIEW_BREAK_GLASS) and overdue_reviews(user),
    }


@requires(Permission.TAKE_INTAKE)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Take, put back, take up again or give away what was chosen, and lead back to the list."""
    user = cast(User, request.user)
    what, _, only = request.POST.get("do", "").partition(":")
    keys = [only] if only else request.POST.getlist("id")
    done = _do(request, user, what, keys)
    if done is None:
        messages.warning(request, "Velg noe i listen, og hva som skal gjøres med det.")
    else:
        left = len(keys) - done
        if done:
            messages.success(request, _told(what, done))
        if left:
            messages.warning(
                request,
                f"{left} ble ikke endret: en annen var først, eller de er ikke dine å endre.",
            )
    return redirect(_back(request))


def _do(request: HttpRequest, user: User, what: str, keys: list[str]) -> int | None:
    """How many were done; None when nothing was asked for."""
    if not keys:
        return None
    _log(request)
    if what == "ta":
        taken = actions.take_intakes(rows=queries.intakes_to_take(user, keys), by=user)
        rows = queries.applications_to_handle(user, keys)
        return taken + actions.take_applications(rows=rows, by=user)
    if what == "vent":
        return _hold(request, user, keys)
    if what in ("legg-tilbake", "gjenoppta"):
        own = queries.own_applications(user, keys, timezone.localdate())
        return (actions.give_back if what == "legg-tilbake" else actions.resume)(rows=own, by=user)
    if what == "tildel":
        receivers = queries.receivers(user, timezone.localdate())
        form = ColleagueForm(request.POST, colleagues=receivers)
        if form.is_valid() and form.cleaned_data["to"] is not None:
            return _give(user, keys, form.cleaned_data["to"])
    return None


def _give(user: User, keys: list[str], to: User) -> int:
    rows = queries.applications_to_give(user, keys)
    given = actions.give_to(rows=rows, to=to, by=user)
    return given + actions.give_intakes_to(rows=queries.intakes_to_give(user, keys), to=to)


def _hold(request: HttpRequest, user: User, keys: list[str]) -> int:
    """Put the user's own on hold, when it is told until when, and why."""
    today = timezone.localdate()
    form = HeldForm(request.POST, today=today)
    if not form.is_valid():
        told = " ".join(str(text) for texts in form.errors.values() for text in texts)
        messages.error(request, f"Ingenting er satt på vent. {told}")
        return 0
    own = queries.own_applications(user, keys, today)
    until = form.cleaned_data["until"]
    late = [str(row.household) for row in actions.due_before(own, until)]
    if late:
        messages.warning(
            request,
            f"Lovens frist går ut før {until:%d.%m.%Y} for {listed(late)}. "
            "Send foreløpig svar før fristen.",
        )
    return actions.hold(rows=own, by=user, **form.cleaned_data)


def _told(what: str, done: int) -> str:
    text = "1 oppgave er endret." if done == 1 else f"{done} oppgaver er endret."
    return f"{text} Lovens frist løper fortsatt." if what == "vent" else text


def _log(request: HttpRequest) -> None:
    access_log.record(request, AccessEvent.Action.UPDATE, object_type="household")


def _back(request: HttpRequest) -> str:
    """The list as it was, with its filters; never out of the product."""
    here = request.POST.get("her", "")
    listed = reverse("worklist:list")
    is_ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return here if is_ours and here.startswith(listed) else listed
