"""Temporary lodging (§ 27): the places there are, and who has slept in which of them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import District, PeriodQuerySet, User, period_constraint, who_and_when
from households.models import LodgingNeed
from households.visibility import RowsOfWhole
from housing.lodging.rules import StayState


class LodgingPlace(models.Model):
    """A place that takes people in for some nights (midlertidig botilbud); no person's data.

    `price` is whole kroner a night, `rooms` how many households it takes at once; none is no limit.
    """

    class Kind(models.TextChoices):
        MUNICIPAL = "municipal", "Kommunens eget botilbud"
        HOSTEL = "hostel", "Hospits"
        HOTEL = "hotel", "Hotell eller pensjonat"
        CAMPING = "camping", "Campinghytte"
        SHELTER = "shelter", "Krisesenter eller natthjem"

    name = models.CharField("navn", max_length=80, unique=True)
    provider = models.CharField("tilbyder", max_length=80)
    kind = models.CharField("slag", max_length=9, choices=Kind)
    address = models.CharField("adresse", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="bydel", null=True, blank=True
    )
    price = models.PositiveIntegerField("pris per natt")
    rooms = models.PositiveSmallIntegerField("rom", null=True, blank=True)
    suits_children = models.BooleanField("egnet for barn", default=False)
    valid_from = models.DateField("brukes fra")
    valid_to = models.DateField("brukes til", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "sted for midlertidig botilbud"
        verbose_name_plural = "steder for midlertidig botilbud"
        ordering = ["name"]
        constraints = [period_constraint("housing_place_not_ended_before_begun")]

    def __str__(self) -> str:
        return self.name


class LodgingStayQuerySet(RowsOfWhole):
    whole = "need"

    def in_use(self) -> Self:
        return self.filter(from_on__isnull=False, left_on__isnull=True)

    def used(self) -> Self:
        """Those where somebody has slept, or does."""
        return self.filter(from_on__isnull=False)

    def covering(self, night: date) -> Self:
        """Those that give a bed the night that begins on `night`: booked for it, and not left."""
        return self.used().filter(
            Q(left_on__isnull=True) | Q(left_on__gt=night), from_on__lte=night, until_on__gt=night
        )


class LodgingStay(models.Model):
    """One place offered to a household in need, and its nights there (opphold).

    The first night is that of `from_on`; `until_on` is the morning the booking ends and `left_on`
    the one they left. `price` is what a night cost when it was offered. How far it has come
    follows from the days. `unsuited_text` tells why children sleep where it does not suit them. A
    new place is a new stay.
    """

    class Quality(models.TextChoices):
        GOOD = "good", "Forsvarlig"
        LACKS = "lacks", "Mangler må rettes"
        UNFIT = "unfit", "Ikke forsvarlig"

    need = models.ForeignKey(LodgingNeed, models.CASCADE, related_name="stays")
    place = models.ForeignKey(LodgingPlace, models.PROTECT, related_name="stays")
    price = models.PositiveIntegerField("pris per natt")
    offered_on = models.DateField("tilbudt")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    unsuited_text = models.CharField("hvorfor ikke egnet sted", max_length=300, blank=True)
    from_on = models.DateField("første natt", null=True, blank=True)
    until_on = models.DateField("bestilt til", null=True, blank=True)
    declined_on = models.DateField("takket nei", null=True, blank=True)
    declined_text = models.CharField("hvorfor nei", max_length=300, blank=True)
    quality = models.CharField("kvalitet", max_length=5, choices=Quality, blank=True)
    quality_text = models.CharField("om kvaliteten", max_length=300, blank=True)
    checked_on = models.DateField("kvalitet vurdert", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    left_on = models.DateField("flyttet ut", null=True, blank=True)

    objects = LodgingStayQuerySet.as_manager()

    class Meta:
        verbose_name = "opphold i midlertidig botilbud"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["need"],
                condition=Q(left_on__isnull=True, declined_on__isnull=True),
                name="housing_stay_one_live_per_need",
                violation_error_message="Husstanden har allerede et sted, eller et tilbud om et.",
            ),
            CheckConstraint(
                condition=Q(from_on__isnull=True, until_on__isnull=True, left_on__isnull=True)
                | Q(from_on__isnull=False, until_on__gt=F("from_on"), declined_on__isnull=True),
                name="housing_stay_has_a_first_and_a_last_night",
            ),
            CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("from_on")),
                name="housing_stay_left_after_it_began",
            ),
            CheckConstraint(
                condition=Q(declined_on__isnull=True) | ~Q(declined_text=""),
                name="housing_stay_declined_with_a_reason",
            ),
            who_and_when("housing_stay_checked_by_and_on", by="checked_by", at="checked_on"),
            CheckConstraint(
                condition=Q(checked_on__isnull=True, quality="")
                | (Q(checked_on__isnull=False) & ~Q(quality="")),
                name="housing_stay_checked_with_a_judgement",
            ),
        ]

    def __str__(self) -> str:
        return f"Opphold, tilbudt {self.offered_on:%d.%m.%Y}"

    @property
    def state(self) -> StayState:
        if self.declined_on is not None:
            return StayState.DECLINED
        if self.from_on is None:
            return StayState.OFFERED
        return StayState.IN_USE if self.left_on is None else StayState.LEFT
