"""A person's request to see what is held about them, and the files that answer it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import User, who_and_when
from households.models.people import Household, Person
from households.rules import one_month_after

KEPT_FOR = timedelta(hours=24)
"""How long the files of a request lie on the disk (security.md 3.15)."""


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def open(self) -> Self:
        """Those whose file has not been handed over."""
        return self.filter(handed_over_on__isnull=True)


class AccessRequest(models.Model):
    """A person's request for access (innsynskrav) to their own data; GDPR art. 15, fvl § 18.

    One leader has the file made, another looks through it and approves it; only then can it be
    downloaded and handed over, within a month from the day the request came (GDPR art. 12).
    """

    class Channel(models.TextChoices):
        LETTER = "letter", "Brev"
        DIGITAL = "digital", "Digitalt"
        IN_PERSON = "in_person", "Ved oppmøte"
        PHONE = "phone", "Telefon"

    household = models.ForeignKey(Household, models.PROTECT, related_name="access_requests")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="access_requests", verbose_name="hvem ber om innsyn"
    )
    received_on = models.DateField("mottatt")
    channel = models.CharField("mottatt hvordan", max_length=9, choices=Channel)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("registrert", auto_now_add=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    prepared_at = models.DateTimeField("laget", null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField("godkjent", null=True, blank=True)
    handed_over_on = models.DateField("utlevert", null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "innsynskrav"
        ordering = ["received_on", "pk"]
        constraints = [
            who_and_when(
                "households_request_prepared_by_and_at", by="prepared_by", at="prepared_at"
            ),
            who_and_when(
                "households_request_approved_by_and_at", by="approved_by", at="approved_at"
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (Q(prepared_by__isnull=False) & ~Q(approved_by=F("prepared_by"))),
                name="households_request_approved_by_another",
                violation_error_message="Den som laget filen, kan ikke godkjenne den.",
            ),
            CheckConstraint(
                condition=Q(handed_over_on__isnull=True) | Q(approved_by__isnull=False),
                name="households_request_approved_before_handed_over",
            ),
            UniqueConstraint(
                fields=["household", "person"],
                condition=Q(handed_over_on__isnull=True),
                name="households_request_one_open_per_person",
                violation_error_message="Personen har allerede et åpent innsynskrav.",
            ),
        ]

    def __str__(self) -> str:
        return f"Innsynskrav {self.pk}"

    @property
    def due_on(self) -> date:
        """The last day to answer: one month after the request came."""
        return one_month_after(self.received_on)

    def is_late_on(self, day: date) -> bool:
        """Whether the law's month has run out with nothing handed over."""
        return self.handed_over_on is None and day > self.due_on


class SubjectFileQuerySet(models.QuerySet["SubjectFile"]):
    def kept(self) -> Self:
        return self.filter(erased_at__isnull=True)

    def expired_at(self, moment: datetime) -> Self:
        """Still on the disk, and older than they may be."""
        return self.kept().filter(made_at__lte=moment - KEPT_FOR)


class SubjectFile(models.Model):
    """One file of a citizen's own data (innsynsfil), under SUBJECT_FILE_DIR until it is erased."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        JSON = "json", "JSON"

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    name = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField("laget")
    erased_at = models.DateTimeField("slettet", null=True, blank=True)

    objects = SubjectFileQuerySet.as_manager()

    class Meta:
        verbose_name = "innsynsfil"
        constraints = [
            UniqueConstraint(
                fields=["request", "format"],
                condition=Q(erased_at__isnull=True),
                name="households_subject_file_one_kept_per_format",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_format_display()}"
