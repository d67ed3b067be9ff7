"""A structured picture of one child's situation, its domains, and what was done with it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import (
    CheckConstraint,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    UniqueConstraint,
)
from django.utils import timezone

from accounts.access import parties_with, units_with
from accounts.models import Party, Unit, User, who_and_when
from accounts.policy import Permission
from children import rules
from children.codes import (
    Barrier,
    Depth,
    Domain,
    Lasting,
    Level,
    MappingState,
    Owner,
    Report,
    Source,
    Voice,
    domain_label,
)
from children.models.family import FamilyFacts
from households.access import shares_with
from households.models import Household, Person
from households.rules import age_on
from households.visibility import RowsOfSubject, RowsOfWhole


class RowsOnChild(RowsOfSubject):
    """The own party's always; another's while it shares the child (security.md 2.1, 3.7)."""

    subject, scope = "child", "children"

    def readable_by(self, user: User) -> Self:
        """Those whose content is for the user: in a role that reads mappings (security.md 2.1).

        Of the others that are `visible_to` them they learn whether it is done, no more.
        """
        return self.visible_to(user).filter(self._is_for(user))

    def told_to(self, user: User) -> Self:
        """Those visible to the user, each with `is_readable`: whether its content is, too."""
        readable = ExpressionWrapper(self._is_for(user), models.BooleanField())
        return self.visible_to(user).annotate(is_readable=readable)

    def _is_for(self, user: User) -> Q:
        units = units_with(user, Permission.SEE_MAPPINGS)
        live = shares_with(user).filter(
            household=OuterRef("household"), subject=OuterRef("child"), scope=self.scope
        )
        parties = Q(from_party=OuterRef("party")) | Q(to_unit__party=OuterRef("party"))
        by_share = Exists(live.filter(parties, to_unit__in=units))
        return Q(party__in=parties_with(user, Permission.SEE_MAPPINGS)) | Q(by_share)


class MappingQuerySet(RowsOnChild):
    """Mappings by how far they have come."""

    def completed(self) -> Self:
        return self.filter(state=MappingState.COMPLETED)

    def in_progress(self) -> Self:
        return self.filter(state=MappingState.IN_PROGRESS)

    def with_all(self) -> Self:
        """With everything a page shows of them, in few queries."""
        rows = self.select_related(
            *("child", "unit", "family", "completed_by", "started_by", "reviewed_by")
        )
        return rows.prefetch_related("domains")


class ChildMapping(models.Model):
    """One child's situation as a party has mapped it (kartlegging); measures 3a and 6a.

    Begun, then completed and never changed again; a later one begins with what it said. `*_here`
    corrects the family's facts for this child; `paragraph` is what a decision says of the child.
    Leisure has no word of how the child rate was used: that is the family's choice (6d).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="mappings")
    child = models.ForeignKey(Person, models.PROTECT, related_name="mappings")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    depth = models.CharField("dybde", max_length=5, choices=Depth, default=Depth.SHORT)
    state = models.CharField(
        "status", max_length=12, choices=MappingState, default=MappingState.IN_PROGRESS
    )
    version = models.PositiveIntegerField(default=1)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    family = models.ForeignKey(
        FamilyFacts, models.PROTECT, null=True, blank=True, related_name="mappings"
    )
    home_here = models.TextField("omsorg og hverdag, for barnet", blank=True)
    housing_here = models.TextField("bolig, for barnet", blank=True)
    economy_here = models.TextField("økonomi, for barnet", blank=True)
    network_here = models.TextField("nettverk, for barnet", blank=True)
    has_activity = models.BooleanField("er med på noe", null=True, blank=True)
    activities = models.CharField("aktiviteter", max_length=300, blank=True)
    barrier = models.CharField("står i veien", max_length=9, choices=Barrier, blank=True)
    leisure_cost = models.CharField("hva det koster", max_length=120, blank=True)
    leisure_wish = models.CharField("ønsker", max_length=300, blank=True)
    voice = models.CharField("barnets stemme", max_length=9, choices=Voice, blank=True)
    voice_words = models.TextField("med barnets egne ord", blank=True)
    voice_reason = models.CharField("hvorfor ikke spurt", max_length=300, blank=True)
    report = models.CharField("bekymringsmelding", max_length=10, choices=Report, blank=True)
    report_text = models.TextField("hva som ble gjort", blank=True)
    lasting_needs = models.CharField("varige behov", max_length=7, choices=Lasting, blank=True)
    lasting_needs_text = models.CharField("hva de varige behovene er", max_length=300, blank=True)
    known = models.TextField("dette vet vi", blank=True)
    assessed = models.TextField("slik vurderer vi det", blank=True)
    weighed = models.TextField("slik veier vi det", blank=True)
    paragraph = models.TextField("avsnitt til vedtaket", blank=True)
    reason = models.CharField("hvorfor barnet ikke er kartlagt", max_length=500, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("påbegynt")
    completed_on = models.DateField("kartlagt", null=True, blank=True)
    completed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_on = models.DateField("spurt igjen", null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = "kartlegging"
        ordering = ["-started_at", "-pk"]
        constraints = [
            who_and_when(
                "children_mapping_completed_by_and_on", by="completed_by", at="completed_on"
            ),
            who_and_when("children_mapping_reviewed_by_and_on", by="reviewed_by", at="reviewed_on"),
            CheckConstraint(
                condition=Q(state="completed", completed_on__isnull=False)
                | (~Q(state="completed") & Q(completed_on__isnull=True)),
                name="children_mapping_completed_with_its_day",
            ),
            CheckConstraint(
                condition=Q(state__in=("in_progress", "completed")) | ~Q(reason=""),
                name="children_mapping_not_made_for_a_reason",
                violation_error_message="Skriv hvorfor barnet ikke er kartlagt.",
            ),
            CheckConstraint(
                condition=~Q(state="completed")
                | (Q(has_activity__isnull=False) & ~Q(voice="") & ~Q(paragraph="")),
                name="children_mapping_completed_with_leisure_and_voice",
            ),
            CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(state="completed"),
                name="children_mapping_reviewed_when_completed",
            ),
            UniqueConstraint(
                fields=["household", "child", "party"],
                condition=Q(state="in_progress"),
                name="children_mapping_one_in_progress",
                violation_error_message="En kartlegging av barnet er allerede påbegynt.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household", "child", "completed_on"], name="children_mapping_of_child"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_depth_display()} {self.started_at:%d.%m.%Y}"

    @property
    def valid_to(self) -> date | None:
        """The last day it is valid: twelve months after it was completed."""
        return rules.valid_to(self.completed_on) if self.completed_on else None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_to is not None and day <= self.valid_to

    @property
    def age(self) -> int | None:
        """The child's age in full years when the mapping was begun."""
        born = self.child.birth_date
        return None if born is None else max(0, age_on(born, timezone.localdate(self.started_at)))

    @property
    def levels(self) -> dict[str, str]:
        return {row.domain: row.level for row in self.domains.all()}


class PartsOfMapping(RowsOfWhole):
    whole = "mapping"


class MappedDomain(models.Model):
    """What one domain of a mapping says (kartlagt område): level, facts, action, owner, deadline.

    Facts belong to levels 1-3 and what is to be done to 2 and 3; below that they are empty.
    """

    mapping = models.ForeignKey(ChildMapping, models.CASCADE, related_name="domains")
    domain = models.CharField("område", max_length=8, choices=Domain)
    level = models.CharField("nivå", max_length=10, choices=Level, blank=True)
    facts = models.TextField("fakta", blank=True)
    source = models.CharField("kilde", max_length=7, choices=Source, blank=True)
    childs_view = models.TextField("hva barnet selv sier", blank=True)
    action = models.CharField("tiltak", max_length=300, blank=True)
    owner = models.CharField("ansvarlig", max_length=7, choices=Owner, blank=True)
    due_on = models.DateField("frist", null=True, blank=True)

    objects = PartsOfMapping.as_manager()

    class Meta:
        verbose_name = "kartlagt område"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["mapping", "domain"], name="children_domain_once_a_mapping"),
            CheckConstraint(
                condition=Q(level__in=("1", "2", "3")) | Q(facts="", childs_view=""),
                name="children_domain_facts_from_level_one",
            ),
            CheckConstraint(
                condition=Q(level__in=("2", "3")) | Q(action="", owner="", due_on__isnull=True),
                name="children_domain_action_from_level_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_level_display()}"

    @property
    def label(self) -> str:
        return domain_label(self.domain, self.mapping.depth, self.mapping.age)


class MappingChange(models.Model):
    """What was done with a mapping, by whom (endret kartlegging); never rewritten."""

    class Act(models.TextChoices):
        STARTED = "started", "Påbegynt"
        COMPLETED = "completed", "Fullført"
        REVIEWED = "reviewed", "Ingenting endret siden sist"
        SET_ASIDE = "set_aside", "Ikke gjennomført"

    mapping = models.ForeignKey(ChildMapping, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=9, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = PartsOfMapping.as_manager()

    class Meta:
        verbose_name = "endret kartlegging"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
