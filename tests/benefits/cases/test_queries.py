"""What a case's state follows from, asked for many households at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.cases.queries import spans_of, states_of
from benefits.cases.rules import CaseState
from benefits.models import Payment
from households import closing
from households.models import Household, Membership, Responsibility
from households.months import month_of
from tests.casework import apply_for_help
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory, PersonFactory, add_member, enrol, pay

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW, DAY = month_of(TODAY), timedelta(days=1)


@pytest.fixture
def household(caseworker: User) -> Household:
    home = HouseholdFactory(district="midtbyen")
    home.responsibilities.update(caseworker=caseworker)
    return home


def state(household: Household, today: date = TODAY) -> CaseState:
    return states_of([household.pk], today)[household.pk]


def close(household: Household, by: User) -> None:
    row = Responsibility.objects.valid_on(timezone.localdate()).get(household=household)
    closing.close(responsibility=row, reason="work", text="", at=timezone.now(), by=by)


def test_paid_assistance_counts_and_kvp_does_not(household: Household) -> None:
    pay(household.contact, NOW - 2)
    assert state(household) == CaseState.FOLLOW_UP
    Payment.objects.update(scheme="kvp", category="annet")
    assert state(household) == CaseState.DORMANT


def test_what_the_spouse_applied_for_with_another_counts_too(household: Household) -> None:
    spouse = PersonFactory()
    add_member(household, spouse, Membership.Role.SPOUSE)
    pay(PersonFactory(), NOW - 1, co_applicant=spouse)
    assert state(household) == CaseState.FOLLOW_UP


def test_what_was_paid_to_one_who_has_left_does_not(household: Household) -> None:
    left = PersonFactory()
    add_member(household, left, Membership.Role.SPOUSE, LONG_AGO, TODAY - 2 * DAY)
    pay(left, NOW - 1)
    assert state(household) == CaseState.DORMANT


def test_a_planned_payment_is_an_active_award(household: Household) -> None:
    pay(household.contact, NOW, status="planned")
    assert state(household) == CaseState.ACTIVE_AWARD


@pytest.mark.parametrize("status", ["stopped", "cancelled"])
def test_a_payment_that_was_stopped_is_none(household: Household, status: str) -> None:
    pay(household.contact, NOW, status=status)
    assert state(household) == CaseState.DORMANT


def test_an_application_that_waits_opens_and_an_ended_one_does_not(
    household: Household, caseworker: User
) -> None:
    application = apply_for_help(household, caseworker)
    assert state(household) == CaseState.OPEN
    application.state = "withdrawn"
    application.save()
    assert state(household) == CaseState.DORMANT


def test_a_closed_case_is_closed_the_same_day_and_keeps_its_history(
    household: Household, caseworker: User
) -> None:
    pay(household.contact, NOW)
    close(household, caseworker)
    assert state(household) == state(household, TODAY + DAY) == CaseState.CLOSED
    [span] = spans_of([household.pk], TODAY)[household.pk]
    assert (span.opened_on, span.closed_on) == (LONG_AGO, TODAY)
    assert span.closing == "Forsørger seg ved arbeid"


def test_an_application_opens_a_closed_case_again(household: Household, caseworker: User) -> None:
    close(household, caseworker)
    apply_for_help(household, caseworker)
    assert state(household) == CaseState.OPEN
    closed, again = spans_of([household.pk], TODAY)[household.pk]
    assert (closed.closed_on, again.opened_on) == (TODAY - DAY, TODAY)
    assert again.closing == ""


def test_a_case_taken_on_and_closed_the_same_day_can_be_opened_again(
    household: Household, caseworker: User
) -> None:
    household.responsibilities.update(valid_from=TODAY)
    close(household, caseworker)
    apply_for_help(household, caseworker)
    assert state(household) == CaseState.OPEN
    [span] = spans_of([household.pk], TODAY)[household.pk]
    assert (span.opened_on, span.closing) == (TODAY, "")


def test_handing_over_ends_no_case(household: Household, caseworker: User) -> None:
    household.responsibilities.update(valid_to=TODAY - DAY)
    there = unit("nav", "heimdal")
    household.responsibilities.create(party="nav", unit=there, valid_from=TODAY)
    assert [row.opened_on for row in spans_of([household.pk], TODAY)[household.pk]] == [LONG_AGO]


def test_kvp_that_runs_is_found_and_one_that_has_ended_is_not(household: Household) -> None:
    enrolment = enrol(household.contact, LONG_AGO)
    assert state(household) == CaseState.FOLLOW_UP
    enrolment.valid_to = TODAY - DAY
    enrolment.save()
    assert state(household) == CaseState.DORMANT


def test_one_query_for_one_and_for_twenty(django_assert_num_queries: Any) -> None:
    ids = [HouseholdFactory(district="heimdal").pk for _ in range(20)]
    with django_assert_num_queries(1):
        states_of(ids[:1], TODAY)
    with django_assert_num_queries(1):
        assert len(states_of(ids, TODAY)) == 20
