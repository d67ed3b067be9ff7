"""That a household must have somewhere to sleep: the seam between benefits and housing (§ 27)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from accounts.policy import Permission
from households.access import of_own_office
from households.models.people import Household
from households.visibility import RowsOfParty


class LodgingNeedQuerySet(RowsOfParty):
    """Known to the party that decides, and to the one that finds the place."""

    def visible_to(self, user: User) -> Self:
        homes = Household.objects.visible_to(user, Permission.OF_OFFICE)
        own = of_own_office(user, "party") | of_own_office(user, "finder")
        return self.filter(own, household__in=homes)

    def open(self) -> Self:
        """Those that nobody has ended: a place is needed every night until then."""
        return self.filter(ended_on__isnull=True)


class LodgingNeed(models.Model):
    """That a household needs temporary lodging (behov for midlertidig botilbud), § 27.

    An application or a decision at NAV makes it and the decision settles it (`decided_on`), HV
    finds the place. It is open until the household has moved on or the decision refuses it.
    `onward` is the plan for what comes after, to be looked at by `onward_on`. Where children sleep,
    somebody looks in every day: `seen_on` is the last time. `undecided_text` is why it ended
    without a decision. `version` travels to the browser and back.
    """

    class Outcome(models.TextChoices):
        """Why the need is over."""

        MUNICIPAL = "municipal", "Flyttet til kommunal bolig"
        PRIVATE = "private", "Flyttet til privat leid bolig"
        OWN_HOME = "own_home", "Tilbake i egen bolig"
        FAMILY = "family", "Flyttet til familie eller venner"
        INSTITUTION = "institution", "Institusjon eller fengsel"
        MOVED = "moved", "Flyttet fra kommunen"
        NOT_NEEDED = "not_needed", "Trengte det likevel ikke"
        REFUSED = "refused", "Avslått"
        OTHER = "other", "Annet eller ukjent"

    household = models.ForeignKey(Household, models.PROTECT, related_name="lodging_needs")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.NAV)
    finder = models.CharField("finner stedet", max_length=12, choices=Party, default=Party.HV)
    version = models.PositiveIntegerField(default=1)
    requested_on = models.DateField("bedt om")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    reason_text = models.CharField("hvorfor", max_length=300, blank=True)
    decided_on = models.DateField("innvilget", null=True, blank=True)
    onward = models.TextField("plan videre", blank=True)
    onward_on = models.DateField("se på planen igjen", null=True, blank=True)
    seen_on = models.DateField("sett til barna", null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    seen_text = models.CharField("hvordan barna har det", max_length=300, blank=True)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField("flyttet videre til", max_length=11, choices=Outcome, blank=True)

    undecided_text = models.CharField("hvorfor uten vedtak", max_length=300, blank=True)

    objects = LodgingNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "behov for midlertidig botilbud"
        ordering = ["-requested_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="households_lodging_one_open_need",
                violation_error_message="Husstanden har allerede et åpent behov.",
            ),
            who_and_when("households_lodging_ended_by_and_on", by="ended_by", at="ended_on"),
            who_and_when("households_lodging_seen_by_and_on", by="seen_by", at="seen_on"),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="")
                | (Q(ended_on__gte=F("requested_on")) & ~Q(outcome="")),
                name="households_lodging_ended_after_it_began_with_an_outcome",
            ),
            CheckConstraint(
                condition=Q(onward_on__isnull=True) | ~Q(onward=""),
                name="households_lodging_plan_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Midlertidig botilbud, bedt om {self.requested_on:%d.%m.%Y}"
