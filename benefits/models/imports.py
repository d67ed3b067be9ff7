"""A load of earlier data: what was given, how far it came, and what it found."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.access import may
from accounts.models import User
from accounts.policy import Permission


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> ImportRunQuerySet:
        """The runs that `user` may see: all of them for who may import, none for others."""
        return self.all() if may(user, Permission.IMPORT_DATA) else self.none()


class ImportRun(models.Model):
    """One import (innlesing) ordered on the page; holds counts, lines and rules, never persons.

    `outcome` is what the last check or load found (benefits/imports/outcome.py). Checking writes
    nothing else; accepting a checked run queues the writing. The files lie in UPLOAD_DIR under
    `folder` until the run ends.
    """

    class Kind(models.TextChoices):
        HISTORY = "history", "CSV fra tidligere system"
        KOSTRA = "kostra", "KOSTRA-filer 11F og 11CF"

    class State(models.TextChoices):
        QUEUED_PREVIEW = "queued_preview", "I kø for kontroll"
        PREVIEWING = "previewing", "Kontrolleres"
        PREVIEWED = "previewed", "Venter på svar"
        QUEUED_LOAD = "queued_load", "I kø for innlesing"
        LOADING = "loading", "Leses inn"
        DONE = "done", "Lest inn"
        REFUSED = "refused", "Avvist"
        FAILED = "failed", "Stoppet"
        DISCARDED = "discarded", "Forkastet"

    kind = models.CharField("type", max_length=8, choices=Kind)
    state = models.CharField(max_length=15, choices=State, default=State.QUEUED_PREVIEW)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="imports")
    asked_at = models.DateTimeField("bestilt", auto_now_add=True)
    folder = models.CharField(max_length=64, unique=True)
    files_sha256 = models.CharField(max_length=64)
    accept_changes = models.BooleanField("godta endringer", default=False)
    steps_done = models.PositiveSmallIntegerField(default=0)
    step_detail = models.CharField(max_length=120, blank=True)
    failure = models.CharField("årsak", max_length=200, blank=True)
    outcome = models.JSONField(default=dict)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField("avsluttet", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "innlesing"
        ordering = ["-asked_at"]
        constraints = [
            CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False),
                name="benefits_import_claim_with_lease",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"
