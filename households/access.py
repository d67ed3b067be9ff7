"""Who may see which household: facts and rules, in the one place that decides it.

A user sees a household when (a) one of their units is responsible for it today, in a role that
may see households, and (b) they are cleared for the strictest protection among its present and
former members. Protection is judged first and an unknown grade lets nobody in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Clearance, User
from accounts.policy import Permission

if TYPE_CHECKING:
    from households.models import Responsibility


class Protection(models.TextChoices):
    """Grades of protection (adressebeskyttelse and skjerming)."""

    NONE = "none", "Ingen"
    CODE_7 = "code_7", "Fortrolig adresse (kode 7)"
    CODE_6 = "code_6", "Strengt fortrolig adresse (kode 6)"
    CODE_6_ABROAD = "code_6_abroad", "Strengt fortrolig, utland (§ 19)"
    STAFF = "staff", "Skjermet (egen ansatt)"
    UNKNOWN = "unknown", "Ukjent"


CLEARED_BY = {
    Clearance.Kind.CODE_7: {Protection.CODE_7},
    Clearance.Kind.CODE_6: {Protection.CODE_6, Protection.CODE_6_ABROAD},
    Clearance.Kind.STAFF: {Protection.STAFF},
}


class VisibleHouseholds(models.QuerySet[Any]):
    def visible_to(self, user: User, permission: Permission = Permission.SEE_HOUSEHOLDS) -> Self:
        """The households that `user` may see today.

        With another `permission`, those for which they hold it: a responsible unit in which their
        role gives it, and never more than they may see.
        """
        units = units_with(user, Permission.SEE_HOUSEHOLDS) & units_with(user, permission)
        if not units:
            return self.none()
        today = timezone.localdate()
        responsible = (
            _model("Responsibility")
            .objects.valid_on(today)
            .filter(household=OuterRef("pk"), unit__in=units)
        )
        members = _model("Membership").objects.filter(household=OuterRef("pk"))
        closed = members.exclude(_open_to(user, today))
        return self.filter(Exists(responsible), ~Exists(closed))


def _open_to(user: User, today: date) -> Q:
    """Memberships of persons whose grade `user` is cleared for; never one with unknown grade."""
    open_to = Q(person__protection=Protection.NONE)
    cleared = Clearance.objects.valid_on(today).filter(user=user)
    for kind, grades in CLEARED_BY.items():
        open_to |= Q(Exists(cleared.filter(kind=kind)), person__protection__in=grades)
    return open_to


class VisiblePersons(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The persons in a household that `user` may see today."""
        households = _model("Household").objects.visible_to(user)
        return self.filter(
            Exists(
                _model("Membership").objects.filter(person=OuterRef("pk"), household__in=households)
            )
        )


def may_reveal_number(user: User, responsible: Iterable[Responsibility]) -> bool:
    """Whether `user` may have a member's whole national number shown (security.md 2.1).

    The caseworker who has the household, and the leader of a unit that has it. `responsible` are
    the responsibilities that hold today.
    """
    any_in, own_in = (
        units_with(user, Permission.REVEAL_ANY_NATIONAL_ID),
        units_with(user, Permission.REVEAL_NATIONAL_ID),
    )
    return any(
        row.unit_id in any_in or (row.unit_id in own_in and row.caseworker_id == user.pk)
        for row in responsible
    )


def _model(name: str) -> Any:
    """A model of this app; they import this module, so it cannot import them."""
    return cast(Any, apps.get_model("households", name))
