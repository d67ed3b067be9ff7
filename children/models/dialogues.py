"""Talks about family life with those in the introduction programme (measure 3b)."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from accounts.access import may
from accounts.models import User, who_and_when
from accounts.policy import Permission
from households.models import Household, IntroPeriod, JournalEntry, Person


def homes_known_to_centre(user: User) -> Any:
    """The households whose members in the programme the user may know of.

    To the centre those that no core rule closes; to leaders those of their office.
    """
    known: Any = Household.objects
    if may(user, Permission.HOLD_DIALOGUES):
        return known.not_closed_to(user, unlocked=True)
    if may(user, Permission.APPROVE_DECISION):
        return known.visible_to(user, Permission.APPROVE_DECISION)
    return known.none()


class DialogueQuerySet(models.QuerySet["FamilyDialogue"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(household__in=homes_known_to_centre(user).values("pk"))


class FamilyDialogue(models.Model):
    """A talk about family life (familiesamtale) at the qualification centre.

    `person` was in `period` of the introduction programme and lived in `household` that day.
    `interpreter_needed` is what was so then. One that was registered by mistake is `undone_at`.
    """

    class Topic(models.TextChoices):
        """What was talked about."""

        PARENTING = "parenting", "Oppdragelse og hverdag"
        SCHOOL = "school", "Barnehage og skole"
        LEISURE = "leisure", "Fritid for barna"
        HEALTH = "health", "Helse"
        ECONOMY = "economy", "Økonomi og bolig"
        RIGHTS = "rights", "Rettigheter og plikter"
        SAFETY = "safety", "Vold og negativ sosial kontroll"
        NETWORK = "network", "Familie og nettverk"
        SERVICES = "services", "Hvem som kan hjelpe"

    Interpreter = JournalEntry.Interpreter

    household = models.ForeignKey(Household, models.PROTECT, related_name="family_dialogues")
    person = models.ForeignKey(Person, models.PROTECT, related_name="family_dialogues")
    period = models.ForeignKey(IntroPeriod, models.PROTECT, related_name="family_dialogues")
    held_on = models.DateField("dato for samtalen")
    topics = models.JSONField("tema", default=list)
    interpreter = models.CharField("tolk", max_length=11, choices=JournalEntry.Interpreter)
    interpreter_reason = models.CharField("hvorfor ikke tolk", max_length=200, blank=True)
    interpreter_needed = models.BooleanField("tolk trengtes", default=False)
    agreed = models.CharField("hva som ble avtalt", max_length=300, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField("angret", null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = "familiesamtale"
        verbose_name_plural = "familiesamtaler"
        ordering = ["-held_on", "-pk"]
        constraints = [
            who_and_when("children_dialogue_undone_by_and_at", by="undone_by", at="undone_at"),
            CheckConstraint(
                condition=~Q(interpreter="not_used") | ~Q(interpreter_reason=""),
                name="children_dialogue_without_interpreter_says_why",
                violation_error_message="Skriv hvorfor tolk ikke ble brukt.",
            ),
            CheckConstraint(
                condition=~Q(interpreter="none_needed") | Q(interpreter_needed=False),
                name="children_dialogue_interpreter_needed_is_used_or_not",
                violation_error_message="Personen trenger tolk.",
            ),
        ]
        indexes = [models.Index(fields=["person", "held_on"], name="children_dialogue_of_person")]

    def __str__(self) -> str:
        return f"Familiesamtale {self.held_on:%d.%m.%Y}"

    @property
    def topic_labels(self) -> list[str]:
        return [str(label) for topic, label in self.Topic.choices if topic in self.topics]
