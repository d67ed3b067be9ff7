"""An appeal against a decision, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import User, who_and_when
from decisions.codes import AppealResult
from decisions.models.decision import Decision, PartOfDecision
from households.models import Person


class Appeal(models.Model):
    """A complaint against a decision (klage), with who and when of each step.

    The office looks at it again first. What it does not change goes to the `body` of appeal, whose
    result is carried out here. The latest step stands in the facts, never in a field of its own.
    """

    Result = AppealResult

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    appellant = models.ForeignKey(
        Person, models.PROTECT, related_name="appeals", verbose_name="klager"
    )
    text = models.TextField("hva det klages på")
    received_on = models.DateField("mottatt")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert")
    within_time = models.BooleanField("innen fristen")
    late_reason = models.TextField("hvorfor den tas opp likevel, eller avvises", blank=True)
    is_taken_up = models.BooleanField("behandles")

    reconsidered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    reconsidered_on = models.DateField("vurdert på nytt", null=True, blank=True)
    is_reversed = models.BooleanField("omgjort av kontoret", null=True, blank=True)
    reconsideration = models.TextField("kontorets vurdering", blank=True)
    forwarded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    forwarded_on = models.DateField("oversendt klageinstansen", null=True, blank=True)
    body = models.CharField("klageinstans", max_length=120)
    result = models.CharField(
        "klageinstansens avgjørelse", max_length=8, choices=Result, blank=True
    )
    result_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    result_on = models.DateField("avgjort", null=True, blank=True)
    implemented_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    implemented_on = models.DateField("fulgt opp", null=True, blank=True)

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "klage"
        ordering = ["received_on", "pk"]
        constraints = [
            who_and_when(
                "decisions_appeal_reconsidered_by_and_on",
                by="reconsidered_by",
                at="reconsidered_on",
            ),
            who_and_when(
                "decisions_appeal_forwarded_by_and_on", by="forwarded_by", at="forwarded_on"
            ),
            who_and_when("decisions_appeal_result_by_and_on", by="result_by", at="result_on"),
            who_and_when(
                "decisions_appeal_implemented_by_and_on", by="implemented_by", at="implemented_on"
            ),
            CheckConstraint(
                condition=Q(within_time=True) | ~Q(late_reason=""),
                name="decisions_appeal_late_with_reason",
                violation_error_message="Klagen er for sen. Skriv hvorfor den tas opp eller ikke.",
            ),
            CheckConstraint(
                condition=Q(within_time=False) | Q(is_taken_up=True),
                name="decisions_appeal_in_time_is_taken_up",
            ),
            CheckConstraint(
                condition=Q(reconsidered_on=None, is_reversed=None)
                | Q(reconsidered_on__isnull=False, is_reversed__isnull=False, is_taken_up=True),
                name="decisions_appeal_reconsidered_either_way",
            ),
            CheckConstraint(
                condition=Q(forwarded_on=None) | Q(is_reversed=False),
                name="decisions_appeal_forwarded_when_not_reversed",
            ),
            CheckConstraint(
                condition=Q(result="", result_on=None)
                | (~Q(result="") & Q(result_on__isnull=False, forwarded_on__isnull=False)),
                name="decisions_appeal_result_of_what_was_forwarded",
            ),
            CheckConstraint(
                condition=Q(implemented_on=None) | Q(is_reversed=True) | ~Q(result=""),
                name="decisions_appeal_implemented_when_settled",
            ),
            UniqueConstraint(
                fields=["decision", "appellant"],
                condition=Q(implemented_on=None, is_taken_up=True),
                name="decisions_appeal_one_open_per_person",
                violation_error_message="Personen har allerede en klage til behandling.",
            ),
        ]

    def __str__(self) -> str:
        return f"Klage {self.received_on:%d.%m.%Y}"
