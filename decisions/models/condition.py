"""Conditions on support, exemptions from activity, and what follows when one is not met."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import User, who_and_when
from decisions.codes import ConditionKind, Exemption
from decisions.models.decision import Decision, PartOfDecision
from decisions.models.texts import TextBlock
from households.models import Person


class Condition(models.Model):
    """A condition (vilkår) on support under § 20 or § 20 a, or an exemption from activity.

    A breach goes by steps: the person is told, is heard, and only then may the month's support be
    reduced, with the children weighed. Codes are KOSTRA's.
    """

    class Basis(models.TextChoices):
        CONDITIONS = "20", "§ 20"
        ACTIVITY = "20a", "§ 20 a"

    class State(models.TextChoices):
        RELEVANT = "relevant", "Gjelder"
        MET = "met", "Oppfylt"
        NOT_MET = "not_met", "Ikke oppfylt"
        CANCELLED = "cancelled", "Opphevet"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    number = models.PositiveSmallIntegerField("nummer")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="gjelder")
    basis = models.CharField("hjemmel", max_length=3, choices=Basis)
    kind = models.CharField("vilkår", max_length=2, choices=ConditionKind, blank=True)
    exemption = models.CharField("unntak", max_length=2, choices=Exemption, blank=True)
    text = models.TextField("hva som kreves, og hvorfor", blank=True)
    text_block = models.ForeignKey(
        TextBlock, models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField("frist", null=True, blank=True)

    state = models.CharField("status", max_length=9, choices=State, default=State.RELEVANT)
    state_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    state_at = models.DateTimeField("status satt", null=True, blank=True)
    notified_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    notified_on = models.DateField("varslet", null=True, blank=True)
    heard_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    heard_on = models.DateField("hørt", null=True, blank=True)
    statement = models.TextField("hva personen sa", blank=True)
    reduced_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reduced_on = models.DateField("stønaden redusert", null=True, blank=True)
    reduced_month = models.DateField("redusert for måned", null=True, blank=True)
    reduced_amount = models.PositiveIntegerField("redusert med kroner", null=True, blank=True)
    children_weighed = models.TextField("hensynet til barna", blank=True)

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "vilkår"
        verbose_name_plural = "vilkår"
        ordering = ["decision", "number"]
        constraints = [
            UniqueConstraint(
                fields=["decision", "number"], name="decisions_condition_one_per_number"
            ),
            CheckConstraint(
                condition=(~Q(kind="") & Q(exemption=""))
                | (Q(kind="", basis="20a") & ~Q(exemption="")),
                name="decisions_condition_or_exemption",
                violation_error_message="Velg et vilkår, eller et unntak fra aktivitet (§ 20 a).",
            ),
            CheckConstraint(
                condition=Q(exemption="") | Q(state="relevant") | Q(state="cancelled"),
                name="decisions_condition_exemption_is_not_broken",
            ),
            who_and_when("decisions_condition_state_by_and_at", by="state_by", at="state_at"),
            who_and_when(
                "decisions_condition_notified_by_and_on", by="notified_by", at="notified_on"
            ),
            who_and_when("decisions_condition_heard_by_and_on", by="heard_by", at="heard_on"),
            who_and_when("decisions_condition_reduced_by_and_on", by="reduced_by", at="reduced_on"),
            CheckConstraint(
                condition=Q(notified_on=None) | Q(state="not_met"),
                name="decisions_condition_breach_is_not_met",
            ),
            CheckConstraint(
                condition=Q(heard_on=None) | Q(notified_on__isnull=False),
                name="decisions_condition_notified_before_heard",
            ),
            CheckConstraint(
                condition=Q(reduced_on=None, reduced_amount=None, reduced_month=None)
                | Q(heard_on__isnull=False, reduced_amount__gt=0, reduced_month__isnull=False),
                name="decisions_condition_heard_before_reduced",
                violation_error_message="Personen skal varsles og høres før stønaden reduseres.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display() or self.get_exemption_display()
