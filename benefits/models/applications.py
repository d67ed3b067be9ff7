"""What somebody asks NAV for, from the day it is received until it is answered."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Unit, User, who_and_when
from decisions.models import Decision
from households.models import Household, Intake, Person


class ApplicationState(models.TextChoices):
    """Where an application stands (domain.md 5); the last three are its side exits."""

    RECEIVED = "received", "Mottatt"
    IN_PROGRESS = "in_progress", "Under behandling"
    AWAITING_DOCUMENTS = "awaiting_documents", "Venter på dokumentasjon"
    ASSESSED = "assessed", "Vurdert"
    DECIDED = "decided", "Vedtatt"
    CLOSED = "closed", "Ferdig behandlet"
    WITHDRAWN = "withdrawn", "Trukket"
    NOT_PROCESSED = "not_processed", "Behandles ikke"
    MISREGISTERED = "misregistered", "Feilregistrert"


OPEN = (
    ApplicationState.RECEIVED,
    ApplicationState.IN_PROGRESS,
    ApplicationState.AWAITING_DOCUMENTS,
    ApplicationState.ASSESSED,
)
"""States in which somebody waits for an answer."""


class ApplicationQuerySet(models.QuerySet["AssistanceApplication"]):
    def waiting(self) -> Self:
        """Those that somebody waits for an answer to."""
        return self.filter(state__in=OPEN)

    def with_last_reply(self) -> Self:
        """Each with `expected_on`: when the latest interim reply says that the answer will come."""
        replies = InterimReply.objects.filter(application=OuterRef("pk")).order_by("-sent_on")
        return self.annotate(expected_on=models.Subquery(replies.values("expected_on")[:1]))


class AssistanceApplication(models.Model):
    """That somebody asks for economic assistance (søknad), in whatever way; STL §§ 18, 19 and 27.

    `co_applicant` is the spouse who applies with the person. `caseworker` is who handles it, which
    need not be who has the household. `version` counts changes, so that two cannot overwrite
    each other.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    co_applicant = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="co_applications"
    )
    intake = models.OneToOneField(Intake, models.PROTECT, related_name="application")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    caseworker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    received_on = models.DateField("mottatt")
    state = models.CharField(
        "status", max_length=18, choices=ApplicationState, default=ApplicationState.RECEIVED
    )
    is_emergency = models.BooleanField("nødhjelp eller husly nå", default=False)
    text = models.TextField("med egne ord", blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    on_hold_until = models.DateField("på vent til", null=True, blank=True)
    hold_reason = models.CharField("hvorfor på vent", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)

    expected_on: date | None  # of the latest interim reply, from with_last_reply()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "søknad"
        ordering = ["-received_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(co_applicant__isnull=True) | ~Q(co_applicant=F("applicant")),
                name="benefits_application_co_applicant_is_another",
                violation_error_message="Medsøker må være en annen enn søkeren.",
            ),
            CheckConstraint(
                condition=Q(on_hold_until__isnull=True, hold_reason="")
                | (Q(on_hold_until__isnull=False) & ~Q(hold_reason="")),
                name="benefits_application_held_until_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "received_on"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="benefits_application_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"Søknad {self.reference}"

    @property
    def reference(self) -> str:
        """What the office calls it, as printed on paper."""
        return f"S-{20_000 + self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ApplicationMatter(models.Model):
    """One of the things that an application asks for (det søkes om); whole kroner if stated."""

    class Kind(models.TextChoices):
        SUBSISTENCE = "subsistence", "Livsopphold"
        RENT = "rent", "Husleie"
        POWER = "power", "Strøm"
        ONE_OFF = "one_off", "Engangsstønad"
        EMERGENCY = "emergency", "Nødhjelp"
        LODGING = "lodging", "Midlertidig botilbud (§ 27)"
        OTHER = "other", "Annet"

    application = models.ForeignKey(AssistanceApplication, models.CASCADE, related_name="matters")
    kind = models.CharField("gjelder", max_length=11, choices=Kind)
    text = models.CharField("nærmere om", max_length=200, blank=True)
    amount = models.PositiveIntegerField("beløp det søkes om", null=True, blank=True)

    class Meta:
        verbose_name = "det søkes om"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["application", "kind"],
                condition=~Q(kind__in=["one_off", "other"]),
                name="benefits_matter_asked_for_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}" if self.text else self.get_kind_display()


class AssistanceDecision(models.Model):
    """That a decision answers an application (søknadens vedtak).

    What is urgent has a decision of its own, so an application can have two; a corrected one is
    joined in each of its editions.
    """

    application = models.ForeignKey(AssistanceApplication, models.PROTECT, related_name="decisions")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="assistance")

    class Meta:
        verbose_name = "søknadens vedtak"

    def __str__(self) -> str:
        return f"{self.decision} på {self.application}"


class DocumentDemand(models.Model):
    """Documentation that is asked for with a deadline (dokumentasjonskrav)."""

    class State(models.TextChoices):
        OPEN = "open", "Etterspurt"
        DELIVERED_EARLIER = "delivered_earlier", "Levert tidligere"
        MET = "met", "Levert"
        NOT_MET = "not_met", "Ikke levert"
        CANCELLED = "cancelled", "Trengs ikke"

    application = models.ForeignKey(AssistanceApplication, models.CASCADE, related_name="demands")
    what = models.CharField("dokumentasjon", max_length=200)
    asked_on = models.DateField("bedt om")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField("frist")
    state = models.CharField("status", max_length=17, choices=State, default=State.OPEN)
    settled_on = models.DateField("avklart", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "dokumentasjonskrav"
        ordering = ["due_on", "pk"]
        constraints = [
            who_and_when("benefits_demand_settled_by_and_on", by="settled_by", at="settled_on"),
            CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")),
                name="benefits_demand_not_due_before_asked",
                violation_error_message="Fristen kan ikke være før i dag.",
            ),
            CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="benefits_demand_settled_or_open",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class InterimReply(models.Model):
    """A written word that the answer takes more than a month (foreløpig svar); fvl § 11 a."""

    application = models.ForeignKey(AssistanceApplication, models.CASCADE, related_name="replies")
    sent_on = models.DateField("sendt")
    reason = models.TextField("hvorfor det tar tid")
    expected_on = models.DateField("svar ventes")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "foreløpig svar"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(expected_on__gt=F("sent_on")),
                name="benefits_reply_expected_after_sent",
                violation_error_message="Datoen for svar må være etter i dag.",
            )
        ]

    def __str__(self) -> str:
        return f"Foreløpig svar {self.sent_on:%d.%m.%Y}"


class ApplicationChange(models.Model):
    """A step in the life of an application (søknadshendelse): who, when, and why if it is asked."""

    class What(models.TextChoices):
        STATE = "state", "Status"
        TAKEN = "taken", "Tatt"
        GIVEN = "given", "Gitt til en kollega"
        RETURNED = "returned", "Lagt tilbake"
        HELD = "held", "Satt på vent"
        RESUMED = "resumed", "Gjenopptatt"
        CALCULATED = "computed", "Beregnet"
        FROZEN = "frozen", "Beregningen låst"
        THAWED = "thawed", "Beregningen åpnet igjen"

    application = models.ForeignKey(AssistanceApplication, models.CASCADE, related_name="changes")
    what = models.CharField("hva", max_length=8, choices=What)
    from_state = models.CharField(max_length=18, choices=ApplicationState, blank=True)
    to_state = models.CharField(max_length=18, choices=ApplicationState, blank=True)
    reason = models.CharField("grunn", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når", default=timezone.now)

    class Meta:
        verbose_name = "søknadshendelse"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_to_state_display() or self.get_what_display()
