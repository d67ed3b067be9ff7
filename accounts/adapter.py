"""How django-allauth behaves here: accounts are made by an administrator, never by a visitor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts import access_log, external, second_factor
from accounts.models import AccessEvent, User
from accounts.sealing import SealBrokenError, seal, unseal

NO_SUCH_PAIR, WRONG = "Brukernavnet eller passordet er feil.", "Passordet er feil."
METHODS = {
    "reauthenticate": "Bruk passordet",
    "mfa_reauthenticate": "Bruk en engangskode",
    "mfa_reauthenticate:webauthn": "Bruk sikkerhetsnøkkel",
}


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up; failed logins counted by user name and address; a factor outranks a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_SUCH_PAIR,
        "too_many_login_attempts": "For mange mislykkede forsøk. Vent litt og prøv igjen.",
        "rate_limited": "For mange forsøk. Vent litt og prøv igjen.",
        "incorrect_password": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never by django-allauth: the addresses that need it carry `sudo_required`."""
        return False

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """One who has a second factor confirms with it; one with neither, at the provider."""
        methods = super().get_reauthentication_methods(user)
        if isinstance(user, User) and second_factor.has_one(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        if not methods and user.is_authenticated and external.providers():
            return [{"id": "external", "description": "", "url": reverse("account_confirm_at")}]
        return [method | {"description": METHODS[method["id"]]} for method in methods]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By user name and address, so that nobody can shut out another from elsewhere."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class SealedMFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Koden er feil eller brukt før. Vent på en ny kode og prøv igjen.",
        "cannot_delete_authenticator": "Du kan ikke fjerne denne.",
        "cannot_generate_recovery_codes": "Sett opp totrinnsinnlogging først.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret that can no longer be read is answered with one that no code fits."""
        try:
            return unseal(encrypted_text)
        except SealBrokenError:
            return get_random_string(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.get_username())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "OSK-sak"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Sikkerhetsnøkkel" if count == 0 else f"Sikkerhetsnøkkel {count + 1}"


class ClosedSocialAccountAdapter(DefaultSocialAccountAdapter):
    """A login at a provider opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        external.meet(request, sociallogin)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        access_log.record(request, AccessEvent.Action.LOGIN_FAIL, denied_by="provider")
