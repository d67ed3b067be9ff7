"""The one-time link that gives a user their first password, or a new one in place of a lost one.

Signed with the key of the installation over the user's present password, so that it works once;
good for settings.PASSWORD_RESET_TIMEOUT seconds. The token stands in the query of the address,
which no log keeps (config/logs.py).
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.models import User


class _LinkTokens(PasswordResetTokenGenerator):
    key_salt = "accounts.administration.links"


tokens = _LinkTokens()


def path_for(user: User) -> str:
    """Path and query of the link for `user`, whose password was just taken away."""
    who = urlsafe_base64_encode(str(user.pk).encode())
    query = urlencode({"bruker": who, "kode": tokens.make_token(user)})
    return f"{reverse('choose_password')}?{query}"


def link_for(request: HttpRequest, user: User) -> str:
    return request.build_absolute_uri(path_for(user))


def user_of(who: str, code: str) -> User | None:
    """Whose link it is; None if it is not one, is used, or is over."""
    try:
        pk = int(urlsafe_base64_decode(who).decode("ascii"))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and tokens.check_token(user, code) else None
