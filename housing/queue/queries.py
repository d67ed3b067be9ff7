"""The queue as its pages show it: the line of all, and the own office's entries with why.

A place is found among all that stand in the queue, also those whom the user may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from threading import get_ident
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from households.access import open_at_office
from households.models import Household, Intake, Membership
from households.rules import ADULT_AT, born_by, months_after
from households.visibility import RowsOfParty
from housing.codes import ApplicationState, OfferAnswer
from housing.models import (
    AdviceSession,
    Allocation,
    HousingApplication,
    Offer,
    PriorityClass,
    PriorityGround,
    QueueEntry,
    QueueMove,
    QueuePause,
    Tenancy,
)
from housing.queue import rules
from housing.queue.order import either, is_ahead_of, ranks_and, stand_of
from housing.queue.rules import Ranks, Told


def of_office(user: User, rows: Any = None) -> Any:
    """The entries of HV's offices of the user; not what is only shared with them."""
    return RowsOfParty.visible_to(QueueEntry.objects.all() if rows is None else rows, user)


def class_wordings(on: date) -> dict[str, str]:
    """What each class is for, in the municipality's words that day."""
    return dict(PriorityClass.objects.valid_on(on).values_list("code", "wording"))


def grounds_on(day: date, also: Iterable[int] = ()) -> QuerySet[PriorityGround]:
    """The grounds that can be met that day, and those of an application from before."""
    valid = PriorityGround.objects.valid_on(day).values("pk")
    return PriorityGround.objects.filter(Q(pk__in=valid) | Q(pk__in=list(also)))


def with_all(rows: Any) -> Any:
    """Each with what the list tells of advice, offers and pauses; the same few queries for any."""
    held = AdviceSession.objects.filter(
        case__household=OuterRef("household"), held_on__gte=OuterRef("approved_on")
    )
    said_no = Offer.objects.filter(entry=OuterRef("pk"), answer=OfferAnswer.DECLINED)
    waiting = Offer.objects.waiting().filter(entry=OuterRef("pk"))
    last = held.order_by().values("case__household").annotate(last=Max("held_on")).values("last")
    return rows.annotate(
        last_on=Subquery(last),
        answer_by=Subquery(waiting.values("answer_by")[:1]),
        noes=_number_of(said_no),
        noes_counted=_number_of(said_no.filter(counts=True)),
        is_paused=_is_paused(),
    ).select_related("household__contact", "applicant", "application")


def _is_paused() -> Exists:
    return Exists(QueuePause.objects.filter(entry=OuterRef("pk"), valid_to__isnull=True))


def _number_of(rows: Any, of: str = "entry") -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; empty for all. `rooms` is the number that is needed."""

    name: str = ""
    rooms: int | None = None
    code: str = ""
    advice: str = ""
    paused: str = ""


LATE, SOON = "over", "uke"
"""The session's day has passed, or comes within a week."""


OF_OTHERS, LEFT_OUT, WANTED = "of others", "left out", "wanted"


@dataclass(frozen=True)
class Listed:
    """The whole queue, and of each in order (number, class, points, whose it is: one of three)."""

    whole: Ranks
    rows: Sequence[tuple[Any, ...]]

    @property
    def numbers(self) -> list[int]:
        """The own office's entries that are asked for, in order."""
        return [row[0] for row in self.rows if row[3] == WANTED]

    def own_among(self, entries: Collection[int]) -> int:
        """How many of these (numbers) the own office has, whether they are asked for or not."""
        if not entries:
            return 0
        return sum(row[0] in entries and row[3] != OF_OTHERS for row in self.rows)


def listed(user: User, asked: Asked, today: date) -> Listed:
    """By one question, however many stand in the queue."""
    wanted: str | Case = WANTED
    if asked != Asked():
        wanted = either(Q(pk__in=asked_for(asked, today).values("pk")), WANTED, LEFT_OUT)
    return Listed(*ranks_and(either(open_at_office(user, "party"), wanted, OF_OTHERS)))


