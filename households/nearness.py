"""Who is near a user (security.md 3.3): their own person, and whoever lives or lived with it."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import User


def near(user: User) -> QuerySet[Any]:
    """The user's own person, and everyone who shares or shared a household with it."""
    own = _memberships().filter(person__staff__user=user)
    together = _memberships().filter(household__in=own.values("household"))
    return cast("QuerySet[Any]", together.values("person"))


def stated_near(user: User) -> QuerySet[Any]:
    """Memberships of those of whom the number of somebody near is stated (members/stated.py)."""
    close = _memberships().filter(
        household__memberships__person__staff__user=user, person__national_id__isnull=False
    )
    stated = _memberships().exclude(person__stated_id="")
    numbers = close.values("person__national_id")
    return cast("QuerySet[Any]", stated.filter(person__stated_id__in=numbers))


def _memberships() -> Any:
    """Of a model that imports the rules of access, so that it cannot be imported here."""
    return cast(Any, apps.get_model("households", "Membership")).objects
