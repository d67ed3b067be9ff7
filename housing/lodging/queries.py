"""Who needs a place to sleep, who sleeps where, and how much it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from households.access import PLACE_HIDDEN
from households.codes import HousingSituation
from households.models import Household, LodgingNeed, Membership, Situation
from households.rules import ADULT_AT, years_before
from housing.lodging import rules
from housing.models import LodgingPlace, LodgingStay, Tenancy

FIRST_YEAR = 2013
"""The plan's first."""


def children_on(day: date) -> Any:
    """Memberships of children under 18 on a day, by a household to be put in."""
    under = Q(person__birth_date__gt=years_before(day, ADULT_AT)) | Q(person__birth_date=None)
    return Membership.objects.valid_on(day).filter(under, role=Membership.Role.CHILD)


def place_hidden() -> Exists:
    """Of a row with a household: whether nothing may tell where it lives (security.md 3.5)."""
    return Exists(
        Membership.objects.filter(
            household=OuterRef("household"), person__protection__in=PLACE_HIDDEN
        )
    )


def has_children(household_id: int, day: date) -> bool:
    return bool(children_on(day).filter(household=household_id).exists())


@dataclass(frozen=True)
class Line:
    """A need with its stays, the children of the household, and what is wrong with it today."""

    need: Any
    stays: tuple[Any, ...]
    children: int
    today: date

    @property
    def live(self) -> Any:
        """The stay that is offered or in use."""
        return next((row for row in self.stays if not row.left_on and not row.declined_on), None)

    @property
    def in_use(self) -> Any:
        row = self.live
        return row if row is not None and row.from_on else None

    @property
    def state(self) -> rules.NeedState:
        states = [row.state for row in self.stays]
        return rules.state_of(ended=self.need.ended_on is not None, stays=states)

    @property
    def nights(self) -> int:
        """Nights slept so far, in all places."""
        first = self.need.requested_on - timedelta(days=366)
        return sum(row.between(first, self.today, self.today) for row in _nights(self.stays))

    @property
    def has_place(self) -> bool:
        return rules.has_place_tonight(_nights(self.stays), self.today)

    @property
    def is_without(self) -> bool:
        """Red: nobody may be without a place for the next 24 hours."""
        return self.need.ended_on is None and not self.has_place

    @property
    def ends_tomorrow(self) -> bool:
        ends = rules.ends_next(_nights(self.stays), self.today)
        return ends is not None and ends <= self.today + rules.DAY and not self.need.ended_on

    @property
    def check_due(self) -> date | None:
        """By when the place must be judged; None when it is, or nobody sleeps there yet."""
        row = self.in_use
        if row is None or row.checked_on is not None:
            return None
        return rules.check_due(
            row.from_on,
            children=self.children > 0,
            days=settings.LODGING["check_days"].on(row.from_on),
            days_children=settings.LODGING["check_days_children"].on(row.from_on),
        )

    @property
    def decide_due(self) -> date | None:
        """By when the need is decided (§ 27): the same day; None when it is, or is over."""
        need = self.need
        if need.decided_on is not None or need.ended_on is not None:
            return None
        days = settings.LODGING["decide_days"].on(need.requested_on)
        return need.requested_on + timedelta(days=days)

    @property
    def plan_nights(self) -> int:
        """Nights within which there is a plan: the limit of the day that lodging was asked for."""
        nights: int = settings.LODGING["plan_nights"].on(self.need.requested_on)
        return nights

    @property
    def children_wait(self) -> bool:
        """Whether nobody has looked in today on children without a home."""
        is_open = self.need.ended_on is None
        return is_open and self.children > 0 and self.need.seen_on != self.today

    @property
    def lacks_plan(self) -> bool:
        """Whether somebody who has slept there for long has no plan for what comes after."""
        long = self.nights >= self.plan_nights
        return self.need.ended_on is None and long and not self.need.onward


def _nights(stays: Iterable[Any]) -> list[rules.Nights]:
    return [
        rules.Nights(row.from_on, row.until_on, row.left_on)
        for row in stays
        if row.from_on is not None
    ]


def lines(needs: QuerySet[Any], today: date) -> list[Line]:
    """Each need of `needs` as a line; three queries however many there are."""
    stays = LodgingStay.objects.select_related("place", "offered_by", "checked_by")
    rows = list(
        needs.annotate(place_hidden=place_hidden())
        .select_related("household__contact", "requested_by", "seen_by")
        .prefetch_related(Prefetch("stays", stays))
    )
    counts = children_of({row.household_id for row in rows}, today)
    return [
        Line(row, tuple(row.stays.all()), counts.get(row.household_id, 0), today) for row in rows
    ]


