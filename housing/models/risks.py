"""What threatens a home, and the support to keep it (measure 5c)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from households.models import Household
from housing.models.advice import HousingRows
from housing.models.tenancies import Tenancy
from housing.tenancies.rules import LABELS, OVER, THREATENED, RiskState, answers

CHOICES = [(state.value, LABELS[state]) for state in RiskState]


class TenancyRiskQuerySet(HousingRows):
    def going_on(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def threatened(self) -> Self:
        """Those with a petition to the enforcement officer that has no result yet."""
        return self.going_on().filter(state__in=THREATENED)

    def without_contact(self) -> Self:
        """Those where nobody has been in contact since the petition."""
        never = Q(contact_on__isnull=True) | Q(contact_on__lt=F("petition_on"))
        return self.threatened().filter(never)


class TenancyRisk(models.Model):
    """One time that a household was in danger of losing its home (fare for utkastelse).

    From arrears or a complaint to an eviction that is averted or carried out. Without `tenancy` it
    is a home rented from somebody else, named in `landlord`. `with_children` is whether children
    lived there when the petition came. `version` travels to the browser and back.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="tenancy_risks")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    tenancy = models.ForeignKey(
        Tenancy, models.PROTECT, related_name="risks", null=True, blank=True
    )
    landlord = models.CharField("utleier", max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField("hvor langt", max_length=12, choices=CHOICES)
    with_children = models.BooleanField("barn i boligen", default=False)
    opened_on = models.DateField("oppdaget")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    text = models.CharField("hva det gjelder", max_length=300, blank=True)
    warned_on = models.DateField("varslet", null=True, blank=True)
    petition_on = models.DateField("begjæring kom", null=True, blank=True)
    contact_on = models.DateField("kontakt", null=True, blank=True)
    contact_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    contact_text = models.CharField("hva kontakten ga", max_length=300, blank=True)
    eviction_on = models.DateField("utkastelse berammet", null=True, blank=True)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_text = models.CharField("hvordan det gikk", max_length=300, blank=True)

    objects = TenancyRiskQuerySet.as_manager()

    class Meta:
        verbose_name = "fare for utkastelse"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="housing_risk_one_open_per_household",
                violation_error_message="Husstanden har allerede en sak om fare for utkastelse.",
            ),
            CheckConstraint(
                condition=Q(tenancy__isnull=False) | ~Q(landlord=""),
                name="housing_risk_in_some_home",
            ),
            CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False)
                | (~Q(state__in=OVER) & Q(ended_on__isnull=True)),
                name="housing_risk_over_with_a_result",
            ),
            CheckConstraint(
                condition=~Q(state__in=(*THREATENED, RiskState.AVERTED, RiskState.CARRIED_OUT))
                | Q(petition_on__isnull=False),
                name="housing_risk_threatened_by_a_petition",
            ),
            CheckConstraint(
                condition=~Q(state__in=(RiskState.EVICTION_SET, RiskState.CARRIED_OUT))
                | Q(eviction_on__isnull=False),
                name="housing_risk_eviction_has_a_day",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="housing_risk_ended_after_it_was_opened",
            ),
            who_and_when("housing_risk_contact_by_and_on", by="contact_by", at="contact_on"),
            CheckConstraint(
                condition=Q(contact_on__isnull=True) | ~Q(contact_text=""),
                name="housing_risk_contact_with_its_result",
            ),
            who_and_when("housing_risk_ended_by_and_on", by="ended_by", at="ended_on"),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(ended_on__isnull=True),
                name="housing_risk_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, oppdaget {self.opened_on:%d.%m.%Y}"

    @property
    def lacks_contact(self) -> bool:
        """Whether nobody has been in contact since the petition; one before it is no answer."""
        return self.petition_on is not None and not answers(self.petition_on, self.contact_on)

    @property
    def home(self) -> str:
        """Which home it is about, in words."""
        return str(self.tenancy.dwelling) if self.tenancy else self.landlord


class TenancySupport(models.Model):
    """A session of support to keep the home (booppfølging); Housing First is a kind of it."""

    class Kind(models.TextChoices):
        VISIT = "visit", "Hjemmebesøk"
        PRACTICAL = "practical", "Praktisk hjelp i boligen"
        ECONOMY = "economy", "Husleie og økonomi"
        NEIGHBOURS = "neighbours", "Naboer og husordensregler"
        HOUSING_FIRST = "first", "Housing First"

    household = models.ForeignKey(Household, models.PROTECT, related_name="tenancy_support")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    kind = models.CharField("slag", max_length=10, choices=Kind)
    held_on = models.DateField("dato")
    text = models.CharField("hva som ble gjort", max_length=500)
    next_on = models.DateField("neste gang", null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects = HousingRows.as_manager()

    class Meta:
        verbose_name = "booppfølging"
        ordering = ["-held_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")),
                name="housing_support_next_after_this",
                violation_error_message="Neste gang må være etter denne.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on:%d.%m.%Y}"
