"""What follows from logging in and out: the access log's lines, and when the session began.

Receivers of the signals of Django and django-allauth, since the code that sends them is not ours.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed
from allauth.account.signals import user_logged_in as came_through
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_used,
)
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import access_log, external, second_factor
from accounts.middleware import SEEN, STARTED
from accounts.models import AccessEvent, User

Action = AccessEvent.Action


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    access_log.record(request, Action.LOGIN)


@receiver(came_through)
def trust_the_provider(
    request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **kwargs: Any
) -> None:
    """A second factor that the settings recognise in the provider's words counts here too."""
    if sociallogin is not None and sociallogin.state.get(external.PROVED):
        second_factor.note_use(request, user)


@receiver(user_login_failed)
def log_failed_login(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The name that was tried is not kept: it may be a password typed in the wrong field."""
    if request is not None:
        access_log.record(request, Action.LOGIN_FAIL, denied_by="login")


@receiver(user_logged_out)
def log_logout(request: HttpRequest, user: Any = None, **kwargs: Any) -> None:
    request.logged_out = True  # type: ignore[attr-defined]
    if user is not None:
        access_log.record(request, Action.LOGOUT)


@receiver(authentication_step_completed)
def renew_session(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """A session that may do more from now on gets a new id, and stays on the user's list."""
    if reauthenticated:
        old = request.session.session_key
        request.session.cycle_key()
        own = UserSession.objects.filter(session_key=old)
        own.update(session_key=request.session.session_key)
        access_log.record(request, Action.LOGIN, rule="sudo")


@receiver([authenticator_used, authenticator_added])
def note_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    second_factor.note_use(request, user)


@receiver(authenticator_added)
def log_new_factor(request: HttpRequest, authenticator: Any, **kwargs: Any) -> None:
    access_log.record(
        request, Action.CREATE, object_type="authenticator", object_id=authenticator.pk
    )


@receiver(authenticator_removed)
def forget_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without a factor left, the session counts as one that came in without it."""
    if not second_factor.has_one(user):
        second_factor.forget_use(request)
    access_log.record(request, Action.UPDATE, object_type="authenticator")


@receiver(authentication_failed)
def log_wrong_code(request: HttpRequest, **kwargs: Any) -> None:
    access_log.record(request, Action.LOGIN_FAIL, denied_by="second_factor")


@receiver(password_changed)
def end_other_sessions(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """They are dead already, since the password is part of what a session is checked against."""
    for session in UserSession.objects.filter(user=user):
        if session.session_key != request.session.session_key:
            session.end()
