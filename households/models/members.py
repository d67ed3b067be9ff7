"""What was done with who belongs to a household, by whom."""

from __future__ import annotations

from django.db import models

from accounts.models import Party, User
from households.models.people import Household, Person


class MembershipChange(models.Model):
    """One change of who lives in a household (endret medlemskap); never rewritten.

    `cause` tells why a membership ended, and `note` what a correction changed, in words. `party` is
    who did it, whose name no other party is told: that it has a case is secret (STL § 44).
    """

    class Act(models.TextChoices):
        ADDED = "added", "Lagt til"
        ENDED = "ended", "Avsluttet"
        CORRECTED = "corrected", "Rettet"

    class Cause(models.TextChoices):
        MOVED = "moved", "Flyttet ut"
        GROWN = "grown", "Voksen, har flyttet for seg selv"
        PARTED = "parted", "Samlivsbrudd"
        PLACED = "placed", "Plassert utenfor hjemmet"
        LEFT = "left", "Flyttet fra kommunen"
        DEAD = "dead", "Død"
        MISTAKE = "mistake", "Feilregistrert, har ikke bodd her"

    household = models.ForeignKey(Household, models.PROTECT, related_name="membership_changes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="membership_changes")
    act = models.CharField("hva", max_length=9, choices=Act)
    cause = models.CharField("hvorfor", max_length=7, choices=Cause, blank=True)
    note = models.CharField("hva som ble endret", max_length=1_000, blank=True)
    party = models.CharField("part", max_length=12, choices=Party, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    class Meta:
        verbose_name = "endret medlemskap"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(act="ended") & ~models.Q(cause=""))
                | (~models.Q(act="ended") & models.Q(cause="")),
                name="households_membership_change_ended_with_a_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
