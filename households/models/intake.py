"""That somebody turned to a party and asked for something."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, Unit, User, who_and_when
from households.access import VisibleIntakes
from households.models.people import Household, Person, Responsibility


class IntakeQuerySet(VisibleIntakes):
    def of_units(self, units: set[int]) -> Self:
        """Those that belong to `units`.

        The party's unit that has the household today, else the one the intake was registered for.
        """
        has: Any = Responsibility.objects.valid_on(timezone.localdate()).filter(
            household=OuterRef("household"), party=OuterRef("party")
        )
        theirs = Q(unit__in=units) & ~Q(Exists(has))
        return self.filter(Q(Exists(has.filter(unit__in=units))) | theirs)

    def waiting(self) -> Self:
        """Those nobody has taken, the longest waiting first."""
        return self.filter(taken_at__isnull=True).order_by("received_on", "pk")


class Intake(models.Model):
    """Somebody turns to a party and asks for something (henvendelse), in whatever way.

    What was `stated` is kept beside the person: the person may be registered already, and then
    neither changes what is known nor is changed by it; nor do `stated_members`, each a dict with
    first_name, last_name, birth_date (ISO, or None), role, shared_residence and has_number.
    `children` is empty where nobody was asked. `unit` is whose inbox it came to, and
    `registered_unit` where it was taken down.
    """

    class Channel(models.TextChoices):
        VISIT = "visit", "Muntlig, ved oppmøte"
        PHONE = "phone", "Muntlig, på telefon"
        LETTER = "letter", "Brev eller papirskjema"
        DIGITAL = "digital", "Digitalt"
        SERVICE = "service", "Gjennom en annen tjeneste"

    class Topic(models.TextChoices):
        SUBSISTENCE = "subsistence", "Livsopphold"
        HOUSING = "housing", "Bolig"
        EMERGENCY = "emergency", "Nødhjelp"
        CHILDREN = "children", "Barn"
        DEBT = "debt", "Gjeld"
        OTHER = "other", "Annet"

    class Children(models.TextChoices):
        """What somebody who asks is always asked: children are never to be forgotten (3a)."""

        HERE = "here", "Ja, barn bor her, helt eller delvis"
        CONTACT = "contact", "Ja, men bare med samvær"
        NONE = "none", "Nei, ingen barn"

    household = models.ForeignKey(Household, models.PROTECT, related_name="intakes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="intakes")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="intakes")
    received_on = models.DateField("mottatt")
    channel = models.CharField("kom hvordan", max_length=7, choices=Channel)
    topics = models.JSONField("gjelder", default=list)
    text = models.TextField("med egne ord", blank=True)
    stated_first_name = models.CharField("oppgitt fornavn", max_length=120)
    stated_last_name = models.CharField("oppgitt etternavn", max_length=120)
    stated_birth_date = models.DateField("oppgitt fødselsdato", null=True, blank=True)
    stated_number = models.BooleanField("oppga fødselsnummer", default=False)
    children = models.CharField("har barn", max_length=7, choices=Children, blank=True)
    stated_members = models.JSONField("oppgitte medlemmer", default=list, blank=True)
    registered_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="registered_intakes")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(editable=False)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField("tatt", null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "henvendelse"
        constraints = [
            who_and_when("households_intake_taken_by_and_at", by="taken_by", at="taken_at"),
            UniqueConstraint(
                fields=["registered_by", "form_token"], name="households_intake_one_per_form"
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_on"],
                condition=Q(taken_at__isnull=True),
                name="households_intake_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number that is given to the one who asked."""
        return f"V-{10_000 + self.pk}"

    @property
    def stated_name(self) -> str:
        return f"{self.stated_first_name} {self.stated_last_name}".strip()

    @property
    def topic_labels(self) -> list[str]:
        return [self.Topic(topic).label for topic in self.topics]
