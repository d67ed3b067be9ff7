"""What a decision decides, matter by matter, and the children it weighs."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from decisions.codes import Outcome, Section
from decisions.models.decision import Decision, PartOfDecision
from decisions.models.texts import TextBlock
from households.models import Person


class Matter(models.Model):
    """One thing that was asked for, with an outcome and grounds of its own (forhold).

    What has a form outside `PAID_OUT` is given, and no money is paid for it (§ 21).
    """

    class Form(models.TextChoices):
        """Forms of support (§ 21)."""

        GRANT = "grant", "Bidrag"
        LOAN = "loan", "Lån"
        GUARANTEE = "guarantee", "Garanti for lån"
        GOODS = "goods", "Varer eller tjenester"
        SERVICE = "service", "Ikke økonomisk"

    PAID_OUT = (Form.GRANT, Form.LOAN)

    class Recurs(models.TextChoices):
        MONTHLY = "monthly", "Hver måned"
        ONCE = "once", "Én gang"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="matters")
    number = models.PositiveSmallIntegerField("nummer")
    asked = models.CharField("søkt om", max_length=255)
    outcome = models.CharField("utfall", max_length=9, choices=Outcome, blank=True)
    section = models.CharField("hjemmel", max_length=4, choices=Section, blank=True)
    facts = models.TextField("faktum", blank=True)
    law = models.TextField("rettsregler", blank=True)
    discretion = models.TextField("skjønn", blank=True)
    facts_block = models.ForeignKey(
        TextBlock, models.PROTECT, related_name="+", null=True, blank=True
    )
    law_block = models.ForeignKey(
        TextBlock, models.PROTECT, related_name="+", null=True, blank=True
    )
    discretion_block = models.ForeignKey(
        TextBlock, models.PROTECT, related_name="+", null=True, blank=True
    )
    form = models.CharField("stønadsform", max_length=9, choices=Form, default=Form.GRANT)
    recurs = models.CharField("hvor ofte", max_length=7, choices=Recurs, default=Recurs.MONTHLY)
    amount = models.PositiveIntegerField("kroner", default=0)
    third_party = models.CharField("utbetales til", max_length=120, blank=True)

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "forhold"
        verbose_name_plural = "forhold"
        ordering = ["decision", "number"]
        constraints = [
            UniqueConstraint(fields=["decision", "number"], name="decisions_matter_one_per_number"),
            CheckConstraint(
                condition=~Q(outcome__in=(Outcome.REFUSED, Outcome.DISMISSED)) | Q(amount=0),
                name="decisions_matter_refused_gives_nothing",
                violation_error_message="Det som er avslått eller avvist, kan ikke ha et beløp.",
            ),
        ]

    def __str__(self) -> str:
        return self.asked


class ChildWeighed(models.Model):
    """What was weighed for one child in a decision (barnets beste): know, assess, weigh, show.

    `cap_text` answers what a reduction by the benefit cap means for the child.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="children")
    child = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="barn")
    text = models.TextField("vurdering av barnets beste", blank=True)
    cap_text = models.TextField("hva avkortingen betyr for barnet", blank=True)

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "barn vurdert"
        ordering = ["decision", "pk"]
        constraints = [
            UniqueConstraint(fields=["decision", "child"], name="decisions_child_weighed_once")
        ]

    def __str__(self) -> str:
        return str(self.child)
