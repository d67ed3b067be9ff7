"""Money out: one row per payment, which is what all statistics rest on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import User, who_and_when
from config.templatetags import tall
from decisions.models import Matter
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


class PaymentRun(models.Model):
    """What is sent to the economy system at once (utbetalingskjøring), with the sum and the file.

    `total` is what goes out: the payments less what is deducted from them, which may be nothing.
    `sha256` is that of the file, so that the one that was taken out can be known again.
    """

    pay_on = models.DateField("betalingsdato")
    count = models.PositiveIntegerField("antall")
    total = models.PositiveBigIntegerField("sum i kroner")
    sha256 = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("laget", default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField("bekreftet utbetalt", null=True, blank=True)

    class Meta:
        verbose_name = "utbetalingskjøring"
        ordering = ["-made_at", "-pk"]
        constraints = [
            who_and_when("benefits_run_confirmed_by_and_at", by="confirmed_by", at="confirmed_at"),
            CheckConstraint(condition=Q(count__gt=0), name="benefits_run_has_payments"),
        ]

    def __str__(self) -> str:
        return f"Kjøring {self.pk}"


class Payment(models.Model):
    """A payment (utbetaling) to a person; whole kroner, counted in the month it was paid.

    `matter` is what of a decision it pays; a row without one comes from an earlier system. `payee`
    is a third party that gets it in the person's stead. `reduced` is what a breach of a condition
    has taken (§§ 20 and 20 a): `amount` is what is left of the grant.
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
        SENT = "sent", "Sendt til utbetaling"
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
    reduced = models.PositiveIntegerField("redusert for brudd på vilkår", default=0)
    status = models.CharField("status", max_length=9, choices=Status, default=Status.PLANNED)
    main_income = models.CharField(
        "viktigste inntektskilde",
        max_length=1,
        choices=MainIncome,
        default=MainIncome.ASSISTANCE,
    )
    main_income_assumed = models.BooleanField(default=False)
    registered_on = models.DateField("registrert")
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    payee = models.CharField("utbetales til", max_length=120, blank=True)
    run = models.ForeignKey(
        PaymentRun, models.PROTECT, null=True, blank=True, related_name="payments"
    )
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
            UniqueConstraint(
                fields=["matter", "for_month"], name="benefits_payment_once_for_matter_and_month"
            ),
            CheckConstraint(
                condition=Q(matter__isnull=True) | Q(for_month__isnull=False),
                name="benefits_payment_of_matter_is_for_a_month",
            ),
            CheckConstraint(
                condition=~Q(status="sent") | Q(run__isnull=False),
                name="benefits_payment_sent_in_a_run",
            ),
        ]
        # The months of a person, to be read from the index alone; one for each way to be paid.
        indexes = [
            models.Index(
                fields=["person", "month"],
                include=["registered_on"],
                condition=Q(scheme="assistance", status="paid"),
                name="benefits_payment_history",
            ),
            models.Index(
                fields=["co_applicant", "month"],
                include=["registered_on"],
                condition=Q(scheme="assistance", status="paid", co_applicant__isnull=False),
                name="benefits_payment_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{tall(self.amount)} kr {self.paid_on:%d.%m.%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_month()
        super().save(*args, **kwargs)

    def set_month(self) -> None:
        """Keep `month` the calendar month of `paid_on` (households/months.py)."""
        self.month = month_of(self.paid_on)

    @property
    def is_made_here(self) -> bool:
        """Whether a decision, or a month in KVP, has made it; else it is of an earlier system."""
        return self.matter_id is not None or hasattr(self, "kvp_benefit")


class PaymentChange(models.Model):
    """That a payment went from one status to another (utbetalingshendelse): who, when and why."""

    payment = models.ForeignKey(Payment, models.CASCADE, related_name="changes")
    from_status = models.CharField(max_length=9, choices=Payment.Status, blank=True)
    to_status = models.CharField(max_length=9, choices=Payment.Status)
    reason = models.CharField("grunn", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når", default=timezone.now)

    class Meta:
        verbose_name = "utbetalingshendelse"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_to_status_display()} {self.at:%d.%m.%Y}"
