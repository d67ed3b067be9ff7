"""What is changed in somebody's access, by whom, and who agreed; how much a role may decide."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.administration.rules import POWERFUL
from accounts.models.organisation import (
    Clearance,
    PeriodQuerySet,
    Unit,
    User,
    period_constraint,
    who_and_when,
)
from accounts.policy import Role


class AccessChange(models.Model):
    """One change of a user's access (tilgangsendring): its history, and its approval.

    What needs a second person waits until an administrator other than the one who asked agrees.
    Nobody asks for, or agrees to, a change of their own. `requested_by` is empty for what the
    command line does when the first administrators are made.
    """

    class What(models.TextChoices):
        ACCOUNT_MADE = "account_made", "Konto laget"
        ACCOUNT_CLOSED = "account_closed", "Konto stenges"
        ACCOUNT_REOPENED = "account_reopened", "Konto åpnet igjen"
        LINK_MADE = "link_made", "Engangslenke"
        ROLE_GIVEN = "role_given", "Ny rolle"
        ROLE_ENDED = "role_ended", "Rolle avsluttet"
        CLEARANCE_GIVEN = "clearance_given", "Ny klarering"
        CLEARANCE_ENDED = "clearance_ended", "Klarering avsluttet"
        SUBSTITUTE_GIVEN = "substitute_given", "Satt til vikar"
        SUBSTITUTE_ENDED = "substitute_ended", "Vikariat avsluttet"

    class State(models.TextChoices):
        WAITING = "waiting", "Venter på godkjenning"
        DONE = "done", "Utført"
        REFUSED = "refused", "Avslått"
        WITHDRAWN = "withdrawn", "Trukket tilbake"

    user = models.ForeignKey(User, models.PROTECT, related_name="access_changes")
    what = models.CharField("endring", max_length=16, choices=What)
    role = models.CharField("rolle", max_length=20, choices=Role, blank=True)
    clearance = models.CharField("klarering", max_length=10, choices=Clearance.Kind, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    valid_from = models.DateField("fra", null=True, blank=True)
    valid_to = models.DateField("til", null=True, blank=True)
    reason = models.CharField("begrunnelse", max_length=200, blank=True)
    needs_second = models.BooleanField("krever to personer", default=False)
    state = models.CharField("status", max_length=9, choices=State, default=State.DONE)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="bedt om av"
    )
    requested_at = models.DateTimeField("bedt om", auto_now_add=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="avgjort av"
    )
    decided_at = models.DateTimeField("avgjort", null=True, blank=True)

    class Meta:
        verbose_name = "tilgangsendring"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            period_constraint("accounts_change_not_ended_before_begun"),
            who_and_when("accounts_change_decided_by_and_at", by="decided_by", at="decided_at"),
            CheckConstraint(
                condition=Q(requested_by__isnull=True) | ~Q(requested_by=F("user")),
                name="accounts_change_asked_by_somebody_else",
                violation_error_message="Du kan ikke endre dine egne tilganger.",
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")),
                name="accounts_change_decided_by_somebody_else",
                violation_error_message="Du kan ikke avgjøre dine egne tilganger.",
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(state="withdrawn")
                | Q(requested_by__isnull=True)
                | ~Q(decided_by=F("requested_by")),
                name="accounts_change_agreed_by_a_second_person",
                violation_error_message="Den som ba om endringen, kan ikke godkjenne den.",
            ),
            CheckConstraint(
                condition=Q(needs_second=True)
                | Q(requested_by__isnull=True)
                | ~(Q(what="role_given", role__in=[role.value for role in POWERFUL])),
                name="accounts_change_powerful_role_by_two",
            ),
            CheckConstraint(
                condition=Q(needs_second=True) | ~Q(what="clearance_given"),
                name="accounts_change_clearance_by_two",
            ),
            CheckConstraint(
                condition=Q(state="waiting", needs_second=True, decided_by__isnull=True)
                | Q(state="done", needs_second=False, decided_by__isnull=True)
                | Q(state__in=["done", "refused"], needs_second=True, decided_by__isnull=False)
                | Q(state="withdrawn", needs_second=True, decided_by__isnull=False),
                name="accounts_change_state_follows_decision",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="accounts_change_by_state")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_what_display()}"

    @property
    def subject(self) -> str:
        """What the change is about, in words: the role and where, or the clearance."""
        if self.role:
            label = Role(self.role).label
            return f"{label}, {self.unit}" if self.unit else label
        return self.get_clearance_display() if self.clearance else ""


class DelegationLimitQuerySet(PeriodQuerySet):
    def amount_for(self, role: Role, unit: Unit, on: date) -> int:
        """Kroner that `role` may decide alone in `unit`: the unit's own limit, else everywhere's.

        Nothing without any.
        """
        rows = self.valid_on(on).filter(Q(unit=unit) | Q(unit__isnull=True), role=role)
        found = rows.order_by(F("unit").asc(nulls_last=True), "-valid_from").first()
        return found.amount if found is not None else 0


class DelegationLimit(models.Model):
    """How much a role may decide without a second person (delegasjonsfullmakt), in whole kroner."""

    role = models.CharField("rolle", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="delegation_limits",
        null=True,
        blank=True,
        verbose_name="enhet",
    )
    amount = models.PositiveIntegerField("beløp i kroner")
    valid_from = models.DateField("gjelder fra")
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = DelegationLimitQuerySet.as_manager()

    class Meta:
        verbose_name = "beløpsgrense"
        ordering = ["role", "unit__name", "-valid_from"]
        constraints = [
            period_constraint("accounts_limit_not_ended_before_begun"),
            UniqueConstraint(
                fields=["role", "unit", "valid_from"],
                condition=Q(unit__isnull=False),
                name="accounts_limit_one_row_per_start",
            ),
            UniqueConstraint(
                fields=["role", "valid_from"],
                condition=Q(unit__isnull=True),
                name="accounts_limit_one_row_per_start_everywhere",
            ),
        ]

    def __str__(self) -> str:
        amount = f"{self.amount:,}".replace(",", "\N{NO-BREAK SPACE}")
        return f"{Role(self.role).label}: {amount} kr"
