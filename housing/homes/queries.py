"""The municipality's homes: which are vacant, and whom in the queue each fits, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import District, User
from households.access import PLACE_HIDDEN, Protection, open_at_office
from households.models import Household, Membership, Person
from housing.codes import OfferAnswer
from housing.homes.rules import (
    Candidate,
    Home,
    Need,
    Withdrawn,
    checks,
    counts,
    loses_place,
    withdrawn_check,
)
from housing.lodging.queries import place_hidden
from housing.models import (
    Allocation,
    Dwelling,
    HousingApplication,
    Offer,
    QueueEntry,
    QueuePause,
    Tenancy,
)
from housing.queue import queries as queue
from housing.queue.order import either, is_ahead_of, ranks, ranks_and, stand_of
from housing.queue.rules import Ranks
from housing.queue.standing import noes

ANSWERED: dict[str, str] = {
    OfferAnswer.DECLINED: "Har takket nei til denne boligen",
    OfferAnswer.LAPSED: "Svarte ikke på et tilbud om denne boligen",
    OfferAnswer.ACCEPTED: "Har hatt denne boligen",
}
"""What a household's answer to this home, whenever it was, says against a new offer of it."""


def with_use(rows: Any = None) -> Any:
    """Each home with `is_offered`, `is_allocated` and `is_let`, which nobody sets: they follow."""
    offered = Offer.objects.waiting().filter(dwelling=OuterRef("pk"))
    held = Allocation.objects.holding().filter(dwelling=OuterRef("pk"))
    let = Tenancy.objects.current(timezone.localdate()).filter(dwelling=OuterRef("pk"))
    found = Dwelling.objects.all() if rows is None else rows
    return found.annotate(
        is_offered=Exists(offered), is_allocated=Exists(held), is_let=Exists(let)
    ).select_related("district")


def vacant(rows: Any = None) -> Any:
    """Those that are in use, have a day they are free from, and that nobody has been given."""
    found = _free(rows).filter(available_from__isnull=False)
    return found.order_by("available_from", "address", "unit_number")


def empty(rows: Any = None) -> Any:
    """Those that nobody lives in or has been given, and of which no day is set: to be looked at."""
    return _free(rows).filter(available_from__isnull=True, is_offered=False)


def _free(rows: Any) -> Any:
    free = {"state": Dwelling.State.IN_USE, "is_allocated": False, "is_let": False}
    return with_use(rows).filter(**free)


def is_vacant(dwelling: Any) -> bool:
    """Of one `with_use`."""
    return (
        dwelling.state == Dwelling.State.IN_USE
        and dwelling.available_from is not None
        and not (dwelling.is_allocated or dwelling.is_let)
    )


def register(text: str, district: str, state: str) -> QuerySet[Dwelling]:
    """The homes that are searched for, by address with or without the number of the dwelling."""
    rows = with_use() if state != EMPTY else empty()
    for word in text.split():
        rows = rows.filter(Q(address__icontains=word) | Q(unit_number__iexact=word))
    if district:
        rows = rows.filter(district__code=district)
    if state and state != EMPTY:
        rows = rows.filter(state=state)
    found: QuerySet[Dwelling] = rows.order_by("district__name", "address", "unit_number", "pk")
    return found


EMPTY = "empty"
"""What is asked for to see the homes that stand empty without a day."""


def add_tenants(homes: Sequence[Any], user: User, today: date) -> list[Any]:
    """Let each home that is let know its lease (`tenancy`), if the user may; the leases told.

    One query. Who lives there is not told of a household whose place is hidden.
    """
    rows: Any = (
        Tenancy.objects.visible_to(user).current(today).annotate(place_hidden=place_hidden())
    )
    rows = rows.filter(dwelling__in=[home.pk for home in homes], place_hidden=False)
    let = {row.dwelling_id: row for row in rows.select_related("household__contact")}
    for home in homes:
        home.tenancy = let.get(home.pk)
    return list(let.values())


def home_of(dwelling: Dwelling) -> Home:
    return Home(
        rooms=dwelling.rooms,
        is_adapted=dwelling.is_adapted,
        rent=dwelling.rent,
        district=dwelling.district_id,
        district_name=dwelling.district.name,
    )


@dataclass(frozen=True)
class Match:
    """A row of the matching list: somebody in the queue against the home."""

    entry: Any
    place: int
    who: str
    candidate: Candidate
    needs_grounds: bool
    is_first: bool

    @property
    def fits(self) -> bool:
        return self.candidate.fits


@dataclass(frozen=True)
class Numbers:
    """Whom the home was held against: the numbers of those to list, in order, and how many."""

    whole: Ranks
    listed: Sequence[int]
    fitting: int
    in_queue: int
    first: int | None
    """The number of the entry that is first of those whom the home fits."""


OF_OTHERS, OF_OFFICE, FITS = "of others", "of office", "fits"


