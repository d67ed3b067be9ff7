"""Temporary lodging from the request to where they moved, and who is told what."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.policy import Role
from benefits.applications.lodging import settle_need
from coordination.flags.actions import recompute
from coordination.models import Flag
from coordination.worklist.due import scope_of
from coordination.worklist.due_lodging import lodgings
from decisions.codes import Act
from households.models import Household, LodgingNeed
from housing.acting import HousingConflictError
from housing.history import HousingError
from housing.lodging import actions, queries
from housing.lodging.queries import homeless
from housing.models import LodgingStay
from tests.casework import apply_for_help, limit
from tests.decisions import case
from tests.factories import HouseholdFactory, situate
from tests.housing.kept import (
    TODAY,
    adviser,
    asked,
    day,
    home_at_hv,
    lodged,
    place,
    responsible,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hv(db: None) -> User:
    return adviser()


@pytest.fixture
def home(hv: User) -> Household:
    found: Household = home_at_hv(by=hv)
    return found


def only(user: User) -> queries.Line:
    (line,) = queries.open_lines(user, TODAY)
    return line


def offered(need: LodgingNeed, by: User, **values: Any) -> LodgingStay:
    need.refresh_from_db()
    given: dict[str, Any] = {"unsuited_text": "", "on": TODAY, "by": by, "party": "hv"}
    given |= {"need": need, "version": need.version}
    return actions.offer(**given | {"place": values.pop("at", None) or place()} | values)


def test_an_application_for_lodging_tells_hv_that_somebody_needs_a_place(
    home: Household, hv: User, caseworker: User
) -> None:
    apply_for_help(home, caseworker, kinds=("lodging",))
    line = only(hv)
    assert line.is_without
    assert (line.state.label, line.need.decided_on) == ("Venter på sted", None)
    apply_for_help(home, caseworker, kinds=("lodging",))
    assert LodgingNeed.objects.count() == 1
    assert only(caseworker).need == line.need
    assert not LodgingNeed.objects.visible_to(adviser("heimdal")).exists()


@pytest.mark.parametrize(
    ("outcome", "open_after", "decided"), [("granted", 1, True), ("refused", 0, False)]
)
def test_the_decision_settles_what_was_asked_for(
    outcome: str,
    open_after: int,
    decided: bool,
    caseworker: User,
    team_leader: User,
    tmp_path: Any,
    settings: Any,
) -> None:
    settings.LETTER_DIR = tmp_path
    limit(Role.CASEWORKER, 50_000)
    limit(Role.TEAM_LEADER, 50_000)
    home = case.family()
    asked(home, caseworker, at="nav")
    made = case.approved(home, caseworker, team_leader)
    made.matters.update(section="27", outcome=outcome, amount=0)
    settle_need(decision=made, act=Act.APPROVE, at=made.approved_at, by=team_leader)
    need = LodgingNeed.objects.get()
    assert LodgingNeed.objects.open().count() == open_after
    assert (need.decided_on is not None) is decided


def test_offered_declined_offered_again_in_use_and_moved_on(home: Household, hv: User) -> None:
    need = asked(home, hv)
    first = offered(need, hv)
    with pytest.raises(HousingConflictError):
        actions.decline(stay=first, version=1, text="For langt", on=TODAY, by=hv, party="hv")
    actions.decline(stay=first, version=2, text="For langt unna", on=TODAY, by=hv, party="hv")
    assert only(hv).state == "requested"
    second = offered(need, hv, at=place("Hospitset"))
    assert only(hv).state == "offered"
    until = {"from_on": TODAY, "until_on": day(2)}
    actions.move_in(stay=second, version=4, by=hv, party="hv", **until)
    assert (only(hv).state, only(hv).is_without) == ("in_use", False)
    need.refresh_from_db()
    over: dict[str, Any] = {"outcome": "private", "on": TODAY, "by": hv, "party": "hv"}
    with pytest.raises(HousingError) as refused, transaction.atomic():
        actions.end(need=need, version=5, **over)
    assert refused.value.field == "undecided_text"
    actions.end(need=need, version=5, undecided_text="Fant noe selv", **over)
    assert queries.open_lines(hv, TODAY) == []
    assert LodgingStay.objects.get(pk=second.pk).left_on == TODAY


def test_children_sleep_only_where_it_suits_them_or_with_the_reason_why_not(hv: User) -> None:
    home = home_at_hv(children=2)
    need = asked(home, hv)
    camp = place("Campingen", suits_children=False)
    with pytest.raises(HousingError) as refused, transaction.atomic():
        offered(need, hv, at=camp)
    assert refused.value.field == "unsuited_text"
    stay = offered(need, hv, at=camp, unsuited_text="Alt annet er fullt")
    assert stay.unsuited_text == "Alt annet er fullt"


def test_the_last_room_goes_to_one_of_two(hv: User) -> None:
    small = place("Hybelen", rooms=1)
    first, second = (asked(home_at_hv(), hv) for _ in range(2))
    offered(first, hv, at=small)
    with pytest.raises(HousingError, match="fullt"):
        offered(second, hv, at=small)


def test_a_household_has_one_open_need_and_one_live_stay(home: Household, hv: User) -> None:
    stay = lodged(home, hv)
    with pytest.raises(IntegrityError), transaction.atomic():
        LodgingNeed.objects.create(household=home, requested_on=TODAY, requested_by=hv)
    with pytest.raises(HousingError, match="allerede et sted"):
        offered(stay.need, hv, at=place("To"))


def test_a_booking_that_runs_out_today_is_red_and_tomorrow_is_told(
    home: Household, hv: User
) -> None:
    stay = lodged(home, hv, until=1)
    assert (only(hv).is_without, only(hv).ends_tomorrow) == (False, True)
    LodgingStay.objects.filter(pk=stay.pk).update(until_on=TODAY)
    assert only(hv).is_without
    (red,) = [row for row in lodgings(scope_of(hv, TODAY)) if row.late == "law"]
    assert (red.what, red.caseworker) == ("Uten sted i natt", "Meg")


def test_children_are_in_the_list_every_day_and_before_the_osk_team_on_day_one(hv: User) -> None:
    home = home_at_hv(children=2, by=hv)
    need = asked(home, hv)
    recompute(today=TODAY)
    assert not Flag.objects.exists()
    stay = offered(need, hv)
    actions.move_in(stay=stay, version=2, from_on=TODAY, until_on=day(3), by=hv, party="hv")
    recompute(today=TODAY)
    flag = Flag.objects.get(rule="lodging", ended_on=None)
    assert flag.data == {"since": f"{TODAY:%d.%m.%Y}", "children": 2}
    (alert,) = [row for row in lodgings(scope_of(hv, TODAY)) if row.late == "plan"]
    assert (alert.what, alert.due) == ("Barn i midlertidig botilbud", TODAY)
    need.refresh_from_db()
    given: dict[str, Any] = {"need": need, "on": TODAY, "by": hv, "party": "hv"}
    actions.look_in(version=3, text="Leker i gangen", **given)
    assert [row for row in lodgings(scope_of(hv, TODAY)) if row.late == "plan"] == []
    tomorrow = [row for row in lodgings(scope_of(hv, day(1))) if row.late == "plan"]
    assert [row.why for row in tomorrow] == [f"2 barn, 1 netter til nå, sist sett til {typed()}"]
    actions.end(version=4, outcome="municipal", undecided_text="Fikk bolig i dag", **given)
    recompute(today=TODAY)
    assert not Flag.objects.filter(rule="lodging", ended_on=None).exists()


def test_where_hv_does_not_have_the_household_it_stands_in_navs_list(caseworker: User) -> None:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    apply_for_help(home, caseworker, kinds=("lodging",))
    (row,) = lodgings(scope_of(caseworker, TODAY))
    assert (row.what, row.late, row.caseworker) == ("Uten sted i natt", "law", "Meg")
    responsible(home, adviser())
    assert list(lodgings(scope_of(caseworker, TODAY))) == []


def test_the_place_is_judged_and_a_long_stay_needs_a_plan(home: Household, hv: User) -> None:
    stay = lodged(home, hv, nights=14)
    line = only(hv)
    assert (line.nights, line.check_due, line.lacks_plan) == (14, day(-7), True)
    with pytest.raises(HousingError, match="mangler"):
        actions.check(stay=stay, version=3, quality="unfit", text="", on=TODAY, by=hv, party="hv")
    actions.check(stay=stay, version=3, quality="good", text="", on=TODAY, by=hv, party="hv")
    plan = {"onward": "Kommunal bolig i mars", "onward_on": day(14)}
    actions.plan(need=stay.need, version=4, by=hv, party="hv", **plan)
    assert (only(hv).check_due, only(hv).lacks_plan) == (None, False)


def test_the_homeless_of_a_week_are_those_without_a_home_and_those_in_lodging(hv: User) -> None:
    told, slept, both = home_at_hv(), home_at_hv(children=1), home_at_hv()
    situate(told.contact, day(-30), housing_situation="4")
    situate(both.contact, day(-30), housing_situation="4")
    housed = home_at_hv()
    situate(housed.contact, day(-90), housing_situation="4")
    situate(housed.contact, day(-20), housing_situation="1")
    for home in (slept, both):
        lodged(home, hv, nights=3)
    found = homeless(day(-6), TODAY)
    assert (found.told, found.lodged, found.either, found.with_children) == (2, 2, 3, 1)


def test_the_list_takes_the_same_questions_however_many_they_are(hv: User) -> None:
    place()
    asked = []
    for more in (1, 5):
        for _ in range(more):
            lodged(home_at_hv(children=1), hv)
        with CaptureQueriesContext(connection) as queried:
            rows = queries.open_lines(User.objects.get(pk=hv.pk), TODAY)
        asked.append(len(queried))
    assert len(rows) == 6
    assert asked[0] == asked[1]