def asked_for(asked: Asked, today: date) -> QuerySet[QueueEntry]:
    """Whoever may see them: the standing entries, as they are asked for."""
    rows: Any = QueueEntry.objects.standing().order_by()
    if asked.name:
        known = Household.objects.with_member_named(asked.name, today).values("pk")
        rows = rows.filter(household__in=known)
    if asked.rooms:
        rows = rows.filter(application__rooms=asked.rooms)
    if asked.code:
        rows = rows.filter(priority=asked.code)
    if asked.paused:
        rows = rows.filter(_is_paused() if asked.paused == "ja" else ~_is_paused())
    if asked.advice == LATE:
        rows = session_before(with_all(rows), today)
    if asked.advice == SOON:
        rows = session_between(with_all(rows), today, today + timedelta(days=7))
    found: QuerySet[QueueEntry] = rows
    return found


DRAWN = (
    *("household", "priority", "points", "approved_on", "counts_from"),
    *("applicant__first_name", "applicant__last_name"),
    *("application__rooms", "application__needs_adapted", "application__most_rent"),
)
"""What a row of a list takes of an entry and its application; the rest is never read for it."""


def shown(numbers: Iterable[int], today: date) -> Any:
    """The entries of a page, which were found among those that the user may see, `with_all`.

    Each with how many `members` its household has today, and how many of them are `children`.
    """
    return _drawn(today, get_ident()).filter(pk__in=list(numbers))


@lru_cache(maxsize=16)
def _drawn(today: date, thread: int) -> Any:
    """The question itself: the same for everybody all day, and slower to write than to answer.

    Each thread has its own, for Django counts in it while it writes SQL.
    """
    people = Membership.objects.valid_on(today).filter(household=OuterRef("household"))
    rows = with_all(QueueEntry.objects.in_order()).annotate(
        members=_number_of(people, "household"),
        children=_number_of(people.filter(is_a_child(today)), "household"),
    )
    return rows.select_related(None).select_related("applicant", "application").only(*DRAWN)


def is_a_child(today: date) -> Q:
    """Of a membership: whether a child lives there as one (person_bar.is_child)."""
    grown = Q(person__birth_date__lte=born_by(today, ADULT_AT), person__birth_date__isnull=False)
    return Q(role=Membership.Role.CHILD) & ~grown


def session_before(rows: Any, day: date) -> Any:
    """Of `with_all`, those whose next session is due before the day (rules.next_session_on)."""
    return session_between(rows, date.min + timedelta(days=366), day - timedelta(days=1))


def session_between(rows: Any, first: date, last: date) -> Any:
    """Of `with_all`, those whose next session is due from `first` through `last`."""
    new, later = (
        [day - timedelta(days=settings.HOUSING[name]) for day in (first, last)]
        for name in ("first_session_days", "session_days")
    )
    is_new = Q(last_on__isnull=True, approved_on__range=new)
    return rows.filter(is_new | Q(last_on__range=later))


def session_due(entry: Any) -> date:
    """The last day for the next session of an entry `with_all`."""
    return rules.next_session_on(
        entry.approved_on,
        entry.last_on,
        first_days=settings.HOUSING["first_session_days"],
        days=settings.HOUSING["session_days"],
    )


def grounds_of(applications: Sequence[int]) -> dict[int, list[str]]:
    """The wordings of the grounds that are met, by the application's id."""
    through = HousingApplication.grounds.through
    rows = through.objects.filter(housingapplication__in=applications)
    found: dict[int, list[str]] = {}
    names = ("housingapplication", "priorityground__wording")
    for pk, wording in rows.order_by("priorityground__code", "pk").values_list(*names):
        found.setdefault(pk, []).append(wording)
    return found


def people_in_words(adults: int, children: int) -> str:
    words = [f"{adults} voksen" if adults == 1 else f"{adults} voksne"]
    if children:
        words.append(f"{children} barn")
    return ", ".join(words)


def who_lives_with(entry: Any) -> str:
    """The household's people in words, of an entry that is `shown`; empty where nobody lives."""
    if not entry.members:
        return ""
    return people_in_words(entry.members - entry.children, entry.children)


def need_in_words(application: HousingApplication) -> str:
    words = [f"{application.rooms} rom"]
    if application.needs_adapted:
        words.append("uten trapp")
    return ", ".join(words)


