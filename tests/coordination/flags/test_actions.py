"""Flags come and go with their causes, once each; a dismissed one stays away while they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benefits.models import Payment
from coordination.flags import actions, rules
from coordination.flags.anonymising import anonymise_households
from coordination.flags.causes import causes
from coordination.models import Flag, FlagChange
from households.models import Household, Touched
from households.touching import touch
from tests.coordination.flags.conftest import JUNE, TODAY, flags
from tests.factories import HouseholdFactory, pay

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def flag(family: Household) -> Flag:
    pay(family.contact, JUNE - 11, JUNE)
    flags()
    return Flag.objects.get()


def test_run_twice_it_changes_nothing(flag: Flag) -> None:
    before = list(Flag.objects.values())
    assert actions.recompute(today=TODAY) == 0
    assert list(Flag.objects.values()) == before


def test_its_figures_follow_its_cause(flag: Flag) -> None:
    assert flag.data == {"months": 12, "within": 18}
    pay(flag.household.contact, JUNE - 12)
    assert actions.recompute(today=TODAY) == 1
    flag.refresh_from_db()
    assert rules.said(flag.rule, flag.data) == "13 stønadsmåneder av de siste 18"


def test_it_ends_with_its_cause_and_a_new_cause_raises_a_new_one(flag: Flag) -> None:
    Payment.objects.update(status="cancelled")
    assert flags() == []
    flag.refresh_from_db()
    assert flag.ended_on == TODAY
    Payment.objects.update(status="paid")
    assert flags() == ["family_12"]
    assert Flag.objects.count() == 2


def test_dismissed_it_stays_away_while_the_cause_stands(flag: Flag, caseworker: User) -> None:
    actions.dismiss(flag=flag, grounds="Følges av barnevernet", at=NOW, by=caseworker)
    assert flags() == []
    pay(flag.household.contact, JUNE - 12)
    assert flags() == []
    change = FlagChange.objects.get()
    assert (change.act, change.grounds) == ("dismiss", "Følges av barnevernet")
    Payment.objects.update(status="cancelled")
    flags()
    Payment.objects.update(status="paid")
    assert flags() == ["family_12"]


def test_it_is_dismissed_only_with_grounds_and_once(flag: Flag, caseworker: User) -> None:
    with pytest.raises(actions.FlagRefusedError, match="Skriv hvorfor"):
        actions.dismiss(flag=flag, grounds="  ", at=NOW, by=caseworker)
    actions.dismiss(flag=flag, grounds="Avtalt", at=NOW, by=caseworker)
    with pytest.raises(actions.FlagRefusedError, match="allerede avvist"):
        actions.dismiss(flag=flag, grounds="Avtalt", at=NOW, by=caseworker)


def test_it_is_taken_up_again(flag: Flag, caseworker: User) -> None:
    with pytest.raises(actions.FlagRefusedError, match="ikke avvist"):
        actions.reopen(flag=flag, at=NOW, by=caseworker)
    actions.dismiss(flag=flag, grounds="Avtalt", at=NOW, by=caseworker)
    actions.reopen(flag=flag, at=NOW, by=caseworker)
    assert flags() == ["family_12"]
    assert [row.act for row in FlagChange.objects.all()] == ["dismiss", "reopen"]


def test_what_is_touched_is_worked_out_and_no_longer_touched(family: Household) -> None:
    pay(family.contact, JUNE - 11, JUNE)
    other = HouseholdFactory(district="heimdal")
    touch([family.pk, family.pk, other.pk])
    assert actions.recompute_touched(today=TODAY, at=NOW) == 2
    assert Flag.objects.open().count() == 1
    assert not Touched.objects.exists()
    assert actions.recompute_touched(today=TODAY, at=NOW) == 0


def test_it_costs_the_same_for_one_and_for_twenty(family: Household) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            actions.recompute(today=TODAY)
        return len(counted)

    for _ in range(2):
        pay(family.contact, JUNE - 20, JUNE)
    queries()
    few = queries()
    for _ in range(20):
        pay(HouseholdFactory(district="midtbyen").contact, JUNE - 20, JUNE)
    queries()
    assert queries() == few


def test_a_few_households_come_out_as_among_all_with_fewer_questions(family: Household) -> None:
    pay(family.contact, JUNE - 20, JUNE)

    def told() -> tuple[list[tuple[str, dict[str, object]]], int]:
        with CaptureQueriesContext(connection) as counted:
            actions.recompute(today=TODAY, households=asked)
        flags = list(Flag.objects.open().order_by("rule").values_list("rule", "data"))
        Flag.objects.all().delete()
        return flags, len(counted)

    asked: list[int] | None = [family.pk]
    by_itself, few = told()
    asked = None
    among_all, many = told()
    assert by_itself == among_all != []
    assert few < many


def test_every_rule_has_a_cause_a_class_and_words() -> None:
    named = set(Flag.Rule.values)
    assert set(causes()) == named
    assert {*rules.TO_OSK, *rules.OWN_OFFICE} == named
    assert set(rules.SAID) == named


def test_figures_of_an_older_kind_are_told_as_nothing() -> None:
    assert rules.said("cap", {}) == ""
    owed = rules.said("arrears", {"owed": 23_000, "rent": 11_500})
    assert owed.replace("\N{NO-BREAK SPACE}", " ") == "23 000 kr i restanse, husleien er 11 500 kr"
    assert rules.rank("cap") > rules.rank("lodging")
    assert date(2026, 6, 15) == TODAY


def test_when_its_time_is_up_the_words_are_gone_and_the_figures_stay(
    flag: Flag, caseworker: User
) -> None:
    actions.dismiss(flag=flag, grounds="Følges av barnevernet", at=NOW, by=caseworker)
    anonymise_households([flag.household_id])
    flag.refresh_from_db()
    assert (flag.grounds, flag.data) == ("slettet", {"months": 12, "within": 18})
    assert FlagChange.objects.get().grounds == ""
