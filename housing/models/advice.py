"""Advice towards a home of one's own, to everyone with difficulties on the market (measure 5a)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User
from households.models import Household
from households.visibility import RowsOfParty
from housing.codes import AdviceCause


class HousingRows(RowsOfParty):
    """Rows of HV, which holds all of housing: known to its own office and to no other."""


class AdviceCaseQuerySet(HousingRows):
    def going_on(self) -> Self:
        return self.filter(closed_on__isnull=True)


class AdviceCase(models.Model):
    """One household's advice about housing (boligrådgivning); at most one is open at a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="advice_cases")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    cause = models.CharField("åpnet fordi", max_length=13, choices=AdviceCause)
    opened_on = models.DateField("åpnet")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_on = models.DateField("avsluttet", null=True, blank=True)
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects = AdviceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "boligrådgivning"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(closed_on__isnull=True),
                name="housing_one_open_advice_case",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="housing_advice_ends_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"Boligrådgivning fra {self.opened_on:%d.%m.%Y}"
