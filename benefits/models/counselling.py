"""The offer of financial counselling that everybody who applies gets, and the counselling itself.

Measure 4b of the plan; domain.md 5. It is an offer: nothing here can be a condition for support.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Unit, User, who_and_when
from benefits.models.applications import AssistanceApplication
from decisions.models import Decision
from households.models import Household, Person
from households.visibility import RowsOfHolder, RowsOfParty, RowsOfWhole


class OffersOfParty(RowsOfParty):
    party = "unit__party"


class AdviceOffer(models.Model):
    """That somebody is offered financial counselling (tilbud om økonomisk rådgivning), once.

    It is given with an `application`, or to somebody who asks without one. "Later" may be answered
    again; the last answer stands.
    """

    class Channel(models.TextChoices):
        LETTER = "letter", "I brevet"
        TALK = "talk", "I samtale"

    class Answer(models.TextChoices):
        YES = "yes", "Ja takk"
        NO = "no", "Nei takk"
        LATER = "later", "Kanskje senere"

    household = models.ForeignKey(Household, models.PROTECT, related_name="advice_offers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="advice_offers")
    application = models.ForeignKey(
        AssistanceApplication, models.PROTECT, null=True, blank=True, related_name="advice_offers"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    channel = models.CharField(
        "hvordan tilbudet gis", max_length=6, choices=Channel, default=Channel.LETTER
    )
    offered_on = models.DateField("tilbudt")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.CharField("svar", max_length=5, choices=Answer, blank=True)
    answered_on = models.DateField("svarte", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = OffersOfParty.as_manager()

    class Meta:
        verbose_name = "tilbud om økonomisk rådgivning"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["application", "person"],
                condition=Q(application__isnull=False),
                name="benefits_offer_once_with_an_application",
                violation_error_message="Tilbudet er allerede gitt med denne søknaden.",
            ),
            who_and_when("benefits_offer_answered_by_and_on", by="answered_by", at="answered_on"),
            CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__gte=F("offered_on"))),
                name="benefits_offer_answered_after_it_was_given",
                violation_error_message="Svaret kan ikke komme før tilbudet.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tilbud {self.offered_on:%d.%m.%Y}"

    @property
    def may_be_answered(self) -> bool:
        """Until yes or no has come."""
        return self.answer in ("", self.Answer.LATER)


class CounsellingState(models.TextChoices):
    """How far a counselling has come (domain.md 5)."""

    ACCEPTED = "accepted", "Takket ja"
    DECIDED = "decided", "Vedtak"
    STARTED = "started", "Startet"
    ACTIVE = "active", "I gang"
    ENDED = "ended", "Avsluttet"


WAITING = (CounsellingState.ACCEPTED, CounsellingState.DECIDED)
"""States in which somebody has said yes and waits."""


class CounsellingQuerySet(RowsOfHolder):
    party = "unit__party"
    holder = "counsellor"

    def running(self) -> Self:
        """Those that are not ended; while one runs its person is offered no other."""
        return self.exclude(state=CounsellingState.ENDED)


class Counselling(models.Model):
    """Help with economy and debt for one person (økonomisk rådgivning), from a yes on; STL § 17.

    `decision` is the written decision with content; `planned_start` and why it is not before is
    what inspectors ask for. `counsellor` is a debt counsellor, or the caseworker. `version` counts
    changes, so that two cannot overwrite each other.
    """

    State = CounsellingState

    class Form(models.TextChoices):
        INDIVIDUAL = "individual", "Individuelt"
        COURSE = "course", "Kurs"

    class Level(models.TextChoices):
        """KOSTRA: II is a temporary problem with payment, III a lasting insolvency."""

        ONE = "1", "I: råd om økonomi"
        TWO = "2", "II: midlertidige betalingsproblemer"
        THREE = "3", "III: varig betalingsudyktig"

    class Result(models.TextChoices):
        IN_CONTROL = "in_control", "Har oversikt og klarer betalingene selv"
        AGREEMENT = "agreement", "Avtaler med kreditorene"
        DEBT_SETTLEMENT = "debt_settlement", "Gjeldsordning etter gjeldsordningsloven"
        REFERRED = "referred", "Videre til en annen tjeneste"
        WITHDREW = "withdrew", "Ønsket ikke å fortsette"
        LOST_CONTACT = "lost_contact", "Møtte ikke, mistet kontakten"
        MOVED = "moved", "Flyttet"
        OTHER = "other", "Annet"

    household = models.ForeignKey(Household, models.PROTECT, related_name="counsellings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="counsellings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    offer = models.OneToOneField(AdviceOffer, models.PROTECT, related_name="counselling")
    counsellor = models.ForeignKey(User, models.PROTECT, related_name="counsellings")
    state = models.CharField(
        "status", max_length=8, choices=CounsellingState, default=CounsellingState.ACCEPTED
    )
    accepted_on = models.DateField("takket ja")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="counsellings"
    )
    planned_start = models.DateField("planlagt start", null=True, blank=True)
    start_reason = models.TextField("hvorfor starten er lagt dit", blank=True)
    form = models.CharField("individuelt eller kurs", max_length=10, choices=Form, blank=True)
    level = models.CharField("nivå", max_length=1, choices=Level, blank=True)
    started_on = models.DateField("startet", null=True, blank=True)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    result = models.CharField("resultat", max_length=15, choices=Result, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CounsellingQuerySet.as_manager()

    class Meta:
        verbose_name = "økonomisk rådgivning"
        verbose_name_plural = "økonomisk rådgivning"
        ordering = ["-accepted_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["person"],
                condition=~Q(state="ended"),
                name="benefits_counselling_one_running_per_person",
                violation_error_message="Personen får allerede økonomisk rådgivning.",
            ),
            CheckConstraint(
                condition=Q(state__in=("accepted", "ended")) | Q(decision__isnull=False),
                name="benefits_counselling_not_started_without_decision",
                violation_error_message="Rådgivningen må ha et vedtak før den starter.",
            ),
            CheckConstraint(
                condition=Q(decision=None, planned_start=None, start_reason="")
                | (Q(decision__isnull=False, planned_start__isnull=False) & ~Q(start_reason="")),
                name="benefits_counselling_decided_with_start_and_reason",
            ),
            CheckConstraint(
                condition=Q(state__in=("accepted", "decided"), started_on=None)
                | Q(state__in=("started", "active"), started_on__gte=F("accepted_on"))
                | Q(state="ended"),
                name="benefits_counselling_started_on_a_day",
                violation_error_message="Starten kan ikke være før personen takket ja.",
            ),
            CheckConstraint(
                condition=(Q(state="ended", ended_on__gte=F("accepted_on")) & ~Q(result=""))
                | (~Q(state="ended") & Q(ended_on=None, result="")),
                name="benefits_counselling_ended_on_a_day_with_result",
                violation_error_message="Avslutt med dato og resultat.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["counsellor"],
                condition=~Q(state="ended"),
                name="benefits_counselling_running",
            )
        ]

    def __str__(self) -> str:
        return f"Rådgivning {self.reference}"

    @property
    def reference(self) -> str:
        return f"R-{30_000 + self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state != CounsellingState.ENDED


class PartOfCounselling(RowsOfWhole):
    whole = "counselling"


class CounsellingChange(models.Model):
    """A step in the life of a counselling (rådgivningshendelse): who, when, and why."""

    class What(models.TextChoices):
        STATE = "state", "Status"
        GIVEN = "given", "Rådgiver"

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="changes")
    what = models.CharField("hva", max_length=5, choices=What)
    to_state = models.CharField(max_length=8, choices=CounsellingState, blank=True)
    note = models.CharField("merknad", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når", default=timezone.now)

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "rådgivningshendelse"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_to_state_display() or self.get_what_display()


class CounsellingSession(models.Model):
    """A talk of a counselling (rådgivningssamtale): when, what was done, what comes next."""

    counselling = models.ForeignKey(Counselling, models.CASCADE, related_name="sessions")
    on = models.DateField("dato")
    level = models.CharField("nivå", max_length=1, choices=Counselling.Level)
    text = models.TextField("hva som ble gjort")
    mentions_children = models.BooleanField("barna er omtalt", default=False)
    next_step = models.CharField("neste steg", max_length=200, blank=True)
    next_on = models.DateField("dato for neste steg", null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    objects: Any = PartOfCounselling.as_manager()

    class Meta:
        verbose_name = "rådgivningssamtale"
        ordering = ["-on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(next_step="", next_on=None)
                | (~Q(next_step="") & Q(next_on__gte=F("on"))),
                name="benefits_session_next_step_with_a_day",
                violation_error_message="Skriv både neste steg og når.",
            )
        ]

    def __str__(self) -> str:
        return f"Samtale {self.on:%d.%m.%Y}"
