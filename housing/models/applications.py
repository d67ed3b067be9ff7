"""Applications for a municipal home, and the municipality's rules of priority with dates."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import (
    District,
    Party,
    PeriodQuerySet,
    Unit,
    User,
    period_constraint,
    who_and_when,
)
from decisions.models import Decision
from households.models import Household, Intake, Person
from households.visibility import RowsOfSubject
from housing.codes import ApplicationState, Priority


class PriorityClass(models.Model):
    """What a class of the queue is for, in the municipality's words, between dates."""

    code = models.CharField("klasse", max_length=1, choices=Priority)
    wording = models.CharField("hvem klassen er for", max_length=200)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "prioritetsklasse"
        verbose_name_plural = "prioritetsklasser"
        ordering = ["code", "valid_from"]
        constraints = [
            period_constraint("housing_class_not_ended_before_begun"),
            UniqueConstraint(
                fields=["code", "valid_from"], name="housing_class_one_wording_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.wording}"


class PriorityGround(models.Model):
    """A fact that gives an applicant a class in the queue (prioritetsgrunn), between dates.

    `points` order those of one class before their dates do; 0 for all, and dates decide alone.
    """

    wording = models.CharField("grunn", max_length=200)
    code = models.CharField("klasse", max_length=1, choices=Priority)
    points = models.PositiveSmallIntegerField("poeng", default=0)
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=120)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "prioritetsgrunn"
        verbose_name_plural = "prioritetsgrunner"
        ordering = ["code", "pk"]
        constraints = [
            period_constraint("housing_ground_not_ended_before_begun"),
            UniqueConstraint(
                fields=["wording", "valid_from"], name="housing_ground_one_row_per_start"
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class SharedHousingRows(RowsOfSubject):
    """Known to HV's own office, and to whoever the person's housing is shared with."""

    subject = "applicant"
    scope = "housing"


class HousingApplication(models.Model):
    """One household's application for a municipal home (boligsøknad).

    HV assesses it: the home that is needed, and the grounds that are met. What `decision` says of
    it decides; `version` travels to the browser and back. `rooms` counts living and bed rooms,
    `most_rent` is kroner a month. The latest interim reply (`interim_on`) said that an answer is to
    be `expected_on` a day (fvl § 11 a).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="housing_applications")
    applicant = models.ForeignKey(
        Person, models.PROTECT, related_name="housing_applications", verbose_name="søker"
    )
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="kontor")
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        "status", max_length=9, choices=ApplicationState, default=ApplicationState.RECEIVED
    )
    received_on = models.DateField("mottatt")
    situation = models.TextField("bosituasjonen nå")
    rooms = models.PositiveSmallIntegerField("rom som trengs")
    needs_adapted = models.BooleanField("trenger bolig uten trapp", default=False)
    most_rent = models.PositiveIntegerField("høyeste husleie", null=True, blank=True)
    districts = models.ManyToManyField(District, related_name="+", verbose_name="ønskede bydeler")
    assessed_on = models.DateField("vurdert", null=True, blank=True)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    fulfils = models.BooleanField("fyller vilkårene", null=True, blank=True)
    assessment = models.TextField("vurdering", blank=True)
    conditions = models.TextField("vilkår", blank=True)
    grounds = models.ManyToManyField(
        PriorityGround, related_name="applications", verbose_name="prioritetsgrunner"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="housing_application", null=True, blank=True
    )
    decided_on = models.DateField("vedtatt", null=True, blank=True)
    withdrawn_on = models.DateField("trukket", null=True, blank=True)
    interim_on = models.DateField("foreløpig svar sendt", null=True, blank=True)
    interim_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    interim_reason = models.CharField("hvorfor det tar tid", max_length=300, blank=True)
    expected_on = models.DateField("svar ventes", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(editable=False, unique=True)

    objects = SharedHousingRows.as_manager()

    class Meta:
        verbose_name = "boligsøknad"
        verbose_name_plural = "boligsøknader"
        ordering = ["-received_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=("received", "assessed")),
                name="housing_application_one_open",
                violation_error_message="Husstanden har allerede en søknad til behandling.",
            ),
            who_and_when("housing_application_assessed", by="assessed_by", at="assessed_on"),
            CheckConstraint(
                condition=Q(state__in=("received", "withdrawn"))
                | Q(assessed_on__isnull=False, fulfils__isnull=False),
                name="housing_application_assessed_before_decided",
            ),
            CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | Q(decision__isnull=False, decided_on__isnull=False),
                name="housing_application_decided_by_a_decision",
            ),
            who_and_when("housing_application_interim_by_and_on", by="interim_by", at="interim_on"),
            CheckConstraint(
                condition=Q(interim_on=None, expected_on=None)
                | Q(interim_on__isnull=False, expected_on__gt=F("interim_on")),
                name="housing_application_expected_after_interim",
                violation_error_message="Datoen for svar må være etter i dag.",
            ),
            CheckConstraint(condition=Q(rooms__gte=1), name="housing_application_needs_a_room"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"BS-{10_000 + self.pk}"
