"""Money out: one row per payment, which is what all statistics rest on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q

from households.codes import MainIncome
from households.models import Person, Source
from households.months import month_of


class PaymentQuerySet(models.QuerySet["Payment"]):
    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """As Django's, with each row's month filled in."""
        rows = list(objs)
        for row in rows:
            row.set_month()
        return super().bulk_create(rows, *args, **kwargs)

    def assistance_paid(self) -> PaymentQuerySet:
        """Rows that make a benefit month (stønadsmåned): assistance that has been paid."""
        return self.filter(scheme=Payment.Scheme.ASSISTANCE, status=Payment.Status.PAID)


class Payment(models.Model):
    """A payment (utbetaling) to a person; whole kroner, counted in the month it was paid.

    `co_applicant` is the spouse who applied with the person: both carry the month.
    `main_income` is the person's main source of livelihood (VKLO) when the money was paid;
    `main_income_assumed` tells that it was not given and taken to be assistance.
    """

    class Scheme(models.TextChoices):
        ASSISTANCE = "assistance", "Økonomisk sosialhjelp"
        KVP = "kvp", "Kvalifiseringsstønad"

    class Kind(models.TextChoices):
        GRANT = "grant", "Bidrag"
        LOAN = "loan", "Lån"

    class Category(models.TextChoices):
        SUBSISTENCE = "livsopphold", "Livsopphold"
        HOUSING = "bolig", "Bolig"
        POWER = "strom", "Strøm"
        ONE_OFF = "engangsstonad", "Engangsstønad"
        EMERGENCY = "nodhjelp", "Nødhjelp"
        OTHER = "annet", "Annet"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planlagt"
        PAID = "paid", "Utbetalt"
        STOPPED = "stopped", "Stanset"
        CANCELLED = "cancelled", "Annullert"

    person = models.ForeignKey(Person, models.PROTECT, related_name="payments")
    co_applicant = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="co_payments"
    )
    paid_on = models.DateField("utbetalt")
    month = models.PositiveIntegerField(editable=False)
    for_month = models.DateField("gjelder måned", null=True, blank=True)
    scheme = models.CharField("ordning", max_length=10, choices=Scheme, default=Scheme.ASSISTANCE)
    kind = models.CharField("stønadsform", max_length=5, choices=Kind, default=Kind.GRANT)
    category = models.CharField("formål", max_length=13, choices=Category)
    amount = models.PositiveIntegerField("beløp")
    status = models.CharField("status", max_length=9, choices=Status, default=Status.PLANNED)
    main_income = models.CharField(
        "viktigste inntektskilde",
        max_length=1,
        choices=MainIncome,
        default=MainIncome.ASSISTANCE,
    )
    main_income_assumed = models.BooleanField(default=False)
    registered_on = models.DateField("registrert")
    source = models.CharField("kilde", max_length=7, choices=Source, default=Source.OSK)
    source_ref = models.CharField(
        "rad i tidligere system", max_length=120, null=True, blank=True, unique=True
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "utbetaling"
        ordering = ["-paid_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="benefits_payment_above_zero",
                violation_error_message="Beløpet må være over 0 kr.",
            ),
            CheckConstraint(
                condition=Q(co_applicant__isnull=True) | ~Q(co_applicant=F("person")),
                name="benefits_payment_co_applicant_is_another",
            ),
        ]
        indexes = [models.Index(fields=["person", "month"], name="benefits_payment_history")]

    def __str__(self) -> str:
        return f"{self.amount} kr {self.paid_on:%d.%m.%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_month()
        super().save(*args, **kwargs)

    def set_month(self) -> None:
        """Keep `month` the calendar month of `paid_on` (households/months.py)."""
        self.month = month_of(self.paid_on)
