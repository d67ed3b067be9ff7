"""Getting a user in again who has lost the means to log in, and tying one to a provider by hand.

For the commands of whoever runs the program; each act leaves a line in the access log.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.models import AccessEvent, User
from accounts.sessions import end_sessions


class RefusedError(Exception):
    """Why it cannot be done, in words for the one who asked."""


@transaction.atomic
def reset_sign_in(*, user: User) -> int:
    """Take away second factors and ties to providers, and end every session; how many were taken.

    The user logs in with the password, and must set up a second factor before anything else.
    """
    taken = Authenticator.objects.filter(user=user).count()
    taken += SocialAccount.objects.filter(user=user).count()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    end_sessions(user=user)
    _log(user, "reset_sign_in")
    return taken


@transaction.atomic
def tie_identity(*, user: User, provider: str, subject: str) -> None:
    """Let the identity `subject` at `provider` log in as `user`, where no claim can match them."""
    if SocialAccount.objects.filter(provider=provider, uid=subject).exists():
        raise RefusedError("Identiteten hører til en bruker fra før.")
    if SocialAccount.objects.filter(provider=provider, user=user).exists():
        raise RefusedError("Brukeren har en identitet der fra før. Ta den bort med reset_sign_in.")
    SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    _log(user, "tie_identity")


def _log(user: User, rule: str) -> None:
    AccessEvent.objects.create(
        action=AccessEvent.Action.ADMIN, rule=rule, object_type="user", object_id=user.pk
    )
