"""What happens while somebody is in the qualification programme, and after it (domain.md 5)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import User, who_and_when
from benefits.models.kvp import KvpCase, PartOfKvpCase
from benefits.models.programmes import KvpEnrolment
from decisions.models import Decision

LONGEST_DAY = 12
"""Hours."""


class KvpActivity(models.Model):
    """Something to do in the programme, some hours a week between two days (aktivitet).

    One that was never meant is struck, and counts no more.
    """

    class Kind(models.TextChoices):
        WORK = "work", "Arbeid eller arbeidspraksis"
        TRAINING = "training", "Opplæring eller kurs"
        LANGUAGE = "language", "Norskopplæring"
        HEALTH = "health", "Helse eller egenutvikling"
        JOB_SEARCH = "job_search", "Jobbsøking"
        OTHER = "other", "Annet"

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="activities")
    kind = models.CharField("hva slags", max_length=10, choices=Kind)
    provider = models.CharField("hvor", max_length=120)
    hours = models.DecimalField("timer per uke", max_digits=4, decimal_places=1)
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til og med")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_at = models.DateTimeField("strøket", null=True, blank=True)

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "aktivitet i KVP"
        verbose_name_plural = "aktiviteter i KVP"
        ordering = ["valid_from", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="benefits_kvpactivity_not_ended_before_begun",
                violation_error_message="Siste dag kan ikke være før den første.",
            ),
            CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=60),
                name="benefits_kvpactivity_hours_of_a_week",
                violation_error_message="Skriv timer per uke, fra 0,5 til 60.",
            ),
            who_and_when("benefits_kvpactivity_struck_by_and_at", by="struck_by", at="struck_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.provider}"


class KvpEvaluation(models.Model):
    """A day on which the programme is looked at together with the participant (evaluering).

    One that was noted by mistake is struck with the reason, and counts no more.
    """

    class Progress(models.TextChoices):
        ON_TRACK = "on_track", "Går som planlagt"
        ADJUST = "adjust", "Planen må endres"
        AT_RISK = "at_risk", "Står i fare for å bli brutt"

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="evaluations")
    planned_on = models.DateField("planlagt")
    held_on = models.DateField("holdt", null=True, blank=True)
    progress = models.CharField("hvordan det går", max_length=8, choices=Progress, blank=True)
    note = models.TextField("notat", blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_at = models.DateTimeField("strøket", null=True, blank=True)
    struck_why = models.CharField("hvorfor strøket", max_length=300, blank=True)

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "evaluering av KVP"
        verbose_name_plural = "evalueringer av KVP"
        ordering = ["planned_on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["case", "planned_on"],
                condition=Q(struck_at__isnull=True),
                name="benefits_kvpevaluation_once_a_day",
                violation_error_message="Det er allerede planlagt en evaluering denne dagen.",
            ),
            who_and_when("benefits_kvpevaluation_held_by_and_on", by="held_by", at="held_on"),
            CheckConstraint(
                condition=Q(held_on=None, progress="", note="")
                | (Q(held_on__isnull=False) & ~Q(progress="") & ~Q(note="")),
                name="benefits_kvpevaluation_held_with_a_note",
            ),
            who_and_when("benefits_kvpevaluation_struck_by_and_at", by="struck_by", at="struck_at"),
            CheckConstraint(
                condition=Q(struck_at=None) | ~Q(struck_why=""),
                name="benefits_kvpevaluation_struck_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluering {self.planned_on:%d.%m.%Y}"


class KvpLeave(models.Model):
    """An agreed pause without leaving the programme (permisjon); KOSTRA status 2 while it lasts.

    `valid_to` is the last day that is agreed; `back_on` the day the person was back. It gives no
    benefit unless `with_benefit` says so. One that was agreed ahead and called off is struck.
    """

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="leaves")
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til og med")
    grounds = models.TextField("hvorfor")
    back_on = models.DateField("tilbake", null=True, blank=True)
    with_benefit = models.BooleanField("med stønad", default=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_at = models.DateTimeField("avlyst", null=True, blank=True)

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "permisjon"
        verbose_name_plural = "permisjoner"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["case"],
                condition=Q(back_on__isnull=True, struck_at__isnull=True),
                name="benefits_kvpleave_one_at_a_time",
                violation_error_message="Deltakeren har allerede permisjon.",
            ),
            CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="benefits_kvpleave_not_ended_before_begun",
                violation_error_message="Siste dag kan ikke være før den første.",
            ),
            CheckConstraint(
                condition=Q(back_on=None) | Q(back_on__gt=F("valid_from")),
                name="benefits_kvpleave_back_after_it_began",
                violation_error_message="Deltakeren kan ikke være tilbake før permisjonen begynte.",
            ),
            CheckConstraint(condition=~Q(grounds=""), name="benefits_kvpleave_with_grounds"),
            who_and_when("benefits_kvpleave_struck_by_and_at", by="struck_by", at="struck_at"),
        ]

    def __str__(self) -> str:
        return f"Permisjon fra {self.valid_from:%d.%m.%Y}"


class KvpAbsence(models.Model):
    """Hours away on one day (fravær), valid or not; invalid ones and paid work cut the benefit.

    One that was noted by mistake is struck, and counts no more.
    """

    class Kind(models.TextChoices):
        SELF_CERTIFIED = "self_certified", "Egenmelding"
        DOCTOR = "doctor", "Sykmelding fra lege"
        AGREED = "agreed", "Avtalt fravær"
        INVALID = "invalid", "Ugyldig fravær"
        PAID_WORK = "paid_work", "Lønnet arbeid"

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="absences")
    day = models.DateField("dag")
    hours = models.DecimalField("timer", max_digits=3, decimal_places=1)
    kind = models.CharField("hva slags fravær", max_length=14, choices=Kind)
    note = models.CharField("merknad", max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    struck_at = models.DateTimeField("strøket", null=True, blank=True)

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "fravær fra KVP"
        verbose_name_plural = "fravær fra KVP"
        ordering = ["-day", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["case", "day"],
                condition=Q(struck_at__isnull=True) & ~Q(kind="paid_work"),
                name="benefits_kvpabsence_once_a_day",
                violation_error_message="Det er allerede ført fravær denne dagen.",
            ),
            UniqueConstraint(
                fields=["case", "day"],
                condition=Q(struck_at__isnull=True, kind="paid_work"),
                name="benefits_kvpabsence_worked_once_a_day",
                violation_error_message="Det er allerede ført lønnet arbeid denne dagen.",
            ),
            CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=LONGEST_DAY),
                name="benefits_kvpabsence_hours_of_a_day",
                violation_error_message="Skriv timene på dagen, fra 0,5 til 12.",
            ),
            who_and_when("benefits_kvpabsence_struck_by_and_at", by="struck_by", at="struck_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d.%m.%Y}"

    @property
    def is_valid(self) -> bool:
        return self.kind != KvpAbsence.Kind.INVALID


class KvpExtension(models.Model):
    """A longer programme (forlengelse), in force from the moment its decision is approved."""

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="extensions")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="kvp_extension")
    until = models.DateField("ny siste dag")
    is_exception = models.BooleanField("unntak ut over to år", default=False)
    grounds = models.TextField("begrunnelse")

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "forlengelse av KVP"
        verbose_name_plural = "forlengelser av KVP"
        ordering = ["until", "pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(grounds=""),
                name="benefits_kvpextension_with_grounds",
                violation_error_message="Skriv hvorfor programmet forlenges.",
            )
        ]

    def __str__(self) -> str:
        return f"Forlengelse til {self.until:%d.%m.%Y}"


class KvpFollowUp(models.Model):
    """What a former participant does some months after the programme (oppfølging etter KVP)."""

    class Source(models.TextChoices):
        PERSON = "person", "Personen selv"
        REGISTER = "register", "Register"
        SERVICE = "service", "En annen tjeneste"

    MONTHS = (6, 12)

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField("måneder etter")
    code = models.CharField("situasjon", max_length=2, choices=KvpEnrolment.ExitCode)
    on = models.DateField("avklart")
    source = models.CharField("kilde", max_length=8, choices=Source)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "oppfølging etter KVP"
        verbose_name_plural = "oppfølginger etter KVP"
        ordering = ["months", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["case", "months"],
                name="benefits_kvpfollowup_once",
                violation_error_message="Dette er allerede ført.",
            ),
            CheckConstraint(
                condition=Q(months__in=(6, 12)), name="benefits_kvpfollowup_at_6_or_12_months"
            ),
        ]

    def __str__(self) -> str:
        return f"Etter {self.months} måneder"
