"""That somebody takes over when a child who needs help for long grows up (measure 4d)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.access import units_with
from accounts.models import Party, Unit, User, who_and_when
from accounts.policy import Permission
from children.codes import Taken, TransitionState
from children.models.mapping import ChildMapping, RowsOnChild
from children.transitions import rules
from households.models import Household, Person
from households.visibility import RowsOfWhole

HAS_RECEIVER = Q(receiver_unit__isnull=False) | ~Q(receiver_name="")


class TransitionQuerySet(RowsOnChild):
    """As mappings; and the unit that is to receive reads what it is asked to take over."""

    def going_on(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def received(self) -> Self:
        """Those that somebody has taken on, also when they are ended."""
        return self.filter(answer=Taken.YES)

    def with_all(self) -> Self:
        return self.select_related(
            *("child", "unit", "receiver_unit", "mapping"),
            *("opened_by", "asked_by", "answered_by", "ended_by"),
        )

    def _is_for(self, user: User) -> Q:
        asked = units_with(user, Permission.MAP_CHILD) | units_with(user, Permission.SEE_CHILDREN)
        return super()._is_for(user) | Q(receiver_unit__in=asked, asked_on__isnull=False)


class Transition(models.Model):
    """One child's way to the services for adults (overgang); measure 4d, ages 16-23.

    It opens at 17 when the child's needs will last, and stays red until somebody has accepted.
    How far it has come follows from what is noted. `version` travels to the browser and back.
    """

    class Reason(models.TextChoices):
        RECEIVED = "received", "Mottatt, og fulgt over"
        NOT_NEEDED = "not_needed", "Behovet er ikke lenger varig"
        NOT_WANTED = "not_wanted", "Den unge ønsker det ikke"
        MOVED = "moved", "Flyttet til en annen kommune"
        OTHER = "other", "Annet"

    household = models.ForeignKey(Household, models.PROTECT, related_name="transitions")
    child = models.ForeignKey(Person, models.PROTECT, related_name="transitions")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mapping = models.ForeignKey(
        ChildMapping, models.PROTECT, null=True, blank=True, related_name="transitions"
    )
    version = models.PositiveIntegerField(default=1)
    needs = models.CharField("varige behov", max_length=300)
    opened_on = models.DateField("åpnet")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    receiver_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mottaker"
    )
    receiver_name = models.CharField("mottaker utenfor kommunen", max_length=120, blank=True)
    receiver_contact = models.CharField("kontaktperson", max_length=120, blank=True)
    met_on = models.DateField("møte holdt", null=True, blank=True)
    plan = models.TextField("plan", blank=True)
    own_words = models.TextField("med den unges egne ord", blank=True)
    asked_on = models.DateField("spurt", null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.CharField("svar", max_length=3, choices=Taken, blank=True)
    answered_on = models.DateField("besvart", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_name = models.CharField("hvem som svarte", max_length=120, blank=True)
    answer_text = models.CharField("hva som ble svart", max_length=300, blank=True)
    aftercare_until = models.DateField("ettervern til", null=True, blank=True)
    aftercare_text = models.CharField("hva ettervernet er", max_length=300, blank=True)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_reason = models.CharField("hvorfor", max_length=10, choices=Reason, blank=True)
    ended_text = models.CharField("med egne ord", max_length=300, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = "overgang"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["child", "party"],
                condition=Q(ended_on__isnull=True),
                name="children_transition_one_open",
                violation_error_message="En overgang for barnet er allerede åpen.",
            ),
            CheckConstraint(
                condition=Q(opened_by__isnull=False) | Q(mapping__isnull=False),
                name="children_transition_opened_by_somebody_or_a_mapping",
            ),
            CheckConstraint(
                condition=Q(receiver_unit__isnull=True) | Q(receiver_name=""),
                name="children_transition_one_receiver",
            ),
            CheckConstraint(
                condition=Q(met_on__isnull=True, asked_on__isnull=True) | HAS_RECEIVER,
                name="children_transition_met_and_asked_with_a_receiver",
            ),
            CheckConstraint(
                condition=HAS_RECEIVER | Q(receiver_contact=""),
                name="children_transition_contact_of_a_receiver",
            ),
            who_and_when("children_transition_asked_by_and_on", by="asked_by", at="asked_on"),
            who_and_when(
                "children_transition_answered_by_and_on", by="answered_by", at="answered_on"
            ),
            who_and_when("children_transition_ended_by_and_on", by="ended_by", at="ended_on"),
            CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, asked_on__isnull=False)),
                name="children_transition_answered_when_asked",
            ),
            CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(receiver_unit__isnull=True)
                | ~Q(answered_by=F("asked_by")),
                name="children_transition_answered_by_another",
                violation_error_message="Den som spør, kan ikke svare selv.",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="children_transition_ended_for_a_reason",
            ),
            CheckConstraint(
                condition=Q(aftercare_until__isnull=False) | Q(aftercare_text=""),
                name="children_transition_aftercare_with_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "answer"],
                condition=Q(ended_on__isnull=True),
                name="children_transition_open",
            )
        ]

    def __str__(self) -> str:
        return f"Overgang {self.opened_on:%d.%m.%Y}"

    @property
    def receiver(self) -> str:
        """Who is to take over, in words; empty while nobody is named."""
        return str(self.receiver_unit) if self.receiver_unit else self.receiver_name

    @property
    def is_received(self) -> bool:
        return self.answer == Taken.YES

    @property
    def waits_for_answer(self) -> bool:
        return self.asked_on is not None and not self.answer and self.ended_on is None

    @property
    def facts(self) -> rules.Facts:
        """As the rules weigh it."""
        return rules.Facts(
            has_receiver=bool(self.receiver_unit_id or self.receiver_name),
            met=self.met_on is not None,
            planned=bool(self.plan),
            received=self.is_received,
            aftercare=self.aftercare_until is not None,
            ended=self.ended_on is not None,
        )

    @property
    def state(self) -> TransitionState:
        return rules.state_of(self.facts)


class PartsOfTransition(RowsOfWhole):
    whole = "transition"


class TransitionChange(models.Model):
    """What was done with a transition, by whom (endret overgang); never rewritten.

    Without a user it opened by itself.
    """

    class Act(models.TextChoices):
        OPENED = "opened", "Åpnet"
        RECEIVER = "receiver", "Mottaker valgt"
        MET = "met", "Møte holdt"
        PLAN = "plan", "Plan skrevet"
        ASKED = "asked", "Mottakeren spurt"
        TAKEN = "taken", "Mottatt"
        DECLINED = "declined", "Ikke mottatt"
        AFTERCARE = "aftercare", "Ettervern"
        ENDED = "ended", "Avsluttet"

    transition = models.ForeignKey(Transition, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=9, choices=Act)
    told = models.CharField("hva som ble notert", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField("når")

    objects = PartsOfTransition.as_manager()

    class Meta:
        verbose_name = "endret overgang"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
