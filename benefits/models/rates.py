"""Rates and settings with dates: data that an administrator keeps, never code.

A row is valid to the end of its last verified year; outside the demo nothing is extrapolated.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import PeriodQuerySet, period_constraint
from config.templatetags import tall


class RateTable(models.Model):
    """Guiding monthly rates (veiledende satser) in whole kroner; domain.md 4.1.

    A municipal row holds what the municipality adds to the state's rate (tillegg).
    """

    class Issuer(models.TextChoices):
        STATE = "state", "Staten"
        MUNICIPALITY = "municipality", "Kommunen"

    issuer = models.CharField("fastsatt av", max_length=12, choices=Issuer)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    single = models.PositiveIntegerField("enslig")
    couple = models.PositiveIntegerField("par")
    shared = models.PositiveIntegerField("bofellesskap")
    child_0_5 = models.PositiveIntegerField("barn 0–5 år")
    child_6_10 = models.PositiveIntegerField("barn 6–10 år")
    child_11_17 = models.PositiveIntegerField("barn 11–17 år")
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "satstabell"
        verbose_name_plural = "satstabeller"
        ordering = ["issuer", "valid_from"]
        constraints = [
            period_constraint("benefits_rate_not_ended_before_begun"),
            UniqueConstraint(
                fields=["issuer", "valid_from"], name="benefits_rate_one_table_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_issuer_display()} fra {self.valid_from:%d.%m.%Y}"


class FamilyCap(models.Model):
    """The benefit cap (stønadstak) a month on a family's housing and basic costs; measure 2a."""

    class Basis(models.TextChoices):
        NEED = "need", "Behovet"
        PAYOUT = "payout", "Utbetalingen"

    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    amount = models.PositiveIntegerField("beløp per måned")
    basis = models.CharField("begrenser", max_length=6, choices=Basis, default=Basis.NEED)
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "stønadstak"
        verbose_name_plural = "stønadstak"
        constraints = [
            period_constraint("benefits_cap_not_ended_before_begun"),
            UniqueConstraint(fields=["valid_from"], name="benefits_cap_one_row_per_start"),
        ]

    def __str__(self) -> str:
        return f"{tall(self.amount)} kr fra {self.valid_from:%d.%m.%Y}"


class DatedSetting(models.Model):
    """A single figure that law or municipality sets from a date (domain.md parts 3 and 4)."""

    class Key(models.TextChoices):
        BASE_AMOUNT = "base_amount", "Grunnbeløpet (G), kr per år"
        YOUTH_RATE_FACTOR = "youth_rate_factor", "Ungdomsnorm, andel av enslig"
        YOUTH_RATE_AGE = "youth_rate_age", "Ungdomsnorm, under alder"
        YOUTH_FOLLOW_UP_AGE = "youth_follow_up_age", "Ungdom i tiltak, under alder"
        ACTIVITY_DUTY_AGE = "activity_duty_age", "Aktivitetsplikt § 20 a, under alder"
        SHORT_TERM_FACTOR = "short_term_factor", "Korttidsnorm, andel"
        SHORT_TERM_MONTHS = "short_term_months", "Korttidsnorm, måneder"
        NEW_RECIPIENT_GAP = "new_recipient_gap", "Ny mottaker etter måneder uten stønad"
        KVP_FACTOR = "kvp_factor", "Kvalifiseringsstønad, G per år"
        KVP_YOUTH_FACTOR = "kvp_youth_factor", "Kvalifiseringsstønad under 25 år, andel"
        KVP_YOUTH_AGE = "kvp_youth_age", "Kvalifiseringsstønad, redusert under alder"
        KVP_CHILD_SUPPLEMENT = "kvp_child_supplement", "Barnetillegg i KVP, kr per dag"
        PARENTS_HOME_NORM = "parents_home_norm", "Norm for hjemmeboende, kr per måned"
        PARENTS_HOME_AGE = "parents_home_age", "Norm for hjemmeboende, under alder"
        SPECIAL_AMOUNT = "special_amount", "Særordning 2b, fast beløp, kr per måned"
        SPECIAL_DISREGARD = "special_disregard", "Særordning 2b, fribeløp for lønn, kr per måned"
        SPECIAL_SHARE = "special_share", "Særordning 2b, andel av lønn over fribeløpet som trekkes"
        SPECIAL_FROM_AGE = "special_from_age", "Særordning 2b, fra og med alder"
        SPECIAL_UNTIL_AGE = "special_until_age", "Særordning 2b, under alder"

    key = models.CharField("innstilling", max_length=24, choices=Key)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    value = models.DecimalField("verdi", max_digits=14, decimal_places=6)
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "innstilling med dato"
        verbose_name_plural = "innstillinger med dato"
        ordering = ["key", "valid_from"]
        constraints = [
            period_constraint("benefits_setting_not_ended_before_begun"),
            UniqueConstraint(
                fields=["key", "valid_from"], name="benefits_setting_one_value_per_start"
            ),
            CheckConstraint(condition=Q(value__gte=0), name="benefits_setting_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value.normalize():f}"


class OneOffGuide(models.Model):
    """A guiding amount (veiledende engangsbeløp) for one event and one group of persons."""

    class Event(models.TextChoices):
        CHRISTMAS = "christmas", "Jul"
        CONFIRMATION = "confirmation", "Konfirmasjon"
        SCHOOL_START = "school_start", "Skolestart"
        BABY_EQUIPMENT = "baby_equipment", "Barneutstyr"
        FIRST_HOME = "first_home", "Etablering"
        LEISURE = "leisure", "Fritid"
        OTHER = "other", "Annet"

    class Group(models.TextChoices):
        SINGLE = "single", "Enslig"
        COUPLE = "couple", "Par"
        CHILD_0_5 = "child_0_5", "Barn 0–5 år"
        CHILD_6_10 = "child_6_10", "Barn 6–10 år"
        CHILD_11_17 = "child_11_17", "Barn 11–17 år"
        HOUSEHOLD = "household", "Hele husholdningen"

    event = models.CharField("formål", max_length=16, choices=Event)
    group = models.CharField("gjelder", max_length=12, choices=Group)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    amount = models.PositiveIntegerField("veiledende beløp")
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "veiledende engangsbeløp"
        verbose_name_plural = "veiledende engangsbeløp"
        ordering = ["event", "group", "valid_from"]
        constraints = [
            period_constraint("benefits_guide_not_ended_before_begun"),
            UniqueConstraint(
                fields=["event", "group", "valid_from"],
                name="benefits_guide_one_amount_per_start",
                violation_error_message="Det finnes alt et beløp for dette fra samme dato.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.get_group_display()}: {tall(self.amount)} kr"
