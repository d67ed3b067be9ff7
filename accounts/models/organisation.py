"""Who works here, in which unit, with which role, and who decided that."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.policy import Permission, Role, permissions_of


class Party(models.TextChoices):
    """The parties (parter) of the OSK cooperation."""

    NAV = "nav", "NAV"
    BFT = "bft", "BFT"
    HV = "hv", "HV"
    MUNICIPALITY = "municipality", "Kommunen"


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold from `valid_from` through `valid_to`; an open end is none."""

    def valid_on(self, day: date) -> PeriodQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def period_constraint(name: str) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="Til-dato kan ikke være før fra-dato.",
    )


def who_and_when(name: str, by: str, at: str) -> CheckConstraint:
    """Who did it and when are known together, or neither."""
    neither = Q(**{f"{by}__isnull": True, f"{at}__isnull": True})
    return CheckConstraint(
        condition=neither | Q(**{f"{by}__isnull": False, f"{at}__isnull": False}), name=name
    )


class District(models.Model):
    """A city district (bydel): a key of the statistics, and where offices are."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField("navn", max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "bydel"
        verbose_name_plural = "bydeler"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An office (enhet) of one party; offices are merged and renamed, so they have dates."""

    party = models.CharField("part", max_length=12, choices=Party)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="units"
    )
    name = models.CharField("navn", max_length=80)
    nav_number = models.CharField("NAV-enhetsnummer", max_length=4, blank=True)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        constraints = [
            period_constraint("accounts_unit_not_closed_before_opened"),
            UniqueConstraint(
                fields=["party", "name", "valid_from"], name="accounts_unit_one_row_per_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff (bruker). What they may do stands in their role assignments alone."""

    caseworker_number = models.CharField("saksbehandlernummer", max_length=10, blank=True)
    leaves_on = models.DateField("siste arbeidsdag", null=True, blank=True)

    class Meta:
        ordering = ["last_name", "first_name", "username"]
        verbose_name = "bruker"

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class RoleAssignment(models.Model):
    """A role (rolle) that a user holds, in one unit or in the whole municipality, with dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_assignments")
    role = models.CharField("rolle", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="role_assignments"
    )
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "rolletildeling"
        constraints = [
            period_constraint("accounts_role_not_ended_before_begun"),
            UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"],
                condition=Q(unit__isnull=False),
                name="accounts_role_one_row_per_start",
            ),
            UniqueConstraint(
                fields=["user", "role", "valid_from"],
                condition=Q(unit__isnull=True),
                name="accounts_role_one_row_per_start_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(Role(self.role))


class Clearance(models.Model):
    """A right to see protected persons (klarering) of one kind, given by name and with dates."""

    class Kind(models.TextChoices):
        CODE_6 = "code_6", "Strengt fortrolig (kode 6)"
        CODE_7 = "code_7", "Fortrolig (kode 7)"
        STAFF = "staff", "Skjermet (egen ansatt)"

    user = models.ForeignKey(User, models.PROTECT, related_name="clearances")
    kind = models.CharField("gradering", max_length=10, choices=Kind)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "klarering"
        constraints = [period_constraint("accounts_clearance_not_ended_before_begun")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


class Substitution(models.Model):
    """That one member of staff stands in for another (vikar), between dates.

    The substitute may do with the absent one's households what the absent one may as their
    caseworker, within the units where the substitute has a role of their own.
    """

    absent = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="borte")
    substitute = models.ForeignKey(
        User, models.PROTECT, related_name="substitutions", verbose_name="vikar"
    )
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "vikariat"
        constraints = [
            period_constraint("accounts_substitution_not_ended_before_begun"),
            CheckConstraint(
                condition=~Q(absent=F("substitute")),
                name="accounts_substitution_by_somebody_else",
                violation_error_message="Ingen kan være sin egen vikar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.absent}"
