"""The catalogue of active measures, kept by team leaders; no row here is about a person (1d)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import PeriodQuerySet, User, period_constraint
from households.names import search_key

WORDS_AT_MOST = 8
FULL_WEEK = 40
"""Hours a week that a measure has at the most."""


class MeasureType(models.TextChoices):
    """What kind of active measure (tiltakstype) it is."""

    JOBBSJANSEN = "jobbsjansen", "Jobbsjansen"
    YOUTH = "youth", "Ungdomstiltak"
    PRACTICE = "practice", "Kommunal praksisplass"
    BARNAS_INN = "barnas_inn", "Barnas INN"
    WORK_TRAINING = "work_training", "Arbeidstrening"
    COURSE = "course", "Kurs og opplæring"
    LANGUAGE = "language", "Norskopplæring"
    STATE = "state", "Statlig arbeidsmarkedstiltak"


class MeasureQuerySet(PeriodQuerySet):
    def matching(self, text: str) -> Self:
        """Those that have every word of the text, in whatever order."""
        found = self
        for word in search_key(text).split()[:WORDS_AT_MOST]:
            found = found.filter(search_text__contains=word)
        return found


class Measure(models.Model):
    """An active measure that somebody can be placed in (tiltak); measures 1d and 1e.

    Its components are hours a week of work, of training and of language. Without a capacity it
    takes everybody. `price` is what the participant pays, in whole kroner.
    """

    Kind = MeasureType

    class Target(models.TextChoices):
        """For whom it is made."""

        YOUTH = "youth", "Ungdom under 24"
        ADULTS = "adults", "Voksne"
        PARENTS = "parents", "Foreldre"
        NEWCOMERS = "newcomers", "Innvandrere"

    name = models.CharField("navn", max_length=120, unique=True)
    kind = models.CharField("type", max_length=13, choices=MeasureType)
    provider = models.CharField("tiltaksarrangør", max_length=120)
    target = models.CharField("målgruppe", max_length=9, choices=Target)
    description = models.TextField("hva tiltaket er", blank=True)
    work_hours = models.PositiveSmallIntegerField("arbeid, timer per uke", default=0)
    training_hours = models.PositiveSmallIntegerField("opplæring, timer per uke", default=0)
    language_hours = models.PositiveSmallIntegerField("norsk, timer per uke", default=0)
    capacity = models.PositiveSmallIntegerField("plasser", null=True, blank=True)
    price = models.PositiveIntegerField("pris for deltakeren, kr", default=0)
    languages = models.CharField("språk", max_length=120, blank=True)
    valid_from = models.DateField("tilbys fra")
    valid_to = models.DateField("tilbys til", null=True, blank=True)
    search_text = models.TextField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("registrert", default=timezone.now)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "tiltak"
        verbose_name_plural = "tiltak"
        ordering = ["name", "pk"]
        constraints = [
            period_constraint("benefits_measure_not_ended_before_begun"),
            CheckConstraint(
                condition=Q(work_hours__gt=0) | Q(training_hours__gt=0) | Q(language_hours__gt=0),
                name="benefits_measure_has_hours",
                violation_error_message="Skriv timer for arbeid, opplæring eller norsk.",
            ),
            CheckConstraint(
                condition=Q(work_hours__lte=FULL_WEEK - F("training_hours") - F("language_hours")),
                name="benefits_measure_within_a_week",
                violation_error_message="Et tiltak kan ikke ha mer enn 40 timer i uka.",
            ),
            CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0),
                name="benefits_measure_capacity_above_zero",
                violation_error_message="La feltet stå tomt når det ikke er noen grense.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_text()
        super().save(*args, **kwargs)

    def set_search_text(self) -> None:
        """What a search looks in; bulk_create must call it."""
        told = (self.name, self.provider, self.get_kind_display(), self.get_target_display())
        self.search_text = search_key(*map(str, told), self.languages)

    @property
    def is_combined(self) -> bool:
        """Whether it gives both work and training (kombinert løp, 1e)."""
        return self.work_hours > 0 and self.training_hours > 0
