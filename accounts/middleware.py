"""What holds for every page: sessions that end, a second factor that is used, nothing kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.utils import timezone

from accounts import access_log, second_factor
from accounts.access import AccessUndecidedError
from accounts.models import AccessEvent, DemoMark
from accounts.sudo import ask_to_confirm, go_to

Handler = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "session_started_at", "session_seen_at"
SEEN_EVERY = 60
"""Seconds between writes of a session in use: a page that reads should not cost a write."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LEFT_BEHIND = '"cache", "storage"'
"""What the browser drops at logout. Not cookies: that would take those of the municipality's other
programs under the same domain; our own two are dropped by name."""
WITHOUT_FACTOR = {"account_logout", "account_log_out_everywhere", "health", "robots"}
TO_SET_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_confirm_at",
    "account_resume",
    "openid_connect_login",
    "openid_connect_callback",
}
TO_USE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class PlainMethodsMiddleware:
    """Refuse TRACE, which would echo cookies, and every method that no page here answers."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.handler(request)


class ExplainedRefusalMiddleware:
    """Say in words why the address of a button cannot be opened: after a time-out, or a reload."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handler(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        told = render(request, "405.html", {"back": _page_above(request.path)}, status=405)
        told["Allow"] = response["Allow"]
        return told


def _page_above(path: str) -> str:
    """The nearest address above that is one of ours; empty without one."""
    parts = path.rstrip("/").split("/")
    while len(parts) > 2:
        parts = parts[:-1]
        above = "/".join(parts) + "/"
        if is_valid_path(above):
            return above
    return ""


class SessionAgeMiddleware:
    """End a session ten hours after login, however busy; keep no answer in any cache.

    The half hour without use counts from the last time the session was stored, so one in use is
    stored again each minute. At logout the browser is told to drop what it keeps.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault(STARTED, now)
            if now - started > settings.SESSION_ABSOLUTE_AGE.total_seconds():
                logout(request)
            elif now - request.session.get(SEEN, 0) >= SEEN_EVERY:
                request.session[SEEN] = now
                note_seen(request)
        response = self.handler(request)
        if getattr(request, "logged_out", False):
            response["Clear-Site-Data"] = LEFT_BEHIND
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


def note_seen(request: HttpRequest) -> None:
    """For the user's own list of where they are logged in."""
    own = UserSession.objects.filter(session_key=request.session.session_key)
    own.update(last_seen_at=timezone.now())


class SecondFactorMiddleware:
    """Whoever reaches personal data uses a second factor in each session, before anything else.

    One who has none yet is sent to set it up. One who has one, but came in without it, uses it now.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or second_factor.is_used(request):
            return None
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else None
        if name in WITHOUT_FACTOR or not second_factor.is_needed(user):
            return None
        if second_factor.has_one(user):
            return None if name in TO_USE else ask_to_confirm(request)
        return None if name in TO_SET_UP else go_to(request, reverse("mfa_index"))


class DemoGuardMiddleware:
    """A demo database serves nothing under production settings (design.md 6)."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PRODUCTION and DemoMark.objects.exists():
            words = "Demodatabasen kan ikke brukes i produksjon."
            return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        return self.handler(request)


class UndecidedMiddleware:
    """Log that a rule of access failed while a list was made; the answer is 503 (config/views.py).

    The door to one household logs its own (households/door.py), with the household.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, AccessUndecidedError) and not exception.is_logged:
            access_log.record(request, AccessEvent.Action.READ, denied_by="rule_failed")
