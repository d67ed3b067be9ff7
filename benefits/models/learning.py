"""What the municipality has learnt from an active measure; no row here is about a person (1d)."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import User
from benefits.models.catalogue import Measure


class LearningNote(models.Model):
    """What leads to work in a measure, or does not (læringsnotat); 1d. Never rewritten."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="learning_notes")
    text = models.TextField("hva vi har lært", max_length=1000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet", default=timezone.now)

    class Meta:
        verbose_name = "læringsnotat"
        verbose_name_plural = "læringsnotater"
        ordering = ["-written_at", "-pk"]
        constraints = [
            CheckConstraint(condition=~Q(text=""), name="benefits_learning_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.written_at:%d.%m.%Y}"
