"""A vacant home against the queue, the offer of it, the answer, and what follows of a no."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from households.models import Household
from housing.history import HousingError
from housing.homes import actions, queries
from housing.homes.rules import Fit, Home, Need, checks
from housing.models import AdviceCase, Allocation, Dwelling, Offer, QueueEntry
from tests.conftest import unit
from tests.factories import UserFactory
from tests.housing.filled import advised, dwelling, offered, queued
from tests.housing.offering import answer, entry, offer

TODAY = timezone.localdate


def matched(home: Dwelling, by: User) -> list[queries.Match]:
    found = queries.numbers(home, by, shows_all=True)
    return queries.matches(home, found.listed, found.first, found.whole, TODAY())


def fits(home: Home, need: Need) -> list[Fit]:
    return [one.fit for one in checks(home, need, 1)]


def test_a_home_fits_by_rooms_stairs_district_and_rent_and_what_is_not_asked_is_unsure() -> None:
    home = Home(rooms=2, is_adapted=False, rent=9_000, district=1, district_name="Østbyen")
    assert fits(home, Need(2, False, 9_000, {1})) == [Fit.OK] * 3
    assert fits(home, Need(3, False, 9_000, {1}))[0] == Fit.NO
    assert fits(home, Need(1, False, 9_000, {1}))[0] == Fit.OK
    assert fits(Home(4, False, 9_000, 1, "Østbyen"), Need(2, False, None, {1}))[0] == Fit.NO
    assert fits(home, Need(2, True, 8_999, {2})) == [Fit.OK, Fit.NO, Fit.NO, Fit.NO]
    assert fits(home, Need(2, False, None, ())) == [Fit.OK, Fit.UNSURE, Fit.UNSURE]


def test_the_matching_list_stands_in_the_queues_order_and_the_first_who_fits_is_marked(
    hv: User, bol: User
) -> None:
    too_big, first, second = entry(hv, 90, rooms=4), entry(hv, 60), entry(hv, 30)
    rows = matched(dwelling(), bol)
    assert [row.entry.pk for row in rows] == [too_big.pk, first.pk, second.pk]
    assert [row.fits for row in rows] == [False, True, True]
    assert [row.is_first for row in rows] == [False, True, False]
    assert [row.needs_grounds for row in rows] == [False, False, True]


def test_passing_over_somebody_takes_grounds_which_are_kept(hv: User, bol: User) -> None:
    entry(hv, 60)
    second, home = entry(hv, 30), dwelling()
    with pytest.raises(HousingError, match="En som står foran, passer også"):
        offer(home, second, bol)
    made = offer(home, second, bol, "Må bo nær sykehuset")
    assert (made.passed_over, made.place) == ("Må bo nær sykehuset", 2)


def test_no_home_is_offered_twice_and_nobody_has_two_offers(hv: User, bol: User) -> None:
    one, two, home = entry(hv, 60), entry(hv, 30), dwelling()
    offer(home, one, bol)
    with pytest.raises(HousingError, match="allerede tilbudt noen"):
        offer(home, two, bol)
    with pytest.raises(HousingError, match="Har et tilbud"):
        offer(dwelling(), one, bol)
    with pytest.raises(IntegrityError), transaction.atomic():
        offered(two, bol, home)
    with pytest.raises(IntegrityError), transaction.atomic():
        offered(one, bol)


def test_a_yes_gives_the_home_ends_the_queue_and_the_advice(hv: User, bol: User) -> None:
    one, home = entry(hv), dwelling()
    advised(one.household, hv)
    row = answer(offer(home, one, bol), bol, "accepted")
    one.refresh_from_db()
    home.refresh_from_db()
    assert row.allocation.accepted_on == TODAY()
    assert (one.exit_cause, one.ended_on) == ("allocated", TODAY())
    assert home.available_from is None
    assert AdviceCase.objects.order_by("pk").last().outcome == "municipal"  # type: ignore[union-attr]
    assert not queries.vacant().exists()
    actions.hand_over_key(allocation=row.allocation, on=TODAY(), at=timezone.now(), by=bol)
    assert Allocation.objects.get().key_on == TODAY()
    with pytest.raises(HousingError, match="allerede besvart"):
        answer(row, bol, "declined", "other")


def test_a_no_for_an_accepted_reason_keeps_the_place_and_the_second_that_counts_ends_it(
    hv: User, bol: User, settings: LazySettings
) -> None:
    settings.HOUSING = settings.HOUSING | {"noes_allowed": 2, "noes_that_count": ["standard"]}
    one = entry(hv)
    with pytest.raises(HousingError, match="Velg hvorfor"):
        answer(offer(dwelling(), one, bol), bol, "declined")
    for reason, stands in (("health", True), ("standard", True), ("standard", False)):
        waiting = Offer.objects.waiting().first()
        row = answer(waiting or offer(dwelling(), one, bol), bol, "declined", reason)
        one.refresh_from_db()
        assert row.counts == (reason == "standard")
        assert (one.ended_on is None) == stands
    assert one.exit_cause == "declined"


def test_a_home_that_was_declined_does_not_fit_the_same_one_again(hv: User, bol: User) -> None:
    one, home = entry(hv), dwelling()
    answer(offer(home, one, bol), bol, "declined", "health")
    with pytest.raises(HousingError, match="takket nei til denne"):
        offer(home, one, bol)
    QueueEntry.objects.filter(pk=one.pk).update(ended_on=TODAY(), exit_cause="withdrawn")
    again = queued(one.household, hv)
    with pytest.raises(HousingError, match="takket nei til denne"):
        offer(home, again, bol)
    other, late = dwelling(), {"answer": "lapsed", "answered_on": TODAY(), "answered_by": bol}
    offered(again, bol, other, **late)
    with pytest.raises(HousingError, match="Svarte ikke på et tilbud om denne"):
        offer(other, again, bol)


def test_a_home_that_somebody_has_is_not_made_vacant_in_the_register(hv: User, bol: User) -> None:
    one, home = entry(hv), dwelling()
    answer(offer(home, one, bol), bol, "accepted")
    home.refresh_from_db()
    home.available_from = date(2026, 1, 1)
    with pytest.raises(HousingError, match="tildelt noen"):
        actions.keep(dwelling=home)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Eight who offer at the same moment: one home to one, one offer to each."""

    @pytest.fixture
    def letters(self) -> list[User]:
        if connection.vendor == "sqlite":
            pytest.skip("threads share one connection to SQLite in memory")
        office = unit("hv", "midtbyen")
        return [UserFactory(role=Role.HOUSING_ADVISER, unit=office) for _ in range(8)]

    def came(self, act: Callable[[int], object]) -> list[object]:
        barrier = Barrier(8)

        def work(number: int) -> object:
            barrier.wait()
            try:
                return act(number)
            except HousingError as refused:
                return refused
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(work, range(8)))

    def test_one_home_goes_to_one_applicant(self, letters: list[User]) -> None:
        entries = [entry(letters[0], 8 - n) for n in range(8)]
        home = dwelling()
        came = self.came(lambda n: offer(home, entries[n], letters[n], "Trenger den nå"))
        assert sum(isinstance(one, Offer) for one in came) == Offer.objects.count() == 1

    def test_one_applicant_gets_one_home(self, letters: list[User]) -> None:
        one = entry(letters[0])
        homes = [dwelling() for _ in range(8)]
        came = self.came(lambda n: offer(homes[n], one, letters[n]))
        assert sum(isinstance(one, Offer) for one in came) == Offer.objects.count() == 1

    def test_one_offer_is_answered_once(self, letters: list[User]) -> None:
        row = offer(dwelling(), entry(letters[0]), letters[0])
        came = self.came(lambda n: answer(row, letters[n], "accepted"))
        assert sum(isinstance(one, Offer) for one in came) == Allocation.objects.count() == 1


def test_another_office_is_offered_nothing_of_this_ones_queue(hv: User, home: Household) -> None:
    queued(home, hv)
    elsewhere = UserFactory(role=Role.HOUSING_ADVISER, unit=unit("hv", "heimdal"))
    assert matched(dwelling(), elsewhere) == []
