"""The queue as its pages show it: the line of all, and the own office's entries with why.

A place is found among all that stand in the queue, also those whom the user may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from config.templatetags import tall
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
from housing.queue.order import is_ahead_of, line, stand_of
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


def _number_of(offers: Any) -> Coalesce:
    counted = offers.order_by().values("entry").annotate(number=Count("pk")).values("number")
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


def listed(user: User, asked: Asked, today: date) -> QuerySet[QueueEntry]:
    """The own office's standing entries, as they are asked for."""
    rows = of_office(user).standing()
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


def numbers_of(rows: QuerySet[QueueEntry], whole: Ranks) -> list[int]:
    """The entries' numbers in the queue's order: all that is read of those that are not shown."""
    found = set(rows.order_by().values_list("pk", flat=True))
    return [pk for pk in whole.places if pk in found]


DRAWN = (
    *("household", "priority", "points", "approved_on", "counts_from"),
    *("applicant__first_name", "applicant__last_name"),
    *("application__rooms", "application__needs_adapted", "application__most_rent"),
)
"""What a row of a list takes of an entry and its application; the rest is never read for it."""


def shown(numbers: Iterable[int]) -> list[Any]:
    """The entries of a page, which were found among those that the user may see, `with_all`."""
    rows = with_all(QueueEntry.objects.filter(pk__in=list(numbers))).in_order()
    return list(rows.select_related(None).select_related("applicant", "application").only(*DRAWN))


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


@dataclass(frozen=True)
class EntryLine:
    """A row of the queue: the place, and why it is there; in words, which draws faster."""

    entry: Any
    place: int
    starts_class: bool
    address: str
    name: str
    who: str
    need: str
    approved: str
    waited: str
    why: str
    ahead: str
    session: str
    due: Due


class Due(NamedTuple):
    """When the next session is due, and the css class of it: `late`, `soon` or none."""

    text: str
    mark: str


def lines(rows: Sequence[Any], whole: Ranks, today: date) -> list[EntryLine]:
    people = who_lives_in([row.household_id for row in rows], today)
    met = grounds_of([row.application_id for row in rows])
    found: list[EntryLine] = []
    for row in rows:
        place = whole.places[row.pk]
        found.append(
            EntryLine(
                entry=row,
                place=place,
                starts_class=bool(found) and found[-1].entry.priority != row.priority,
                address=reverse("housing:household", args=[row.household_id]),
                name=row.applicant.name,
                who=people.get(row.household_id, ""),
                need=need_in_words(row.application),
                approved=f"{row.approved_on:%d.%m.%Y}",
                waited=f"{tall((today - row.approved_on).days)} dager",
                why="; ".join(met.get(row.application_id, ["Ingen særskilt prioritet"])),
                ahead=_ahead(row, place, whole),
                session=(
                    f"Holdt {row.last_on:%d.%m.%Y}" if row.last_on else "Første samtale ikke holdt"
                ),
                due=due_in_words(session_due(row), today),
            )
        )
    return found


def _ahead(row: QueueEntry, place: int, whole: Ranks) -> str:
    ahead = rules.ahead_by_class(place, whole.until)
    words = rules.ahead_in_words(ahead, row.priority, has_points=whole.has_points)
    if row.counts_from != row.approved_on:
        words += f" Regnes fra {row.counts_from:%d.%m.%Y}."
    return words


def due_in_words(due: date, today: date) -> Due:
    late = (today - due).days
    if late > 0:
        return Due(f"{tall(late)} dag{'er' if late > 1 else ''} over frist", "late")
    if late == 0:
        return Due(f"frist {due:%d.%m.%Y}, i dag", "soon")
    return Due(f"neste innen {due:%d.%m.%Y}", "")


def grounds_of(applications: Sequence[int]) -> dict[int, list[str]]:
    """The wordings of the grounds that are met, by the application's id."""
    through = HousingApplication.grounds.through
    rows = through.objects.filter(housingapplication__in=applications)
    found: dict[int, list[str]] = {}
    names = ("housingapplication", "priorityground__wording")
    for pk, wording in rows.order_by("priorityground__code", "pk").values_list(*names):
        found.setdefault(pk, []).append(wording)
    return found


def who_lives_in(households: Sequence[int], today: date) -> dict[int, str]:
    """How many adults and children (person_bar.is_child), in words, by the household's id."""
    grown = Q(person__birth_date__lte=born_by(today, ADULT_AT))
    is_child = Q(role=Membership.Role.CHILD) & ~Q(grown, person__birth_date__isnull=False)
    rows = Membership.objects.valid_on(today).filter(household__in=households).order_by()
    counted = rows.values("household").annotate(
        adults=Count("pk", filter=~is_child), children=Count("pk", filter=is_child)
    )
    return {
        pk: people_in_words(adults, children)
        for pk, adults, children in counted.values_list("household", "adults", "children")
    }


def people_in_words(adults: int, children: int) -> str:
    words = [f"{adults} voksen" if adults == 1 else f"{adults} voksne"]
    if children:
        words.append(f"{children} barn")
    return ", ".join(words)


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


def places_of_move(move: QueueMove) -> tuple[int, int]:
    """The place of the entry now, and if the move is approved."""
    stand, whole = stand_of(move.entry), line()
    points = rules.class_and_points(move.met.values_list("code", "points"))[1]
    to = replace(stand, priority=move.to_class, points=points, counts_from=move.to_date)
    return whole.place(stand.order), whole.place_moved(stand.order, to.order)


def entry_of(household: Household) -> QueueEntry | None:
    """The standing entry with all that is told of it."""
    found: QueueEntry | None = with_all(household.queue_entries.standing()).first()
    return found


def waiting_moves(user: User) -> QuerySet[QueueMove]:
    """Proposed moves to another class, in the own office's queue."""
    known = of_office(user).standing().filter(pk=OuterRef("entry"))
    rows = QueueMove.objects.waiting().filter(Exists(known))
    return (
        rows.select_related("entry__household__contact", "entry__applicant", "proposed_by")
        .prefetch_related("met")
        .order_by("proposed_at", "pk")
    )


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
    return rows.select_related("household__contact", "exit_decision").order_by("ended_on", "pk")


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
