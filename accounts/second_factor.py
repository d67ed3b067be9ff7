"""The second factor (totrinnsinnlogging): who needs one, who has one, who has used it.

Every role with a permission that reaches personal data needs it, in each session anew. Only a demo
database, where every person is invented, may do without (MFA_REQUIRED off).
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.access import in_demo_database, live_roles
from accounts.models import User
from accounts.policy import REACH_PERSONAL_DATA

USED_BY = "second_factor_used_by"


def is_needed(user: User) -> bool:
    """Whether a role that `user` has today demands it."""
    if not any(role.permissions & REACH_PERSONAL_DATA for role in live_roles(user)):
        return False
    return settings.MFA_REQUIRED or not in_demo_database(user)


def has_one(user: User) -> bool:
    """Recovery codes alone are none: they stand in for a factor that is lost."""
    factors = Authenticator.objects.filter(user=user)
    return factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def is_used(request: HttpRequest) -> bool:
    """Whether the user has proved theirs in this session."""
    return bool(request.session.get(USED_BY) == request.user.pk)


def note_use(request: HttpRequest, user: User) -> None:
    request.session[USED_BY] = user.pk


def forget_use(request: HttpRequest) -> None:
    request.session.pop(USED_BY, None)
