"""What each user has opened, the seals over it, and where each person stands in it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class AppendOnlyError(Exception):
    """The access log is added to, never changed."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is added once and stays as it is."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


class AccessEvent(AppendOnly):
    """One line of the access log (innsynslogg): who did what to whom, and was it permitted.

    Append-only. Holds ids, never names, numbers or values, and no foreign key, so that it
    outlives what it tells of (security.md 3.9). `rule` is what refused or what opened, `party` and
    `unit_id` where the user sat, `reason` a code of why (never free text).
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
        CONSENT = "consent", "Samtykke"
        BREAK_GLASS = "break_glass", "Nødtilgang"
        ADMIN = "admin", "Administrerte"
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
    party = models.CharField("part", max_length=12, blank=True)
    unit_id = models.BigIntegerField("enhet", null=True)
    reason = models.CharField("grunn", max_length=20, blank=True)
    view_name = models.CharField("side", max_length=80, blank=True)
    object_type = models.CharField("gjelder", max_length=40, blank=True)
    object_id = models.BigIntegerField("id", null=True)
    subject_ids = models.JSONField("personer", default=list)
    request_id = models.CharField("forespørsel", max_length=40, blank=True)
    address = models.GenericIPAddressField("adresse", null=True)

    class Meta:
        verbose_name = "innsynshendelse"
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="accounts_event_by_object"),
            models.Index(fields=["user_id", "at"], name="accounts_event_by_user"),
            models.Index(fields=["at"], name="accounts_event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"


class AccessSubject(AppendOnly):
    """That a line of the access log tells of a person (omtale): the log's index by person.

    Drawn from `AccessEvent.subject_ids` when the line is sealed, so that a request pays nothing
    for it (docs/decisions: the access log by person).
    """

    event_id = models.BigIntegerField("innsynshendelse")
    person_id = models.BigIntegerField("person")

    class Meta:
        verbose_name = "omtale"
        constraints = [
            UniqueConstraint(fields=["person_id", "event_id"], name="accounts_subject_once_a_line")
        ]
        indexes = [models.Index(fields=["event_id"], name="accounts_subject_by_event")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person_id}"


class AccessSeal(AppendOnly):
    """What the lines of the access log through `last_id` were when they were sealed (segl).

    `digest` is of the rows after the former seal, `head` of this seal and the former one under a
    key outside the database. `row_marks` has a short mark of each row ("id:mark"), to name the
    row that no longer fits.
    """

    number = models.PositiveIntegerField("nummer", unique=True)
    first_id = models.BigIntegerField("fra linje")
    last_id = models.BigIntegerField("til linje", unique=True)
    count = models.PositiveIntegerField("antall linjer")
    digest = models.CharField("sum av linjene", max_length=64)
    row_marks = models.TextField("merker")
    head = models.CharField("hode", max_length=64)
    key_mark = models.CharField("nøkkel", max_length=8)
    sealed_at = models.DateTimeField("forseglet")

    class Meta:
        verbose_name = "segl"
        ordering = ["number"]
        constraints = [
            CheckConstraint(
                condition=Q(last_id__gte=F("first_id")), name="accounts_seal_not_ended_before_begun"
            ),
        ]

    def __str__(self) -> str:
        return f"Segl {self.number}"
