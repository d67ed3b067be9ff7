"""The order, the place and the fit as the database finds them, against the rules; and its speed."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Clearance, Unit, User
from households.models import Household, Membership, Person, Responsibility
from households.person_bar import is_child
from housing.homes import queries as homes
from housing.homes import rules as home_rules
from housing.models import QueueEntry, QueueMove
from housing.queue import moves, queries
from housing.queue.head import head
from housing.queue.order import is_ahead_of, line, place_of, ranks, stand_of
from housing.queue.queries import Asked
from reports.bench import queue_seed, seed
from tests.conftest import logged_in

MANY = 120


def people(number: int, sofar: int = 0) -> list[Household]:
    """Households of a grown-up each, some of them with children; laid down at once."""
    rows = [
        Person(first_name="Prøve", last_name=f"Person{sofar + one}", birth_date=seed.LONG_AGO)
        for one in range(number)
    ]
    for row in rows:
        row.set_name_keys()
    made = Household.objects.bulk_create(
        Household(contact=row) for row in Person.objects.bulk_create(rows)
    )
    Membership.objects.bulk_create(
        Membership(
            household=home,
            person=home.contact,
            role=Membership.Role.APPLICANT,
            valid_from=seed.LONG_AGO,
            registered_on=seed.LONG_AGO,
        )
        for home in made
    )
    return made


@pytest.fixture
def adviser(db: None) -> User:
    return queue_seed.adviser()


@pytest.fixture
def entries(adviser: User) -> list[QueueEntry]:
    """A queue where many share class, points and days, and some have left it."""
    rows, chance = queue_seed.fill(adviser, people(MANY)), random.Random(54)
    first = timezone.localdate() - timedelta(days=4)
    for row in rows:
        row.approved_on = row.queued_on = first + timedelta(days=chance.randint(0, 2))
        row.counts_from = row.approved_on - timedelta(days=chance.randint(0, 2))
        row.points = chance.randint(0, 2)
        if chance.random() < 0.1:
            row.ended_on, row.exit_cause = timezone.localdate(), "moved"
    fields = ["approved_on", "queued_on", "counts_from", "points", "ended_on", "exit_cause"]
    QueueEntry.objects.bulk_update(rows, fields)
    return list(QueueEntry.objects.standing().order_by("pk"))


def test_the_database_orders_the_queue_as_the_rule_does(entries: list[QueueEntry]) -> None:
    by_rule = [one.pk for one in sorted(entries, key=lambda one: stand_of(one).order)]
    assert [one.pk for one in QueueEntry.objects.standing().in_order()] == by_rule
    whole, found = line(), ranks()
    assert [order[-1] for order in whole.orders] == list(found.places) == by_rule
    assert (len(found), found.has_points) == (len(whole), whole.has_points)


def test_the_place_and_those_ahead_are_the_same_by_count_as_by_the_rule(
    entries: list[QueueEntry],
) -> None:
    whole, found = line(), ranks()
    for one in entries:
        order = stand_of(one).order
        assert place_of(one) == found.places[one.pk] == whole.place(order)
        ahead = QueueEntry.objects.standing().filter(is_ahead_of(order))
        by_class = whole.ahead_by_class(order)
        assert {code: ahead.filter(priority=code).count() for code in by_class} == by_class
        assert sum(by_class.values()) == ahead.count()


def test_whom_a_home_fits_and_who_is_passed_over_are_the_same_in_the_database_as_by_the_rule(
    entries: list[QueueEntry], adviser: User
) -> None:
    Clearance.objects.create(user=adviser, kind="code_7", valid_from=seed.LONG_AGO)
    hidden = [one.applicant_id for one in entries[::4]]
    Person.objects.filter(pk__in=hidden).update(protection="code_7")
    for home in queue_seed.dwellings(4):
        number = home.pk % 4
        home.rooms, home.is_adapted, home.rent = 1 + number, number > 1, 8_000 + 1_000 * number
        home.save()
        everybody = homes.numbers(home, adviser, shows_all=True)
        shown = homes.numbers(home, adviser, shows_all=False)
        candidates = homes.candidates_for(home, adviser)
        fitting = [one.entry_id for one in candidates if one.fits]
        assert homes.fitting(home, adviser) == set(fitting)
        assert list(everybody.listed) == [one.entry_id for one in candidates]
        assert everybody.fitting == shown.fitting == len(fitting)
        assert everybody.first == shown.first == next(iter(fitting), None)
        assert list(shown.listed) == fitting
        assert shown.in_queue == everybody.in_queue == len(candidates) > len(fitting)
        for entry in QueueEntry.objects.filter(pk__in=everybody.listed[::9]):
            ahead = homes.passed_over(home, entry, adviser).values_list("pk", flat=True)
            assert list(ahead) == home_rules.passed_over(candidates, entry.pk)


ASKED = (
    Asked(),
    Asked(rooms=2),
    Asked(code="B", paused="nei"),
    Asked(paused="ja"),
    Asked(name="Person1"),
    Asked(name="Ingen"),
)


@pytest.mark.parametrize("asked", ASKED)
def test_the_list_holds_the_own_office_s_in_order_and_counts_the_moves_that_wait_there(
    entries: list[QueueEntry], adviser: User, asked: Asked
) -> None:
    elsewhere = Unit.objects.filter(party="hv").order_by("-district__code").first()
    away = [one.household_id for one in entries[::3]]
    Responsibility.objects.filter(household__in=away).update(unit=elsewhere)
    for number, one in enumerate(entries[:20]):
        _proposed(one, adviser, is_decided=number % 5 == 0)
    found, today = queries.listed(adviser, asked, timezone.localdate()), timezone.localdate()
    known = queries.of_office(adviser).standing().filter(pk__in=queries.asked_for(asked, today))
    assert list(found.numbers) == list(known.in_order().values_list("pk", flat=True))
    assert bool(found.numbers) == (asked.name != "Ingen")
    assert len(found.whole) == len(entries) > len(found.numbers)
    moving = head(today).moving
    assert 0 < found.own_among(moving) == moves.waiting_moves(adviser).count() < len(moving)


def _proposed(entry: QueueEntry, by: User, *, is_decided: bool) -> None:
    QueueMove.objects.create(
        entry=entry,
        from_class=entry.priority,
        to_class=entry.priority,
        from_date=entry.counts_from,
        to_date=entry.counts_from,
        grounds="Ny vurdering",
        proposed_by=by,
        decided_by=by if is_decided else None,
        decided_at=timezone.now() if is_decided else None,
        is_approved=True if is_decided else None,
        form_token=uuid.uuid4(),
    )


def test_a_household_is_told_as_the_rule_tells_who_is_a_child(adviser: User) -> None:
    today, home = timezone.localdate(), people(1)[0]
    for years in (None, 3, 17, 18, 19):
        born = (
            None
            if years is None
            else today.replace(year=today.year - years, day=min(today.day, 28))
        )
        for days in (0, 1, -1):
            person = Person.objects.create(
                first_name="Barn",
                last_name="Prøve",
                birth_date=None if born is None else born + timedelta(days=days),
            )
            Membership.objects.create(
                household=home,
                person=person,
                role=Membership.Role.CHILD,
                valid_from=seed.LONG_AGO,
                registered_on=seed.LONG_AGO,
            )
    members = Membership.objects.valid_on(today).filter(household=home).select_related("person")
    children = sum(is_child(one, today) for one in members)
    told = queries.people_in_words(len(members) - children, children)
    assert 0 < children < len(members) - 1
    entries = queue_seed.fill(adviser, [home])
    shown = queries.shown([one.pk for one in entries], today)
    assert [queries.who_lives_with(one) for one in shown] == [told]


def test_the_queue_and_a_vacant_home_ask_as_many_questions_for_10_entries_as_for_1000(
    adviser: User,
) -> None:
    """The 9 of performance.md: the frame asks three (session, user, roles) and the access log one.

    The queue: the order with what is the user's, the rows of the page, and the grounds. Over it
    stand two facts of other tables: waiting times, and the classes with the vacant homes.
    """
    queue_seed.fill(adviser, people(10))
    home, client = queue_seed.dwellings(1)[0], logged_in(adviser)
    addresses = ("/boligko/", f"/boligko/boliger/{home.pk}/?alle=1")

    def asked() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            found.append(len(seen))
        return found

    few = asked()
    assert few == [9, 9]
    queue_seed.fill(adviser, people(990, sofar=10))
    assert QueueEntry.objects.count() == 1_000
    assert asked() == few
