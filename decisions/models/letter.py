"""The letter that tells of a decision."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.models import User, who_and_when
from decisions.models.decision import Decision, PartOfDecision


class Letter(models.Model):
    """The letter of a decision as PDF (vedtaksbrev), made when it was approved; never changed.

    The file lies in LETTER_DIR under a random name and is the one whose `sha256` is here.
    """

    class Channel(models.TextChoices):
        POST = "post", "Brev i posten"
        DIGITAL = "digital", "Digital post"
        BY_HAND = "by_hand", "Overlevert"
        SHIELDED = "shielded", "Skjermet forsendelse"

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter")
    name = models.CharField("filnavn", max_length=32, unique=True, editable=False)
    sha256 = models.CharField("kontrollsum", max_length=64, editable=False)
    language = models.CharField("språk", max_length=2, default="nb", editable=False)
    made_at = models.DateTimeField("laget")
    channel = models.CharField("sendt hvordan", max_length=8, choices=Channel, blank=True)
    sent_on = models.DateField("sendt", null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField("sending registrert", null=True, blank=True)
    erased_at = models.DateTimeField("slettet", null=True, blank=True)

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "vedtaksbrev"
        verbose_name_plural = "vedtaksbrev"
        constraints = [
            who_and_when("decisions_letter_sent_by_and_at", by="sent_by", at="sent_at"),
            CheckConstraint(
                condition=Q(sent_on=None, sent_at=None, channel="")
                | (Q(sent_on__isnull=False, sent_at__isnull=False) & ~Q(channel="")),
                name="decisions_letter_sent_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"Brev {self.made_at:%d.%m.%Y}"
