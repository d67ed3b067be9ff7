"""Offers of a concrete home to somebody in the queue, and the homes that are allocated."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from households.models import Document, Household
from housing.codes import DeclineReason, OfferAnswer
from housing.models.advice import HousingRows
from housing.models.homes import Dwelling
from housing.models.queue import QueueEntry


class OfferQuerySet(HousingRows):
    def waiting(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answer="")


class Offer(models.Model):
    """A concrete home offered to somebody in the queue (tilbud), with a day to answer by.

    A home is offered to one at a time, and nobody has two offers. `passed_over` are the grounds
    for passing over who stands ahead and whom the home fits; `place` is the place then.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="housing_offers")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    entry = models.ForeignKey(QueueEntry, models.PROTECT, related_name="offers")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="offers")
    offered_on = models.DateField("tilbudt")
    answer_by = models.DateField("svarfrist")
    place = models.PositiveIntegerField("plass i køen")
    passed_over = models.CharField("hvorfor forbi noen", max_length=600, blank=True)
    answer = models.CharField("svar", max_length=9, choices=OfferAnswer, blank=True)
    answered_on = models.DateField("besvart", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField("hvorfor nei", max_length=8, choices=DeclineReason, blank=True)
    counts = models.BooleanField("regnes som et nei", default=False)
    text = models.CharField("merknad", max_length=300, blank=True)
    letter = models.OneToOneField(
        Document,
        models.PROTECT,
        related_name="+",
        verbose_name="tilbudsbrev",
        null=True,
        blank=True,
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("laget", default=timezone.now)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "boligtilbud"
        verbose_name_plural = "boligtilbud"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["dwelling"],
                condition=Q(answer=""),
                name="housing_offer_home_offered_once",
                violation_error_message="Boligen er allerede tilbudt noen.",
            ),
            UniqueConstraint(
                fields=["household"],
                condition=Q(answer=""),
                name="housing_offer_one_to_each",
                violation_error_message="Søkeren har allerede et tilbud.",
            ),
            CheckConstraint(
                condition=Q(answer_by__gte=F("offered_on")), name="housing_offer_time_to_answer"
            ),
            who_and_when("housing_offer_answered_by_and_on", by="answered_by", at="answered_on"),
            CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="housing_offer_answered_on_a_day",
            ),
            CheckConstraint(
                condition=(Q(answer="declined") & ~Q(reason=""))
                | (~Q(answer="declined") & Q(reason="")),
                name="housing_offer_declined_for_a_reason",
                violation_error_message="Velg hvorfor søkeren takker nei.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tilbud {self.offered_on:%d.%m.%Y}"

    @property
    def reference(self) -> str:
        """The number that stands on its letter."""
        return f"BT-{10_000 + self.pk}"


class AllocationQuerySet(HousingRows):
    def holding(self) -> Self:
        """Those that hold their home: not let go of."""
        return self.filter(released_on__isnull=True)


class Allocation(models.Model):
    """A home that somebody has accepted (tildeling); a tenancy begins from it.

    It holds the home until `released_on`: when the tenancy ends, or when it came to nothing.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="housing_allocations")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="allocation")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="allocations")
    accepted_on = models.DateField("tildelt")
    key_on = models.DateField("nøkkel utlevert", null=True, blank=True)
    key_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    released_on = models.DateField("boligen frigitt", null=True, blank=True)
    released_text = models.CharField("hvorfor frigitt", max_length=300, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "tildeling"
        verbose_name_plural = "tildelinger"
        ordering = ["-accepted_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["dwelling"],
                condition=Q(released_on__isnull=True),
                name="housing_allocation_one_holds_a_home",
                violation_error_message="Boligen er allerede tildelt noen.",
            ),
            who_and_when("housing_allocation_key_by_and_on", by="key_by", at="key_on"),
            CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("accepted_on")),
                name="housing_allocation_released_after_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"Tildeling {self.accepted_on:%d.%m.%Y}"
