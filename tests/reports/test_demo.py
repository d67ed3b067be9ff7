"""The whole demo municipality: the plan's table from raw rows, counted here a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from accounts.models import DemoMark, User
from benefits.counselling.queries import applications_without_offer
from benefits.models import (
    ApplicationState,
    AssistanceApplication,
    Counselling,
    KvpEnrolment,
    Payment,
)
from households.access import shares_with
from households.models import Consent, Household, Membership, Person, Share
from households.rules import latest_end
from reports.demo.users import DISTRICTS
from reports.exits import queries as exits
from tests.reports.demo_city import Demo, of_children_lacking, of_kvp_lacking, red_things
from tests.reports.demo_measures import told_otherwise
from tests.reports.demo_money import of_decisions_lacking, of_money_lacking
from tests.reports.housing.lacking import of_housing_lacking
from tests.reports.plain_count import after, month_of

pytestmark = [pytest.mark.demo, pytest.mark.django_db]


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """Built once for all tests of the module, and rolled back after them."""
    made = tmp_path_factory.mktemp("made")
    folders = override_settings(REPORT_DIR=made, LETTER_DIR=made, DOCUMENT_DIR=made)
    with django_db_blocker.unblock(), transaction.atomic(), folders:
        call_command("demo", stdout=StringIO())
        yield Demo()
        transaction.set_rollback(True)


def test_the_exits_of_the_year_before_are_tabell_2(demo: Demo) -> None:
    found = exits.figures_of(demo.year - 1, timezone.localdate())
    assert [line.share for line in found.lines] == [28, 10, 6, 5, 3, 22, 6, 12, 8]
    assert (found.total, found.strict, found.wide, found.school) == (200, 41, 63, 5)


def test_recipients_and_participants_are_those_of_tabell_1(demo: Demo) -> None:
    years = range(demo.year - 3, demo.year + 1)
    counted = [demo.city.mean_recipients(year) for year in years]
    in_kvp = [demo.city.mean_in_kvp(year) for year in years]
    assert counted == [2070, 1458, 1482, 1404]
    assert in_kvp[1:] == [465, 386, 429]
    assert demo.figures["table_1"] == [
        {"year": year, "recipients_per_month": recipients, "kvp_per_month": participants}
        for year, recipients, participants in zip(years, counted, in_kvp, strict=True)
    ]


def test_who_waits_the_coverage_and_the_red_list_are_those_of_a_plain_count(demo: Demo) -> None:
    assert told_otherwise(timezone.localdate()) == []


def test_the_programme_is_rolled_out_from_nothing(demo: Demo) -> None:
    starts = [first for _, first, _ in demo.city.kvp]
    assert min(starts).year == demo.year - 3
    assert 0 < demo.city.mean_in_kvp(demo.year - 3) < 465


def test_recipients_under_21_fall_as_in_the_plan(demo: Demo) -> None:
    years = range(demo.year - 3, demo.year + 1)
    counted = [demo.city.under_21(year) for year in years]
    assert counted == [244, 217, 169, 133]
    assert [row["recipients"] for row in demo.figures["under_21_april"]] == counted


def test_child_families_and_their_children_are_those_of_the_plan(demo: Demo) -> None:
    assert demo.city.mean_families(demo.year) == (367, 734)
    keys = demo.figures["key_figures"]
    assert keys["child_families_per_month"] == 367
    assert keys["children_in_child_families_per_month"] == 734


def test_those_over_three_years_are_those_of_the_plan(demo: Demo) -> None:
    assert demo.city.over_three_years((demo.year, 12)) == (267, 67)
    assert demo.figures["recipients_over_three_years"] == 267
    assert demo.figures["child_families_over_three_years"] == 67


def test_the_trend_falls_and_is_counted_alike_by_hand(demo: Demo) -> None:
    years = range(demo.year - 4, demo.year + 1)
    counted = [demo.city.over_three_years((year, 12)) for year in years]
    assert counted == [(320, 88), (309, 84), (296, 79), (281, 72), (267, 67)]
    trend = [(row["recipients"], row["child_families"]) for row in demo.figures["trend"]]
    assert trend == counted


def test_the_bridge_has_every_cause(demo: Demo) -> None:
    bridge = demo.figures["bridge"]
    left = {"to_kvp": 12, "without_6_months": 39, "moved": 8, "died": 5, "unknown": 2}
    assert bridge["left"] == left
    assert bridge["stayed"] + sum(bridge["left"].values()) == bridge["previous"] == 281
    assert bridge["stayed"] + bridge["new"] == 267


def test_the_definitions_give_five_different_answers(demo: Demo) -> None:
    found = {code: row["recipients"] for code, row in demo.figures["by_definition"].items()}
    assert len(set(found.values())) == 5
    assert found["DEF-2"] < found["DEF-4"] < found["DEF-1"] < found["DEF-5"]


def test_exits_from_kvp_are_spread_as_in_tabell_2(demo: Demo) -> None:
    rows = KvpEnrolment.objects.filter(valid_to__year=demo.year - 1)
    assert rows.values("person").distinct().count() == 200
    found = Counter(rows.values_list("exit_code", flat=True))
    assert found.pop("10") + found.pop("17") == 16
    goals = {"01": 56, "11": 20, "03": 12, "04": 10, "13": 6, "14": 44, "15": 12, "16": 24}
    assert found == goals


def test_every_breakdown_has_somebody_and_adds_up(demo: Demo) -> None:
    districts = {row["district"]: row["recipients"] for row in demo.figures["by_district"]}
    assert len(districts) == 5
    assert min(districts.values()) > 0
    for block in ("by_district", "by_age_group", "by_sex"):
        assert sum(row["recipients"] for row in demo.figures[block]) == 267
    assert demo.figures["left_censored"] > 0
    assert demo.figures["now_in_kvp"] > 0
    assert all(row["recipients"] for row in demo.figures["approaching"])
    assert all(demo.figures["of_which"].values())


def test_data_reach_from_seven_years_before_to_the_last_finished_month(demo: Demo) -> None:
    paid = [min(someone.own) for someone in demo.city.people.values() if someone.own]
    last = [max(someone.own) for someone in demo.city.people.values() if someone.own]
    this_month = month_of(timezone.localdate())
    assert min(paid) == (demo.year - 7, 1)
    assert max(last) == min(after(this_month, -1), (demo.year + 2, 12))


def test_no_number_can_belong_to_a_living_person(demo: Demo) -> None:
    numbers = [n for n in Person.objects.values_list("national_id", flat=True) if n]
    assert all(int(number[2:4]) > 80 for number in numbers)
    assert Person.objects.filter(national_id=None).exists()
    assert Person.objects.filter(duf_number__isnull=False).exists()


def test_nothing_is_paid_to_the_dead_or_to_those_who_have_moved(demo: Demo) -> None:
    paid = Payment.objects.filter(status="paid")
    assert not paid.filter(paid_on__gt=F("person__died_on")).exists()
    assert not paid.filter(paid_on__gt=F("person__moved_away_on")).exists()


def test_a_child_with_two_homes_is_counted_once(demo: Demo) -> None:
    shared = Membership.objects.filter(shared_residence=True)
    homes = Counter(shared.values_list("person", flat=True))
    assert set(homes.values()) == {2}


def test_strictly_protected_households_are_seen_by_one_user_alone(demo: Demo) -> None:
    def hidden(username: str, grade: str) -> int:
        user = User.objects.get(username=username)
        seen = Household.objects.visible_to(user)
        return seen.filter(members__protection=grade).distinct().count()

    assert hidden("kode6", "code_6") == 3
    others = User.objects.exclude(username="kode6").values_list("username", flat=True)
    assert {hidden(username, "code_6") for username in others} == {0}
    assert Person.objects.filter(protection="unknown").exists()
    assert {hidden(username, "unknown") for username in [*others, "kode6"]} == {0}


def test_the_first_page_of_a_caseworker_in_ostbyen_is_worth_opening(demo: Demo) -> None:
    user = User.objects.get(username="nav.ostbyen")
    first = Household.objects.visible_to(user).order_by("contact__sort_name")[:20]
    lengths = [
        demo.city.people[home.contact_id].length(after(month_of(timezone.localdate()), -1))
        for home in first
    ]
    assert sum(length >= 37 for length in lengths) >= 5
    assert sum(30 <= length < 37 for length in lengths) >= 2
    assert KvpEnrolment.objects.filter(person__in=[home.contact_id for home in first]).exists()


def test_a_second_time_nothing_is_done(demo: Demo) -> None:
    said = StringIO()
    call_command("demo", stdout=said)
    assert "allerede en demodatabase" in said.getvalue()
    assert DemoMark.objects.count() == 1


def test_consents_are_in_every_state_and_each_party_sees_something_shared(demo: Demo) -> None:
    today = timezone.localdate()
    states = {consent.state_on(today) for consent in Consent.objects.all()}
    assert states == set(Consent.State)
    given = Consent.objects.filter(given_on__isnull=False).values_list("valid_from", "valid_to")
    assert [dates for dates in given if dates[1] > latest_end(dates[0])] == []
    members = set(Membership.objects.valid_on(today).values_list("household", "person"))
    assert {(row.household_id, row.subject_id) for row in Share.objects.live_on(today)} <= members
    for kind in ("bft", "hv", "osk"):
        for district in DISTRICTS:
            user = User.objects.get(username=f"{kind}.{district}")
            shared = shares_with(user).values("household")
            assert Household.objects.visible_to(user).filter(pk__in=shared).exists()


def test_applications_are_in_every_state_and_few_are_late(demo: Demo) -> None:
    states = Counter(AssistanceApplication.objects.values_list("state", flat=True))
    assert {state: states[state] for state in ApplicationState if states[state] < 20} == {}
    red = red_things()
    assert 1 <= min(red[f"nav.{name}"] for name in DISTRICTS) <= max(red.values()) <= 15


def test_counsellings_are_in_every_state_and_few_applicants_without_an_offer(demo: Demo) -> None:
    one: Any = User.objects.get(username="gjeld")
    own = Counter(one.counsellings.visible_to(one).values_list("state", flat=True))
    assert set(own) == {"accepted", "decided", "started", "active", "ended"}
    states = Counter(Counselling.objects.values_list("state", flat=True))
    assert min(states[state] for state in own) >= 20
    assert of_kvp_lacking() + of_housing_lacking() == []
    user = User.objects.get(username="leder.midtbyen")
    assert 1 <= applications_without_offer(user).count() <= 10


def test_decisions_appeals_and_money_are_in_every_state(demo: Demo) -> None:
    assert of_decisions_lacking() == []
    assert of_money_lacking() == []


def test_mappings_and_transitions_are_in_every_state(demo: Demo) -> None:
    assert of_children_lacking() == []
