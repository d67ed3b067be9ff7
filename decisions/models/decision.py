"""A decision, from draft to approved, and the history of what was done with it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import Unit, User, who_and_when
from decisions.codes import Act, Kind, Outcome, State
from households.models import Household, Person
from households.months import month_of
from households.visibility import RowsOfParty, RowsOfWhole

NEVER_APPROVED = Q(approved_by__isnull=True)
BY_ANOTHER = ~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("made_by"))
STATE_FOLLOWS = (
    Q(state__in=(State.DRAFT, State.RETURNED, State.WITHDRAWN), proposed_by=None, approved_by=None)
    | Q(state=State.PROPOSED, proposed_by__isnull=False, approved_by=None)
    | Q(state=State.APPROVED, proposed_by__isnull=False, approved_by__isnull=False)
)


class DecisionQuerySet(RowsOfParty):
    party = "unit__party"

    def open(self) -> Self:
        """Those that are neither approved nor withdrawn."""
        return self.exclude(state__in=(State.APPROVED, State.WITHDRAWN))

    def approved(self) -> Self:
        return self.filter(state=State.APPROVED)

    def standing(self) -> Self:
        """The approved ones that no later version has replaced."""
        return self.approved().exclude(corrections__state=State.APPROVED)


class Decision(models.Model):
    """A written decision in one person's case (vedtak), with what it rests on and gives.

    `version` counts every change, so that two who write at once find out; `edition` counts the
    decision's own versions: one that is approved never changes, it is corrected by a new one that
    `corrects` it. One that `renews` another began with its words, and says in `reassessed` what was
    weighed anew. The attest binds to `content_hash`. The amounts are the sums of the matters;
    `cap_reduction` is what the benefit cap has taken, and `lines` what the letter shows of the
    calculation: text and amount.
    """

    Kind = Kind
    Outcome = Outcome
    State = State

    kind = models.CharField("vedtakstype", max_length=10, choices=Kind)
    household = models.ForeignKey(Household, models.PROTECT, related_name="decisions")
    applicant = models.ForeignKey(
        Person, models.PROTECT, related_name="decisions", verbose_name="søker"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name="kontor")
    outcome = models.CharField("utfall", max_length=9, choices=Outcome, blank=True)
    first_month = models.DateField("fra og med måned", null=True, blank=True)
    last_month = models.DateField("til og med måned", null=True, blank=True)
    monthly_amount = models.PositiveIntegerField("kroner per måned", default=0)
    one_off_amount = models.PositiveIntegerField("engangsbeløp i kroner", default=0)
    cap_reduction = models.PositiveIntegerField("avkortet av stønadstaket", default=0)
    lines = models.JSONField("beregning", default=list)
    payment = models.TextField("utbetaling", blank=True)
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="renewals",
        verbose_name="viderefører",
        null=True,
        blank=True,
    )
    reassessed = models.TextField("vurdert på nytt", blank=True)

    state = models.CharField("status", max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveSmallIntegerField("utgave", default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True
    )
    content_hash = models.CharField(
        "innholdets fingeravtrykk", max_length=64, blank=True, editable=False
    )
    needs_attest = models.BooleanField("krever godkjenning av en annen", default=True)
    return_reason = models.TextField("hvorfor returnert", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("opprettet")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField("foreslått", null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField("godkjent", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "vedtak"
        verbose_name_plural = "vedtak"
        ordering = ["-made_at", "-pk"]
        constraints = [
            who_and_when(
                "decisions_decision_proposed_by_and_at", by="proposed_by", at="proposed_at"
            ),
            who_and_when(
                "decisions_decision_approved_by_and_at", by="approved_by", at="approved_at"
            ),
            CheckConstraint(
                condition=Q(needs_attest=False) | NEVER_APPROVED | BY_ANOTHER,
                name="decisions_decision_attested_by_another",
                violation_error_message="Den som har laget vedtaket, kan ikke godkjenne det.",
            ),
            CheckConstraint(condition=STATE_FOLLOWS, name="decisions_decision_state_follows"),
            CheckConstraint(
                condition=Q(state=State.PROPOSED) & ~Q(content_hash="")
                | Q(state=State.APPROVED) & ~Q(content_hash="") & ~Q(outcome="")
                | ~Q(state__in=(State.PROPOSED, State.APPROVED)) & Q(content_hash=""),
                name="decisions_decision_attest_binds_to_content",
            ),
            CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(return_reason=""),
                name="decisions_decision_returned_with_reason",
                violation_error_message="Skriv hvorfor vedtaket returneres.",
            ),
            CheckConstraint(
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                name="decisions_decision_not_ended_before_begun",
                violation_error_message="Siste måned kan ikke være før første måned.",
            ),
            CheckConstraint(
                condition=Q(edition=1, corrects=None) | Q(edition__gt=1, corrects__isnull=False),
                name="decisions_decision_later_edition_corrects_one",
            ),
            UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state=State.WITHDRAWN),
                name="decisions_decision_one_correction",
                violation_error_message="Vedtaket er allerede under retting.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "state"],
                condition=~Q(state=State.APPROVED),
                name="decisions_decision_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}"

    @property
    def reference(self) -> str:
        """The number that stands on the letter; a corrected decision also tells its edition."""
        number = f"VT-{10_000 + self.pk}"
        return number if self.edition == 1 else f"{number}, utgave {self.edition}"

    @property
    def total(self) -> int:
        """Kroner that are weighed against the delegation limit: all that the decision gives."""
        return self.monthly_amount * self.month_count + self.one_off_amount

    @property
    def month_count(self) -> int:
        """How many months it is for; one where no period is stated."""
        if self.first_month is None or self.last_month is None:
            return 1
        return month_of(self.last_month) - month_of(self.first_month) + 1

    @property
    def months(self) -> tuple[date, date] | None:
        if self.first_month is None or self.last_month is None:
            return None
        return self.first_month, self.last_month


class PartOfDecision(RowsOfWhole):
    whole = "decision"


class DecisionChange(models.Model):
    """One thing that was done with a decision, by whom (vedtakshendelse); never rewritten."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="changes")
    act = models.CharField("hva", max_length=20, choices=Act)
    version = models.PositiveIntegerField()
    note = models.TextField("merknad", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    objects = PartOfDecision.as_manager()

    class Meta:
        verbose_name = "vedtakshendelse"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d.%m.%Y}"