def children_of(households: Collection[int], day: date) -> dict[int, int]:
    """How many children live in each household (ids) on a day."""
    rows = children_on(day).filter(household__in=households).values("household")
    return dict(rows.annotate(n=Count("person", distinct=True)).values_list("household", "n"))


def open_lines(user: User, today: date) -> list[Line]:
    """Open needs that the user may know of: without a place first, then families, by request."""
    found = lines(LodgingNeed.objects.visible_to(user).open(), today)

    def order(row: Line) -> tuple[bool, bool, date, int]:
        return row.has_place, not row.children, row.need.requested_on, row.need.pk

    return sorted(found, key=order)


def need_of(user: User, household: Household, need_id: int, today: date) -> Line | None:
    rows = LodgingNeed.objects.visible_to(user).filter(household=household, pk=need_id)
    return next(iter(lines(rows, today)), None)


def needs_of(user: User, household: Household, today: date) -> list[Line]:
    """The household's, the latest first."""
    return lines(LodgingNeed.objects.visible_to(user).filter(household=household), today)


def rents_of_municipality(household: Household, today: date) -> bool:
    """Whether they have a municipal home to sleep in, as far as it is known."""
    return any(
        row.runs(today) for row in Tenancy.objects.current(today).filter(household=household)
    )


def places(today: date) -> list[Any]:
    """Places with how many households each has; those used no more last."""
    live = Count("stays", filter=Q(stays__left_on=None, stays__declined_on=None))
    rows: Any = LodgingPlace.objects.select_related("district").annotate(taken=live)
    found = list(rows.order_by("name"))
    for row in found:
        row.is_used = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
        row.is_full = row.rooms is not None and row.taken >= row.rooms
    return sorted(found, key=lambda row: not row.is_used)


def slept() -> list[rules.Slept]:
    """Every stay that somebody has slept in, in the whole municipality; two queries."""
    with_children = Exists(
        Membership.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=OuterRef("from_on")),
            household=OuterRef("need__household"),
            role=Membership.Role.CHILD,
            valid_from__lte=OuterRef("from_on"),
            undone_at__isnull=True,
        )
    )
    rows = LodgingStay.objects.used().annotate(children=with_children)
    return [
        rules.Slept(household, rules.Nights(first, until, left), price, children)
        for household, first, until, left, price, children in rows.values_list(
            *("need__household", "from_on", "until_on", "left_on", "price", "children")
        )
    ]


def use_by_month(today: date, months: int = 12) -> list[rules.Use]:
    """The use in each of so many months to this one, the earliest first."""
    rows, found = slept(), []
    first = today.replace(day=1)
    for _ in range(months):
        last = (first + timedelta(days=32)).replace(day=1) - rules.DAY
        found.append(rules.use_of(rows, first, last, today))
        first = (first - rules.DAY).replace(day=1)
    return found[::-1]


def use_by_year(today: date, years: int = 5) -> list[rules.Use]:
    rows = slept()
    first = max(FIRST_YEAR, today.year - years + 1)
    return [
        rules.use_of(rows, date(year, 1, 1), date(year, 12, 31), today)
        for year in range(first, today.year + 1)
    ]


@dataclass(frozen=True)
class Homeless:
    """Households without a home in a week: by what was told last, and in temporary lodging."""

    first: date
    last: date
    told: int
    lodged: int
    either: int
    with_children: int


def homeless(first: date, last: date) -> Homeless:
    """Those whose latest situation says no home (BOSIT 4), or who slept in lodging (domain.md 3).

    A household counts once, by its contact person, unless that one is dead or has moved away.
    """
    latest = Situation.objects.filter(person=OuterRef("person"), on__lte=last).order_by("-on")
    contacts = Membership.objects.valid_on(last).filter(
        person=F("household__contact"), person__died_on=None, person__moved_away_on=None
    )
    told = contacts.annotate(says=latest.values("housing_situation")[:1]).filter(
        says=HousingSituation.NONE
    )
    said = set(told.values_list("household", flat=True))
    nights = LodgingStay.objects.used().filter(
        Q(left_on=None) | Q(left_on__gt=first), from_on__lte=last
    )
    lodged = set(nights.values_list("need__household", flat=True))
    either = said | lodged
    return Homeless(
        first,
        last,
        told=len(said),
        lodged=len(lodged),
        either=len(either),
        with_children=len(children_of(either, last)),
    )