def numbers(dwelling: Dwelling, user: User, *, shows_all: bool) -> Numbers:
    """Those of the own office whom the home fits, or all that stand in the queue, in order."""
    held = either(fits(dwelling), FITS, OF_OFFICE)
    whole, rows = ranks_and(either(open_at_office(user, "party"), held, OF_OTHERS))
    fitting = [pk for pk, *_, told in rows if told == FITS]
    own = [pk for pk, *_, told in rows if told != OF_OTHERS]
    return Numbers(
        whole=whole,
        listed=own if shows_all else fitting,
        fitting=len(fitting),
        in_queue=len(own),
        first=next(iter(fitting), None),
    )


def matches(
    dwelling: Dwelling, shown: Iterable[int], first: int | None, whole: Ranks, today: date
) -> list[Match]:
    """The entries with these numbers, which the user may see, with why the home fits or not.

    `first` is the number of the first in the queue whom it fits.
    """
    rows = against(queue.shown(shown, today), dwelling)
    places = whole.places
    candidates = _candidates(rows, dwelling)
    ahead = None if first is None else places.get(first)
    return [
        Match(
            entry=row,
            place=places[row.pk],
            who=queue.who_lives_with(row),
            candidate=one,
            needs_grounds=ahead is not None and places[row.pk] > ahead,
            is_first=row.pk == first,
        )
        for row, one in zip(rows, candidates, strict=True)
    ]


def match_of(dwelling: Dwelling, entry: QueueEntry, user: User, today: date) -> Match:
    """One entry, which the user may see, against the home."""
    first = passed_over(dwelling, entry, user).values_list("pk", flat=True).first()
    first = entry.pk if first is None else first
    return matches(dwelling, [entry.pk], first, ranks(), today)[0]


def candidate_of(dwelling: Dwelling, entry_id: int, user: User) -> Candidate | None:
    """As a match, without names; None for somebody of another office."""
    rows = queue.with_all(queue.of_office(user).standing()).filter(pk=entry_id)
    return next(iter(_candidates(against(rows, dwelling), dwelling)), None)


def candidates_for(dwelling: Dwelling, user: User) -> list[Candidate]:
    """The whole queue of the user's office against the home, by the rule alone."""
    rows = queue.with_all(queue.of_office(user).standing()).in_order()
    return _candidates(against(rows, dwelling), dwelling)


def fitting(dwelling: Dwelling, user: User) -> set[int]:
    """The entries (ids) of the user's office whom the home fits, by the database alone."""
    rows = queue.of_office(user).standing().filter(fits(dwelling))
    return set(rows.values_list("pk", flat=True))


def passed_over(dwelling: Dwelling, entry: QueueEntry, user: User) -> QuerySet[QueueEntry]:
    """Those ahead of an entry whom the home fits, in order (rules.passed_over)."""
    rows = queue.of_office(user).standing().filter(is_ahead_of(stand_of(entry).order))
    found: QuerySet[QueueEntry] = rows.filter(fits(dwelling)).in_order()
    return found


def is_near(dwelling: Dwelling) -> Q:
    """Of an entry: whether the home has the size that is needed (the first of rules.checks)."""
    fewest = dwelling.rooms - settings.HOUSING["rooms_over"]
    return Q(application__rooms__range=(fewest, dwelling.rooms))


def fits(dwelling: Dwelling) -> Q:
    """Of an entry: whether the home fits, as rules.checks and `_obstacle` say it.

    What few have is asked for as a list, which a database makes once and not for each entry.
    """
    wished = HousingApplication.districts.through.objects.order_by()
    here = wished.filter(district=dwelling.district_id).values("housingapplication")
    wishes = Exists(wished.filter(housingapplication=OuterRef("application")))
    graded = Person.objects.exclude(protection=Protection.NONE)  # few, and an index of them
    graded = graded.filter(protection__in=PLACE_HIDDEN)
    hidden = Membership.objects.filter(person__in=graded.values("pk")).values("household")
    offered = Offer.objects.waiting().order_by().values("entry")
    answered = _answers(dwelling).order_by().values("household")
    paused = QueuePause.objects.filter(valid_to__isnull=True).order_by().values("entry")
    is_affordable = Q(application__most_rent=None) | Q(application__most_rent__gte=dwelling.rent)
    accessible = Q() if dwelling.is_adapted else Q(application__needs_adapted=False)
    has_place = Q(application__in=here) | ~wishes | Q(household__in=hidden)
    free = ~Q(pk__in=offered) & ~Q(household__in=answered) & ~Q(pk__in=paused)
    return is_near(dwelling) & accessible & is_affordable & free & has_place


def against(rows: Any, dwelling: Dwelling) -> Any:
    """Each entry with what holds it against the home beside the need: a hidden place, an answer."""
    hidden = Household.objects.filter(pk=OuterRef("household")).with_place_hidden()
    answers = _answers(dwelling).filter(household=OuterRef("household"))
    latest = answers.order_by("-answered_on", "-pk").values("answer")[:1]
    return rows.annotate(
        place_hidden=Exists(hidden.filter(place_hidden=True)), answered=Subquery(latest)
    )


