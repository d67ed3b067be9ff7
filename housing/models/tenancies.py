"""Who rents which municipal dwelling, on what contract (leieforhold)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Party, User, who_and_when
from households.models import Household
from housing.models.advice import HousingRows
from housing.models.homes import Dwelling
from housing.tenancies import rules


class TenancyQuerySet(HousingRows):
    def live(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_on__isnull=True)

    def current(self, today: date) -> Self:
        """The contract of each tenant of today: a renewal signed ahead is not it before it begins.

        One that nobody renews, and that has not begun, is its household's own.
        """
        is_open = Q(ended_on__isnull=True)
        begun = is_open & (Q(starts_on__lte=today) | Q(renews__isnull=True))
        until_then = Q(end_reason__in=self.model.RENEWALS, ended_on__gte=today)
        return self.filter(begun | until_then)

    def expiring(self, until: date) -> Self:
        """Live fixed-term ones that expire by a day, and whose renewal is not reviewed."""
        return self.live().filter(ends_on__lte=until, reviewed_on__isnull=True)

    def open_ended(self, today: date) -> Self:
        """Current open-ended ones, those that became it by law (husleieloven § 9-2) among them."""
        return self.current(today).filter(Q(kind=Tenancy.Kind.OPEN_ENDED) | turned(today))


def turned(today: date) -> Q:
    """Of a contract: whether it ran out so long ago that it is open-ended by law (§ 9-2)."""
    before = rules.turned_before(today, settings.TENANCIES["open_ended_months"])
    return Q(ends_on__lt=before, ended_on__isnull=True, demanded_on__isnull=True)


class Tenancy(models.Model):
    """A household's contract on a municipal dwelling (leieforhold).

    Fixed-term for three years as the main rule (husleieloven § 9-3): a shorter one tells its legal
    ground (§ 11-1). The rent is typed with what the home costs (HousingCost). `renews` is the
    contract before this one on the same dwelling; signed ahead, that one runs until its `ended_on`.
    `outside_text` is why a dwelling is let that the queue did not give. A tenant who is not to stay
    moves by `moves_on`; `demanded_on` is when that was demanded in writing (husleieloven § 9-2).
    `version` travels to the browser and back.
    """

    class Kind(models.TextChoices):
        FIXED = "fixed", "Tidsbestemt"
        OPEN_ENDED = "open_ended", "Tidsubestemt"

    class ShortGround(models.TextChoices):
        HARD_TO_HOUSE = "special", "Vansker med å skaffe bolig (husleieloven § 11-1)"

    class Review(models.TextChoices):
        RENEW = "renew", "Fornyes"
        OPEN_ENDED = "open_ended", "Blir tidsubestemt"
        END = "end", "Fornyes ikke"

    class EndReason(models.TextChoices):
        OWN_HOME = "own_home", "Kjøpte egen bolig"
        PRIVATE = "private", "Leier privat"
        RENEWED = "renewed", "Ny kontrakt på samme bolig"
        BY_LAW = "by_law", "Ble tidsubestemt (husleieloven § 9-2)"
        VOID = "void", "Trådte ikke i kraft"
        EXPIRED = "expired", "Kontrakten gikk ut"
        EVICTED = "evicted", "Utkastelse"
        MOVED = "moved", "Flyttet"
        DEAD = "dead", "Død"

    RENEWALS: ClassVar = (EndReason.RENEWED, EndReason.BY_LAW)
    """Ends of a contract after which the tenant lives on in the dwelling."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="tenancies")
    party = models.CharField("part", max_length=12, choices=Party, default=Party.HV)
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, related_name="tenancies", verbose_name="bolig"
    )
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField("kontrakt", max_length=10, choices=Kind)
    starts_on = models.DateField("fra")
    ends_on = models.DateField("utløper", null=True, blank=True)
    short_ground = models.CharField(
        "grunn til kortere tid", max_length=8, choices=ShortGround, blank=True
    )
    short_text = models.CharField("hvorfor kortere", max_length=300, blank=True)
    outside_text = models.CharField("hvorfor uten tildeling", max_length=300, blank=True)
    renews = models.OneToOneField(
        "self", models.PROTECT, related_name="renewed_by", null=True, blank=True
    )
    notified_on = models.DateField("varslet om utløp", null=True, blank=True)
    demanded_on = models.DateField("krevd flytting skriftlig", null=True, blank=True)
    moves_on = models.DateField("skal flytte innen", null=True, blank=True)
    review = models.CharField("gjennomgang", max_length=10, choices=Review, blank=True)
    reviewed_on = models.DateField("gjennomgått", null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    review_text = models.CharField("hvorfor", max_length=300, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrert", default=timezone.now)
    ended_on = models.DateField("avsluttet", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    end_reason = models.CharField("hvorfor avsluttet", max_length=8, choices=EndReason, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = "leieforhold"
        verbose_name_plural = "leieforhold"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["dwelling"],
                condition=Q(ended_on__isnull=True),
                name="housing_tenancy_one_live_per_dwelling",
                violation_error_message="Boligen er allerede leid ut.",
            ),
            UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="housing_tenancy_one_live_per_household",
                violation_error_message="Husstanden leier allerede en kommunal bolig.",
            ),
            CheckConstraint(
                condition=Q(kind="open_ended", ends_on__isnull=True, short_ground="")
                | Q(kind="fixed", ends_on__gt=F("starts_on")),
                name="housing_tenancy_fixed_has_an_end",
            ),
            CheckConstraint(
                condition=Q(short_ground="") | ~Q(short_text=""),
                name="housing_tenancy_shorter_with_its_ground_in_words",
            ),
            who_and_when("housing_tenancy_reviewed_by_and_on", by="reviewed_by", at="reviewed_on"),
            CheckConstraint(
                condition=Q(reviewed_on__isnull=True, review="")
                | (Q(reviewed_on__isnull=False) & ~Q(review="")),
                name="housing_tenancy_reviewed_with_a_result",
            ),
            who_and_when("housing_tenancy_ended_by_and_on", by="ended_by", at="ended_on"),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__gte=F("starts_on")) & ~Q(end_reason=""))
                | Q(ended_on__isnull=False, end_reason="void"),
                name="housing_tenancy_ended_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"],
                condition=Q(ended_on__isnull=True),
                name="housing_tenancy_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} fra {self.starts_on:%d.%m.%Y}"

    @property
    def is_live(self) -> bool:
        return self.ended_on is None

    def is_ahead(self, today: date) -> bool:
        """Whether it is signed, and has not begun."""
        return self.ended_on is None and self.starts_on > today

    def runs(self, today: date) -> bool:
        """Whether somebody lives there by it today."""
        if self.starts_on > today:
            return False
        if self.ended_on is None:
            return True
        return self.end_reason in self.RENEWALS and self.ended_on >= today

    def demand_by(self) -> date | None:
        """The last day to demand in writing that they move; None where the law gives none."""
        if self.ends_on is None or self.demanded_on is not None or self.ended_on is not None:
            return None
        return rules.demand_by(self.ends_on, settings.TENANCIES["open_ended_months"])

    def has_turned(self, today: date) -> bool:
        """Whether it is open-ended by law (§ 9-2), though nobody has registered it yet."""
        last = self.demand_by()
        return last is not None and last < today
