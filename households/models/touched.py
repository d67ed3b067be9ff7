"""That something about a household has changed, so that what is worked out about it is redone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from households.models.people import Household


class Touched(models.Model):
    """Work for the floors above (berørt husstand): written by an act, taken away when it is done.

    Rows are only added and removed, so that no two acts ever wait for each other.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="touches")
    at = models.DateTimeField("når", default=timezone.now)

    class Meta:
        verbose_name = "berørt husstand"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.household_id}, {self.at:%d.%m.%Y %H.%M}"
