"""Who changed a person's grade of protection, from what to what, and on whose word."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import User, who_and_when
from households.access import Protection
from households.models.people import Person


class ProtectionChangeQuerySet(models.QuerySet["ProtectionChange"]):
    def waiting(self) -> Self:
        """Proposed lowerings that nobody has decided yet."""
        return self.filter(outcome=ProtectionChange.Outcome.WAITING)


class ProtectionChange(models.Model):
    """A change of a person's grade (endret gradering): made at once when it raises, else proposed.

    A lowering is decided by somebody else than who proposed it (security.md 3.6).
    """

    class Reason(models.TextChoices):
        REGISTER = "register", "Melding fra Folkeregisteret"
        POLICE = "police", "Melding fra politiet"
        PERSON = "person", "Personen selv har opplyst det"
        STAFF = "staff", "Ansatt her, eller nær en som er det"
        OVER = "over", "Grunnlaget er falt bort"
        MISTAKE = "mistake", "Graderingen var feil"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Venter på godkjenning"
        MADE = "made", "Gjennomført"
        REFUSED = "refused", "Avslått"
        LAPSED = "lapsed", "Bortfalt"

    person = models.ForeignKey(Person, models.PROTECT, related_name="protection_changes")
    from_grade = models.CharField("fra", max_length=13, choices=Protection)
    to_grade = models.CharField("til", max_length=13, choices=Protection)
    is_lowering = models.BooleanField("senkning")
    reason = models.CharField("grunn", max_length=8, choices=Reason)
    grounds = models.CharField("begrunnelse", max_length=255, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("foreslått")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("avgjort", null=True, blank=True)
    outcome = models.CharField("utfall", max_length=7, choices=Outcome)

    objects = ProtectionChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "endret gradering"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            who_and_when(
                "households_protection_change_decided_by_and_at", by="decided_by", at="decided_at"
            ),
            CheckConstraint(
                condition=Q(is_lowering=False)
                | Q(decided_by__isnull=True)
                | Q(outcome="lapsed")
                | ~Q(decided_by=F("proposed_by")),
                name="households_protection_change_lowered_by_two",
                violation_error_message="En annen enn den som foreslo, må avgjøre senkningen.",
            ),
            CheckConstraint(
                condition=Q(outcome="waiting", decided_by__isnull=True, is_lowering=True)
                | (~Q(outcome="waiting") & Q(decided_by__isnull=False)),
                name="households_protection_change_waits_or_is_decided",
            ),
            CheckConstraint(
                condition=Q(is_lowering=False) | ~Q(grounds=""),
                name="households_protection_change_lowering_has_grounds",
            ),
            CheckConstraint(
                condition=~Q(from_grade=F("to_grade")),
                name="households_protection_change_changes",
            ),
            UniqueConstraint(
                fields=["person"],
                condition=Q(outcome="waiting"),
                name="households_protection_change_one_waiting",
                violation_error_message="En senkning venter allerede på godkjenning.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_grade_display()} til {self.get_to_grade_display()}"
