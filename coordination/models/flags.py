"""A sign that a family may need more than one service, or its own office's attention."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import User, who_and_when
from households.models import Household


class FlagQuerySet(models.QuerySet["Flag"]):
    def standing(self) -> Self:
        """Those whose cause is still there, also when they are dismissed."""
        return self.filter(ended_on__isnull=True)

    def open(self) -> Self:
        """Those that somebody should look at: the cause is there, and nobody has dismissed it."""
        return self.standing().filter(dismissed_at__isnull=True)


class Flag(models.Model):
    """That a rule holds for a household (flagg; domain.md 6), with the figures it rests on.

    It never decides anything. It ends by itself when its cause does; until then it may be dismissed
    with grounds, and does not come back as long as the same cause stands.
    """

    class Rule(models.TextChoices):
        SERIOUS = "serious", "Barn med alvorlig bekymring (nivå 3)"
        WORRIES = "worries", "Barn med bekymring på flere områder"
        FAMILY_12 = "family_12", "Barnefamilie med stønad i 12 måneder"
        FAMILY_24 = "family_24", "Barnefamilie med stønad i 24 måneder"
        FAMILY_36 = "family_36", "Barnefamilie med stønad i 36 måneder"
        LODGING = "lodging", "Barn i midlertidig botilbud"
        ARREARS = "arrears", "Barn i bolig med husleierestanse"
        EVICTION = "eviction", "Barn i bolig med begjæring om utkastelse"
        KVP_BROKEN = "kvp_broken", "Forelder har brutt KVP eller gått ut til sosialhjelp"
        UNRECEIVED = "unreceived", "Barn på 17 år uten mottaker i voksentjenestene"
        UNMAPPED = "unmapped", "Barn ikke kartlagt etter henvendelse"
        EMERGENCIES = "emergencies", "Gjentatt nødhjelp"
        CAP = "cap", "Stor avkortning av stønadstaket"
        YOUNG = "young", "Ung mottaker uten aktivitet"
        CONSENT = "consent", "Samtykke ikke besvart"
        FOLLOW_UP = "follow_up", "Langtidsmottaker uten plan som følges"

    household = models.ForeignKey(Household, models.CASCADE, related_name="flags")
    rule = models.CharField("regel", max_length=12, choices=Rule)
    raised_on = models.DateField("reist")
    data = models.JSONField("bygger på", default=dict)
    ended_on = models.DateField("bortfalt", null=True, blank=True)
    dismissed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    dismissed_at = models.DateTimeField("avvist", null=True, blank=True)
    grounds = models.CharField("begrunnelse", max_length=500, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = "flagg"
        verbose_name_plural = "flagg"
        ordering = ["raised_on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["household", "rule"],
                condition=Q(ended_on__isnull=True),
                name="coordination_flag_one_standing_per_rule",
            ),
            who_and_when(
                "coordination_flag_dismissed_by_and_at", by="dismissed_by", at="dismissed_at"
            ),
            CheckConstraint(
                condition=Q(dismissed_at__isnull=True) | ~Q(grounds=""),
                name="coordination_flag_dismissed_with_grounds",
                violation_error_message="Skriv hvorfor flagget avvises.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rule"],
                condition=Q(ended_on__isnull=True, dismissed_at__isnull=True),
                name="coordination_flag_open",
            )
        ]

    def __str__(self) -> str:
        return self.get_rule_display()


class FlagChange(models.Model):
    """What somebody did with a flag (flagghendelse); never rewritten."""

    class Act(models.TextChoices):
        DISMISS = "dismiss", "Avvist"
        REOPEN = "reopen", "Tatt opp igjen"

    flag = models.ForeignKey(Flag, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=7, choices=Act)
    grounds = models.CharField("begrunnelse", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    class Meta:
        verbose_name = "flagghendelse"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
