"""How a step is taken: the form judged, the act logged and done, or the page shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import AccessEvent, User
from decisions.actions import RefusedError
from decisions.models import Decision
from households.frame import log
from households.models import Household

Again = Callable[[Form], HttpResponse]
"""The page again, with the form that was not taken."""
Do = Callable[[dict[str, Any], datetime, User], object]
"""What is done with a valid form: (cleaned values, now, by whom)."""


def step(
    request: HttpRequest, household: Household, found: Decision, form: Form, do: Do, again: Again
) -> HttpResponse | None:
    """Take the step; None when it is done, else the page with what is in the way."""
    if not form.is_valid():
        return again(form)
    log(request, household, AccessEvent.Action.UPDATE, [found.applicant_id])
    try:
        do(form.cleaned_data, timezone.now(), cast(User, request.user))
    except RefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, error.text)
        return again(form)
    return None


def to_decision(found: Decision) -> HttpResponse:
    return redirect("decisions:decision", found.household_id, found.pk)
