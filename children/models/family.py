"""What a mapping rests on besides the child: the family's facts, and what others have seen."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.models import Party, Unit, User
from children.codes import Elsewhere
from households.models import Household, Person
from households.visibility import RowsOfParty, RowsOfSubject


class FamilyFactsQuerySet(RowsOfParty):
    """The own party's; another sees them with the child they are told of (children/access.py)."""


class FamilyFacts(models.Model):
    """What is written once for all children of a family (fakta om familien); never rewritten.

    A change is a new row, so that an older mapping keeps the facts it rested on. `elsewhere_asked`
    tells whether the parents were asked about children with samvær or delt bosted.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="family_facts")
    party = models.CharField("part", max_length=12, choices=Party)
    home = models.TextField("omsorg og hverdag", blank=True)
    housing = models.TextField("bolig", blank=True)
    economy = models.TextField("økonomi", blank=True)
    network = models.TextField("nettverk", blank=True)
    elsewhere_asked = models.CharField("barn utenfor husstanden", max_length=4, choices=Elsewhere)
    elsewhere = models.TextField("barn med samvær eller delt bosted", blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet", default=timezone.now)

    objects = FamilyFactsQuerySet.as_manager()

    class Meta:
        verbose_name = "fakta om familien"
        ordering = ["-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(elsewhere_asked="none", elsewhere="")
                | (Q(elsewhere_asked="some") & ~Q(elsewhere="")),
                name="children_family_tells_of_those_elsewhere",
                violation_error_message="Skriv hvilke barn det gjelder.",
            ),
        ]

    def __str__(self) -> str:
        return f"Felles for familien, {self.written_at:%d.%m.%Y}"


class ObservationQuerySet(RowsOfSubject):
    subject, scope = "child", "children"


class ChildObservation(models.Model):
    """What HV has seen of a child (observasjon), for those who map; never changed."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="child_observations")
    child = models.ForeignKey(Person, models.PROTECT, related_name="child_observations")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seen_on = models.DateField("sett")
    text = models.TextField("observasjon")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet", default=timezone.now)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "observasjon"
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return f"Observasjon {self.seen_on:%d.%m.%Y}"
