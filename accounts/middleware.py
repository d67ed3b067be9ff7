"""Sessions that end, answers that are not kept, and a demo that stays out of production."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accounts.models import DemoMark

Handler = Callable[[HttpRequest], HttpResponse]
STARTED, SEEN = "session_started_at", "session_seen_at"
SEEN_EVERY = 60
"""Seconds between writes of a session in use: a page that reads should not cost a write."""


class SessionAgeMiddleware:
    """End a session ten hours after login, however busy; keep no answer in any cache.

    The half hour without use counts from the last time the session was stored, so one in use is
    stored again each minute.
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
        response = self.handler(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


class DemoGuardMiddleware:
    """A demo database serves nothing under production settings (design.md 6)."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PRODUCTION and DemoMark.objects.exists():
            words = "Demodatabasen kan ikke brukes i produksjon."
            return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        return self.handler(request)
