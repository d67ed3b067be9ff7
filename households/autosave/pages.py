"""What a page with a long form asks of autosave; see the package for how a form opts in."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from households.autosave import actions, queries
from households.models import Household

FIELD, KEEP, FORGET = "autosave", "keep", "forget"
TAKE_IN = "utkast"
"""In the address of the page: show the form with what was typed."""


@dataclass(frozen=True)
class Autosave:
    """How the page's form is saved as it is typed, and what is offered back.

    `kept_at` is when what is offered was saved, or None; `is_taken_in` when the form shows it.
    """

    address: str
    page: str
    kept_at: datetime | None
    is_taken_in: bool


def answered(request: HttpRequest, household: Household) -> HttpResponse | None:
    """The answer to a POST that only keeps or forgets what is typed; None for any other."""
    act, user = request.POST.get(FIELD), cast(User, request.user)
    if act == FORGET:
        actions.forget(form=request.path, by=user)
        messages.success(request, "Utkastet er forkastet.")
        return HttpResponseRedirect(_back(request, household))
    if act != KEEP:
        return None
    saved = None
    with contextlib.suppress(actions.TooLongError):  # which is told in its place
        saved = actions.keep(
            household=household,
            form=request.path,
            posted=request.POST,
            at=timezone.now(),
            by=user,
        )
    return render(request, "parts/_saved.html", {"saved": saved})


def done(request: HttpRequest) -> None:
    """The form that posts here has been saved: nothing is left to offer."""
    actions.forget(form=request.path, by=cast(User, request.user))


def page_of(request: HttpRequest, household: Household, address: str) -> Autosave:
    """Nothing is offered on the answer to a POST: the form shows what was just typed.

    A household that came through the door knows whether the user has drafts there at all.
    """
    kept = None
    if request.method != "POST" and getattr(household, "has_drafts", True):
        kept = queries.draft_of(cast(User, request.user), household, address, timezone.now())
    shown = kept is not None and TAKE_IN in request.GET and queries.fields_of(kept) is not None
    return Autosave(address, request.path, kept.saved_at if kept else None, shown)


def typed(request: HttpRequest, household: Household, address: str) -> QueryDict | None:
    """What the user has typed and asks to take in; None for all else, and when it is gone."""
    if request.method == "POST" or TAKE_IN not in request.GET:
        return None
    kept = queries.draft_of(cast(User, request.user), household, address, timezone.now())
    return queries.fields_of(kept) if kept else None


def fill(form: Form, given: QueryDict | None) -> None:
    """Let an unbound form show what was typed, unjudged."""
    if given is None:
        return
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(given, MultiValueDict(), key):
            value: Any = field.widget.value_from_datadict(given, MultiValueDict(), key)
            form.initial[name] = value


def _back(request: HttpRequest, household: Household) -> str:
    """The page the form stands on."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else request.path
