"""What shall and can be given by the ground of somebody's stay, in editions with dates (9a, 9b)."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone

from accounts.models import PeriodQuerySet, User, period_constraint
from benefits.models.applications import AssistanceApplication


class StayCategory(models.TextChoices):
    """The ground on which somebody stays in the country (oppholdskategori); domain.md 4.6."""

    RESIDENT = "resident", "Norsk eller nordisk, eller lovlig opphold og fast bopel"
    LAWFUL = "lawful", "EØS uten fast bopel, eller annet lovlig opphold uten fast bopel"
    PENDING = "pending", "Refleksjonsperiode, eller sak til behandling med rett til opphold"
    RECEPTION = "reception", "Kan bo i statlig mottak"
    UNLAWFUL = "unlawful", "Uten lovlig opphold og uten plass i mottak"


class RightsGuide(models.Model):
    """An edition of the rights guide (rettighetsguide); none is changed, a new one takes over."""

    version = models.PositiveSmallIntegerField("utgave", unique=True)
    valid_from = models.DateField("gjelder fra", unique=True)
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=200)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "rettighetsguide"
        ordering = ["-version"]
        constraints = [period_constraint("benefits_rights_guide_not_ended_before_begun")]

    def __str__(self) -> str:
        return f"Rettighetsguide, utgave {self.version}"


class RightsRule(models.Model):
    """What one service gives to one category of stay (rettighetsregel), with why, in two languages.

    `note` and `note_en` are for who reads it; `basis` cites law, regulation
    or plan, several with a semicolon between.
    """

    class Service(models.TextChoices):
        ADVICE = "advice", "Råd og veiledning"
        MONEY = "money", "Penger til livsopphold"
        LODGING = "lodging", "Et sted å bo"
        HEALTH = "health", "Nødvendig helsehjelp"

    class Grant(models.TextChoices):
        FULL = "full", "Ja"
        LIMITED = "limited", "Begrenset"
        NONE = "none", "Nei"

    guide = models.ForeignKey(RightsGuide, models.CASCADE, related_name="rules")
    category = models.CharField("oppholdskategori", max_length=9, choices=StayCategory)
    service = models.CharField("tjeneste", max_length=7, choices=Service)
    grant = models.CharField("gis", max_length=7, choices=Grant)
    note = models.CharField("merknad", max_length=300, blank=True)
    note_en = models.CharField("merknad på engelsk", max_length=300, blank=True)
    basis = models.CharField("hjemmel", max_length=120)

    class Meta:
        verbose_name = "rettighetsregel"
        verbose_name_plural = "rettighetsregler"
        ordering = ["guide", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["guide", "category", "service"], name="benefits_rights_one_rule_per_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.get_service_display().lower()}"


class StayAssessment(models.Model):
    """On what ground an applicant stays, as the office sees it in this case (oppholdsvurdering).

    NAV assesses it itself; the edition of the guide that was shown is kept. The latest holds.
    """

    application = models.ForeignKey(
        AssistanceApplication, models.CASCADE, related_name="stay_assessments"
    )
    category = models.CharField("oppholdskategori", max_length=9, choices=StayCategory)
    guide = models.ForeignKey(RightsGuide, models.PROTECT, related_name="+")
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField("vurdert", default=timezone.now)

    class Meta:
        verbose_name = "oppholdsvurdering"
        ordering = ["-assessed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_category_display()} (utgave {self.guide.version})"
