"""Who among the staff is too close to a household to open it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import User, who_and_when
from households.models.people import Household, Person


class StaffPerson(models.Model):
    """That a user is the person `person` (egen person): own and near cases are closed to them.

    Registered by the user alone and never taken back by them, so that no row can open a case. Whom
    nobody has registered yet is kept as `number_hash` only, until a person with that number comes.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="own_persons")
    person = models.ForeignKey(Person, models.PROTECT, related_name="staff", null=True, blank=True)
    number_hash = models.CharField(max_length=64, blank=True, editable=False)
    registered_at = models.DateTimeField("registrert", auto_now_add=True)

    class Meta:
        verbose_name = "egen person"
        constraints = [
            CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(number_hash=""),
                name="households_staff_person_is_somebody",
            ),
            UniqueConstraint(
                fields=["user", "number_hash"],
                condition=~Q(number_hash=""),
                name="households_staff_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Disqualification(models.Model):
    """A declared conflict of interest (inhabilitet, fvl § 6): the household closes to the user."""

    class Reason(models.TextChoices):
        FAMILY = "family", "Familie eller samboer"
        FRIEND = "friend", "Venn eller nabo"
        INTEREST = "interest", "Annen tilknytning"

    user = models.ForeignKey(User, models.PROTECT, related_name="disqualifications")
    household = models.ForeignKey(Household, models.PROTECT, related_name="disqualifications")
    reason = models.CharField("grunn", max_length=8, choices=Reason)
    declared_at = models.DateTimeField("meldt", auto_now_add=True)
    lifted_at = models.DateTimeField("opphevet", null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "inhabilitet"
        constraints = [
            who_and_when(
                "households_disqualification_lifted_by_and_at", by="lifted_by", at="lifted_at"
            ),
            UniqueConstraint(
                fields=["user", "household"],
                condition=Q(lifted_at__isnull=True),
                name="households_disqualification_one_open",
            ),
            CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("user")),
                name="households_disqualification_lifted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_reason_display()}"
