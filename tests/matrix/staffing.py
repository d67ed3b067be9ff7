"""What the addresses of administration name: a colleague, what they hold, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from accounts.administration import actions
from accounts.models import Clearance, DelegationLimit, Substitution, Unit, User
from accounts.policy import Role
from benefits.models import DatedSetting, FamilyCap, OneOffGuide, ReferenceBudget
from tests.conftest import unit
from tests.factories import LONG_AGO, UserFactory, clear

Thing = Callable[[str], Any]


def things() -> dict[str, Thing]:
    """By the name an address gives it: what makes it."""
    return {
        "user_id": lambda app: _colleague().pk,
        "assignment_id": lambda app: _colleague().role_assignments.get().pk,
        "clearance_id": lambda app: clear(_colleague(), Clearance.Kind.CODE_7).pk,
        "substitution_id": lambda app: _substitution().pk,
        "limit_id": lambda app: _limit().pk,
        "unit_id": lambda app: Unit.objects.get(name="HV Østbyen").pk,
    }


def row_of_table(name: str) -> int:
    """A row of the table that a page of Django's admin is about."""
    label, model = name.removeprefix("tables:").split("_")[:2]
    rows = apps.get_model(label, model)._default_manager
    row = rows.first()
    return (row or rows.create(**_MISSING[model])).pk


_MISSING: dict[str, dict[str, Any]] = {
    FamilyCap._meta.model_name or "": {"valid_from": LONG_AGO, "amount": 1, "source": "Prøve"},
    DatedSetting._meta.model_name or "": {
        "key": "base_amount",
        "valid_from": LONG_AGO,
        "value": 1,
        "source": "Prøve",
    },
    ReferenceBudget._meta.model_name or "": {
        "post": "food",
        "group": "adult",
        "valid_from": LONG_AGO,
        "amount": 1,
        "source": "Prøve",
    },
    OneOffGuide._meta.model_name or "": {
        "event": "christmas",
        "group": "single",
        "valid_from": LONG_AGO,
        "amount": 1,
        "source": "Prøve",
    },
}


def _colleague() -> User:
    """A caseworker of Midtbyen who has said that they leave, so that every page concerns them."""
    leaves_on = timezone.localdate() + timedelta(days=30)
    return UserFactory(role=Role.CASEWORKER, unit=unit("nav", "midtbyen"), leaves_on=leaves_on)


def _administrator() -> User:
    return UserFactory(role=Role.ADMINISTRATOR)


def _substitution() -> Substitution:
    return actions.set_substitute(
        absent=_colleague(),
        substitute=_colleague(),
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate(),
        by=_administrator(),
    )


def _limit() -> DelegationLimit:
    return DelegationLimit.objects.create(
        role=Role.CASEWORKER, amount=1, valid_from=LONG_AGO, set_by=_administrator()
    )


def wish() -> int:
    """A clearance that waits for a second administrator."""
    return actions.give_clearance(
        user=_colleague(),
        kind=Clearance.Kind.CODE_6,
        valid_from=timezone.localdate(),
        valid_to=None,
        by=_administrator(),
        reason="Ny i gruppen",
    ).pk
