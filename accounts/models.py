"""Who works here, in which unit, with which role, and what each of them has opened."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

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


class District(models.Model):
    """A city district (bydel): a key of the statistics, and where offices are."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField("navn", max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "bydel"

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


class AppendOnlyError(Exception):
    """The access log is added to, never changed."""


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class AccessEvent(models.Model):
    """One line of the access log (innsynslogg): who did what to whom, and was it permitted.

    Append-only. Holds ids, never names, numbers or values, and no foreign key, so that it
    outlives what it tells of (security.md 3.9).
    """

    class Action(models.TextChoices):
        READ = "read", "Leste"
        LIST = "list", "Så liste"
        SEARCH = "search", "Søkte"
        REVEAL = "reveal", "Viste nummer"
        PRINT = "print", "Skrev ut"
        EXPORT = "export", "Lastet ned"
        CREATE = "create", "Opprettet"
        UPDATE = "update", "Endret"
        LOGIN = "login", "Logget inn"
        LOGIN_FAIL = "login_fail", "Mislykket innlogging"
        LOGOUT = "logout", "Logget ut"

    class Verdict(models.TextChoices):
        PERMIT = "permit", "Tillatt"
        DENY = "deny", "Avvist"

    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    user_id = models.BigIntegerField("bruker", null=True)
    roles = models.CharField("roller", max_length=120, blank=True)
    action = models.CharField("handling", max_length=12, choices=Action)
    verdict = models.CharField("avgjørelse", max_length=6, choices=Verdict, default=Verdict.PERMIT)
    rule = models.CharField("regel", max_length=60, blank=True)
    view_name = models.CharField("side", max_length=80, blank=True)
    object_type = models.CharField("gjelder", max_length=40, blank=True)
    object_id = models.BigIntegerField("id", null=True)
    subject_ids = models.JSONField("personer", default=list)
    request_id = models.CharField("forespørsel", max_length=40, blank=True)
    address = models.GenericIPAddressField("adresse", null=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        verbose_name = "innsynshendelse"
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="accounts_event_by_object"),
            models.Index(fields=["user_id", "at"], name="accounts_event_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


class DemoMark(models.Model):
    """The sign that every person in this database is invented (demodatabase)."""

    year = models.PositiveSmallIntegerField("rapportår")
    made_at = models.DateTimeField("laget", auto_now_add=True)

    class Meta:
        verbose_name = "demomerke"

    def __str__(self) -> str:
        return f"Demo {self.year}"
