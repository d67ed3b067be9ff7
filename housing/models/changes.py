"""What was done with a household's home, by whom."""

from __future__ import annotations

from django.db import models

from accounts.models import Party, User
from households.models import Household
from households.visibility import RowsOfParty


class HomeChange(models.Model):
    """A line in the history of a lodging, a tenancy, its risks or the way to an own home
    (endring i boforhold); never rewritten. `party` is the one that did it.
    """

    class About(models.TextChoices):
        LODGING = "lodging", "Midlertidig botilbud"
        TENANCY = "tenancy", "Leieforhold"
        RISK = "risk", "Fare for utkastelse"
        CAREER = "career", "Vei til egen bolig"

    household = models.ForeignKey(Household, models.PROTECT, related_name="home_changes")
    party = models.CharField("part", max_length=12, choices=Party)
    about = models.CharField("gjelder", max_length=7, choices=About)
    told = models.CharField("hva som ble gjort", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = RowsOfParty.as_manager()

    class Meta:
        verbose_name = "endring i boforhold"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.at:%d.%m.%Y}"
