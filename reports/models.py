"""The frozen yearly report: what was asked, what was found, who was counted, which files."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import District, User
from households.models import Household, Person


class ReportRun(models.Model):
    """One yearly report (årsrapport), frozen when ready; Hovedmål 2d.

    `figures` holds the whole-city, unmasked JSON contract (reports/figures.py) and `published`
    the masked one that pages and files show. `definition`, `as_of` and `parameters` are what
    was asked; `input_sha256` stands for the data it was made from.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "I kø"
        RUNNING = "running", "Lages"
        READY = "ready", "Ferdig"
        FAILED = "failed", "Stoppet"

    class Assessment(models.TextChoices):
        REACHED = "reached", "Nådd"
        PARTLY = "partly", "Delvis nådd"
        NOT_REACHED = "not_reached", "Ikke nådd"

    year = models.PositiveSmallIntegerField("år")
    definition = models.CharField("definisjon", max_length=5, default="DEF-1")
    as_of = models.DateField("data til og med")
    parameters = models.JSONField(default=dict)
    request_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="report_runs"
    )
    asked_at = models.DateTimeField("bestilt", auto_now_add=True)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    steps_done = models.PositiveSmallIntegerField(default=0)
    step_detail = models.CharField(max_length=120, blank=True)
    failure = models.CharField("årsak", max_length=200, blank=True)
    ready_at = models.DateTimeField("ferdig", null=True, blank=True)
    input_sha256 = models.CharField(max_length=64, blank=True)
    figures = models.JSONField(default=dict)
    published = models.JSONField(default=dict)
    assessment = models.CharField("vurdering", max_length=11, choices=Assessment, blank=True)
    assessment_text = models.TextField("begrunnelse", blank=True)
    assessed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assessed_reports"
    )
    assessed_at = models.DateTimeField("vurdert", null=True, blank=True)

    class Meta:
        verbose_name = "årsrapport"
        ordering = ["-year", "-asked_at"]
        constraints = [
            CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False),
                name="reports_run_claim_with_lease",
            ),
            CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False) & ~Q(input_sha256=""),
                name="reports_run_ready_with_time_and_hash",
            ),
            CheckConstraint(
                condition=Q(assessment="", assessed_by__isnull=True, assessed_at__isnull=True)
                | ~Q(assessment="") & Q(assessed_by__isnull=False, assessed_at__isnull=False),
                name="reports_run_assessed_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Årsrapport {self.year}"


class ReportFile(models.Model):
    """One published file of a report; its bytes lie in REPORT_DIR under `name` and never change."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        DOCX = "docx", "DOCX"

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    edition = models.PositiveSmallIntegerField("utgave", default=1)
    name = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField("laget")

    class Meta:
        verbose_name = "rapportfil"
        constraints = [
            UniqueConstraint(
                fields=["run", "format", "edition"], name="reports_file_one_per_edition"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CountedPerson(models.Model):
    """A person that a frozen report counted, and as what; the households behind a figure."""

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="counted")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="+"
    )
    heads_count = models.BooleanField("teller som mottaker")
    in_child_family = models.BooleanField("i barnefamilie")
    length = models.PositiveSmallIntegerField("måneder i forløpet")
    paid = models.PositiveSmallIntegerField("måneder med stønad")

    class Meta:
        verbose_name = "talt person"
        constraints = [
            UniqueConstraint(fields=["run", "person"], name="reports_counted_once_per_run")
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.person_id}"


class CountedFamily(models.Model):
    """A child family that a frozen report counted, where, and what was done for it (talt familie).

    Hovedmål 3. `district` is where it was counted: none where it is not known, or hidden.
    """

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="counted_families")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bydel"
    )
    on_assistance = models.BooleanField("fikk sosialhjelp i måneden")
    over_three_years = models.BooleanField("over tre år")
    mapped = models.BooleanField("alle barn kartlagt")
    planned = models.BooleanField("har samordnet plan")
    discussed = models.BooleanField("drøftet i OSK-møtet")

    class Meta:
        verbose_name = "talt familie"
        verbose_name_plural = "talte familier"
        constraints = [
            UniqueConstraint(fields=["run", "household"], name="reports_family_once_per_run"),
            CheckConstraint(
                condition=Q(on_assistance=True) | Q(over_three_years=True),
                name="reports_family_counted_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.household_id}"


class KnowledgeTable(models.Model):
    """A table of what was learnt, frozen (kunnskapstabell); 1d and 1h.

    `figures` holds the counts by row and column as they were on `as_of`, and `published` the same
    with what is hidden as null. `input_sha256` stands for the rows they were counted from.
    """

    class Kind(models.TextChoices):
        EFFECTS = "effects", "Hva fører til arbeid?"
        BACKGROUNDS = "backgrounds", "Mottakere etter bakgrunn"

    kind = models.CharField("hva", max_length=11, choices=Kind)
    year = models.PositiveSmallIntegerField("år")
    as_of = models.DateField("data til og med")
    input_sha256 = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    published = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("laget", auto_now_add=True)

    class Meta:
        verbose_name = "kunnskapstabell"
        verbose_name_plural = "kunnskapstabeller"
        ordering = ["-year", "-as_of", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["kind", "year", "as_of"], name="reports_knowledge_once_for_a_day"
            ),
            CheckConstraint(condition=~Q(input_sha256=""), name="reports_knowledge_with_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
