"""What the tests of logging in share: a user with a password, and an app's codes."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts import second_factor
from accounts.models import User
from tests.conftest import confirmed, logged_in

PASSWORD = "korrekt hest batteri"
LOGIN, CODE, SECURITY = "/konto/logg-inn/", "/konto/engangskode/", "/konto/sikkerhet/"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user: User) -> str:
    """The secret of an app that the user has set up."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code of now, or of so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def log_in(user: User, **kwargs: object) -> Client:
    """The first step: name and password."""
    client = Client(**kwargs)  # type: ignore[arg-type]
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/husstander/").status_code == 200


def used(user: User) -> Client:
    """Logged in, confirmed just now, and with the second factor used."""
    client = confirmed(logged_in(user))
    session = client.session
    session[second_factor.USED_BY] = user.pk
    session.save()
    return client
