"""From an open-ended tenancy to a home of one's own (measure 5b)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from households.models import Household
from housing.models.advice import HousingRows
from housing.models.homes import Dwelling
from housing.models.tenancies import Tenancy


class CareerPlanQuerySet(HousingRows):
    def going_on(self) -> Self:
        return self.filter(ended_on__isnull=True)


class CareerPlan(models.Model):
    """A tenant's plan towards the private market or a home of their own (plan for boligkarriere).

    `version` travels to the browser and back.
    """

    class Aim(models.TextChoices):
        OWN = "own", "Kjøpe boligen de leier"
        OTHER = "other", "Kjøpe en annen bolig"
        PRIVATE = "private", "Leie privat"

    household = models.ForeignKey(Household, models.PROTECT, related_name="career_plans")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="career_plans")
    version = models.PositiveIntegerField(default=1)
    aim = models.CharField("mål", max_length=7, choices=Aim)
    steps = models.TextField("steg")
    next_on = models.DateField("se på planen igjen")
    made_on = models.DateField("laget")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_text = models.CharField("hvorfor avsluttet", max_length=300, blank=True)

    objects = CareerPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan for boligkarriere"
        ordering = ["-made_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["tenancy"],
                condition=Q(ended_on__isnull=True),
                name="housing_career_one_open_plan",
                violation_error_message="Leieforholdet har allerede en plan.",
            ),
            who_and_when("housing_career_ended_by_and_on", by="ended_by", at="ended_on"),
            CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | (Q(ended_on__gte=F("made_on")) & ~Q(ended_text="")),
                name="housing_career_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aim_display()}, laget {self.made_on:%d.%m.%Y}"


class Purchase(models.Model):
    """A home that a municipal tenant has bought (boligkjøp); whole kroner.

    `dwelling` is set when it was the one they rented: then `discount` may be taken off `valuation`
    (takst). `tenancy` is the contract that it ended.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="purchases")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    tenancy = models.OneToOneField(Tenancy, models.PROTECT, related_name="purchase")
    dwelling = models.OneToOneField(
        Dwelling, models.PROTECT, related_name="purchase", null=True, blank=True
    )
    bought_on = models.DateField("kjøpt")
    child_family = models.BooleanField("barnefamilie")
    valuation = models.PositiveIntegerField("takst", null=True, blank=True)
    discount = models.PositiveIntegerField("rabatt", default=0)
    price = models.PositiveIntegerField("pris")
    income = models.PositiveIntegerField("inntekt i året", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects = HousingRows.as_manager()

    class Meta:
        verbose_name = "boligkjøp"
        verbose_name_plural = "boligkjøp"
        ordering = ["-bought_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(discount=0) | Q(dwelling__isnull=False, valuation__isnull=False),
                name="housing_purchase_discount_on_the_own_dwelling",
                violation_error_message="Rabatt gis bare på boligen de leier.",
            ),
            CheckConstraint(
                condition=Q(discount=0) | Q(price=F("valuation") - F("discount")),
                name="housing_purchase_discounted_price",
            ),
        ]

    def __str__(self) -> str:
        return f"Kjøpt {self.bought_on:%d.%m.%Y}"

    @property
    def is_own(self) -> bool:
        """Whether it was the dwelling they rented."""
        return self.dwelling_id is not None
