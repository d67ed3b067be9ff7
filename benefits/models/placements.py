"""Who takes part in an active measure: place, hours, attendance and what came of it (1d, 1e)."""

from __future__ import annotations

import uuid
from enum import Enum
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Unit, User, period_constraint
from benefits.models.catalogue import FULL_WEEK, Measure
from benefits.models.programmes import KvpEnrolment
from households.models import Household, Person
from households.visibility import RowsOfParty, RowsOfWhole


class PlacementState(Enum):
    """How far a placement has come; it follows from its days. The value stands in addresses."""

    WAITING = "venter"
    PLANNED = "planlegger"
    RUNNING = "gjennomforer"
    COMPLETED = "fullfort"
    BROKEN_OFF = "avbrutt"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    PlacementState.WAITING: "På venteliste",
    PlacementState.PLANNED: "Planlegger",
    PlacementState.RUNNING: "Gjennomfører",
    PlacementState.COMPLETED: "Fullført",
    PlacementState.BROKEN_OFF: "Avbrutt",
}
NOT_ENDED = Q(ended_on=None)
IN_STATE = {
    PlacementState.WAITING: NOT_ENDED & Q(placed_on=None),
    PlacementState.PLANNED: NOT_ENDED & Q(placed_on__isnull=False, started_on=None),
    PlacementState.RUNNING: NOT_ENDED & Q(started_on__isnull=False),
    PlacementState.COMPLETED: ~NOT_ENDED & Q(broken_off=False),
    PlacementState.BROKEN_OFF: ~NOT_ENDED & Q(broken_off=True),
}
"""Each state as a condition on the row; a test holds it together with `Placement.state`."""


class PlacementQuerySet(RowsOfParty):
    party = "unit__party"

    def in_state(self, state: PlacementState) -> Self:
        return self.filter(IN_STATE[state])

    def holding_a_place(self) -> Self:
        return self.filter(ended_on=None, placed_on__isnull=False)

    def waiting(self) -> Self:
        """Those in line, the first first."""
        return self.in_state(PlacementState.WAITING).order_by("asked_on", "pk")

    def combined(self) -> Self:
        """Those with hours of both work and training in one period (kombinert løp, 1e)."""
        both = PlacementHours.objects.filter(
            placement=OuterRef("pk"), work_hours__gt=0, training_hours__gt=0
        )
        return self.filter(Exists(both))


class Placement(models.Model):
    """One person's time in a measure (tiltaksplass), or in the line for it.

    `placed_on` is the day a place was free for them; without it they wait, in the order of
    `asked_on`. The exit code is KOSTRA's, as for the qualification programme.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="placements")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="placements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked_on = models.DateField("meldt på")
    placed_on = models.DateField("fikk plass", null=True, blank=True)
    planned_from = models.DateField("planlagt fra")
    planned_to = models.DateField("planlagt til", null=True, blank=True)
    started_on = models.DateField("startet", null=True, blank=True)
    ended_on = models.DateField("siste dag", null=True, blank=True)
    broken_off = models.BooleanField("avbrutt", default=False)
    exit_code = models.CharField(
        "avsluttet til", max_length=2, choices=KvpEnrolment.ExitCode, blank=True
    )
    end_note = models.CharField("merknad til slutten", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "tiltaksplass"
        verbose_name_plural = "tiltaksplasser"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["person", "measure"],
                condition=Q(ended_on=None),
                name="benefits_placement_one_open_in_a_measure",
                violation_error_message="Personen er allerede meldt på tiltaket.",
            ),
            CheckConstraint(
                condition=Q(planned_to=None) | Q(planned_to__gte=F("planned_from")),
                name="benefits_placement_planned_in_order",
            ),
            CheckConstraint(
                condition=Q(started_on=None) | Q(placed_on__isnull=False),
                name="benefits_placement_started_with_a_place",
            ),
            CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="benefits_placement_not_ended_before_begun",
            ),
            CheckConstraint(
                condition=Q(ended_on=None, broken_off=False, exit_code="", end_note="")
                | Q(ended_on__isnull=False, started_on=None, broken_off=True, exit_code="")
                | (Q(ended_on__isnull=False, started_on__isnull=False) & ~Q(exit_code="")),
                name="benefits_placement_ended_with_its_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["measure", "placed_on"],
                condition=Q(ended_on=None),
                name="benefits_placement_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.state.label.lower()}"

    @property
    def state(self) -> PlacementState:
        if self.ended_on is not None:
            return PlacementState.BROKEN_OFF if self.broken_off else PlacementState.COMPLETED
        if self.placed_on is None:
            return PlacementState.WAITING
        return PlacementState.PLANNED if self.started_on is None else PlacementState.RUNNING


class PartsOfPlacement(RowsOfWhole):
    whole = "placement"


def has_hours(name: str) -> CheckConstraint:
    """Some hours, and no more than a week has."""
    within = Q(work_hours__lte=FULL_WEEK - F("training_hours") - F("language_hours"))
    some = Q(work_hours__gt=0) | Q(training_hours__gt=0) | Q(language_hours__gt=0)
    return CheckConstraint(condition=within & some, name=name)


class PlacementHours(models.Model):
    """Hours a week in a placement, of each component, between dates (timer i tiltak)."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="hours")
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    work_hours = models.PositiveSmallIntegerField("arbeid", default=0)
    training_hours = models.PositiveSmallIntegerField("opplæring", default=0)
    language_hours = models.PositiveSmallIntegerField("norsk", default=0)

    objects = PartsOfPlacement.as_manager()

    class Meta:
        verbose_name = "timer i tiltak"
        verbose_name_plural = "timer i tiltak"
        ordering = ["valid_from", "pk"]
        constraints = [
            period_constraint("benefits_hours_not_ended_before_begun"),
            has_hours("benefits_hours_some_within_a_week"),
            UniqueConstraint(
                fields=["placement"],
                condition=Q(valid_to=None),
                name="benefits_hours_one_open_period",
            ),
        ]

    def __str__(self) -> str:
        told = (
            (self.work_hours, "arbeid"),
            (self.training_hours, "opplæring"),
            (self.language_hours, "norsk"),
        )
        return ", ".join(f"{hours} t {what}" for hours, what in told if hours)


