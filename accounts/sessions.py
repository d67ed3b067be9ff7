"""Where a user is logged in, and logging out of all of it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone|iPad", "iOS"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class LoggedIn:
    """One place where the user is logged in (innlogging)."""

    started: datetime
    seen: datetime
    address: str
    browser: str
    is_current: bool


def logged_in_places(request: HttpRequest, user: User) -> list[LoggedIn]:
    """Newest first; only sessions that still hold."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at")
    current = request.session.session_key
    return [
        LoggedIn(
            row.created_at,
            row.last_seen_at,
            row.ip,
            describe(row.user_agent),
            row.session_key == current,
        )
        for row in rows
    ]


def describe(user_agent: str) -> str:
    """Browser and system in the user's words; the technical line is of no help to them."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Ukjent nettleser")
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "")
    return f"{browser} på {system}" if system else browser


def log_out_everywhere(*, request: HttpRequest, user: User) -> None:
    end_sessions(user=user)
    logout(request)


def end_sessions(*, user: User) -> None:
    """End every session of `user`; each is out at its next request."""
    for session in UserSession.objects.filter(user=user):
        session.end()
