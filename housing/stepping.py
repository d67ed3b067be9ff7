"""Doing one of a page's acts: what the views of lodging, tenancies and risks have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import AccessEvent, User
from households.frame import log
from households.models import Household
from housing.history import HousingError
from housing.steps import Act, StepForm, form_of

Show = Callable[[dict[str, StepForm], int], HttpResponse]
"""The page with a form that was not taken, and the status it is answered with."""


def perform(
    request: HttpRequest,
    household: Household,
    acts: dict[str, Act],
    name: str,
    *,
    subject: Any,
    today: date,
    party: str,
    show: Show,
    now: Callable[[], int],
    back: str,
) -> HttpResponse:
    """Do the act, or show the page again with what is in the way at its field.

    `now` tells the version as it now stands: what was typed is stored if it is sent once more.
    """
    if name not in acts:
        raise Http404
    form = form_of(acts[name], name, subject, 1, today, request.POST)
    if not form.is_valid():
        return show({name: form}, 200)
    log(request, household, AccessEvent.Action.UPDATE, [household.contact_id])
    try:
        acts[name].do(subject, form, cast(User, request.user), party)
    except HousingError as error:
        if error.field in form.fields:
            form.add_error(error.field, error.text)
        else:
            messages.error(request, error.text)
        posted: Any = request.POST.copy()
        posted["version"] = str(now())
        form.data = posted
        return show({name: form}, 409)
    messages.success(request, acts[name].done)
    return redirect(back)
