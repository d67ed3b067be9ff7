"""Who may see which household: facts and rules, in the one place that decides it.

A user sees a household when (a) one of their units is responsible for it today, in a role that
may see households, and (b) they are cleared for the strictest protection among its present and
former members. Protection is judged first and an unknown grade lets nobody in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Clearance, User
from accounts.policy import Permission


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


def grades_open_to(user: User) -> Collection[str]:
    """The protection grades whose persons `user` may see today; never UNKNOWN."""
    today = timezone.localdate()
    grades: set[str] = {Protection.NONE}
    for kind in Clearance.objects.valid_on(today).filter(user=user).values_list("kind", flat=True):
        grades |= CLEARED_BY.get(Clearance.Kind(kind), set())
    return grades


class HouseholdQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The households that `user` may see today."""
        units = units_with(user, Permission.SEE_HOUSEHOLDS)
        if not units:
            return self.none()
        today = timezone.localdate()
        responsible = (
            _model("Responsibility")
            .objects.valid_on(today)
            .filter(household=OuterRef("pk"), unit__in=units)
        )
        closed = (
            _model("Membership")
            .objects.filter(household=OuterRef("pk"))
            .exclude(person__protection__in=grades_open_to(user))
        )
        return self.filter(Exists(responsible), ~Exists(closed))


class PersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The persons in a household that `user` may see today."""
        households = _model("Household").objects.visible_to(user)
        return self.filter(
            Exists(
                _model("Membership").objects.filter(person=OuterRef("pk"), household__in=households)
            )
        )

    def named(self, prefix: str) -> Self:
        """Persons whose first or last name, or any name between, begins with `prefix`."""
        return self.filter(
            Q(search_name__startswith=prefix) | Q(search_name__contains=" " + prefix)
        )


def _model(name: str) -> Any:
    """A model of this app; they import this module, so it cannot import them."""
    return cast(Any, apps.get_model("households", name))
