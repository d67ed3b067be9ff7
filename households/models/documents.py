"""Files that somebody has handed in, or that an office keeps on a household."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, Unit, User
from households.access import VisibleOfParty
from households.models.people import Household, Person


class DocumentQuerySet(VisibleOfParty):
    def kept(self) -> Self:
        """Those whose bytes have not been erased with their household."""
        return self.filter(erased_on__isnull=True)

    def left_over(self) -> Self:
        """Erased ones whose bytes may still lie on the disk."""
        return self.filter(erased_on__isnull=False, name__isnull=False)


class Document(models.Model):
    """A file in a household's case (dokument), under DOCUMENT_DIR with a name that tells nothing.

    The documents of a `party` are its own (security.md 2.1). Nobody deletes one: when the
    household is anonymised the title goes, and the file with it.
    """

    class Kind(models.TextChoices):
        TENANCY = "tenancy", "Husleiekontrakt"
        INCOME = "income", "Lønn eller annen inntekt"
        ACCOUNT = "account", "Kontoutskrift"
        BILL = "bill", "Regning"
        IDENTITY = "identity", "Legitimasjon"
        HEALTH = "health", "Helseopplysninger"
        DECISION = "decision", "Vedtak fra andre"
        MANDATE = "mandate", "Fullmakt eller samtykke"
        LETTER = "letter", "Brev"
        OTHER = "other", "Annet"

    class ContentType(models.TextChoices):
        """As the first bytes tell; nothing else is taken in (security.md 3.15)."""

        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG-bilde"
        JPEG = "image/jpeg", "JPEG-bilde"
        TEXT = "text/plain", "Tekst"

    household = models.ForeignKey(Household, models.PROTECT, related_name="documents")
    party = models.CharField("part", max_length=12, choices=Party)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    title = models.CharField("tittel", max_length=200)
    kind = models.CharField("type", max_length=8, choices=Kind)
    content_type = models.CharField("format", max_length=15, choices=ContentType)
    name = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("størrelse i byte")
    received_on = models.DateField("mottatt")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(editable=False)
    erased_on = models.DateField("slettet", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokument"
        ordering = ["-received_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["registered_by", "form_token"], name="households_document_one_per_form"
            ),
            CheckConstraint(
                condition=Q(erased_on__isnull=True, name__isnull=False) & ~Q(title="")
                | Q(erased_on__isnull=False, title=""),
                name="households_document_kept_or_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "received_on"], name="households_document_by_day"),
            models.Index(
                fields=["erased_on"],
                condition=Q(erased_on__isnull=False, name__isnull=False),
                name="households_document_left_over",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Slettet dokument"
