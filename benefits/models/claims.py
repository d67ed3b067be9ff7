"""Money that is to come back, STL §§ 23-26: what is claimed, and what has settled it.

None of it ever changes a payment: the statistics count gross (SSB), so a month with a refund or a
deduction is a benefit month of the whole amount.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, Subquery, Sum, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Unit, User, who_and_when
from benefits.models.payments import Payment
from config.templatetags import tall
from decisions.codes import Section
from decisions.models import Decision
from households.models import Household, Person
from households.visibility import RowsOfParty, RowsOfWhole


class ClaimKind(models.TextChoices):
    """What is claimed (domain.md 4.4); which section each rests on is `claims.rules.SECTIONS`."""

    REFUND_MAINTENANCE = "maintenance", "Refusjon i underholdsbidrag"
    REFUND_BENEFITS = "benefits", "Refusjon i etterbetalt statlig ytelse"
    RECOVERY = "recovery", "Tilbakebetaling etter uriktige opplysninger"
    LOAN = "loan", "Innkreving av lån"
    DEDUCTION = "deduction", "Trekk i kommende utbetalinger"


REFUNDS = (ClaimKind.REFUND_MAINTENANCE, ClaimKind.REFUND_BENEFITS)
"""Claimed from another than the person."""


class ClaimQuerySet(RowsOfParty):
    party = "unit__party"

    def with_settled(self) -> Self:
        """Each with `settled`: kroner of its settlements that stand."""
        standing = Settlement.objects.filter(claim=OuterRef("pk")).standing().order_by()
        sums = standing.values("claim").annotate(total=Sum("amount")).values("total")
        return self.annotate(settled=Coalesce(Subquery(sums), 0))

    def running(self) -> Self:
        """Those of which something is left to claim."""
        return self.with_settled().filter(waived_at__isnull=True, settled__lt=F("amount"))

    def deducting(self) -> Self:
        """Those that are taken out of payments, month by month."""
        return self.running().filter(deduct_monthly__isnull=False, stopped_at__isnull=True)


class Claim(models.Model):
    """A claim to have money back (krav): refund, recovery, loan or deduction; whole kroner.

    Of the support that `person` has had for the months `first_month` to `last_month`. `payer` is
    who owes a refund: whoever pays the maintenance, or the state. `deduct_monthly` is taken out of
    the person's coming payments from the month `deduct_from` until nothing is left. What is left
    is never stored: it is `amount` less the settlements that stand.
    """

    Kind = ClaimKind

    household = models.ForeignKey(Household, models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("krav", max_length=11, choices=ClaimKind)
    section = models.CharField("hjemmel", max_length=4, choices=Section)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="claims"
    )
    payer = models.CharField("kreves fra", max_length=120, blank=True)
    text = models.CharField("hva kravet gjelder", max_length=300, blank=True)
    first_month = models.DateField("fra måned")
    last_month = models.DateField("til og med måned")
    amount = models.PositiveIntegerField("beløp")
    deduct_monthly = models.PositiveIntegerField("trekk per måned", null=True, blank=True)
    deduct_from = models.DateField("trekkes fra måned", null=True, blank=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    stopped_at = models.DateTimeField("trekket stanset", null=True, blank=True)
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    waived_at = models.DateTimeField("frafalt", null=True, blank=True)
    waived_reason = models.CharField("hvorfor frafalt", max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)

    settled: int  # from with_settled()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "krav"
        verbose_name_plural = "krav"
        ordering = ["-registered_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(amount__gt=0),
                name="benefits_claim_above_zero",
                violation_error_message="Beløpet må være over 0 kr.",
            ),
            CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="benefits_claim_not_ended_before_begun",
                violation_error_message="Siste måned kan ikke være før den første.",
            ),
            CheckConstraint(
                condition=Q(kind__in=REFUNDS) | Q(decision__isnull=False),
                name="benefits_claim_on_the_person_has_a_decision",
                violation_error_message="Kravet må bygge på et vedtak.",
            ),
            CheckConstraint(
                condition=(Q(kind__in=REFUNDS) & ~Q(payer=""))
                | (~Q(kind__in=REFUNDS) & Q(payer="")),
                name="benefits_claim_refund_has_a_payer",
                violation_error_message="Skriv hvem refusjonen kreves fra.",
            ),
            CheckConstraint(
                condition=Q(deduct_monthly=None, deduct_from=None)
                | Q(deduct_monthly__gt=0, deduct_from__isnull=False),
                name="benefits_claim_deducted_how_much_and_from_when",
            ),
            CheckConstraint(
                condition=~Q(kind__in=REFUNDS) | Q(deduct_monthly=None),
                name="benefits_claim_refund_is_not_deducted",
            ),
            CheckConstraint(
                condition=~Q(kind=ClaimKind.DEDUCTION) | Q(deduct_monthly__isnull=False),
                name="benefits_claim_deduction_is_deducted",
                violation_error_message="Skriv hvor mye som trekkes hver måned.",
            ),
            who_and_when("benefits_claim_stopped_by_and_at", by="stopped_by", at="stopped_at"),
            who_and_when("benefits_claim_waived_by_and_at", by="waived_by", at="waived_at"),
            CheckConstraint(
                condition=Q(waived_at=None, waived_reason="")
                | (Q(waived_at__isnull=False) & ~Q(waived_reason="")),
                name="benefits_claim_waived_with_reason",
                violation_error_message="Skriv hvorfor kravet frafalles.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"

    @property
    def reference(self) -> str:
        return f"KR-{30_000 + self.pk}"

    @property
    def months(self) -> tuple[date, date]:
        return self.first_month, self.last_month

    @property
    def outstanding(self) -> int:
        """Kroner left to settle; of a row from `with_settled`."""
        return self.amount - self.settled

    @property
    def is_running(self) -> bool:
        return self.waived_at is None and self.outstanding > 0

    @property
    def is_deducting(self) -> bool:
        return self.is_running and self.deduct_monthly is not None and self.stopped_at is None


class SettlementQuerySet(RowsOfWhole):
    whole = "claim"

    def standing(self) -> Self:
        """Those that have not been taken back."""
        return self.filter(undone_at__isnull=True)


class Settlement(models.Model):
    """Kroner that lower what is left of a claim (oppgjør): received, or deducted from a payment.

    A deduction is of one `payment`, for its month, made when the payment is sent; it is undone when
    that payment is cancelled.
    """

    class How(models.TextChoices):
        PAID_BACK = "paid_back", "Betalt tilbake"
        REFUNDED = "refunded", "Refusjon mottatt"
        DEDUCTED = "deducted", "Trukket i utbetaling"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="settlements")
    how = models.CharField("hvordan", max_length=9, choices=How)
    amount = models.PositiveIntegerField("beløp")
    on = models.DateField("dato")
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="deductions"
    )
    for_month = models.DateField("gjelder måned", null=True, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField("omgjort", null=True, blank=True)
    undone_reason = models.CharField("hvorfor omgjort", max_length=300, blank=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = "oppgjør"
        verbose_name_plural = "oppgjør"
        ordering = ["on", "pk"]
        constraints = [
            CheckConstraint(condition=Q(amount__gt=0), name="benefits_settlement_above_zero"),
            CheckConstraint(
                condition=Q(how="deducted", payment__isnull=False, for_month__isnull=False)
                | (~Q(how="deducted") & Q(payment=None, for_month=None)),
                name="benefits_settlement_deducted_from_a_payment",
            ),
            UniqueConstraint(
                fields=["claim", "for_month"],
                condition=Q(undone_at__isnull=True),
                name="benefits_settlement_deducted_once_a_month",
                violation_error_message="Det er allerede trukket for denne måneden.",
            ),
            who_and_when("benefits_settlement_undone_by_and_at", by="undone_by", at="undone_at"),
            CheckConstraint(
                condition=Q(undone_at=None, undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="benefits_settlement_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {tall(self.amount)} kr"
