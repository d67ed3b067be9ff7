"""What stands in a plan: goals, who does what by when, directions, results, and requests."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.models import Unit, User, who_and_when
from coordination.models.meetings import PARTIES, OskAction
from coordination.models.plans import CoordinatedPlan, PlanReview, PlanRows
from households.models import Person


class Settled(models.Model):
    """Something of a plan that is open until it is settled."""

    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField("avgjort", null=True, blank=True)

    class Meta:
        abstract = True


def settled_constraint(name: str) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(state="open", settled_at__isnull=True)
        | (~Q(state="open") & Q(settled_at__isnull=False)),
        name=name,
    )


class PlanGoal(Settled):
    """What somebody in the household wants to reach, in their own words (mål; measure 8a)."""

    class State(models.TextChoices):
        OPEN = "open", "Gjelder"
        REACHED = "reached", "Nådd"
        DROPPED = "dropped", "Gått bort fra"

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="goals")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="plan_goals", verbose_name="hvem sitt mål"
    )
    words = models.CharField("mål med egne ord", max_length=500)
    set_on = models.DateField("satt")
    state = models.CharField("status", max_length=7, choices=State, default=State.OPEN)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "mål i planen"
        ordering = ["set_on", "pk"]
        constraints = [
            settled_constraint("coordination_plangoal_settled_when_not_open"),
            who_and_when(
                "coordination_plangoal_settled_by_and_at", by="settled_by", at="settled_at"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class PlanStep(Settled):
    """What a service, or the household, does by when (tiltak i planen), and whether it helped."""

    class State(models.TextChoices):
        OPEN = "open", "Pågår"
        DONE = "done", "Gjort"
        DROPPED = "dropped", "Frafalt"

    class Effect(models.TextChoices):
        UNKNOWN = "", "Ikke evaluert"
        HELPED = "helped", "Hjalp"
        PARTLY = "partly", "Hjalp noe"
        NOT = "not", "Hjalp ikke"

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="steps")
    what = models.CharField("hva", max_length=300)
    party = models.CharField("part", max_length=12, choices=PARTIES)
    responsible = models.ForeignKey(
        User, models.PROTECT, related_name="plan_steps", verbose_name="hvem"
    )
    due_on = models.DateField("frist")
    evaluate_on = models.DateField("evalueres", null=True, blank=True)
    state = models.CharField("status", max_length=7, choices=State, default=State.OPEN)
    effect = models.CharField("virkning", max_length=6, choices=Effect, blank=True)
    evaluated_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    evaluated_at = models.DateTimeField("evaluert", null=True, blank=True)
    osk_action = models.OneToOneField(
        OskAction, models.SET_NULL, related_name="plan_step", null=True, blank=True
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("avtalt")

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "tiltak i planen"
        ordering = ["due_on", "pk"]
        constraints = [
            settled_constraint("coordination_planstep_settled_when_not_open"),
            who_and_when(
                "coordination_planstep_settled_by_and_at", by="settled_by", at="settled_at"
            ),
            who_and_when(
                "coordination_planstep_evaluated_by_and_at", by="evaluated_by", at="evaluated_at"
            ),
            CheckConstraint(
                condition=Q(evaluate_on__isnull=True) | Q(evaluate_on__gte=models.F("due_on")),
                name="coordination_planstep_evaluated_after_it_is_due",
                violation_error_message="Evalueringen kan ikke være før fristen.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class PlanDirection(models.Model):
    """Where an adult of the household is heading (retning): one at a time."""

    class Direction(models.TextChoices):
        JOB = "job", "Jobb"
        MEASURE = "measure", "Aktivt tiltak"
        CLARIFY = "clarify", "Avklaring"

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="directions")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="plan_directions", verbose_name="voksen"
    )
    direction = models.CharField("retning", max_length=7, choices=Direction)
    set_on = models.DateField("satt")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaced_on = models.DateField("erstattet", null=True, blank=True)

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "retning for en voksen"
        ordering = ["set_on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(replaced_on__isnull=True),
                name="coordination_plandirection_one_per_adult",
            )
        ]

    def __str__(self) -> str:
        return self.get_direction_display()


class PlanResult(models.Model):
    """How far an adult has come in their direction at a review (resultat)."""

    class Result(models.TextChoices):
        REACHED = "reached", "Nådd"
        ON_WAY = "on_way", "På vei"
        STILL = "still", "Uendret"
        SETBACK = "setback", "Gått tilbake"

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="results")
    direction = models.ForeignKey(PlanDirection, models.PROTECT, related_name="results")
    result = models.CharField("resultat", max_length=7, choices=Result)

    class Meta:
        verbose_name = "resultat ved gjennomgang"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["review", "direction"], name="coordination_planresult_one_per_adult"
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()


class PlanRequest(models.Model):
    """What another service is asked to take on (forespørsel til en part); answered in one line."""

    class Answer(models.TextChoices):
        WAITING = "", "Ikke besvart"
        TAKEN = "taken", "Tar det"
        NOT_TAKEN = "not_taken", "Tar det ikke"

    plan = models.ForeignKey(CoordinatedPlan, models.CASCADE, related_name="requests")
    party = models.CharField("til", max_length=12, choices=PARTIES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="kontor")
    text = models.CharField("hva det spørres om", max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_on = models.DateField("spurt")
    answer = models.CharField("svar", max_length=9, choices=Answer, blank=True)
    line = models.CharField("svar med en linje", max_length=200, blank=True)
    contact = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField("besvart", null=True, blank=True)

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "forespørsel til en part"
        ordering = ["asked_on", "pk"]
        constraints = [
            who_and_when(
                "coordination_planrequest_answered_by_and_at", by="answered_by", at="answered_at"
            ),
            CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="coordination_planrequest_answered_with_a_day",
            ),
            CheckConstraint(
                condition=~Q(answer="taken") | Q(contact__isnull=False),
                name="coordination_planrequest_taken_by_somebody",
            ),
            UniqueConstraint(
                fields=["plan", "party"],
                condition=Q(answer=""),
                name="coordination_planrequest_one_waiting_per_party",
            ),
        ]

    def __str__(self) -> str:
        return self.text
