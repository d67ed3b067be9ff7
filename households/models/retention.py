"""How long things are kept, the runs that end it, and the lock on what must still be kept."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import User, who_and_when
from households.models.people import Household


class RetentionRule(models.Model):
    """How long one class of data is kept (bevaringsregel), from when, and by what law.

    `archive_duty`: the archives act beats erasure, so the data are locked when their time is up
    and anonymised only when the archive has received them.
    """

    class Covers(models.TextChoices):
        CLIENT = "client", "Klientmapper"
        CONTACT = "contact", "Husstander uten sak"
        IMPORT_FILES = "import_files", "Opplastede filer"
        SUBJECT_FILES = "subject_files", "Innsynsfiler"
        ACCESS_LOG = "access_log", "Innsynslogg"
        BREAK_GLASS = "break_glass", "Nødtilgang"
        CONSENT = "consent", "Samtykker og delinger"
        REPORTS = "reports", "Årsrapporter"

    covers = models.CharField("gjelder", max_length=13, choices=Covers, unique=True)
    what = models.CharField("omfatter", max_length=255)
    years = models.PositiveSmallIntegerField("år", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("timer", null=True, blank=True)
    counted_from = models.CharField("regnes fra", max_length=120)
    legal_basis = models.CharField("hjemmel", max_length=255)
    archive_duty = models.BooleanField("arkivplikt")
    outcome = models.CharField("hva som skjer", max_length=255)

    class Meta:
        verbose_name = "bevaringsregel"
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(years__isnull=True) | Q(hours__isnull=True),
                name="households_retention_rule_years_or_hours",
            ),
            CheckConstraint(
                condition=~Q(covers__in=("client", "contact")) | Q(years__gte=1),
                name="households_retention_rule_of_files_has_years",
            ),
        ]

    def __str__(self) -> str:
        return self.get_covers_display()


class RetentionRun(models.Model):
    """One erasure and locking (slettekjøring) as of a day: proposed by one, approved by another.

    `proposal` holds counts by class, district and act, never who; `done` the same of what has been
    carried out so far. `delivered_on` tells that the archive has received what the run locked.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Venter på godkjenning"
        QUEUED = "queued", "I kø"
        RUNNING = "running", "Pågår"
        DONE = "done", "Ferdig"
        FAILED = "failed", "Stoppet"
        WITHDRAWN = "withdrawn", "Trukket tilbake"

    as_of = models.DateField("per dato")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposal = models.JSONField(default=list)
    done = models.JSONField(default=list)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("foreslått", auto_now_add=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField("godkjent", null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField("årsak", max_length=200, blank=True)
    ended_at = models.DateTimeField("ferdig", null=True, blank=True)
    delivered_on = models.DateField("avlevert", null=True, blank=True)
    delivery_reference = models.CharField("arkivets referanse", max_length=80, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "slettekjøring"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            who_and_when(
                "households_retention_approved_by_and_at", by="approved_by", at="approved_at"
            ),
            who_and_when(
                "households_retention_delivered_by_and_on", by="delivered_by", at="delivered_on"
            ),
            CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="households_retention_approved_by_another",
                violation_error_message="Den som foreslo kjøringen, kan ikke godkjenne den.",
            ),
            CheckConstraint(
                condition=Q(state__in=("proposed", "withdrawn")) | Q(approved_by__isnull=False),
                name="households_retention_runs_only_when_approved",
            ),
            UniqueConstraint(
                fields=["state"],
                condition=Q(state="proposed"),
                name="households_retention_one_proposal_at_a_time",
                violation_error_message="Det ligger allerede et forslag til godkjenning.",
            ),
        ]

    def __str__(self) -> str:
        return f"Slettekjøring per {self.as_of:%d.%m.%Y}"


class HouseholdLock(models.Model):
    """That a household is closed to everyone (lås) because its time is up.

    A leader of a unit that has it may open it, with a reason; one that has been anonymised stays
    shut.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="locks")
    run = models.ForeignKey(RetentionRun, models.PROTECT, related_name="locks")
    locked_on = models.DateField("låst")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField("åpnet", null=True, blank=True)
    reason = models.CharField("begrunnelse", max_length=255, blank=True)

    class Meta:
        verbose_name = "lås"
        constraints = [
            who_and_when("households_lock_opened_by_and_at", by="opened_by", at="opened_at"),
            UniqueConstraint(
                fields=["household"],
                condition=Q(opened_at__isnull=True),
                name="households_lock_one_closed_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.number}, {self.locked_on:%d.%m.%Y}"
