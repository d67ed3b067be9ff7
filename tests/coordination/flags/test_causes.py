"""Each flag rule at its threshold: just under, at, over; and gone when its cause is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from benefits.models import KvpEnrolment, Payment
from coordination.models import Flag
from decisions.models import Decision
from households import mapping
from households.lodging import grant_lodging, request_lodging
from households.models import Consent, Household, HousingCost, LodgingNeed, Membership
from tests.casework import owe
from tests.conftest import unit
from tests.coordination.flags.conftest import JUNE, TODAY, flags
from tests.decisions import case
from tests.factories import (
    HouseholdFactory,
    PersonFactory,
    add_member,
    ask,
    enrol,
    intake,
    introduce,
    pay,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("months", "raised"),
    [
        (11, []),
        (12, ["family_12"]),
        (18, ["family_12"]),
        (23, ["family_12"]),
        (24, ["family_12", "family_24"]),
        (36, ["family_12", "family_24", "family_36"]),
    ],
)
def test_a_family_with_so_many_benefit_months(
    family: Household, months: int, raised: list[str]
) -> None:
    pay(family.contact, JUNE - months + 1, JUNE)
    assert flags() == raised


def test_months_before_the_window_do_not_count(family: Household) -> None:
    pay(family.contact, JUNE - 11, JUNE)
    assert flags(date(2026, 12, 1)) == ["family_12"]
    assert flags(date(2027, 1, 1)) == []


@pytest.mark.parametrize("given", [{"status": "planned"}, {"status": "cancelled"}])
def test_only_paid_assistance_counts(family: Household, given: dict[str, Any]) -> None:
    pay(family.contact, JUNE - 12, JUNE, **given)
    assert flags() == []


def test_two_payments_in_a_month_are_one_benefit_month(family: Household) -> None:
    for _ in range(2):
        pay(family.contact, JUNE - 10, JUNE)
    assert flags() == []


def test_a_household_without_children_under_18_is_no_family(family: Household) -> None:
    pay(family.contact, JUNE - 11, JUNE)
    child = family.members.exclude(pk=family.contact_id).get()
    child.birth_date = date(2008, 6, 15)
    child.save()
    assert flags() == []
    child.birth_date = date(2008, 6, 16)
    child.save()
    assert flags() == ["family_12"]


def test_a_lodgers_assistance_does_not_make_it_long(family: Household) -> None:
    lodger = PersonFactory(birth_date=date(1980, 1, 1))
    add_member(family, lodger, Membership.Role.OTHER_ADULT)
    pay(lodger, JUNE - 11, JUNE)
    assert flags() == []


@pytest.mark.parametrize(("owed", "raised"), [(17_999, []), (18_000, ["arrears"])])
def test_two_months_rent_in_arrears_with_children(
    family: Household, caseworker: User, owed: int, raised: list[str]
) -> None:
    HousingCost.objects.create(
        household=family,
        kind="rent",
        claimed=9_000,
        accepted=9_000,
        arrears=owed,
        valid_from=date(2026, 1, 1),
        registered_by=caseworker,
    )
    assert flags() == raised
    HousingCost.objects.update(arrears=0)
    assert flags() == []


def end_kvp(family: Household, on: date, **kwargs: Any) -> None:
    KvpEnrolment.objects.filter(pk=enrol(family.contact, date(2025, 1, 1), on).pk).update(**kwargs)


@pytest.mark.parametrize(
    ("ended", "values", "raised"),
    [
        (date(2026, 6, 1), {"status": "4"}, ["kvp_broken"]),
        (date(2026, 6, 1), {"status": "7"}, ["kvp_broken"]),
        (date(2026, 6, 1), {"exit_code": "16"}, ["kvp_broken"]),
        (date(2026, 6, 1), {"exit_code": "01"}, []),
        (date(2025, 12, 1), {"exit_code": "16"}, ["kvp_broken"]),
        (date(2025, 11, 30), {"exit_code": "16"}, []),
    ],
)
def test_a_parents_programme_broken_off_or_ended_to_assistance(
    family: Household, ended: date, values: dict[str, str], raised: list[str]
) -> None:
    end_kvp(family, ended, **values)
    assert flags() == raised


def test_a_parent_who_is_back_in_the_programme_raises_nothing(family: Household) -> None:
    end_kvp(family, date(2026, 5, 1), status="4")
    enrol(family.contact, date(2026, 6, 1))
    assert flags() == []


@pytest.mark.parametrize(("days", "raised"), [(29, []), (30, ["unmapped"]), (31, ["unmapped"])])
def test_a_child_not_mapped_thirty_days_after_help_was_asked_for(
    family: Household, caseworker: User, days: int, raised: list[str]
) -> None:
    asked = intake(
        family, unit("nav", "midtbyen"), caseworker, received_on=TODAY - timedelta(days=days)
    )
    child = family.members.exclude(pk=family.contact_id).get()
    duty = owe(asked, child)
    assert flags() == raised
    mapping.fulfil_mapping(
        duty=duty, paragraph="Trives.", on=TODAY, at=datetime.now(UTC), by=caseworker
    )
    assert flags() == []


@pytest.mark.parametrize(("times", "raised"), [(2, []), (3, ["emergencies"]), (4, ["emergencies"])])
def test_emergency_aid_three_times_in_six_months(
    family: Household, times: int, raised: list[str]
) -> None:
    pay(family.contact, JUNE - times + 1, JUNE, category="nodhjelp")
    assert flags() == raised
    pay(family.contact, JUNE - 12, JUNE - 7, category="nodhjelp")
    assert flags() == raised


def decided(family: Household, writer: User, leader: User, **said: Any) -> Decision:
    """A decision that stands from May through July 2026."""
    made = case.approved(family, writer, leader)
    values = {"first_month": date(2026, 5, 1), "last_month": date(2026, 7, 1)} | said
    Decision.objects.filter(pk=made.pk).update(**values)
    return made


@pytest.mark.parametrize(("taken", "raised"), [(5_000, []), (5_001, ["cap"])])
@pytest.mark.usefixtures("letters")
def test_the_cap_takes_more_than_five_thousand(
    family: Household, caseworker: User, team_leader: User, taken: int, raised: list[str]
) -> None:
    decided(family, caseworker, team_leader, cap_reduction=taken)
    assert flags() == raised
    assert flags(date(2026, 8, 1)) == []


def test_children_whose_family_is_granted_temporary_lodging(
    family: Household, caseworker: User
) -> None:
    need = request_lodging(household=family, on=date(2026, 6, 10), by=caseworker)
    assert flags() == []
    grant_lodging(household=family, on=date(2026, 6, 12), by=caseworker)
    assert flags() == ["lodging"]
    LodgingNeed.objects.filter(pk=need.pk).update(
        ended_on=date(2026, 6, 14), ended_by=caseworker, outcome="private"
    )
    assert flags() == []


@pytest.fixture
def young(caseworker: User) -> Household:
    """Somebody who is 24 on 15 July 2026."""
    return HouseholdFactory(
        district="midtbyen", contact=PersonFactory(birth_date=date(2002, 7, 15))
    )


def test_a_recipient_under_24_whom_nothing_keeps_active(young: Household) -> None:
    pay(young.contact, JUNE - 1, JUNE)
    assert flags() == ["young"]
    assert flags(date(2026, 7, 14)) == ["young"]
    assert flags(date(2026, 7, 15)) == []


def test_one_who_gets_nothing_now_is_not_followed(young: Household) -> None:
    pay(young.contact, JUNE - 3, JUNE - 2)
    assert flags() == []


def test_a_programme_is_activity(young: Household) -> None:
    pay(young.contact, JUNE - 1, JUNE)
    enrol(young.contact, date(2026, 6, 1))
    assert flags() == []


def test_the_introduction_programme_is_activity(young: Household) -> None:
    pay(young.contact, JUNE - 1, JUNE)
    introduce(young.contact, date(2026, 6, 1))
    assert flags() == []


@pytest.mark.parametrize(("days", "raised"), [(13, []), (14, ["consent"]), (15, ["consent"])])
def test_consent_asked_for_and_not_answered(
    family: Household, caseworker: User, days: int, raised: list[str]
) -> None:
    asked = ask(family, family.contact, caseworker, requested_on=TODAY - timedelta(days=days))
    assert flags() == raised
    Consent.objects.filter(pk=asked.pk).update(declined_on=TODAY, answer_recorded_by=caseworker)
    assert flags() == []


def test_one_household_and_all_agree(family: Household, young: Household) -> None:
    pay(young.contact, JUNE - 1, JUNE)
    pay(family.contact, JUNE - 11, JUNE)
    assert flags(household=family) == ["family_12"]
    assert flags(household=young) == ["family_12", "young"]
    whole = {(row.household_id, row.rule, str(row.data)) for row in Flag.objects.all()}
    Flag.objects.all().delete()
    flags()
    assert {(row.household_id, row.rule, str(row.data)) for row in Flag.objects.all()} == whole
    assert Payment.objects.exists()
