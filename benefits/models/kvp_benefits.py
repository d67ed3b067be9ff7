"""The benefit of a month in the qualification programme, as worked out and paid (§§ 35-37)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import User, who_and_when
from benefits.kvp_benefit.rules import Part
from benefits.models.kvp import KvpCase, PartOfKvpCase
from benefits.models.payments import Payment
from households.visibility import RowsOfWhole


class KvpBenefit(models.Model):
    """One edition of a month's benefit (månedens kvalifiseringsstønad), in whole kroner.

    Its lines are frozen when it is confirmed; what is wrong then is put right by the next edition,
    which replaces it. `payment` is what this edition pays: nothing where an earlier one has paid as
    much, or more.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "Klargjort"
        CONFIRMED = "confirmed", "Bekreftet"
        REPLACED = "replaced", "Erstattet"
        DISCARDED = "discarded", "Forkastet"

    case = models.ForeignKey(KvpCase, models.PROTECT, related_name="benefits")
    for_month = models.DateField("måned")
    edition = models.PositiveSmallIntegerField("utgave", default=1)
    state = models.CharField("status", max_length=9, choices=State, default=State.PREPARED)
    total = models.PositiveIntegerField("å få for måneden")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("klargjort", default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField("bekreftet", null=True, blank=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, related_name="kvp_benefit", null=True, blank=True
    )

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "månedens kvalifiseringsstønad"
        verbose_name_plural = "månedens kvalifiseringsstønader"
        ordering = ["-for_month", "-edition"]
        constraints = [
            UniqueConstraint(
                fields=["case", "for_month", "edition"], name="benefits_kvpbenefit_edition_once"
            ),
            UniqueConstraint(
                fields=["case", "for_month"],
                condition=Q(state="prepared"),
                name="benefits_kvpbenefit_one_prepared",
            ),
            UniqueConstraint(
                fields=["case", "for_month"],
                condition=Q(state="confirmed"),
                name="benefits_kvpbenefit_one_in_force",
            ),
            who_and_when(
                "benefits_kvpbenefit_confirmed_by_and_at", by="confirmed_by", at="confirmed_at"
            ),
            CheckConstraint(
                condition=Q(state__in=("prepared", "discarded"), confirmed_at=None, payment=None)
                | Q(state__in=("confirmed", "replaced"), confirmed_at__isnull=False),
                name="benefits_kvpbenefit_pays_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"Kvalifiseringsstønad {self.for_month:%m.%Y}"


class LinesOfBenefit(RowsOfWhole):
    whole = "benefit"


class KvpBenefitLine(models.Model):
    """A line of a month's benefit (linje i kvalifiseringsstønaden): what, how much, and from where.

    Never negative: its part tells whether it takes. `stated` is what was told of another benefit.
    """

    class Part(models.TextChoices):
        BENEFIT = Part.BENEFIT.value, "Stønad"
        CHILDREN = Part.CHILDREN.value, "Barnetillegg"
        HOURS = Part.HOURS.value, "Trekk for timer"
        STATE = Part.STATE.value, "Trekk for andre ytelser"

    benefit = models.ForeignKey(KvpBenefit, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("rekkefølge")
    part = models.CharField("del", max_length=8, choices=Part)
    kind = models.CharField("hva slags", max_length=17)
    text = models.CharField("tekst", max_length=200)
    amount = models.PositiveIntegerField("beløp")
    stated = models.PositiveIntegerField("oppgitt", null=True, blank=True)
    source = models.CharField("kilde", max_length=250, blank=True)

    objects: Any = LinesOfBenefit.as_manager()

    class Meta:
        verbose_name = "linje i kvalifiseringsstønaden"
        verbose_name_plural = "linjer i kvalifiseringsstønaden"
        ordering = ["order"]
        constraints = [
            UniqueConstraint(fields=["benefit", "order"], name="benefits_kvpline_order_once"),
            CheckConstraint(
                condition=Q(stated=None) | Q(amount__lte=F("stated")),
                name="benefits_kvpline_takes_no_more_than_stated",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def takes(self) -> bool:
        """Whether the line lowers the benefit."""
        return self.part in (KvpBenefitLine.Part.HOURS, KvpBenefitLine.Part.STATE)
