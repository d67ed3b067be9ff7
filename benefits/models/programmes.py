"""Periods in the qualification programme."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import PeriodQuerySet, period_constraint
from households.models import Person, Source


class KvpEnrolment(models.Model):
    """A person's time in the qualification programme (KVP), leave included (§§ 29-40).

    `valid_to` is the last day in the programme; status and exit codes are KOSTRA's (11CF).
    """

    class Status(models.TextChoices):
        IN_PROGRAMME = "1", "I program"
        ON_LEAVE = "2", "Permisjon"
        COMPLETED = "3", "Fullført eller avsluttet etter avtale"
        STOPPED_ABSENCE = "4", "Varig avbrutt på grunn av uteblivelse"
        MOVED = "5", "Flyttet til annen kommune"
        MOVED_DISTRICT = "6", "Flyttet til annen bydel"
        ENDED_AFTER_BREAK = "7", "Avsluttet etter avbrudd"

    class ExitCode(models.TextChoices):
        """Situation right after the programme (AVSL_*)."""

        WORK = "01", "Ordinært arbeid"
        WAGE_SUBSIDY = "11", "Arbeid med lønnstilskudd"
        STATE_MEASURE = "03", "Andre arbeidsmarkedstiltak"
        EDUCATION = "04", "Skole eller utdanning"
        DISABILITY = "13", "Uføretrygd"
        WORK_ASSESSMENT = "14", "Arbeidsavklaringspenger"
        ASSISTANCE_AWAITING = "15", "Sosialhjelp i påvente av trygd"
        ASSISTANCE = "16", "Sosialhjelp uten avklaring"
        OTHER = "10", "Annet"
        UNKNOWN = "17", "Ukjent"

    person = models.ForeignKey(Person, models.PROTECT, related_name="kvp_enrolments")
    applied_on = models.DateField("søkt", null=True, blank=True)
    decided_on = models.DateField("innvilget", null=True, blank=True)
    valid_from = models.DateField("startet")
    valid_to = models.DateField("siste dag", null=True, blank=True)
    status = models.CharField("status", max_length=1, choices=Status, default=Status.IN_PROGRAMME)
    exit_code = models.CharField("avsluttet til", max_length=2, choices=ExitCode, blank=True)
    registered_on = models.DateField("registrert")
    source = models.CharField("kilde", max_length=7, choices=Source, default=Source.OSK)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "deltakelse i KVP"
        ordering = ["-valid_from"]
        constraints = [
            period_constraint("benefits_kvp_not_ended_before_begun"),
            UniqueConstraint(
                fields=["person", "valid_from"], name="benefits_kvp_one_row_per_start"
            ),
            UniqueConstraint(
                fields=["person"],
                condition=Q(valid_to__isnull=True),
                name="benefits_kvp_one_open_per_person",
                violation_error_message="Personen er allerede i KVP.",
            ),
            CheckConstraint(
                condition=Q(exit_code="") | Q(valid_to__isnull=False),
                name="benefits_kvp_exit_only_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, KVP fra {self.valid_from:%d.%m.%Y}"
