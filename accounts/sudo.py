"""Dangerous acts need a fresh proof of who is at the keyboard (security.md 3.2).

`@sudo_required` stands beneath `@requires(...)`. One who has not logged in, or confirmed with
password or second factor, within the last five minutes is sent to confirm and comes back to where
they were. What a form held is kept, sealed, until it is sent again with one click.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import access_log
from accounts.models import AccessEvent
from accounts.sealing import SealBrokenError, seal, unseal

View = Callable[..., HttpResponse]
HELD = "held_act"
HELD_AT_MOST = 100_000
"""Characters of a form that are kept; a longer one has to be sent again by hand."""


def sudo_required(view: View) -> View:
    """Let `view` answer only who has proved who they are within the last five minutes."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not confirmed_recently(request):
            access_log.record(request, AccessEvent.Action.READ, denied_by="sudo")
            return ask_to_confirm(request)
        request.session.pop(HELD, None)
        return view(request, *args, **kwargs)

    wrapper.needs_sudo = True  # type: ignore[attr-defined]
    return wrapper


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether the user logged in or confirmed within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(proof["at"] > since for proof in get_authentication_records(request, request.user))


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """Send the user to confirm; after that, back to the page, or to what they had sent."""
    if request.method in ("GET", "HEAD"):
        back = _page_of(request, "HX-Current-URL") or request.get_full_path()
    elif hold(request):
        back = reverse("account_resume")
    else:
        messages.warning(request, "Skjemaet ble ikke sendt. Fyll det ut på nytt.")
        back = _page_of(request, "HX-Current-URL") or _page_of(request, "Referer") or "/"
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied("Du har verken passord eller totrinnsinnlogging. Logg inn på nytt.")
    return go_to(request, f"{methods[0]['url']}?{urlencode({'next': back})}")


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect, of the whole page also when only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _page_of(request: HttpRequest, header: str) -> str:
    """Path and query of the address in `header`, which names the page that the user looks at."""
    address = urlsplit(request.headers.get(header, ""))
    return f"{address.path}?{address.query}" if address.query else address.path


def hold(request: HttpRequest) -> bool:
    """Keep what was sent, sealed, in the session; files and very long forms are not kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    text = json.dumps({"path": request.get_full_path(), "fields": fields})
    if request.FILES or len(text) > HELD_AT_MOST:
        return False
    request.session[HELD] = seal(text)
    return True


def held(request: HttpRequest) -> dict[str, Any] | None:
    """What `hold` kept: the path it was sent to, and names and values in their order."""
    sealed = request.session.get(HELD)
    try:
        return cast("dict[str, Any]", json.loads(unseal(sealed))) if sealed else None
    except SealBrokenError:
        return None
