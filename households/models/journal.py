"""What an office writes down about its contact with a household."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, Unit, User
from households.access import VisibleOfParty
from households.models.people import Household, Person


class JournalEntryQuerySet(VisibleOfParty):
    def standing(self) -> Self:
        """Those that no later note corrects."""
        return self.filter(correction__isnull=True)

    def of_contact_between(self, first: date, last: date) -> Self:
        """Those on contact from `first` through `last`."""
        return self.filter(contact_on__gte=first, contact_on__lte=last)


class JournalEntry(models.Model):
    """A dated note on contact with a household (journalnotat); only its text must be written.

    Added, never changed or deleted: a correction is a new note that `corrects` the old one. The
    notes of a `party` are its own (security.md 2.1). `interpreter_needed` is what was so when the
    note was written, for the figure of measure 7c.
    """

    class Topic(models.TextChoices):
        """What the contact was about, in the words of an intake where it has them."""

        SUBSISTENCE = "subsistence", "Livsopphold"
        HOUSING = "housing", "Bolig"
        CHILDREN = "children", "Barn"
        WORK = "work", "Arbeid og aktivitet"
        DEBT = "debt", "Gjeld"
        HEALTH = "health", "Helse"
        EMERGENCY = "emergency", "Nødhjelp"
        COOPERATION = "cooperation", "Samarbeid med andre"
        OTHER = "other", "Annet"

    class Interpreter(models.TextChoices):
        """Who interpreted: professionals, so that neither child nor family can be chosen."""

        IN_PERSON = "in_person", "Tolk til stede"
        REMOTE = "remote", "Tolk på skjerm eller telefon"
        NONE_NEEDED = "none_needed", "Tolk trengtes ikke"
        NOT_USED = "not_used", "Tolk trengtes, men ble ikke brukt"

    BY_INTERPRETER = (Interpreter.IN_PERSON, Interpreter.REMOTE)

    household = models.ForeignKey(Household, models.PROTECT, related_name="journal")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    contact_on = models.DateField("dato for kontakten")
    spoken_with = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    spoken_with_other = models.CharField("snakket med andre", max_length=120, blank=True)
    topic = models.CharField("tema", max_length=11, choices=Topic, blank=True)
    text = models.TextField("notat")
    children = models.ManyToManyField(
        Person, blank=True, related_name="mentions", verbose_name="barn som er omtalt"
    )
    interpreter = models.CharField("tolk", max_length=11, choices=Interpreter, blank=True)
    interpreter_reason = models.CharField("hvorfor ikke tolk", max_length=200, blank=True)
    interpreter_needed = models.BooleanField("tolk trengtes", default=False)
    next_step = models.CharField("neste steg", max_length=200, blank=True)
    next_step_on = models.DateField("når", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet", default=timezone.now)
    form_token = models.UUIDField(editable=False)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "journalnotat"
        ordering = ["-contact_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["written_by", "form_token"], name="households_journal_one_per_form"
            ),
            CheckConstraint(
                condition=Q(interpreter="not_used") | Q(interpreter_reason=""),
                name="households_journal_why_only_without_interpreter",
                violation_error_message="Grunnen hører til når tolk trengtes og ikke ble brukt.",
            ),
            CheckConstraint(
                condition=Q(next_step_on__isnull=True) | ~Q(next_step=""),
                name="households_journal_no_date_without_step",
                violation_error_message="Skriv hva som er neste steg.",
            ),
            CheckConstraint(
                condition=Q(interpreter_needed=True) | ~Q(interpreter="not_used"),
                name="households_journal_not_used_was_needed",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "contact_on"], name="households_journal_by_day")
        ]

    def __str__(self) -> str:
        return f"Notat {self.contact_on:%d.%m.%Y}"

    @property
    def corrected_by(self) -> JournalEntry | None:
        """The note that stands in this one's place, if one does."""
        return getattr(self, "correction", None)

    @property
    def partner(self) -> str:
        """Who was spoken with, in words."""
        named = self.spoken_with.name if self.spoken_with else ""
        return ", ".join(filter(None, [named, self.spoken_with_other]))
