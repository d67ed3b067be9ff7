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
from benefits.models import KvpEnrolment, Payment
from households.models import Household, IntroPeriod, Membership, Person
from reports.models import ReportRun
from tests.reports.plain_count import City, Member, Someone, after, month_of, months_from

pytestmark = [pytest.mark.demo, pytest.mark.django_db]


class Demo:
    """The report that was made, and the same rows for counting by hand."""

    def __init__(self) -> None:
        self.run = ReportRun.objects.get()
        self.figures: dict[str, Any] = self.run.figures
        self.year = self.run.year
        self.city = city()


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """Built once for all tests of the module, and rolled back after them."""
    reports = override_settings(REPORT_DIR=tmp_path_factory.mktemp("reports"))
    with django_db_blocker.unblock(), transaction.atomic(), reports:
        call_command("demo", stdout=StringIO())
        yield Demo()
        transaction.set_rollback(True)


def city() -> City:
    people = {
        pk: Someone(born, died, moved)
        for pk, born, died, moved in Person.objects.values_list(
            "pk", "birth_date", "died_on", "moved_away_on"
        )
        if born is not None
    }
    paid = Payment.objects.filter(scheme="assistance", status="paid", amount__gt=0).order_by()
    for pk, spouse, day in paid.values_list("person", "co_applicant", "paid_on"):
        people[pk].own.add(month_of(day))
        if spouse is not None:
            people[spouse].with_spouse.add(month_of(day))
            people[spouse].spouses.add(pk)
            people[pk].spouses.add(spouse)
    periods = ("person", "valid_from", "valid_to")
    kvp = list(KvpEnrolment.objects.values_list(*periods))
    last = month_of(timezone.localdate())
    for pk, first, end in [*kvp, *IntroPeriod.objects.values_list(*periods)]:
        months = months_from(month_of(first), last if end is None else month_of(end))
        people[pk].neutral.update(months)
    fields = ("household", "person", "role", "valid_from", "valid_to")
    return City(people, [Member(*row) for row in Membership.objects.values_list(*fields)], kvp)


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
    assert bridge["left"] == {
        "to_kvp": 12,
        "without_6_months": 39,
        "moved": 8,
        "died": 5,
        "unknown": 2,
    }
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
    assert found == {
        "01": 56,
        "11": 20,
        "03": 12,
        "04": 10,
        "13": 6,
        "14": 44,
        "15": 12,
        "16": 24,
    }


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
