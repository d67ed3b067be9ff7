"""What the pages of administration share: doing one change, and the frame around each page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import access_log
from accounts.access import may
from accounts.administration.actions import RefusedError
from accounts.administration.queries import waiting
from accounts.models import AccessEvent, User
from accounts.policy import Permission


def perform(
    request: HttpRequest,
    form: forms.Form,
    action: Callable[..., Any],
    *,
    what: str,
    about: str = "user",
    about_id: int | None = None,
    **kwargs: Any,
) -> Any:
    """Log the act, then do it: what `action` returns (True for nothing), or None if it refuses.

    The refusal stands on the form, and in the log.
    """
    note(request, what, about, about_id)
    try:
        result = action(**kwargs)
    except RefusedError as error:
        note(request, what, about, about_id, denied_by="refused")
        form.add_error(None, str(error))
        return None
    except IntegrityError:  # somebody, or a second click, did the same at the same time
        note(request, what, about, about_id, denied_by="refused")
        form.add_error(None, "Det samme ble nettopp gjort av en annen. Last siden på nytt.")
        return None
    return True if result is None else result


def note(
    request: HttpRequest, what: str, about: str, about_id: int | None, denied_by: str = ""
) -> None:
    """One line of the access log: an act of administration, `what` as a code."""
    access_log.record(
        request,
        AccessEvent.Action.ADMIN,
        object_type=about,
        object_id=about_id,
        reason=what,
        denied_by=denied_by,
    )


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with the side menu of administration."""
    user = cast(User, request.user)
    frame = {
        "may_manage": may(user, Permission.MANAGE_USERS),
        "waiting_count": waiting().count(),
    }
    return render(request, template, frame | context, status=status)
