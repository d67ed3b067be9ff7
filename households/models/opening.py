"""Opening a household of another office in need, with a reason, for a short time."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Expression, F, Q, UniqueConstraint

from accounts.models import Unit, User, who_and_when
from households.models.people import Household, Person


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def live_at(self, moment: datetime | Expression) -> Self:
        """Opened, and neither expired nor ended."""
        return self.filter(opened_at__lte=moment, expires_at__gt=moment, ended_at__isnull=True)


class BreakGlass(models.Model):
    """A user's emergency access (nødtilgang) to a household of another office (security.md 3.8).

    Lifts the rule of the office, never that of the party, of protection or of closeness. Looked at
    afterwards by a leader of the unit that has the household (`unit`).
    """

    class Category(models.TextChoices):
        EMERGENCY = "emergency", "Nødhjelp eller akutt behov"
        COVER = "cover", "Bistår et annet kontor"
        MOVED = "moved", "Brukeren har flyttet eller møtt hos oss"
        OTHER = "other", "Annet"

    class Conclusion(models.TextChoices):
        JUSTIFIED = "justified", "Var nødvendig"
        FOLLOW_UP = "follow_up", "Følges opp"

    user = models.ForeignKey(User, models.PROTECT, related_name="break_glasses")
    household = models.ForeignKey(Household, models.PROTECT, related_name="break_glasses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="break_glasses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="break_glasses")
    category = models.CharField("gjelder", max_length=9, choices=Category)
    reason = models.CharField("begrunnelse", max_length=255)
    on = models.DateField("dato")
    opened_at = models.DateTimeField("åpnet")
    expires_at = models.DateTimeField("utløper")
    ended_at = models.DateTimeField("avsluttet", null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField("gjennomgått", null=True, blank=True)
    conclusion = models.CharField("konklusjon", max_length=9, choices=Conclusion, blank=True)
    review_note = models.CharField("merknad", max_length=255, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = "nødtilgang"
        ordering = ["-opened_at"]
        constraints = [
            who_and_when(
                "households_break_glass_reviewed_by_and_at", by="reviewed_by", at="reviewed_at"
            ),
            UniqueConstraint(
                fields=["user", "person", "on"], name="households_break_glass_once_a_day"
            ),
            CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at")),
                name="households_break_glass_expires_after_it_opens",
            ),
            CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="households_break_glass_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.on:%d.%m.%Y}"

    def is_live_at(self, moment: datetime) -> bool:
        return self.ended_at is None and self.opened_at <= moment < self.expires_at

    @property
    def closed_at(self) -> datetime:
        """When it ended, or ends by itself."""
        return min(self.ended_at or self.expires_at, self.expires_at)
