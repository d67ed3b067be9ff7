"""What a person told at the last contact, and time with introduction benefit."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, JSONField, OuterRef, Q, Subquery, UniqueConstraint
from django.db.models.functions import JSONObject

from accounts.models import PeriodQuerySet, period_constraint
from households import codes
from households.models.people import Person, Source


class Situation(models.Model):
    """A person's situation at last contact (situasjon ved siste kontakt), in KOSTRA's codes."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="situations")
    on = models.DateField("dato")
    registered_on = models.DateField("registrert")
    marital_status = models.CharField(
        "sivilstand", max_length=1, choices=codes.MaritalStatus, blank=True
    )
    main_income = models.CharField(
        "viktigste kilde til livsopphold", max_length=1, choices=codes.MainIncome, blank=True
    )
    benefit_situation = models.CharField(
        "trygdesituasjon", max_length=2, choices=codes.BenefitSituation, blank=True
    )
    work_situation = models.CharField(
        "arbeidssituasjon", max_length=2, choices=codes.WorkSituation, blank=True
    )
    housing_situation = models.CharField(
        "bosituasjon", max_length=1, choices=codes.HousingSituation, blank=True
    )
    number_of_children = models.PositiveSmallIntegerField(
        "antall barn under 18 år", null=True, blank=True
    )

    TOLD = (
        "on",
        "marital_status",
        "main_income",
        "benefit_situation",
        "work_situation",
        "housing_situation",
        "number_of_children",
    )

    class Meta:
        verbose_name = "situasjon"
        ordering = ["-on"]
        constraints = [
            UniqueConstraint(fields=["person", "on"], name="households_situation_one_a_day"),
            CheckConstraint(
                condition=Q(number_of_children__isnull=True) | Q(number_of_children__lt=14),
                name="households_situation_fewer_than_14_children",
                violation_error_message="Antall barn må være under 14.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.on:%d.%m.%Y}"

    @classmethod
    def last_of(cls, person: OuterRef) -> Subquery:
        """A person's latest situation as a dict of the fields TOLD; None without any.

        One look-up inside another query, since each page of a household asks for it.
        """
        latest = cls.objects.filter(person=person).order_by("-on")
        as_json = latest.values(told=JSONObject(**{name: name for name in cls.TOLD}))
        return Subquery(as_json[:1], output_field=JSONField())


class IntroPeriod(models.Model):
    """A period with introduction benefit (introduksjonsprogram): neutral in the clock of 2d."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="intro_periods")
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    outcome = models.CharField("utfall", max_length=80, blank=True)
    registered_on = models.DateField("registrert")
    source = models.CharField("kilde", max_length=7, choices=Source, default=Source.OSK)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "introduksjonsperiode"
        constraints = [
            period_constraint("households_intro_not_ended_before_begun"),
            UniqueConstraint(
                fields=["person", "valid_from"], name="households_intro_one_row_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, fra {self.valid_from:%d.%m.%Y}"
