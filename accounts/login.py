"""What follows from logging in and out: the access log's lines, and when the session began.

Receivers of Django's own signals, since the code that sends them is not ours.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import access_log
from accounts.middleware import SEEN, STARTED
from accounts.models import AccessEvent


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    access_log.record(request, AccessEvent.Action.LOGIN)


@receiver(user_login_failed)
def log_failed_login(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The name that was tried is not kept: it may be a password typed in the wrong field."""
    if request is not None:
        access_log.record(request, AccessEvent.Action.LOGIN_FAIL, denied_by="login")


@receiver(user_logged_out)
def log_logout(request: HttpRequest, user: Any = None, **kwargs: Any) -> None:
    if user is not None:
        access_log.record(request, AccessEvent.Action.LOGOUT)
