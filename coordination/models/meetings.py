"""The OSK meeting: what is on its agenda, what is decided there, and who does what by when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from accounts.access import units_with
from accounts.models import Party, Unit, User, who_and_when
from accounts.policy import Permission
from coordination.models.flags import Flag
from households.access import Protection
from households.families import family_number
from households.models import Household, Membership, Share, ShareScope

PARTIES = [(party.value, party.label) for party in (Party.NAV, Party.BFT, Party.HV)]


def meeting_units(user: User) -> tuple[set[int], Any]:
    """NAV units whose whole meeting is the user's (led, or of the own office), and those attended.

    The attended are those of the districts where the user works for another party: there only what
    a consent has opened is theirs (security.md 2.1).
    """
    attended = Unit.objects.filter(pk__in=units_with(user, Permission.ATTEND_MEETINGS))
    own = set(attended.filter(party=Party.NAV).values_list("pk", flat=True))
    districts = attended.exclude(party=Party.NAV).values("district")
    beside = Unit.objects.filter(party=Party.NAV, district__in=districts)
    return own | units_with(user, Permission.LEAD_MEETINGS), beside.values("pk")


def unprotected() -> Any:
    """Households in which nobody has, or had, a grade: the others are on no agenda at all."""
    graded = Membership.objects.exclude(person__protection=Protection.NONE)
    return ~Exists(graded.filter(household=OuterRef("pk")))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """Those that the user leads, or takes part in."""
        whole, beside = meeting_units(user)
        return self.filter(Q(unit__in=whole) | Q(unit__in=beside))

    def led_by(self, user: User) -> Self:
        return self.filter(unit__in=units_with(user, Permission.LEAD_MEETINGS))

    def planned(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def held(self) -> Self:
        return self.filter(closed_at__isnull=False)


class Meeting(models.Model):
    """One OSK meeting (OSK-møte) of the district of a NAV unit; held when its minutes are closed.

    `capacity` is how many families its agenda takes.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="kontor")
    on = models.DateField("dato")
    begins_at = models.TimeField("fra kl.")
    ends_at = models.TimeField("til kl.")
    capacity = models.PositiveSmallIntegerField("plasser")
    called_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField("referatet lukket", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "OSK-møte"
        ordering = ["on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["unit", "on"],
                name="coordination_meeting_one_a_day",
                violation_error_message="Kontoret har allerede et OSK-møte den dagen.",
            ),
            CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")),
                name="coordination_meeting_not_ended_before_begun",
            ),
            who_and_when("coordination_meeting_closed_by_and_at", by="closed_by", at="closed_at"),
        ]

    def __str__(self) -> str:
        return f"OSK-møte {self.unit}, {self.on:%d.%m.%Y}"

    @property
    def is_held(self) -> bool:
        return self.closed_at is not None


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        """What the user may see of agendas: never a protected household, nor one that is closed.

        The lead and NAV's own office see each family, without a name unless it has consented;
        BFT and HV those alone that are discussed by name.
        """
        whole, beside = meeting_units(user)
        known = Household.objects.not_closed_to(user, unlocked=True).filter(unprotected())
        rows = self.filter(household__in=known.values("pk")).with_basis(timezone.localdate())
        named = Q(unit__in=beside, has_basis=True) & ~Q(mode=AgendaItem.Mode.ANONYMOUS)
        return rows.filter(Q(unit__in=whole) | named)

    def led_by(self, user: User) -> Self:
        """Those of the meetings that the user leads."""
        return self.filter(unit__in=units_with(user, Permission.LEAD_MEETINGS))

    def with_basis(self, on: date) -> Self:
        """Each with `has_basis`: whether somebody in the household may be named on `on`."""
        member = Membership.objects.valid_on(on).filter(
            household=OuterRef("household"), person=OuterRef("subject")
        )
        shares = Share.objects.live_on(on).filter(
            Exists(member),
            household=OuterRef("household"),
            to_unit=OuterRef("unit"),
            audience=Share.Audience.OSK,
            scope=ShareScope.HOUSEHOLD,
        )
        return self.annotate(has_basis=Exists(shares))

    def coming(self) -> Self:
        """Those that are not discussed yet, on an agenda or waiting."""
        return self.filter(discussed_at__isnull=True, closed_at__isnull=True)

    def discussed(self) -> Self:
        return self.filter(discussed_at__isnull=False)

    def waiting(self) -> Self:
        return self.coming().filter(meeting__isnull=True)


