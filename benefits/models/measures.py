"""Which active measure fits somebody on assistance over time (measure 1a)."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from accounts.models import Unit, User, who_and_when
from households.models import Household, Person
from households.visibility import RowsOfParty


class ActivityQuerySet(RowsOfParty):
    party = "unit__party"

    def standing(self) -> Self:
        """Those that are not struck."""
        return self.filter(struck_at=None)


class ActivityAssessment(models.Model):
    """Which active measure fits a person, as NAV judges it that day (tiltaksvurdering); 1a.

    The latest holds. `not_until` is the first day on which the question is to be asked again of
    somebody for whom no measure is an option yet. One with a mistake is struck with the reason,
    and counts no more; it is never changed.
    """

    class Conclusion(models.TextChoices):
        """A kind of measure, what lies beside the measures, or nothing for now."""

        JOBBSJANSEN = "jobbsjansen", "Jobbsjansen"
        YOUTH = "youth", "Ungdomstiltak"
        PRACTICE = "practice", "Kommunal praksisplass"
        BARNAS_INN = "barnas_inn", "Barnas INN"
        WORK_TRAINING = "work_training", "Arbeidstrening"
        COURSE = "course", "Kurs og opplæring"
        LANGUAGE = "language", "Norskopplæring"
        STATE = "state", "Statlig arbeidsmarkedstiltak"
        KVP = "kvp", "Kvalifiseringsprogrammet"
        JOB_SEARCH = "job_search", "Jobbsøking med oppfølging"
        NOT_NOW = "not_now", "Vurdert, ikke aktuelt til en dato"

    household = models.ForeignKey(Household, models.PROTECT, related_name="activity_assessments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="activity_assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    assessed_on = models.DateField("vurdert")
    conclusion = models.CharField("konklusjon", max_length=13, choices=Conclusion)
    not_until = models.DateField("ikke aktuelt til", null=True, blank=True)
    grounds = models.CharField("begrunnelse", max_length=500)
    next_review_on = models.DateField("neste vurdering")
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_at = models.DateTimeField("strøket", null=True, blank=True)
    struck_why = models.CharField("hvorfor strøket", max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "tiltaksvurdering"
        verbose_name_plural = "tiltaksvurderinger"
        ordering = ["-assessed_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(conclusion="not_now", not_until__isnull=False)
                | (~Q(conclusion="not_now") & Q(not_until=None)),
                name="benefits_assessment_not_now_until_a_day",
                violation_error_message="Skriv til hvilken dato det ikke er aktuelt.",
            ),
            CheckConstraint(
                condition=Q(not_until=None) | Q(not_until__gt=F("assessed_on")),
                name="benefits_assessment_until_after_its_day",
            ),
            CheckConstraint(
                condition=Q(next_review_on__gt=F("assessed_on")),
                name="benefits_assessment_reviewed_after_its_day",
            ),
            CheckConstraint(
                condition=~Q(grounds=""),
                name="benefits_assessment_with_grounds",
                violation_error_message="Skriv begrunnelsen.",
            ),
            who_and_when("benefits_assessment_struck_by_and_at", by="struck_by", at="struck_at"),
            CheckConstraint(
                condition=Q(struck_at=None) | ~Q(struck_why=""),
                name="benefits_assessment_struck_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-assessed_on", "-id"], name="benefits_assessment_latest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_conclusion_display()} {self.assessed_on:%d.%m.%Y}"
