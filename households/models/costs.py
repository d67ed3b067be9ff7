"""What the home costs, typed once for every service."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import PeriodQuerySet, User, period_constraint
from config.templatetags import tall
from households.models.people import Household


class HousingCostQuerySet(PeriodQuerySet):
    def valid_on(self, day: date) -> PeriodQuerySet:
        """Those that hold on `day`; never one that was undone."""
        return super().valid_on(day).filter(undone_at__isnull=True)

    def not_over_by(self, day: date) -> Self:
        """Those that hold on `day` or begin later."""
        return self.exclude(valid_to__lt=day).filter(undone_at__isnull=True)


class HousingCost(models.Model):
    """What a household pays a month for its home (boutgift), between dates; whole kroner.

    `claimed` is what the household states, `accepted` what NAV counts, `arrears` what is owed.
    Never rewritten: another amount is another row. One that is replaced on its own first day has
    held for no day and is `undone_at`.
    """

    class Kind(models.TextChoices):
        RENT = "rent", "Husleie"
        POWER = "power", "Strøm og oppvarming"
        INSURANCE = "insurance", "Innboforsikring"
        INTEREST = "interest", "Renter på boliglån"

    household = models.ForeignKey(Household, models.CASCADE, related_name="housing_costs")
    kind = models.CharField("hva", max_length=9, choices=Kind)
    claimed = models.PositiveIntegerField("oppgitt")
    accepted = models.PositiveIntegerField("godkjent")
    arrears = models.PositiveIntegerField("restanse", default=0)
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    undone_at = models.DateTimeField("omgjort", null=True, blank=True)

    objects = HousingCostQuerySet.as_manager()

    class Meta:
        verbose_name = "boutgift"
        ordering = ["valid_from", "pk"]
        constraints = [
            period_constraint("households_cost_not_ended_before_begun"),
            CheckConstraint(
                condition=Q(accepted__lte=F("claimed")),
                name="households_cost_accepted_within_claimed",
                violation_error_message="Godkjent beløp kan ikke være høyere enn oppgitt.",
            ),
            UniqueConstraint(
                fields=["household", "kind", "valid_from"],
                condition=Q(undone_at__isnull=True),
                name="households_cost_one_row_per_start",
            ),
            UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(valid_to__isnull=True, undone_at__isnull=True),
                name="households_cost_one_open_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {tall(self.claimed)} kr"
