"""Questions about names, emergency accesses and intakes that several pages ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from accounts.access import live_roles, parties_with, units_with
from accounts.models import AccessEvent, Unit, User
from accounts.policy import Permission
from households.access import known_members
from households.intakes import Stated
from households.models import BreakGlass, Household, Intake, Membership

REVIEW_WITHIN = timedelta(days=7)
SAME_WITHIN = 30
"""Days in which the same name and birth date is taken to be the same intake typed twice; ours."""
FREQUENT, FREQUENT_WITHIN = 3, timedelta(days=30)
"""More emergency accesses than this by one user are told to the auditor (security.md 3.8)."""


def named_households(user: User, ids: Collection[int]) -> set[int]:
    """Those of the households (ids) whose contact the user may know of, and so their name.

    The memberships are found first, so that a database does not begin with all that is visible.
    """
    if not ids:
        return set()
    contacts = Membership.objects.filter(household__in=set(ids), person=F("household__contact"))
    known = known_members(user).filter(pk__in=list(contacts.values_list("pk", flat=True)))
    return set(known.values_list("household", flat=True))


def reviewable_emergencies(user: User) -> QuerySet[BreakGlass]:
    """Emergency accesses to households of the units that `user` leads; never the user's own.

    Nor any to a household that a core rule closes to the user.
    """
    units = units_with(user, Permission.REVIEW_BREAK_GLASS)
    rows = BreakGlass.objects.filter(unit__in=units).exclude(user=user)
    return rows.filter(household__in=Household.objects.not_closed_to(user)).select_related(
        "user", "unit", "household", "reviewed_by"
    )


def is_overdue(opened: BreakGlass, now: datetime) -> bool:
    return opened.reviewed_at is None and opened.opened_at < now - REVIEW_WITHIN


def overdue_reviews(user: User) -> int:
    """How many emergency accesses have waited for the user's review for more than 7 days."""
    before = timezone.now() - REVIEW_WITHIN
    waiting = reviewable_emergencies(user).filter(reviewed_at__isnull=True)
    return waiting.filter(opened_at__lt=before).count()


def acts_in(opened: BreakGlass) -> list[AccessEvent]:
    """What the user did in the household while it was open in need, in order."""
    rows = AccessEvent.objects.filter(
        user_id=opened.user_id, object_type="household", object_id=opened.household_id
    )
    return list(rows.filter(at__gte=opened.opened_at, at__lte=opened.closed_at).order_by("at"))


@dataclass(frozen=True)
class FrequentUser:
    """Somebody who opened households in need more often than is usual."""

    user: User
    offices: str
    count: int
    last: datetime


def frequent_break_glass_users(now: datetime) -> list[FrequentUser]:
    """Users with more than three emergency accesses within 30 days, the most first."""
    since = Q(break_glasses__opened_at__gt=now - FREQUENT_WITHIN)
    users = User.objects.annotate(
        openings=Count("break_glasses", filter=since),
        last_opening=Max("break_glasses__opened_at", filter=since),
    ).filter(openings__gt=FREQUENT)
    rows = users.order_by("-openings", "last_name", "first_name")
    return [FrequentUser(user, _offices(user), user.openings, user.last_opening) for user in rows]


def _offices(user: User) -> str:
    return ", ".join(sorted({str(role.unit) for role in live_roles(user) if role.unit}))


def units_with_overdue_reviews(now: datetime) -> list[Unit]:
    """Units with emergency accesses that have waited for more than 7 days, as `overdue`."""
    late = Q(
        break_glasses__reviewed_at__isnull=True,
        break_glasses__opened_at__lt=now - REVIEW_WITHIN,
    )
    rows = Unit.objects.annotate(overdue=Count("break_glasses", filter=late))
    return list(rows.filter(overdue__gt=0).order_by("-overdue", "name"))


def inbox(user: User) -> QuerySet[Intake]:
    """The intakes that wait in the units where `user` may take them, the oldest first."""
    units = units_with(user, Permission.TAKE_INTAKE)
    rows = Intake.objects.visible_to(user).of_units(units).waiting()
    return rows.select_related("registered_by", "registered_unit", "unit")


def intakes_of(household: Household, user: User) -> list[Intake]:
    """What was asked for in a household that came through the door, the latest first.

    As Intake.objects.visible_to: what the own parties have, and what came to a unit of the user's
    while no unit of the party has the household.
    """
    had = {row.party for row in household.responsible_today}
    ours = Q(unit__in=units_with(user, Permission.OF_OFFICE)) & ~Q(party__in=had)
    rows = household.intakes.filter(party__in=parties_with(user, Permission.OF_OFFICE))
    rows = rows.filter(Q(party__in=household.access.own_parties) | ours)
    return list(rows.select_related("taken_by", "unit").order_by("-received_on", "-pk"))


@dataclass(frozen=True)
class Receipt:
    """What somebody who registered an intake keeps of it: what they typed, and its reference."""

    reference: str
    name: str
    birth_date: date | None
    number_stated: bool
    received_on: date
    channel: str
    topics: Sequence[str]
    children: str
    members: Sequence[str]
    text: str


def receipt_of(user: User, intake_id: int) -> Receipt | None:
    """The receipt for an intake that `user` registered; None for any other."""
    row = Intake.objects.filter(registered_by=user, pk=intake_id).first()
    if row is None:
        return None
    return Receipt(
        reference=row.reference,
        name=row.stated_name,
        birth_date=row.stated_birth_date,
        number_stated=row.stated_number,
        received_on=row.received_on,
        channel=row.get_channel_display(),
        topics=row.topic_labels,
        children=row.get_children_display() if row.children else "",
        members=[f"{one['first_name']} {one['last_name']}" for one in row.stated_members],
        text=row.text,
    )


def same_as(user: User, stated: Stated, form_token: UUID) -> list[Intake]:
    """Intakes of the last days with the same name and birth date, which are not this form itself.

    Those that the user took down, or that stand in an inbox of theirs: whether the person is known
    elsewhere is told to nobody. Two with different numbers are two.
    """
    since = timezone.now() - timedelta(days=SAME_WITHIN)
    inboxes = units_with(user, Permission.TAKE_INTAKE)
    known = Intake.objects.visible_to(user).of_units(inboxes).values("pk")
    rows = Intake.objects.filter(
        Q(registered_by=user) | Q(pk__in=known),
        registered_at__gte=since,
        stated_first_name__iexact=stated.first_name,
        stated_last_name__iexact=stated.last_name,
        stated_birth_date=stated.birth_date,
    )
    if stated.national_id is not None:
        other = ~Q(person__national_id=stated.national_id)
        rows = rows.exclude(other, stated_number=True)
    return list(rows.exclude(registered_by=user, form_token=form_token).order_by("pk"))


def registering_units(user: User) -> QuerySet[Unit]:
    """The units that `user` may register intakes for."""
    return Unit.objects.filter(pk__in=units_with(user, Permission.REGISTER_INTAKE))
