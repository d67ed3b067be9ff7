"""Look-ups that somebody other than the one who made them should look at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models.organisation import Unit, User, who_and_when

DAYS_TO_REVIEW = 7


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    def waiting(self) -> Self:
        return self.filter(reviewed_at__isnull=True)

    def overdue_on(self, day: date) -> Self:
        """Those that have waited for more than a week."""
        return self.waiting().filter(made_on__lt=day - timedelta(days=DAYS_TO_REVIEW))


class AccessReview(models.Model):
    """One user's look-ups of one household on one day, to be reviewed (etterkontroll).

    Without a household it is about the whole day. Filled each night from the access log
    (security.md 3.9): a sample, and what the rules of coordination/lookups point at.
    """

    class Kind(models.TextChoices):
        SAMPLE = "sample", "Stikkprøve"
        SURNAME = "surname", "Samme etternavn som et medlem"
        COLLEAGUE = "colleague", "En ansatt er medlem av husstanden"
        INACTIVE = "inactive", "Ingenting registrert på 30 dager"
        MANY_PERSONS = "many_persons", "Åpnet mer enn 100 personer på en dag"
        BREAK_GLASS = "break_glass", "Nødtilgang"
        MANY_BREAK_GLASSES = "many_glasses", "Mer enn tre nødtilganger på 30 dager"

    class Audience(models.TextChoices):
        LEADER = "leader", "Leder"
        AUDITOR = "auditor", "Revisor"

    class Conclusion(models.TextChoices):
        IN_ORDER = "in_order", "I orden"
        FOLLOW_UP = "follow_up", "Følges opp"

    user = models.ForeignKey(User, models.PROTECT, related_name="access_reviews")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="access_reviews", null=True, blank=True
    )
    audience = models.CharField("gjennomgås av", max_length=7, choices=Audience)
    on = models.DateField("dato")
    household_id = models.BigIntegerField("husstand", null=True)
    kinds = models.JSONField("grunner", default=list)
    openings = models.PositiveIntegerField("oppslag")
    made_on = models.DateField("laget")
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField("gjennomgått", null=True, blank=True)
    conclusion = models.CharField("konklusjon", max_length=9, choices=Conclusion, blank=True)
    note = models.CharField("merknad", max_length=255, blank=True)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "etterkontroll"
        ordering = ["on", "pk"]
        constraints = [
            who_and_when("accounts_review_by_and_at", by="reviewed_by", at="reviewed_at"),
            UniqueConstraint(
                fields=["user", "on", "household_id", "unit", "audience"],
                condition=Q(household_id__isnull=False),
                name="accounts_review_household_once_a_day",
            ),
            UniqueConstraint(
                fields=["user", "on", "audience"],
                condition=Q(household_id__isnull=True),
                name="accounts_review_day_once",
            ),
            CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="accounts_review_by_another",
            ),
            CheckConstraint(
                condition=Q(reviewed_at__isnull=True, conclusion="")
                | (Q(reviewed_at__isnull=False) & ~Q(conclusion="")),
                name="accounts_review_concluded_when_reviewed",
            ),
            CheckConstraint(
                condition=~Q(conclusion="follow_up") | ~Q(note=""),
                name="accounts_review_follow_up_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["audience", "unit"],
                condition=Q(reviewed_at__isnull=True),
                name="accounts_review_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.on:%d.%m.%Y}"

    @property
    def kind_labels(self) -> list[str]:
        return [self.Kind(kind).label for kind in self.kinds]

    def is_overdue(self, today: date) -> bool:
        return self.reviewed_at is None and (today - self.made_on).days > DAYS_TO_REVIEW