class PlacementAttendance(models.Model):
    """Hours somebody was there in a week or month, of those agreed (oppmøte)."""

    class Period(models.TextChoices):
        WEEK = "week", "Uke"
        MONTH = "month", "Måned"

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="attendance")
    period = models.CharField("gjelder", max_length=5, choices=Period)
    first_day = models.DateField("første dag")
    agreed_hours = models.PositiveSmallIntegerField("avtalte timer")
    attended_hours = models.PositiveSmallIntegerField("timer til stede")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("ført", default=timezone.now)

    objects = PartsOfPlacement.as_manager()

    class Meta:
        verbose_name = "oppmøte"
        verbose_name_plural = "oppmøter"
        ordering = ["-first_day", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["placement", "period", "first_day"],
                name="benefits_attendance_once_for_a_period",
            ),
            CheckConstraint(
                condition=Q(agreed_hours__gt=0, attended_hours__lte=F("agreed_hours")),
                name="benefits_attendance_of_what_was_agreed",
                violation_error_message="Timer til stede kan ikke være flere enn de avtalte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_period_display()} fra {self.first_day:%d.%m.%Y}"

    @property
    def share(self) -> int:
        """Whole per cent, rounded down."""
        return self.attended_hours * 100 // self.agreed_hours


class PlacementOutcome(models.Model):
    """What the person does six or twelve months after a measure (tilstand etter tiltak); 1d."""

    class After(models.IntegerChoices):
        SIX = 6, "Etter seks måneder"
        TWELVE = 12, "Etter tolv måneder"

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField("når", choices=After)
    code = models.CharField("tilstand", max_length=2, choices=KvpEnrolment.ExitCode)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("ført", default=timezone.now)

    objects = PartsOfPlacement.as_manager()

    class Meta:
        verbose_name = "tilstand etter tiltak"
        verbose_name_plural = "tilstander etter tiltak"
        ordering = ["months"]
        constraints = [
            UniqueConstraint(
                fields=["placement", "months"], name="benefits_outcome_once_for_each_time"
            ),
            CheckConstraint(
                condition=Q(months__in=(6, 12)), name="benefits_outcome_after_six_or_twelve"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_months_display()}: {self.get_code_display()}"


class PlacementChange(models.Model):
    """What was done with a placement, by whom (endret tiltaksplass); never rewritten."""

    class Act(models.TextChoices):
        ASKED = "asked", "Meldt på"
        PLACED = "placed", "Fikk plass"
        STARTED = "started", "Startet"
        HOURS = "hours", "Timer endret"
        ATTENDED = "attended", "Oppmøte ført"
        ENDED = "ended", "Avsluttet"
        OUTCOME = "outcome", "Tilstand ført"

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=8, choices=Act)
    told = models.CharField("hva som ble notert", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = PartsOfPlacement.as_manager()

    class Meta:
        verbose_name = "endret tiltaksplass"
        verbose_name_plural = "endrede tiltaksplasser"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
