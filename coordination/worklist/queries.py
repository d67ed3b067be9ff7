"""Which things a form of the work list names, among those the user may do something with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.access import LARGEST_ID, units_with
from accounts.administration.queries import colleagues
from accounts.models import Unit, User
from accounts.policy import Permission
from benefits.models import AssistanceApplication
from coordination.worklist.due import scope_of
from households.models import Household, Intake

AT_MOST = 200
"""Things chosen at once."""


def chosen(keys: Iterable[str], kind: str) -> list[int]:
    """Ids of the things of one kind among keys like "soknad-12"; anything else is left out."""
    found = []
    for key in list(keys)[:AT_MOST]:
        name, _, number = key.rpartition("-")
        if name == kind and number.isascii() and number.isdigit():
            found.append(min(int(number[:20]), LARGEST_ID))
    return found


def applications_to_handle(user: User, keys: Iterable[str]) -> list[AssistanceApplication]:
    """Open applications of the offices in which `user` handles assistance."""
    units = units_with(user, Permission.HANDLE_ASSISTANCE)
    return list(_applications(user, keys, Permission.HANDLE_ASSISTANCE, units))


def own_applications(user: User, keys: Iterable[str], today: date) -> list[AssistanceApplication]:
    """Of those the user may handle, the ones that are the user's, or of someone stood in for."""
    stands_for = scope_of(user, today).stands_for
    rows = applications_to_handle(user, keys)
    return [row for row in rows if row.caseworker_id in stands_for]


def applications_to_give(user: User, keys: Iterable[str]) -> list[AssistanceApplication]:
    """Open applications of the offices in which `user` gives out cases."""
    units = units_with(user, Permission.ASSIGN_CASES)
    return list(_applications(user, keys, Permission.ASSIGN_CASES, units))


def _applications(user: User, keys: Iterable[str], permission: Permission, units: set[int]) -> Any:
    known = Household.objects.visible_to(user, permission).values("pk")
    rows = AssistanceApplication.objects.waiting().filter(unit__in=units, household__in=known)
    return rows.filter(pk__in=chosen(keys, "soknad"))


def intakes_to_take(user: User, keys: Iterable[str]) -> list[Intake]:
    """Waiting intakes of the offices in which `user` takes them."""
    rows = Intake.objects.visible_to(user).of_units(units_with(user, Permission.TAKE_INTAKE))
    return list(rows.waiting().filter(pk__in=chosen(keys, "henvendelse")))


def intakes_to_give(user: User, keys: Iterable[str]) -> list[Intake]:
    """Waiting intakes of the offices in which `user` gives out cases."""
    rows = Intake.objects.visible_to(user).of_units(units_with(user, Permission.ASSIGN_CASES))
    return list(rows.waiting().filter(pk__in=chosen(keys, "henvendelse")))


def receivers(user: User, today: Any) -> QuerySet[User]:
    """The colleagues who work on cases, to whom the leader of a unit gives what waits."""
    unit = Unit.objects.filter(pk__in=units_with(user, Permission.ASSIGN_CASES)).first()
    if unit is None:
        return User.objects.none()
    return colleagues(unit, Permission.WRITE_JOURNAL, today)
