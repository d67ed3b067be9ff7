"""django-allauth's forms in this product's words, and codes that work once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache

LIFETIME = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
"""Seconds in which one code of an app is accepted."""


def ask_for_code(form: forms.Form, help_text: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = "Engangskode", help_text
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autofocus": True,
    }


def spend(authenticator: Authenticator, code: str) -> None:
    """Refuse a code of an app that was used before, for as long as it would be accepted."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    if not cache.add(f"spent-code:{authenticator.pk}:{code.strip()}", True, LIFETIME):
        raise get_adapter().validation_error("incorrect_code")


class LoginCodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, "Seks sifre fra appen, eller en av gjenopprettingskodene dine.")

    def clean_code(self) -> str:
        code = super().clean_code()
        spend(self.authenticator, code)
        return str(code)


class ConfirmCodeForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, "Seks sifre fra appen, eller en av gjenopprettingskodene dine.")

    def clean_code(self) -> str:
        code = super().clean_code()
        spend(self.authenticator, code)
        return str(code)


class ActivateAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_code(self, "Seks sifre som appen viser nå.")


MALFORMED = (LookupError, TypeError, ValueError, AttributeError, EOFError, InvalidSignature)
"""What the library raises on an answer that no key would give, and django-allauth lets through."""


def check_key(form: AuthenticateWebAuthnForm, check: Callable[[], Authenticator]) -> Authenticator:
    """The key behind the answer; a wrong answer is refused in words, and told of for the log."""
    try:
        return check()
    except (forms.ValidationError, *MALFORMED) as error:
        authentication_failed.send(
            sender=Authenticator,
            request=context.request,
            user=form.user,
            authenticator=None,
            reauthentication=form.reauthenticated,
        )
        if isinstance(error, forms.ValidationError):
            raise
        raise get_adapter().validation_error("incorrect_code") from error


class LoginKeyForm(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return check_key(self, super().clean_credential)


class ConfirmKeyForm(ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return check_key(self, super().clean_credential)


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_key(self)

    def clean(self) -> dict[str, Any]:
        try:
            return cast("dict[str, Any]", super().clean())
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenameKeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_key(self, required=True)


def name_the_key(form: forms.Form, *, required: bool = False) -> None:
    form.fields["name"] = forms.CharField(
        label="Navn på nøkkelen",
        max_length=60,
        required=required,
        help_text="For å kjenne den igjen, for eksempel «Blå nøkkel» eller «Jobb-PC».",
    )
