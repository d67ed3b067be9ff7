"""What the municipality itself must do under a measure of the plan; no row is about a person.

`PlanAction` is the row that every such duty has. A review of a measure (1f) and an application for
state funds (1g) each belong to one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import District, Party, User
from benefits.models import Measure


class PlanMeasure(models.TextChoices):
    """The measures of the plan that ask something of the municipality, by their letter."""

    REVIEW = "1f", "1f Gjennomgang av ungdomstiltakene"
    FUNDS = "1g", "1g Statlige midler"
    COMPETENCE = "4a", "4a Kompetanseplaner"
    FAMILY = "4c", "4c Familieperspektivet i alle kontorer"
    OPEN_OFFERS = "6c", "6c Barnetilbud åpne for alle"
    SPORT = "6e", "6e Dialog med idretten"
    HEALTH = "7a", "7a Forebyggende helsetilbud"
    FORUM = "8a", "8a Forum for brukerorganisasjoner"


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def due(self) -> Self:
        """Those with something left to do by their deadline; not what waits for an answer."""
        return self.filter(status__in=PlanAction.DUE)

    def overdue(self, today: date) -> Self:
        return self.due().filter(deadline__lt=today)

    def near(self, today: date, days: int) -> Self:
        """Those with so many days left, or fewer: the reminder."""
        return self.due().filter(deadline__gte=today, deadline__lte=today + timedelta(days=days))

    def open(self) -> Self:
        return self.exclude(status__in=PlanAction.OVER)


class PlanAction(models.Model):
    """One thing the municipality itself must do under a measure of the plan (plantiltak).

    `deadline` is when the next thing is due: of an application for funds that was granted, the day
    of the report. Without a party it is for all, without a district for the whole city. `version`
    counts the writes, so that who writes over another is told.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Ikke begynt"
        STARTED = "started", "I arbeid"
        WAITING = "waiting", "Venter på svar"
        DONE = "done", "Gjennomført"
        DROPPED = "dropped", "Gått bort fra"

    DUE = (Status.OPEN, Status.STARTED)
    OVER = (Status.DONE, Status.DROPPED)

    measure = models.CharField("tiltak i planen", max_length=2, choices=PlanMeasure)
    title = models.CharField("hva som skal gjøres", max_length=160)
    description = models.TextField("mer om det", blank=True)
    party = models.CharField("part", max_length=12, choices=Party, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bydel"
    )
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarlig")
    deadline = models.DateField("frist")
    status = models.CharField(
        "status", max_length=7, choices=Status, default=Status.OPEN, db_index=True
    )
    over_on = models.DateField("avsluttet", null=True, blank=True)
    evidence = models.CharField("hva som viser det", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("registrert", default=timezone.now)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = "plantiltak"
        verbose_name_plural = "plantiltak"
        ordering = ["deadline", "pk"]
        constraints = [
            CheckConstraint(
                condition=(
                    Q(status__in=["done", "dropped"], over_on__isnull=False) & ~Q(evidence="")
                )
                | Q(status__in=["open", "started", "waiting"], over_on=None),
                name="coordination_planaction_over_with_day_and_evidence",
            ),
            CheckConstraint(condition=~Q(title=""), name="coordination_planaction_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        return str(self.district) if self.district_id else "Hele byen"

    @property
    def is_over(self) -> bool:
        return self.status in self.OVER

    def is_overdue(self, today: date) -> bool:
        return self.status in self.DUE and self.deadline < today


class PlanJudgement(models.Model):
    """How a plan action stood at the end of a year (årlig vurdering); one for each year."""

    class Result(models.TextChoices):
        REACHED = "reached", "Nådd"
        PARTLY = "partly", "Delvis nådd"
        NOT_REACHED = "not_reached", "Ikke nådd"
        CONTINUED = "continued", "Videreføres"

    action = models.ForeignKey(PlanAction, models.CASCADE, related_name="judgements")
    year = models.PositiveSmallIntegerField("år")
    result = models.CharField("vurdering", max_length=11, choices=Result)
    grounds = models.CharField("begrunnelse", max_length=500)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("vurdert", default=timezone.now)

    class Meta:
        verbose_name = "årlig vurdering"
        verbose_name_plural = "årlige vurderinger"
        ordering = ["-year"]
        constraints = [
            UniqueConstraint(
                fields=["action", "year"], name="coordination_judgement_one_for_each_year"
            ),
            CheckConstraint(condition=~Q(grounds=""), name="coordination_judgement_with_grounds"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_result_display()}"


class PlanActionChange(models.Model):
    """A line in a plan action's history (endring av plantiltak)."""

    class Act(models.TextChoices):
        MADE = "made", "Registrert"
        CHANGED = "changed", "Endret"
        MOVED_ON = "moved_on", "Ny status"
        JUDGED = "judged", "Vurdert"

    action = models.ForeignKey(PlanAction, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=8, choices=Act)
    told = models.CharField("hva som ble sagt", max_length=600, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når", default=timezone.now)

    class Meta:
        verbose_name = "endring av plantiltak"
        verbose_name_plural = "endringer av plantiltak"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_act_display()


class Score(models.IntegerChoices):
    """From poor to good."""

    POOR = 1, "1 – dårlig"
    FAIR = 2, "2 – ganske dårlig"
    GOOD = 3, "3 – ganske bra"
    BEST = 4, "4 – bra"


class MeasureReview(models.Model):
    """A year's review of an active measure for quality (gjennomgang av tiltak); 1f."""

    class Decision(models.TextChoices):
        KEEP = "keep", "Fortsette som nå"
        CHANGE = "change", "Endre"
        STOP = "stop", "Avslutte"

    SCORES = ("target_group", "content", "results", "user_view")

    action = models.OneToOneField(PlanAction, models.CASCADE, related_name="review")
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="reviews", verbose_name="tiltak"
    )
    year = models.PositiveSmallIntegerField("år")
    target_group = models.PositiveSmallIntegerField("når målgruppen", choices=Score)
    content = models.PositiveSmallIntegerField("innhold", choices=Score)
    results = models.PositiveSmallIntegerField("resultater", choices=Score)
    user_view = models.PositiveSmallIntegerField("deltakernes syn", choices=Score)
    decision = models.CharField("beslutning", max_length=6, choices=Decision)

    class Meta:
        verbose_name = "gjennomgang av tiltak"
        verbose_name_plural = "gjennomganger av tiltak"
        ordering = ["-year", "measure__name"]
        constraints = [
            UniqueConstraint(
                fields=["measure", "year"],
                name="coordination_review_one_for_each_year",
                violation_error_message="Tiltaket er allerede gjennomgått for dette året.",
            ),
            *(
                CheckConstraint(
                    condition=Q(**{f"{name}__range": (1, 4)}),
                    name=f"coordination_review_{name}_from_1_to_4",
                )
                for name in ("target_group", "content", "results", "user_view")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.year}"


class GrantApplication(models.Model):
    """An application for state funds (tilskuddssøknad); 1g. `amount` is in whole kroner.

    `apply_by` is the funder's deadline; what is due next stands on the plan action.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Skal søkes"
        SENT = "sent", "Søkt, venter på svar"
        GRANTED = "granted", "Innvilget"
        REFUSED = "refused", "Avslått"
        REPORTED = "reported", "Rapportert"

    action = models.OneToOneField(PlanAction, models.CASCADE, related_name="grant")
    scheme = models.CharField("ordning", max_length=120)
    funder = models.CharField("gis av", max_length=120)
    amount = models.PositiveIntegerField("beløp, kr")
    apply_by = models.DateField("søknadsfrist")
    reporting_on = models.DateField("rapporteringsfrist", null=True, blank=True)
    state = models.CharField("status", max_length=8, choices=State, default=State.PLANNED)
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="tiltaket det gjelder",
    )

    class Meta:
        verbose_name = "tilskuddssøknad"
        verbose_name_plural = "tilskuddssøknader"
        ordering = ["-apply_by", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="coordination_grant_asks_for_money"),
            CheckConstraint(
                condition=~Q(state__in=["granted", "reported"]) | Q(reporting_on__isnull=False),
                name="coordination_grant_granted_is_reported_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.funder}"