def _answers(dwelling: Dwelling) -> QuerySet[Offer]:
    return Offer.objects.filter(dwelling=dwelling, answer__in=ANSWERED)


def _candidates(rows: Iterable[Any], dwelling: Dwelling) -> list[Candidate]:
    """Of entries `with_all` and `against` the home."""
    home, over = home_of(dwelling), settings.HOUSING["rooms_over"]
    wished = _wished([row.application_id for row in rows])
    withdrawn = _withdrawn(rows, dwelling)
    return [
        Candidate(
            row.pk,
            [
                *checks(home, _need(row, wished), over),
                *withdrawn_check(withdrawn.get(row.household_id)),
            ],
            _obstacle(row),
        )
        for row in rows
    ]


def _withdrawn(rows: Iterable[Any], dwelling: Dwelling) -> dict[int, Withdrawn]:
    """By household: the latest offer of this home that HV itself took back."""
    found = Offer.objects.filter(
        dwelling=dwelling,
        household__in={row.household_id for row in rows},
        answer=OfferAnswer.WITHDRAWN,
    )
    told = found.order_by("answered_on", "pk").values_list("household", "answered_on", "text")
    return {household: Withdrawn(on, text) for household, on, text in told}


def _need(row: Any, wished: dict[int, set[int]]) -> Need:
    application = row.application
    return Need(
        rooms=application.rooms,
        needs_adapted=application.needs_adapted,
        most_rent=application.most_rent,
        districts=wished.get(application.pk, set()),
        place_hidden=row.place_hidden,
    )


def _obstacle(row: Any) -> str:
    if row.answer_by is not None:
        return f"Har et tilbud, svarfrist {row.answer_by:%d.%m.%Y}"
    if row.is_paused:
        return "Plassen er på pause"
    return ANSWERED.get(row.answered or "", "")


def _wished(applications: Sequence[int]) -> dict[int, set[int]]:
    through = HousingApplication.districts.through
    found: dict[int, set[int]] = {}
    rows = through.objects.filter(housingapplication__in=applications)
    for pk, district in rows.values_list("housingapplication", "district"):
        found.setdefault(pk, set()).add(district)
    return found


def hidden_places(households: Sequence[int]) -> set[int]:
    """Those (ids) that nothing may tell the place of."""
    rows = Household.objects.filter(pk__in=households).with_place_hidden()
    return set(rows.filter(place_hidden=True).values_list("pk", flat=True))


def waiting_offers(user: User) -> Any:
    """Offers that nobody has answered, of the own office, the first that is due first."""
    rows = queue.of_office(user, Offer.objects.waiting())
    return rows.select_related(
        "household__contact", "entry__applicant", "dwelling__district"
    ).order_by("answer_by", "pk")


def without_key(user: User) -> Any:
    """Allocations of the own office whose key nobody has handed out."""
    rows = queue.of_office(user, Allocation.objects.holding().filter(key_on__isnull=True))
    return rows.select_related(
        "household__contact", "offer__entry__applicant", "dwelling__district"
    ).order_by("accepted_on", "pk")


def offers_of(household: Household) -> list[Offer]:
    rows = Offer.objects.filter(household=household)
    return list(rows.select_related("dwelling__district", "allocation", "made_by"))


def that_count(offer: Offer) -> list[str]:
    """The reasons for which a no to this offer counts, as settings and the wishes have it."""
    wishes = offer.entry.application.districts
    is_wished = wishes.filter(pk=offer.dwelling.district_id).exists()
    counted = settings.HOUSING["noes_that_count"]
    return [reason for reason in counted if counts(reason, counted, is_wished=is_wished)]


def is_last_no(offer: Offer) -> bool:
    """Whether the place is lost if a no to this waiting offer counts."""
    return loses_place(noes(offer.entry) + 1, settings.HOUSING["noes_allowed"])


def districts() -> QuerySet[District]:
    return District.objects.order_by("name")


def entry_in_queue(entry_id: int, user: User) -> QueueEntry | None:
    rows = queue.with_all(queue.of_office(user).standing())
    found: QueueEntry | None = rows.filter(pk=entry_id).first()
    return found


def unlet_of(household: Household) -> Allocation | None:
    """The household's allocated home that it does not rent yet."""
    rows = Allocation.objects.holding().filter(household=household)
    rented = Tenancy.objects.live().filter(dwelling__in=rows.values("dwelling"))
    return rows.exclude(dwelling__in=rented.values("dwelling")).select_related("dwelling").first()


def keyless_of(household: Household) -> Allocation | None:
    """The household's allocated home whose key nobody has handed out."""
    rows = Allocation.objects.holding().filter(household=household, key_on__isnull=True)
    return rows.select_related("dwelling").first()
