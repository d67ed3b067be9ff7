"""Login at the municipality's own provider (OIDC): Entra ID, ID-porten.

The first time, a claim that the settings name is compared with the user name or e-mail address of a
user that an administrator has made. From then on the provider's own identifier (`sub`) decides, so
that a user name given to somebody else later opens nothing.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from accounts import access_log
from accounts.models import AccessEvent, User
from config.oidc import Provider

PROVED = "second_factor"


def providers() -> list[Provider]:
    return list(settings.OIDC_PROVIDERS)


def meet(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Before the login goes on: tie a first-time identity to its user, and keep no claims."""
    claims = _claims(sociallogin)
    about = sociallogin.provider.app.settings
    sociallogin.state[PROVED] = proves_second_factor(claims, about["second_factor"])
    sociallogin.account.extra_data = {}
    if sociallogin.is_existing:
        sociallogin.account.save(update_fields=["extra_data"])
    elif user := matching_user(sociallogin.account.provider, claims, about):
        sociallogin.connect(request, user)
    else:
        access_log.record(request, AccessEvent.Action.LOGIN_FAIL, denied_by="no_such_user")


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    told = sociallogin.account.extra_data
    return told.get("userinfo", {}) | told.get("id_token", {})


def proves_second_factor(claims: dict[str, Any], proofs: dict[str, list[str]]) -> bool:
    """Whether the provider says that a second factor was used, in the words the settings list."""
    for name, accepted in proofs.items():
        said = claims.get(name)
        values = said if isinstance(said, list) else [said]
        if any(value in accepted for value in values):
            return True
    return False


def matching_user(provider: str, claims: dict[str, Any], about: dict[str, Any]) -> User | None:
    """The one active user whom the claim names and who is not tied to this provider yet."""
    value = claims.get(about["claim"])
    if not isinstance(value, str) or not value:
        return None
    if about["matches"] == "email" and claims.get("email_verified") is not True:
        return None
    users = list(User.objects.filter(is_active=True, **{f"{about['matches']}__iexact": value})[:2])
    if len(users) != 1 or SocialAccount.objects.filter(provider=provider, user=users[0]).exists():
        return None
    return users[0]
