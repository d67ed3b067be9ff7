"""The queue for municipal homes: who stands in it, since when, and why where they stand."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, Unit, User, period_constraint, who_and_when
from decisions.codes import State
from decisions.models import Decision
from households.models import Household, Person
from households.visibility import RowsOfWhole
from housing.codes import ApplicationState, ExitCause, Priority
from housing.models.advice import HousingRows
from housing.models.applications import HousingApplication, PriorityGround, SharedHousingRows

ORDER = ("priority", "-points", "counts_from", "approved_on", "id")
"""The order of the queue, which is total: a class, points where there are any, then the date."""


LOST = (ExitCause.DECLINED, ExitCause.NOT_ENTITLED)
"""Exits that the household did not choose, of which a decision is made."""


class QueueEntryQuerySet(SharedHousingRows):
    def standing(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def in_order(self) -> Self:
        return self.order_by(*ORDER)

    def undecided(self) -> Self:
        """Out against their will, with no decision made of that yet, and not back since.

        By too many noes, or because the conditions are not met any more: before there was a
        decision of its own for that, the one on the application was turned to say so.
        """
        back = QueueEntry.objects.standing().filter(household=OuterRef("household"))
        rows = self.filter(~Exists(back), exit_cause__in=LOST, reentries=None)
        rows = rows.filter(
            Q(exit_cause=ExitCause.DECLINED) | Q(application__state=ApplicationState.APPROVED)
        )
        unwritten = ~Q(exit_decision__state=State.APPROVED) & Q(exit_decision__corrects=None)
        return rows.filter(Q(exit_decision=None) | unwritten)


class QueueEntry(models.Model):
    """One household's time in the queue (køplass), from an approved application.

    The waiting time is counted from `approved_on`; the place from `counts_from`, which is that day
    until somebody is moved within the class. Whoever comes back has a new row that `reenters` the
    one before. What the home must be stands on the application. `exit_decision` says that the place
    is lost, where the household did not leave it of its own accord.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="queue_entries")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="søker")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="kontor")
    application = models.ForeignKey(
        HousingApplication, models.PROTECT, related_name="entries", verbose_name="søknad"
    )
    reenters = models.ForeignKey(
        "self", models.PROTECT, related_name="reentries", null=True, blank=True
    )
    approved_on = models.DateField("godkjent")
    queued_on = models.DateField("satt i kø")
    agreed_on = models.DateField("oppfølgingsavtale signert")
    priority = models.CharField("klasse", max_length=1, choices=Priority)
    points = models.PositiveSmallIntegerField("poeng", default=0)
    counts_from = models.DateField("regnes fra")
    first_place = models.PositiveIntegerField("plass da den begynte", null=True, blank=True)
    renewed_on = models.DateField("sist fornyet", null=True, blank=True)
    ended_on = models.DateField("ute av køen", null=True, blank=True)
    exit_cause = models.CharField("hvorfor ute", max_length=12, choices=ExitCause, blank=True)
    exit_text = models.CharField("merknad", max_length=300, blank=True)
    exit_decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="queue_exit", null=True, blank=True
    )
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "plass i boligkøen"
        verbose_name_plural = "plasser i boligkøen"
        ordering = list(ORDER)
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="housing_entry_one_open",
                violation_error_message="Husstanden står allerede i køen.",
            ),
            CheckConstraint(
                condition=Q(queued_on__gte=F("approved_on")),
                name="housing_entry_approved_before_queued",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, exit_cause="")
                | (Q(ended_on__gte=F("approved_on")) & ~Q(exit_cause="")),
                name="housing_entry_ended_for_a_cause",
            ),
        ]
        indexes = [
            models.Index(
                fields=list(ORDER),
                condition=Q(ended_on__isnull=True),
                name="housing_entry_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"Boligkø fra {self.approved_on:%d.%m.%Y}"


class PartsOfEntry(RowsOfWhole):
    whole = "entry"


class QueuePause(models.Model):
    """Days in which somebody in the queue wants no offers (pause); the place is kept."""

    entry = models.ForeignKey(QueueEntry, models.CASCADE, related_name="pauses")
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til", null=True, blank=True)
    reason = models.CharField("hvorfor", max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PartsOfEntry.as_manager()

    class Meta:
        verbose_name = "pause i boligkøen"
        verbose_name_plural = "pauser i boligkøen"
        ordering = ["valid_from", "pk"]
        constraints = [
            period_constraint("housing_pause_not_ended_before_begun"),
            UniqueConstraint(
                fields=["entry"],
                condition=Q(valid_to__isnull=True),
                name="housing_pause_one_open",
                violation_error_message="Plassen er allerede på pause.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause fra {self.valid_from:%d.%m.%Y}"


class QueueMoveQuerySet(PartsOfEntry):
    def waiting(self) -> Self:
        """Those that a second person has still to decide."""
        return self.filter(decided_by__isnull=True, withdrawn_at__isnull=True)


class QueueMove(models.Model):
    """That somebody is moved in the queue (flytting), with grounds; never rewritten.

    Within the class another date to count from holds at once. To another class the grounds that are
    met are proposed by one and decided by another, who tells why at a no, unless withdrawn before.
    """

    entry = models.ForeignKey(QueueEntry, models.CASCADE, related_name="moves")
    from_class = models.CharField("fra klasse", max_length=1, choices=Priority)
    to_class = models.CharField("til klasse", max_length=1, choices=Priority)
    from_date = models.DateField("regnet fra")
    to_date = models.DateField("regnes fra")
    met = models.ManyToManyField(
        PriorityGround, related_name="+", verbose_name="grunner som gjelder"
    )
    grounds = models.CharField("begrunnelse", max_length=600)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("foreslått", default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("avgjort", null=True, blank=True)
    is_approved = models.BooleanField("godkjent", null=True, blank=True)
    decided_text = models.CharField("hvorfor ikke godkjent", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField("trukket", null=True, blank=True)
    form_token = models.UUIDField(editable=False, unique=True)

    objects = QueueMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "flytting i boligkøen"
        verbose_name_plural = "flyttinger i boligkøen"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            who_and_when("housing_move_decided_by_and_at", by="decided_by", at="decided_at"),
            CheckConstraint(
                condition=Q(decided_by=None, is_approved=None)
                | Q(decided_by__isnull=False, is_approved__isnull=False),
                name="housing_move_decided_either_way",
            ),
            CheckConstraint(
                condition=Q(decided_by=None)
                | Q(from_class=F("to_class"))
                | ~Q(decided_by=F("proposed_by")),
                name="housing_move_between_classes_by_two",
                violation_error_message="Den som foreslår flyttingen, kan ikke avgjøre den.",
            ),
            UniqueConstraint(
                fields=["entry"],
                condition=Q(decided_by__isnull=True, withdrawn_at__isnull=True),
                name="housing_move_one_waiting",
                violation_error_message="En flytting venter allerede på avgjørelse.",
            ),
        ]

    def __str__(self) -> str:
        return f"Flytting {self.from_class} til {self.to_class}"


class HousingChange(models.Model):
    """What was done in a household's housing case, by whom (endret boligsak); never rewritten.

    Without a user it happened by itself.
    """

    class Part(models.TextChoices):
        APPLICATION = "application", "Søknad"
        QUEUE = "queue", "Boligkø"
        ADVICE = "advice", "Rådgivning"
        OFFER = "offer", "Tilbud"
        LODGING = "lodging", "Midlertidig botilbud"
        TENANCY = "tenancy", "Leieforhold"
        RISK = "risk", "Fare for utkastelse"
        CAREER = "career", "Vei til egen bolig"

    household = models.ForeignKey(Household, models.PROTECT, related_name="housing_changes")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    part = models.CharField("hva det gjelder", max_length=11, choices=Part)
    told = models.CharField("hva som ble gjort", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField("når", default=timezone.now)

    objects = HousingRows.as_manager()

    class Meta:
        verbose_name = "endret boligsak"
        verbose_name_plural = "endrede boligsaker"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.at:%d.%m.%Y}"
