"""That a child must be mapped when its parents ask for help: the seam between sibling apps."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from households.models.intake import Intake
from households.models.people import Household, Membership, Person
from households.visibility import RowsOfSubject, RowsOfWhole


class MappingDutyQuerySet(RowsOfSubject):
    """Known to the party that was asked, and to those it shares the child with."""

    subject, scope = "child", "children"

    def open(self) -> MappingDutyQuerySet:
        """Those nobody has fulfilled; an exception leaves the duty open."""
        return self.filter(fulfilled_on__isnull=True)

    def due(self) -> MappingDutyQuerySet:
        """Those that somebody must do something with: the one definition of due (measure 3a).

        Where the parents said no, or the child is mapped or lives elsewhere, the duty is open and
        stands on the list of exceptions; nobody is reminded of it. Nor where the child has left the
        household.
        """
        return self.open().filter(exception__in=("", *MappingDuty.LATER)).of_members()

    def of_members(self) -> MappingDutyQuerySet:
        """Those about a child who lives in the household today."""
        living = Membership.objects.valid_on(timezone.localdate())
        here = living.filter(household=OuterRef("household"), person=OuterRef("child"))
        return self.filter(Exists(here))


class MappingDuty(models.Model):
    """That one child must be mapped because its parents asked for help (kartleggingsplikt).

    Measure 3a: an intake at any party makes one for that `party`, which no other is told of unless
    the child is shared. The mapping fulfils it, and a decision of the party is stopped by it until
    then. An exception lets the decision through, with a reason; the duty stays open. `paragraph`
    is what the mapping gives the decision to say about the child.
    """

    class Reason(models.TextChoices):
        EMERGENCY = "emergency", "Nødhjelp"
        URGENT = "urgent", "Vedtaket haster"
        REFUSED = "refused", "Foreldrene ønsker ikke kartlegging"
        NOT_POSSIBLE = "not_possible", "Ikke mulig å gjennomføre nå"
        BY_BFT = "by_bft", "Kartlagt av BFT"
        ELSEWHERE = "elsewhere", "Bor hos den andre forelderen"

    LATER = (Reason.EMERGENCY, Reason.URGENT)
    """Reasons with which the child is to be mapped all the same, as soon as it can be."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="mapping_duties")
    child = models.ForeignKey(
        Person, models.PROTECT, related_name="mapping_duties", verbose_name="barn"
    )
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="mapping_duties")
    party = models.CharField("part", max_length=12, choices=Party)
    due_on = models.DateField("frist")
    fulfilled_on = models.DateField("kartlagt", null=True, blank=True)
    fulfilled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    paragraph = models.TextField("avsnitt til vedtaket", blank=True)
    exception = models.CharField("unntak", max_length=12, choices=Reason, blank=True)
    exception_grounds = models.CharField("begrunnelse for unntak", max_length=500, blank=True)
    excepted_at = models.DateTimeField("unntatt", null=True, blank=True)
    excepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = MappingDutyQuerySet.as_manager()

    class Meta:
        verbose_name = "kartleggingsplikt"
        ordering = ["due_on", "pk"]
        constraints = [
            who_and_when(
                "households_mapping_fulfilled_by_and_on", by="fulfilled_by", at="fulfilled_on"
            ),
            who_and_when(
                "households_mapping_excepted_by_and_at", by="excepted_by", at="excepted_at"
            ),
            CheckConstraint(
                condition=Q(exception="", excepted_at__isnull=True)
                | (~Q(exception="") & ~Q(exception_grounds="") & Q(excepted_at__isnull=False)),
                name="households_mapping_exception_has_grounds",
                violation_error_message="Et unntak må ha en begrunnelse.",
            ),
            UniqueConstraint(
                fields=["household", "child", "party"],
                condition=Q(fulfilled_on__isnull=True),
                name="households_mapping_one_open_per_child",
                violation_error_message="Barnet har allerede en åpen kartleggingsplikt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child}, frist {self.due_on:%d.%m.%Y}"


class MappingDutyChangeQuerySet(RowsOfWhole):
    whole = "duty"


class MappingDutyChange(models.Model):
    """What was done with a duty to map, by whom (endret kartleggingsplikt); never rewritten."""

    class Act(models.TextChoices):
        FULFILLED = "fulfilled", "Kartlagt"
        EXCEPTED = "excepted", "Unntatt"

    duty = models.ForeignKey(MappingDuty, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=9, choices=Act)
    exception = models.CharField("unntak", max_length=12, choices=MappingDuty.Reason, blank=True)
    note = models.CharField("merknad", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = MappingDutyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "endret kartleggingsplikt"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
