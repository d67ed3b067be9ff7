"""Veien ut av KVP: who may read it, what is counted, and where somebody belongs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AccessEvent, District, User
from accounts.policy import Role
from benefits.models import KvpEnrolment
from households.months import month_from
from reports.exits import queries
from tests.conftest import day, logged_in
from tests.factories import HouseholdFactory, UserFactory, pay

pytestmark = pytest.mark.django_db
ADDRESS = "/rapporter/kvp/"
TODAY = day("2027-02-01")


def leave(code: str, on: str = "2025-06-30", district: str = "midtbyen", **told: Any) -> Any:
    """A household whose contact left KVP on the day, after a year and a half."""
    home = HouseholdFactory(district=district)
    fields = {"status": KvpEnrolment.Status.COMPLETED, "valid_from": day("2024-01-08")} | told
    KvpEnrolment.objects.create(
        person=home.contact, valid_to=day(on), exit_code=code, registered_on=day(on), **fields
    )
    return home


def counted(year: int = 2025, today: date = TODAY) -> dict[str, int | None]:
    found = queries.figures_of(year, today)
    return {line.label: line.count for line in found.lines if line.count != 0}


def cells(text: str, label: str) -> list[str]:
    """What is read aloud in the row of the first table."""
    row = text.partition(f">{label}</th>")[2].partition("</tr>")[0]
    return re.findall(r">([^<:>]+)</(?:td|span)>", row)


def test_an_exit_counts_in_the_year_of_its_last_day_and_not_when_one_only_moves_office() -> None:
    for _ in range(6):
        leave("01")
        leave("16", on="2025-12-31")
    leave("01", on="2026-01-01")
    leave("10", status=KvpEnrolment.Status.MOVED_DISTRICT)
    assert counted() == {"Ordinært arbeid": 6, "Sosialhjelp uten avklaring": 6}
    assert queries.years(TODAY) == [2026, 2025]
    assert queries.years(day("2026-12-31")) == [2025]


def test_assistance_in_the_year_after_is_a_return_alone_or_together() -> None:
    homes = [leave("01") for _ in range(10)]
    ended = month_from(2025, 6)
    for home in homes[:3]:
        pay(home.contact, ended + 1)
    for home in homes[3:5]:
        pay(HouseholdFactory().contact, ended + 12, co_applicant=home.contact)
    pay(homes[5].contact, ended)
    pay(homes[6].contact, ended + 13)
    assert queries.figures_of(2025, TODAY).returned == 50
    before_the_end = queries.figures_of(2025, day("2026-06-30"))
    assert (before_the_end.returned, before_the_end.is_followed) == (None, False)
    assert queries.figures_of(2025, day("2026-07-01")).returned == 50


def test_an_exit_belongs_to_the_district_of_its_last_day() -> None:
    for number in range(12):
        home = leave("01" if number < 6 else "16")
        if number % 2:
            home.residences.update(valid_to=day("2025-06-29"))
            home.residences.create(
                district=District.objects.get(code="heimdal"), valid_from=day("2025-06-30")
            )
    found = queries.figures_of(2025, TODAY)
    assert {line.label: line.count for line in found.districts} == {
        "Midtbyen": None,
        "Heimdal": None,
    }
    for _ in range(5):
        leave("01")
        leave("16", district="heimdal")
        leave("16")
        leave("01", district="heimdal")
    found = queries.figures_of(2025, TODAY)
    assert {(line.label, line.count, line.share) for line in found.districts} == {
        ("Midtbyen", 16, 50),
        ("Heimdal", 16, 50),
    }


def test_many_exits_ask_no_more_questions(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        leave("01")
    with django_assert_num_queries(6):
        queries.figures_of(2025, TODAY)
    for _ in range(9):
        leave("16")
    with django_assert_num_queries(6):
        queries.figures_of(2025, TODAY)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.TEAM_LEADER])
@time_machine.travel("2027-02-01", tick=False)
def test_executive_and_leader_read_the_table_and_it_is_logged(
    role: Role, team_leader: User
) -> None:
    for code, count in (("01", 8), ("14", 7), ("16", 5)):
        for _ in range(count):
            leave(code)
    user = team_leader if role == Role.TEAM_LEADER else UserFactory(role=role)
    answer = logged_in(user).get(ADDRESS)
    text = answer.content.decode()
    assert "2025: 20 avsluttet" in text
    assert "Det finnes ingen tall" not in text
    wrong = logged_in(user).get(f"{ADDRESS}?ar=i fjor").content.decode()
    assert "Det finnes ingen tall for «i fjor»." in wrong
    assert cells(text, "Arbeidsavklaringspenger") == ["7", "35"]
    event = AccessEvent.objects.filter(user_id=user.pk, object_type="report").latest("pk")
    assert (event.action, event.object_id) == (AccessEvent.Action.READ, 2025)


@time_machine.travel("2026-02-01", tick=False)
def test_what_is_hidden_is_said_to_be(executive: User) -> None:
    for code, count in (("01", 9), ("14", 3), ("16", 6)):
        for _ in range(count):
            leave(code)
    text = logged_in(executive).get(ADDRESS, {"ar": "1999"}).content.decode()
    assert text.count("skjult") >= 4
    assert cells(text, "Arbeidsavklaringspenger") == ["skjult", "skjult"]
    assert "for tidlig å si" in text


def test_before_the_first_year_is_over_there_is_nothing(executive: User) -> None:
    answer = logged_in(executive).get(reverse("reports:programme_exits"))
    assert "Ingen har avsluttet KVP ennå" in answer.content.decode()


def test_a_caseworker_may_not(caseworker: User) -> None:
    assert logged_in(caseworker).get(ADDRESS).status_code == 403