def told_before(entry: QueueEntry) -> Told | None:
    """The place that was told at the last session, or when the entry began, and since then."""
    session = (
        AdviceSession.objects.filter(
            case__household=entry.household_id,
            held_on__gte=entry.approved_on,
            place__isnull=False,
        )
        .order_by("-held_on", "-pk")
        .first()
    )
    if session is not None and session.place is not None:
        on, place = session.held_on, session.place
    elif entry.first_place is not None:
        on, place = entry.queued_on, entry.first_place
    else:
        return None
    ahead = QueueEntry.objects.exclude(pk=entry.pk).filter(is_ahead_of(stand_of(entry).order))
    left = ahead.filter(queued_on__lte=on, ended_on__gt=on)
    came = ahead.standing().filter(queued_on__gt=on)
    return Told(on, place, left.count(), came.count(), *_moved_since(entry, on))


def _moved_since(entry: QueueEntry, on: date) -> tuple[int, int, bool]:
    """How many others were moved ahead of the entry, and behind it; whether itself was moved.

    The points from before a move are not known, and are taken to be those of now.
    """
    rows = QueueMove.objects.filter(
        is_approved=True,
        decided_at__date__gte=on,
        entry__ended_on__isnull=True,
        entry__queued_on__lte=on,
    )
    first = {row.entry_id: row for row in rows.select_related("entry").order_by("-decided_at")}
    is_moved = first.pop(entry.pk, None) is not None
    own, passed, fell = stand_of(entry).order, 0, 0
    for row in first.values():
        now = stand_of(row.entry)
        before = replace(now, priority=row.from_class, counts_from=row.from_date).order
        passed += now.order < own < before
        fell += before < own < now.order
    return passed, fell, is_moved


def entry_of(household: Household) -> QueueEntry | None:
    """The standing entry with all that is told of it."""
    found: QueueEntry | None = with_all(household.queue_entries.standing()).first()
    return found


def open_applications(user: User) -> QuerySet[HousingApplication]:
    """Those that wait for HV: to be assessed, to be decided, or to be put in the queue."""
    rows = RowsOfParty.visible_to(HousingApplication.objects.all(), user)
    under_way = Q(state__in=(ApplicationState.RECEIVED, ApplicationState.ASSESSED))
    to_queue = Q(state=ApplicationState.APPROVED, entries__isnull=True)
    found: QuerySet[HousingApplication] = rows.filter(under_way | to_queue)
    return found.select_related("household__contact", "applicant", "decision").order_by(
        "received_on", "pk"
    )


def undecided_exits(user: User) -> QuerySet[QueueEntry]:
    """Entries of the own office that ended without the decision that they call for."""
    rows: QuerySet[QueueEntry] = of_office(user).undecided()
    return rows.select_related("household__contact", "applicant", "exit_decision").order_by(
        "ended_on", "pk"
    )


def renew_day(entry: QueueEntry) -> date:
    """The last day that the place stands without being renewed."""
    return rules.renew_by(entry.approved_on, entry.renewed_on, settings.HOUSING["renew_months"])


def unrenewed(user: User, today: date) -> list[QueueEntry]:
    """Standing entries of the own office whose place should have been renewed, the oldest first."""
    rows = of_office(user).standing().annotate(held=Coalesce("renewed_on", "approved_on"))
    old = rows.filter(held__lte=months_after(today, -settings.HOUSING["renew_months"]))
    found = old.select_related("household__contact", "applicant").order_by("held", "pk")
    return [row for row in found if renew_day(row) < today]


def home_held_by(household_id: int) -> str:
    """Why a household that has a municipal home does not come back to the queue; else empty."""
    if Tenancy.objects.live().filter(household=household_id).exists():
        return "Husstanden leier en kommunal bolig. Avslutt leieforholdet, eller ta en ny søknad."
    if Allocation.objects.holding().filter(household=household_id).exists():
        return "Husstanden er tildelt en kommunal bolig. Frigi boligen først."
    return ""


def intakes_about_housing(household: Household, user: User) -> Any:
    """The household's intakes about housing that the user may know of, the latest first."""
    rows = Intake.objects.visible_to(user).filter(household=household)
    about = [row.pk for row in rows if Intake.Topic.HOUSING in row.topics]
    return Intake.objects.filter(pk__in=about).order_by("-received_on", "-pk")
