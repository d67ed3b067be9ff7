"""What a person has agreed to, and what one party may therefore see of another's households."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.models import Party, Unit, User, period_constraint, who_and_when
from accounts.policy import Permission
from households.access import of_own_office
from households.models.people import Household, Person


class ShareScope(models.TextChoices):
    """What a consent or a share covers; the household's scope opens who the person is."""

    HOUSEHOLD = "household", "Husstand og medlemmer"
    CHILDREN = "children", "Barn og kartlegging"
    ECONOMY = "economy", "Økonomisk sosialhjelp: type og varighet"
    KVP = "kvp", "KVP og tiltak"
    HOUSING = "housing", "Bolig"
    PLAN = "plan", "Samordnet plan"


class Receiver(models.TextChoices):
    """Whom a consent can be about sharing with: a party's unit, or the OSK meeting."""

    NAV = "nav", "NAV"
    BFT = "bft", "BFT"
    HV = "hv", "HV"
    OSK = "osk", "OSK-møtet"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live_on(self, day: date) -> Self:
        """Given, not withdrawn, and within its dates."""
        given = self.filter(given_on__isnull=False, withdrawn_at__isnull=True)
        return given.filter(valid_from__lte=day, valid_to__gte=day)

    def unanswered(self) -> Self:
        """Asked for, and neither given nor declined."""
        return self.filter(given_on__isnull=True, declined_on__isnull=True, withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        """Those that the user's own party asked for, in households of the user's office.

        Another party sees what is shared with it, never the register (security.md 3.7).
        """
        households = Household.objects.visible_to(user, Permission.OF_OFFICE)
        return self.filter(of_own_office(user, "from_party"), household__in=households)


class Consent(models.Model):
    """A person's leave (samtykke) to share stated things with stated parties, for a stated time.

    Asked for first, then given or declined; given by the person, or by a guardian for a child.
    Lasts at most twelve months (security.md 3.7) and may be withdrawn at any time.
    """

    class Channel(models.TextChoices):
        WRITTEN = "written", "Skriftlig"
        ORAL = "oral", "Muntlig"
        DIGITAL = "digital", "Digitalt"

    class State(models.TextChoices):
        REQUESTED = "requested", "Spurt om"
        GIVEN = "given", "Gitt"
        DECLINED = "declined", "Avslått"
        EXPIRED = "expired", "Utløpt"
        WITHDRAWN = "withdrawn", "Trukket"

    household = models.ForeignKey(Household, models.PROTECT, related_name="consents")
    subject = models.ForeignKey(
        Person, models.PROTECT, related_name="consents", verbose_name="gjelder"
    )
    given_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="gitt av"
    )
    from_party = models.CharField("fra", max_length=12, choices=Party)
    to_parties = models.JSONField("deles med", default=list)
    scopes = models.JSONField("omfatter", default=list)
    purpose = models.CharField("formål", max_length=255)
    requested_on = models.DateField("spurt om")
    given_on = models.DateField("gitt", null=True, blank=True)
    declined_on = models.DateField("avslått", null=True, blank=True)
    channel = models.CharField("gitt hvordan", max_length=8, choices=Channel, blank=True)
    child_heard_on = models.DateField("barnet er hørt", null=True, blank=True)
    valid_from = models.DateField("gjelder fra", null=True, blank=True)
    valid_to = models.DateField("gjelder til", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )
    renews = models.ForeignKey(
        "self", models.PROTECT, related_name="renewals", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("trukket tilbake", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "samtykke"
        ordering = ["-requested_on", "-pk"]
        constraints = [
            period_constraint("households_consent_not_ended_before_begun"),
            who_and_when(
                "households_consent_withdrawn_by_and_at", by="withdrawn_by", at="withdrawn_at"
            ),
            CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(declined_on__isnull=True),
                name="households_consent_given_or_declined",
            ),
            CheckConstraint(
                condition=Q(given_on__isnull=True)
                | Q(given_by__isnull=False, valid_from__isnull=False, valid_to__isnull=False),
                name="households_consent_given_by_somebody_for_a_time",
            ),
            CheckConstraint(
                condition=Q(
                    answer_recorded_by__isnull=True, given_on__isnull=True, declined_on__isnull=True
                )
                | (
                    Q(answer_recorded_by__isnull=False)
                    & (Q(given_on__isnull=False) | Q(declined_on__isnull=False))
                ),
                name="households_consent_answer_recorded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.requested_on:%d.%m.%Y}"

    def state_on(self, day: date) -> State:
        """What the consent is worth on `day`; one that begins later counts as given."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.declined_on is not None:
            return self.State.DECLINED
        if self.given_on is None:
            return self.State.REQUESTED
        is_over = self.valid_to is not None and self.valid_to < day
        return self.State.EXPIRED if is_over else self.State.GIVEN

    @property
    def receivers(self) -> str:
        """With whom, in words."""
        return ", ".join(str(Receiver(party).label) for party in self.to_parties)

    @property
    def scopes_in_words(self) -> str:
        return ", ".join(str(ShareScope(scope).label) for scope in self.scopes)


class ShareQuerySet(models.QuerySet["Share"]):
    def live_on(self, day: date) -> Self:
        """Within its dates and not revoked."""
        return self.filter(valid_from__lte=day, valid_to__gte=day, revoked_at__isnull=True)


class Share(models.Model):
    """One scope about one person opened to a unit (deling), by consent or by a recorded statute.

    The audience PARTY is the unit's own staff; OSK is the lead of the unit's OSK meeting.
    """

    class Audience(models.TextChoices):
        PARTY = "party", "Enheten"
        OSK = "osk", "OSK-møtet"

    class Basis(models.TextChoices):
        CONSENT = "consent", "Samtykke"
        STATUTE = "statute", "Lovhjemmel"

    household = models.ForeignKey(Household, models.PROTECT, related_name="shares")
    subject = models.ForeignKey(Person, models.PROTECT, related_name="shares")
    scope = models.CharField("omfatter", max_length=9, choices=ShareScope)
    from_party = models.CharField("fra", max_length=12, choices=Party)
    audience = models.CharField("til", max_length=5, choices=Audience, default=Audience.PARTY)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="shares")
    basis = models.CharField("grunnlag", max_length=7, choices=Basis)
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="shares", null=True, blank=True
    )
    legal_basis = models.CharField("hjemmel", max_length=255, blank=True)
    valid_from = models.DateField("fra")
    valid_to = models.DateField("til")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField("opphevet", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = "deling"
        constraints = [
            period_constraint("households_share_not_ended_before_begun"),
            who_and_when("households_share_revoked_by_and_at", by="revoked_by", at="revoked_at"),
            CheckConstraint(
                condition=Q(basis="consent", consent__isnull=False)
                | (Q(basis="statute", consent__isnull=True) & ~Q(legal_basis="")),
                name="households_share_rests_on_consent_or_statute",
            ),
        ]
        indexes = [models.Index(fields=["to_unit", "household"], name="households_share_to_unit")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_scope_display()} til {self.to_unit}"
