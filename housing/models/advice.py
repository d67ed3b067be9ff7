"""Advice towards a home of one's own, to everyone with difficulties on the market (measure 5a)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User
from households.models import Household
from households.visibility import RowsOfParty, RowsOfWhole
from housing.codes import AdviceAim, AdviceCause, AdviceOutcome, AdviceTool, StepOwner


class HousingRows(RowsOfParty):
    """Rows of HV, which holds all of housing: known to its own office and to no other."""


class AdviceCaseQuerySet(HousingRows):
    def going_on(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def never_offered(self) -> Self:
        """Those to whom advice has not been offered, and with whom no session was held either."""
        held = AdviceSession.objects.filter(case=OuterRef("pk"))
        return self.filter(~Exists(held), offered_on__isnull=True)


class AdviceCase(models.Model):
    """One household's advice about housing (boligrådgivning); at most one is open at a time.

    `offered_on` is the day the household was told that it can have advice. The plan leads towards
    `aim`, by steps; `outcome` is what it came to.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="advice_cases")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    cause = models.CharField("åpnet fordi", max_length=13, choices=AdviceCause)
    opened_on = models.DateField("åpnet")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    offered_on = models.DateField("tilbudt", null=True, blank=True)
    aim = models.CharField("mål", max_length=12, choices=AdviceAim, blank=True)
    closed_on = models.DateField("avsluttet", null=True, blank=True)
    outcome = models.CharField("resultat", max_length=12, choices=AdviceOutcome, blank=True)
    outcome_text = models.CharField("om resultatet", max_length=300, blank=True)
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects = AdviceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "boligrådgivning"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(closed_on__isnull=True),
                name="housing_one_open_advice_case",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="housing_advice_ends_after_it_opens",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="housing_advice_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Boligrådgivning fra {self.opened_on:%d.%m.%Y}"


class PartsOfAdvice(RowsOfWhole):
    whole = "case"


class AdviceSession(models.Model):
    """A session of advice that was held (rådgivningssamtale).

    `place` is the place in the queue that the household was told of then, if it stood in it.
    """

    case = models.ForeignKey(AdviceCase, models.CASCADE, related_name="sessions")
    held_on = models.DateField("holdt")
    text = models.TextField("hva dere snakket om")
    place = models.PositiveIntegerField("plass i køen", null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(editable=False, unique=True)

    objects = PartsOfAdvice.as_manager()

    class Meta:
        verbose_name = "boligsamtale"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["case", "held_on"], name="housing_session_held")]

    def __str__(self) -> str:
        return f"Samtale {self.held_on:%d.%m.%Y}"


class AdviceStep(models.Model):
    """A step of the plan towards a home (plansteg), with who does it and by when."""

    case = models.ForeignKey(AdviceCase, models.CASCADE, related_name="steps")
    tool = models.CharField("virkemiddel", max_length=19, choices=AdviceTool)
    text = models.CharField("hva som skal gjøres", max_length=300)
    owner = models.CharField("hvem gjør det", max_length=9, choices=StepOwner)
    due_on = models.DateField("frist", null=True, blank=True)
    done_on = models.DateField("gjort", null=True, blank=True)
    result = models.CharField("hva det ga", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("skrevet", default=timezone.now)

    objects = PartsOfAdvice.as_manager()

    class Meta:
        verbose_name = "steg i boligplanen"
        verbose_name_plural = "steg i boligplanen"
        ordering = [F("done_on").asc(nulls_first=True), "due_on", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(result=""),
                name="housing_step_result_of_what_is_done",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_tool_display()}: {self.text}"
