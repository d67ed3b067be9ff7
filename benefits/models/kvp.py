"""A person's way to, through and out of the qualification programme (KVP); STL §§ 29-40.

Measure 1c of the plan; domain.md 4.4 and 5. What statistics count is `KvpEnrolment`; this is the
case that a caseworker works in. Enrolments that are imported have none.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Unit, User
from benefits.models.programmes import KvpEnrolment
from decisions.models import Decision
from households.models import Household, Person
from households.visibility import RowsOfParty, RowsOfWhole


class KvpState(models.TextChoices):
    """How far a case has come (domain.md 5); an extension and an evaluation are no states."""

    ENQUIRY = "enquiry", "Forespørsel"
    APPLIED = "applied", "Søkt"
    ASSESSMENT = "assessment", "Vurderes"
    DECIDED = "decided", "Innvilget"
    STARTED = "started", "I program"
    LEAVE = "leave", "Permisjon"
    COMPLETED = "completed", "Fullført"
    STOPPED_ABSENCE = "stopped_absence", "Stanset etter fravær"
    MOVED = "moved", "Flyttet"
    ENDED_AFTER_BREAK = "ended_after_break", "Avsluttet etter avbrudd"
    WITHDRAWN = "withdrawn", "Trukket"
    REFUSED = "refused", "Avslått"


BEFORE_START = (KvpState.ENQUIRY, KvpState.APPLIED, KvpState.ASSESSMENT, KvpState.DECIDED)
IN_PROGRAMME = (KvpState.STARTED, KvpState.LEAVE)
ENDED = (
    KvpState.COMPLETED,
    KvpState.STOPPED_ABSENCE,
    KvpState.MOVED,
    KvpState.ENDED_AFTER_BREAK,
)
RUNNING = (*BEFORE_START, *IN_PROGRAMME)


class KvpCaseQuerySet(RowsOfParty):
    party = "unit__party"

    def running(self) -> Self:
        """Those that are neither ended, withdrawn nor refused; a person has one."""
        return self.filter(state__in=RUNNING)


class KvpCase(models.Model):
    """One person's case in the qualification programme (KVP-sak), from the enquiry on.

    The work-ability assessment is `assessed_on`, who made it, whether the conditions are fulfilled
    and the conclusion; each condition is answered in a KvpCondition. `decision` is the written
    decision, which may still be a draft; `decided_on` is the day that it holds from. `planned_end`
    is the last day that the decision gives, before any extension. The days in the programme are
    those of the `enrolment`. `version` counts changes, so that two cannot overwrite each other.
    """

    State = KvpState

    class Origin(models.TextChoices):
        """Where the enquiry came from."""

        SELF = "self", "Personen selv"
        OFFICE = "office", "NAV tok det opp"
        ACTIVE_START = "active_start", "Aktiv start"
        OTHER = "other", "En annen tjeneste"

    household = models.ForeignKey(Household, models.PROTECT, related_name="kvp_cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="kvp_cases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField("status", max_length=17, choices=KvpState, default=KvpState.ENQUIRY)
    origin = models.CharField("kom fra", max_length=12, choices=Origin)
    enquired_on = models.DateField("spurt om KVP")
    applied_on = models.DateField("søkt", null=True, blank=True)
    assessed_on = models.DateField("vurdert", null=True, blank=True)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    fulfils = models.BooleanField("fyller vilkårene", null=True, blank=True)
    conclusion = models.TextField("konklusjon", blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="kvp_cases"
    )
    decided_on = models.DateField("innvilget", null=True, blank=True)
    planned_end = models.DateField("planlagt siste dag", null=True, blank=True)
    enrolment = models.OneToOneField(
        KvpEnrolment, models.PROTECT, null=True, blank=True, related_name="case"
    )
    closed_on = models.DateField("avsluttet", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = KvpCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "KVP-sak"
        verbose_name_plural = "KVP-saker"
        ordering = ["-enquired_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=RUNNING),
                name="benefits_kvpcase_one_running_per_person",
                violation_error_message="Personen har allerede en KVP-sak.",
            ),
            CheckConstraint(
                condition=Q(state__in=("enquiry", "withdrawn"), applied_on=None)
                | Q(~Q(state="enquiry"), applied_on__gte=F("enquired_on")),
                name="benefits_kvpcase_applied_on_a_day",
                violation_error_message="Søknaden kan ikke være før forespørselen.",
            ),
            CheckConstraint(
                condition=Q(assessed_on=None, assessed_by=None, fulfils=None, conclusion="")
                | (
                    Q(assessed_on__isnull=False, assessed_by__isnull=False, fulfils__isnull=False)
                    & ~Q(conclusion="")
                ),
                name="benefits_kvpcase_assessed_when_by_whom_and_how",
            ),
            CheckConstraint(
                condition=Q(state__in=BEFORE_START[:3], decided_on=None)
                | Q(state__in=("withdrawn", "refused"))
                | Q(decided_on__isnull=False),
                name="benefits_kvpcase_decided_on_a_day",
            ),
            CheckConstraint(
                condition=Q(
                    state__in=(*IN_PROGRAMME, *ENDED),
                    enrolment__isnull=False,
                    planned_end__isnull=False,
                )
                | Q(
                    state__in=(*BEFORE_START, "withdrawn", "refused"),
                    enrolment=None,
                    planned_end=None,
                ),
                name="benefits_kvpcase_enrolled_from_its_start",
            ),
            CheckConstraint(
                condition=Q(state__in=RUNNING, closed_on=None)
                | Q(~Q(state__in=RUNNING), closed_on__gte=F("enquired_on")),
                name="benefits_kvpcase_closed_on_a_day",
                violation_error_message="Slutten kan ikke være før forespørselen.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "state"],
                condition=Q(state__in=RUNNING),
                name="benefits_kvpcase_running",
            )
        ]

    def __str__(self) -> str:
        return f"KVP {self.reference}"

    @property
    def reference(self) -> str:
        return f"Q-{40_000 + self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


class PartOfKvpCase(RowsOfWhole):
    whole = "case"


class KvpCondition(models.Model):
    """An entry condition of a case, answered with grounds (inngangsvilkår; domain.md 4.4)."""

    class Kind(models.TextChoices):
        AGE = "age", "Er i yrkesaktiv alder"
        REDUCED_ABILITY = "reduced_ability", "Har vesentlig nedsatt arbeids- og inntektsevne"
        NO_STATE_BENEFITS = (
            "no_state_benefits",
            "Har ingen eller svært begrensede ytelser til livsopphold fra staten",
        )
        FOLLOW_UP = "follow_up", "Trenger tett oppfølging, og programmet er hensiktsmessig"

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="conditions")
    kind = models.CharField("vilkår", max_length=17, choices=Kind)
    is_met = models.BooleanField("oppfylt")
    grounds = models.TextField("begrunnelse")

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "inngangsvilkår"
        verbose_name_plural = "inngangsvilkår"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["case", "kind"], name="benefits_kvpcondition_answered_once"),
            CheckConstraint(
                condition=~Q(grounds=""),
                name="benefits_kvpcondition_with_grounds",
                violation_error_message="Skriv hvorfor.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class KvpChange(models.Model):
    """A step in the life of a case (KVP-hendelse): what, who, when, and why; never rewritten."""

    class What(models.TextChoices):
        STATE = "state", "Status"
        ASSESSED = "assessed", "Arbeidsevnen vurdert"
        DRAFTED = "drafted", "Vedtak begynt"
        PLANNED = "planned", "Plan endret"
        EVALUATED = "evaluated", "Evaluert"
        ABSENT = "absent", "Fravær"
        EXTENSION = "extension", "Forlengelse foreslått"
        EXTENDED = "extended", "Forlenget"
        FOLLOWED_UP = "followed_up", "Fulgt opp etter programmet"
        BENEFIT = "benefit", "Stønad"

    case = models.ForeignKey(KvpCase, models.CASCADE, related_name="changes")
    what = models.CharField("hva", max_length=11, choices=What, default=What.STATE)
    to_state = models.CharField(max_length=17, choices=KvpState, blank=True)
    note = models.CharField("merknad", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når", default=timezone.now)

    objects: Any = PartOfKvpCase.as_manager()

    class Meta:
        verbose_name = "KVP-hendelse"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_to_state_display() or self.get_what_display()
