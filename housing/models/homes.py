"""The municipality's dwellings, which are let to those who cannot find a home themselves."""

from __future__ import annotations

from django.db import models

from accounts.models import District
from housing.codes import OwnershipForm


class Dwelling(models.Model):
    """A municipal dwelling (kommunal utleiebolig); no person's data.

    `rent` is whole kroner a month, `area` whole square metres. What it is used for follows from its
    tenancies and offers; `state` says only what nobody can see from those.
    """

    class State(models.TextChoices):
        IN_USE = "in_use", "I bruk"
        REPAIR = "repair", "Under utbedring"
        SOLD = "sold", "Solgt"
        WITHDRAWN = "withdrawn", "Ute av bruk"

    address = models.CharField("adresse", max_length=120)
    unit_number = models.CharField("bolignummer", max_length=5, blank=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="bydel")
    rooms = models.PositiveSmallIntegerField("rom")
    area = models.PositiveSmallIntegerField("areal")
    is_adapted = models.BooleanField("tilpasset rullestol", default=False)
    rent = models.PositiveIntegerField("husleie i måneden")
    ownership = models.CharField("eieform", max_length=8, choices=OwnershipForm)
    state = models.CharField("tilstand", max_length=9, choices=State, default=State.IN_USE)
    available_from = models.DateField("ledig fra", null=True, blank=True)

    class Meta:
        verbose_name = "kommunal bolig"
        verbose_name_plural = "kommunale boliger"
        constraints = [
            models.UniqueConstraint(fields=["address", "unit_number"], name="dwelling_stands_once"),
            models.CheckConstraint(
                condition=models.Q(rooms__gte=1, area__gte=1), name="dwelling_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.unit_number}".strip()
