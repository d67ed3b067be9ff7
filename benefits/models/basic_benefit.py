"""Whether the state's basic benefit can pay for what health demands (measure 7b)."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Unit, User, who_and_when
from households.models import Household, Person


class BasicBenefitCheck(models.Model):
    """That grunnstønad is to be looked into for somebody, since money hinders a health measure.

    Made only where a talk or a mapping shows it; the result is due within 60 days (measure 7b).
    """

    class Result(models.TextChoices):
        APPLIED = "applied", "Søkt"
        GRANTED = "granted", "Innvilget"
        REFUSED = "refused", "Avslått"
        NOT_RELEVANT = "not_relevant", "Ikke aktuelt"

    household = models.ForeignKey(Household, models.PROTECT, related_name="basic_benefit_checks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="basic_benefit_checks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    measure = models.CharField("helsetiltaket det gjelder", max_length=200)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("tatt opp", default=timezone.now)
    due_on = models.DateField("frist")
    result = models.CharField("resultat", max_length=12, choices=Result, blank=True)
    result_on = models.DateField("avklart", null=True, blank=True)
    result_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "vurdering av grunnstønad"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            who_and_when("benefits_basic_result_by_and_on", by="result_by", at="result_on"),
            CheckConstraint(
                condition=Q(result="", result_on=None)
                | (~Q(result="") & Q(result_on__isnull=False)),
                name="benefits_basic_result_with_date",
            ),
            UniqueConstraint(
                fields=["person"],
                condition=Q(result=""),
                name="benefits_basic_one_open_per_person",
                violation_error_message="Grunnstønad blir allerede vurdert for personen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Grunnstønad: {self.measure}"
