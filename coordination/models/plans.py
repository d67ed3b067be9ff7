"""The plan of a household: offered and answered, its services, its reviews, and who may see it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import may
from accounts.models import Unit, User
from accounts.policy import Permission
from coordination.models.meetings import PARTIES
from households.access import opened_whole, shares_with
from households.models import Household, ShareScope
from households.visibility import RowsOfWhole


class CoordinatedPlanQuerySet(models.QuerySet["CoordinatedPlan"]):
    def visible_to(self, user: User) -> Self:
        """Those of households that the user's own office has, or that are shared as a plan.

        Shared is a plan when somebody whom the user may know has it shared (security.md 3.7).
        """
        if not may(user, Permission.SEE_PLANS):
            return self.none()
        known = Household.objects.visible_to(user)
        whole = known.filter(opened_whole(user, Permission.OF_OFFICE))
        named = shares_with(user).filter(
            household=OuterRef("household"),
            subject=OuterRef("subject"),
            scope=ShareScope.HOUSEHOLD,
        )
        shared = shares_with(user).filter(
            Exists(named), household=OuterRef("household"), scope=ShareScope.PLAN
        )
        opened = Q(household__in=whole.values("pk")) | Q(Exists(shared))
        return self.filter(opened, household__in=known.values("pk"))

    def standing(self) -> Self:
        """Offered or going on: a household has one at a time."""
        return self.filter(ended_on__isnull=True).exclude(answer=CoordinatedPlan.Answer.DECLINED)

    def active(self) -> Self:
        """Agreed, and not ended."""
        return self.filter(started_on__isnull=False, ended_on__isnull=True)

    def active_on(self, on: date) -> Self:
        lasts = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(lasts, started_on__lte=on)

    def followed_on(self, on: date) -> Self:
        """Those active on the day whose review, as it was agreed by then, was not overdue."""
        held = PlanReview.objects.filter(plan=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
        agreed = Coalesce(Subquery(held.values("next_on")[:1]), "first_review_on")
        return self.active_on(on).annotate(agreed_on=agreed).filter(agreed_on__gte=on)


class CoordinatedPlan(models.Model):
    """What a household and the services agree on (samordnet plan), offered first, then answered.

    A coordinated plan is a family's across services, an individual one is by § 28, a follow-up plan
    is for somebody long on assistance who needs no more (measure 2c). One stands at a time.
    """

    class Kind(models.TextChoices):
        COORDINATED = "coordinated", "Samordnet plan"
        INDIVIDUAL = "individual", "Individuell plan (§ 28)"
        FOLLOW_UP = "follow_up", "Oppfølgingsplan"

    ACROSS_SERVICES = (Kind.COORDINATED, Kind.INDIVIDUAL)

    class Answer(models.TextChoices):
        WAITING = "", "Ikke besvart"
        ACCEPTED = "accepted", "Takket ja"
        DECLINED = "declined", "Takket nei"

    class State(models.TextChoices):
        OFFERED = "offered", "Tilbudt"
        ACTIVE = "active", "Gjelder"
        DECLINED = "declined", "Takket nei"
        ENDED = "ended", "Avsluttet"

    class EndReason(models.TextChoices):
        REACHED = "reached", "Målene er nådd"
        SELF_RELIANT = "self_reliant", "Klarer seg selv"
        OTHER_PLAN = "other_plan", "Erstattes av en annen plan"
        UNWANTED = "unwanted", "Ønskes ikke lenger"
        MOVED = "moved", "Flyttet fra kommunen"
        OTHER = "other", "Annet"

    household = models.ForeignKey(Household, models.PROTECT, related_name="plans")
    kind = models.CharField("plan", max_length=11, choices=Kind)
    party = models.CharField("part", max_length=12, choices=PARTIES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="kontor")
    coordinator = models.ForeignKey(
        User, models.PROTECT, related_name="coordinated_plans", verbose_name="koordinator"
    )
    offered_on = models.DateField("tilbudt")
    answer = models.CharField("svar", max_length=8, choices=Answer, blank=True)
    answered_on = models.DateField("besvart", null=True, blank=True)
    started_on = models.DateField("gjelder fra", null=True, blank=True)
    first_review_on = models.DateField("første gjennomgang", null=True, blank=True)
    next_review_on = models.DateField("neste gjennomgang", null=True, blank=True)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    end_reason = models.CharField("hvorfor avsluttet", max_length=12, choices=EndReason, blank=True)
    end_text = models.CharField("hva som gjenstår", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("laget")

    objects = CoordinatedPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "samordnet plan"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True) & ~Q(answer="declined"),
                name="coordination_plan_one_standing_per_household",
                violation_error_message="Husstanden har allerede en plan.",
            ),
            CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="coordination_plan_answered_with_a_day",
            ),
            CheckConstraint(
                condition=Q(
                    answer="accepted",
                    started_on__isnull=False,
                    first_review_on__isnull=False,
                    next_review_on__isnull=False,
                )
                | (~Q(answer="accepted") & Q(started_on__isnull=True)),
                name="coordination_plan_accepted_with_a_start_and_a_review",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="coordination_plan_ended_with_a_reason",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("offered_on")),
                name="coordination_plan_not_ended_before_offered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_review_on"],
                condition=Q(started_on__isnull=False, ended_on__isnull=True),
                name="coordination_plan_active",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def state(self) -> State:
        if self.ended_on is not None:
            return self.State.ENDED
        if self.answer == self.Answer.DECLINED:
            return self.State.DECLINED
        return self.State.OFFERED if self.started_on is None else self.State.ACTIVE


class PlanRows(RowsOfWhole):
    """Parts of a plan; which of its persons they may tell of, the page decides."""

    whole = "plan"

    def open(self) -> Self:
        return self.filter(state="open")


class PlanParty(models.Model):
    """A service in the plan (part i planen), and its named person."""

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="parties")
    party = models.CharField("part", max_length=12, choices=PARTIES)
    contact = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="kontaktperson"
    )

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "part i planen"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["plan", "party"], name="coordination_planparty_one_per_party")
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.contact}"


class PlanReview(models.Model):
    """That the plan was gone through with the household (gjennomgang), and when it is again."""

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="reviews")
    on = models.DateField("dato")
    text = models.CharField("hva ble sagt", max_length=1_000, blank=True)
    next_on = models.DateField("neste gjennomgang")
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_at = models.DateTimeField("registrert")

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "gjennomgang av planen"
        ordering = ["-on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(next_on__gt=models.F("on")),
                name="coordination_planreview_next_after_this",
            )
        ]

    def __str__(self) -> str:
        return f"Gjennomgang {self.on:%d.%m.%Y}"


class PlanChange(models.Model):
    """What somebody did with a plan (hendelse i plan); never rewritten."""

    class Act(models.TextChoices):
        OFFER = "offer", "Tilbudt"
        ACCEPT = "accept", "Takket ja"
        DECLINE = "decline", "Takket nei"
        GOAL = "goal", "Mål satt"
        GOAL_SETTLED = "goal_settled", "Mål avgjort"
        STEP = "step", "Tiltak avtalt"
        STEP_SETTLED = "step_settled", "Tiltak avgjort"
        EVALUATE = "evaluate", "Tiltak evaluert"
        DIRECTION = "direction", "Retning satt"
        CONTACT = "contact", "Kontaktperson satt"
        ASK = "ask", "Spurt en part"
        ANSWER = "answer", "Part har svart"
        REVIEW = "review", "Gjennomgått"
        END = "end", "Avsluttet"

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=12, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "hendelse i plan"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {timezone.localtime(self.at):%d.%m.%Y}"