class AgendaItem(models.Model):
    """A family before the OSK meeting (sak til OSK-møtet): on an agenda, or waiting for one.

    It is there because of flags (`rule` is the most pressing when it came), or because a party has
    asked. Without a live consent nobody is named; then it is discussed when somebody has chosen
    that it be anonymous.
    """

    class Mode(models.TextChoices):
        UNDECIDED = "", "Ikke valgt"
        ANONYMOUS = "anonymous", "Anonymt"
        NAMED = "named", "Med navn"

    class State(models.TextChoices):
        FLAGGED = "flagged", "Flagget"
        CONSENT_SOUGHT = "consent_sought", "Samtykke er spurt om"
        SCHEDULED = "scheduled", "På saklisten"
        DISCUSSED = "discussed", "Drøftet"
        ACTIONS_OPEN = "actions_open", "Tiltak pågår"
        FOLLOWED_UP = "followed_up", "Fulgt opp"
        CLOSED = "closed", "Avsluttet"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="agenda_items")
    household = models.ForeignKey(Household, models.PROTECT, related_name="agenda_items")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("plass", null=True, blank=True)
    came_on = models.DateField("kom")
    rule = models.CharField("regel", max_length=12, choices=Flag.Rule, blank=True)
    asking_party = models.CharField("meldt av", max_length=12, choices=PARTIES, blank=True)
    request = models.CharField("hvorfor", max_length=300, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    requested_at = models.DateTimeField("meldt", null=True, blank=True)
    is_put_first = models.BooleanField("tatt opp av møteleder", default=False)
    mode = models.CharField("drøftes", max_length=9, choices=Mode, blank=True)
    discussed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    discussed_at = models.DateTimeField("drøftet", null=True, blank=True)
    review_on = models.DateField("ny gjennomgang", null=True, blank=True)
    baton = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="stafettpinne"
    )
    baton_next = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField("avsluttet", null=True, blank=True)

    has_basis: bool  # set by with_basis()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "sak til OSK-møtet"
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["unit", "household"],
                condition=Q(discussed_at__isnull=True, closed_at__isnull=True),
                name="coordination_agendaitem_one_coming_per_household",
            ),
            CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(position__isnull=False),
                name="coordination_agendaitem_on_an_agenda_with_a_place",
            ),
            CheckConstraint(
                condition=Q(discussed_at__isnull=True) | (Q(meeting__isnull=False) & ~Q(mode="")),
                name="coordination_agendaitem_discussed_in_a_meeting_and_a_mode",
            ),
            CheckConstraint(
                condition=Q(requested_at__isnull=True) | ~(Q(asking_party="") | Q(request="")),
                name="coordination_agendaitem_asked_for_with_why",
            ),
            who_and_when(
                "coordination_agendaitem_asked_by_and_at", by="requested_by", at="requested_at"
            ),
            who_and_when(
                "coordination_agendaitem_discussed_by_and_at", by="discussed_by", at="discussed_at"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                condition=Q(discussed_at__isnull=True, closed_at__isnull=True),
                name="coordination_agenda_coming",
            )
        ]

    def __str__(self) -> str:
        return f"Familie {family_number(self.household_id)}"

    @property
    def held_on(self) -> date | None:
        """The day it is discussed: the meeting's, or the day it was finished ahead of that."""
        if self.meeting is None:
            return None
        if self.discussed_at is None:
            return self.meeting.on
        return min(self.meeting.on, timezone.localdate(self.discussed_at))

    @property
    def is_named(self) -> bool:
        """Whether the family may be named today; asks for `with_basis()`."""
        return self.has_basis and self.mode != self.Mode.ANONYMOUS

    @property
    def may_be_discussed(self) -> bool:
        return self.is_named or self.mode == self.Mode.ANONYMOUS

    @property
    def tells_text(self) -> bool:
        """Whether what was written is for the meeting today.

        What is written about a family with a name is closed with its consent.
        """
        return self.mode == self.Mode.ANONYMOUS or self.is_named


class AgendaChange(models.Model):
    """What somebody did with a family before the meeting (hendelse i OSK-sak); never rewritten."""

    class Act(models.TextChoices):
        ASK = "ask", "Meldt til OSK-møtet"
        PUT_FIRST = "put_first", "Tatt opp på saklisten"
        ANONYMOUS = "anonymous", "Valgt drøftet anonymt"
        NAMED = "named", "Valgt drøftet med navn"
        DISCUSS = "discuss", "Drøftet"
        OFFER_BATON = "offer_baton", "Stafettpinnen tilbudt"
        TAKE_BATON = "take_baton", "Stafettpinnen tatt imot"
        CLOSE = "close", "Avsluttet"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="changes")
    act = models.CharField("hva", max_length=11, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("når")

    class Meta:
        verbose_name = "hendelse i OSK-sak"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {timezone.localtime(self.at):%d.%m.%Y}"


class OskDecision(models.Model):
    """A sentence of the minutes (beslutning i OSK-møtet), written as it is decided."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    text = models.CharField("hva ble bestemt", max_length=500)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "beslutning i OSK-møtet"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text


class OskActionQuerySet(models.QuerySet["OskAction"]):
    def open(self) -> Self:
        return self.filter(state=OskAction.State.OPEN)

    def visible_to(self, user: User) -> Self:
        """Those of the families that the user sees on agendas."""
        items = AgendaItem.objects.visible_to(user)
        return self.filter(item__in=items.values("pk"))

    def to_settle_by(self, user: User) -> Self:
        """Those that the user may settle: one's own, and all of the meeting that one leads."""
        led = units_with(user, Permission.LEAD_MEETINGS)
        return self.filter(Q(responsible=user) | Q(item__unit__in=led))


class OskAction(models.Model):
    """Who does what by when (tiltak fra OSK-møtet); open until it is done or dropped."""

    class State(models.TextChoices):
        OPEN = "open", "Pågår"
        DONE = "done", "Gjort"
        DROPPED = "dropped", "Frafalt"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    what = models.CharField("hva", max_length=300)
    party = models.CharField("part", max_length=12, choices=PARTIES)
    responsible = models.ForeignKey(
        User, models.PROTECT, related_name="osk_actions", verbose_name="hvem"
    )
    due_on = models.DateField("frist")
    state = models.CharField("status", max_length=7, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField("avgjort", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("bestemt")

    objects = OskActionQuerySet.as_manager()

    class Meta:
        verbose_name = "tiltak fra OSK-møtet"
        ordering = ["due_on", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="coordination_oskaction_settled_when_not_open",
            ),
            who_and_when(
                "coordination_oskaction_settled_by_and_at", by="settled_by", at="settled_at"
            ),
        ]

    def __str__(self) -> str:
        return self.what
