"""The life of a case: what each act stores, what it refuses, and the history it leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from benefits.models import KvpCase, KvpEnrolment
from benefits.programmes import actions, rules
from benefits.programmes.actions import Answer, Assessed, KvpError
from decisions.models import Decision
from households.models import Household, Touched
from tests.benefits.programmes.filled import (
    answers,
    applied,
    assessed,
    days_ago,
    decided,
    ended,
    enquired,
    started,
)
from tests.factories import enrol

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def test_a_case_goes_from_enquiry_to_the_end_and_each_step_is_in_the_history(
    household: Household, caseworker: User
) -> None:
    case = ended(household, caseworker, days_ago(100), days_ago(1))
    enrolment = KvpEnrolment.objects.get(person=household.contact)
    assert (enrolment.valid_from, enrolment.valid_to) == (days_ago(100), days_ago(1))
    assert (enrolment.status, enrolment.exit_code) == ("3", "01")
    assert (enrolment.applied_on, enrolment.decided_on) == (days_ago(100), days_ago(100))
    assert (case.state, case.closed_on, case.enrolment) == ("completed", days_ago(1), enrolment)
    steps = case.changes.filter(what="state").order_by("pk").values_list("to_state", flat=True)
    assert list(steps) == [*("enquiry", "applied", "assessment", "decided", "started", "completed")]
    assert Touched.objects.filter(household=household).count() >= 5


def test_a_person_has_one_case_at_a_time_and_none_while_enrolled(
    household: Household, caseworker: User
) -> None:
    enquired(household, caseworker)
    with pytest.raises(KvpError, match="allerede en KVP-sak"):
        enquired(household, caseworker)
    KvpCase.objects.update(state="withdrawn", closed_on=today())
    enrol(household.contact, days_ago(300))
    with pytest.raises(KvpError, match="allerede i KVP"):
        enquired(household, caseworker)


def test_who_has_left_the_programme_may_come_again(household: Household, caseworker: User) -> None:
    ended(household, caseworker, days_ago(700), days_ago(400))
    with pytest.raises(KvpError, match="Velg en dag etter det") as refused:
        enquired(household, caseworker, days_ago(400))
    assert refused.value.field == "enquired_on"
    assert started(household, caseworker, days_ago(10)).state == "started"


def test_an_assessment_may_be_rewritten_and_its_answers_stand_once(
    household: Household, caseworker: User
) -> None:
    case = assessed(household, caseworker)
    told = Assessed(answers("Nytt", follow_up=False), fulfils=False, conclusion="Ikke nå")
    case = actions.assess(case=case, version=case.version, on=today(), assessed=told, by=caseworker)
    assert (case.state, case.fulfils, case.conditions.count()) == ("assessment", False, 4)
    assert case.conditions.get(kind="follow_up").is_met is False


@pytest.mark.parametrize(
    ("change", "field"),
    [({"fulfils": False}, "fulfils"), ({"age": False}, "age_met")],
)
def test_an_assessment_that_does_not_hang_together_is_refused(
    household: Household, caseworker: User, change: dict[str, bool], field: str
) -> None:
    case = applied(household, caseworker)
    given: dict[str, Answer] = answers(age=change.get("age", True))
    told = Assessed(given, fulfils=change.get("fulfils", True), conclusion="Vurdert")
    with pytest.raises(KvpError) as refused:
        actions.assess(case=case, version=case.version, on=today(), assessed=told, by=caseworker)
    assert refused.value.field == field


def test_a_start_outside_working_age_before_the_decision_or_too_long_is_refused(
    household: Household, caseworker: User
) -> None:
    case = decided(household, caseworker, days_ago(5))

    def start(on: date, end: date) -> str | None:
        with pytest.raises(KvpError) as refused:
            actions.start(case=case, version=case.version, on=on, planned_end=end, by=caseworker)
        return refused.value.field

    assert start(days_ago(6), days_ago(0)) == "on"
    assert start(today(), rules.last_day_of(today(), 2) + timedelta(days=1)) == "planned_end"
    household.contact.birth_date = days_ago(68 * 366)
    case.person = household.contact
    assert start(today(), today()) == "on"


def test_no_longer_than_the_months_of_the_decision(household: Household, caseworker: User) -> None:
    case = decided(household, caseworker, date(2026, 1, 5))
    Decision.objects.update(first_month=date(2026, 1, 1), last_month=date(2026, 6, 1))
    case = KvpCase.objects.get(pk=case.pk)
    with pytest.raises(KvpError, match=r"til og med 30\.06\.2026"):
        actions.start(
            case=case,
            version=case.version,
            on=date(2026, 1, 5),
            planned_end=date(2026, 7, 1),
            by=caseworker,
        )


def test_of_two_who_act_at_once_one_is_told(household: Household, caseworker: User) -> None:
    case = enquired(household, caseworker)
    actions.apply_for(case=case, version=case.version, on=today(), by=caseworker)
    with pytest.raises(KvpError, match="ingenting er lagret"):
        actions.withdraw(
            case=case, version=case.version, on=today(), reason="Angret", by=caseworker
        )


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        ("3", "16", "completed"),
        ("4", "", "stopped_absence"),
        ("5", "", "moved"),
        ("6", "", "moved"),
        ("7", "10", "ended_after_break"),
    ],
)
def test_each_way_out_has_its_state_and_kostras_status(
    household: Household, caseworker: User, status: str, code: str, state: str
) -> None:
    case = ended(household, caseworker, days_ago(90), days_ago(2), status, code)
    assert case.state == state
    assert KvpEnrolment.objects.get(case=case).status == status


def test_what_is_over_is_not_ended_again(household: Household, caseworker: User) -> None:
    case = ended(household, caseworker, days_ago(90), days_ago(2))
    with pytest.raises(KvpError, match="ikke i gang"):
        actions.end(
            case=case,
            version=case.version,
            on=today(),
            status="3",
            exit_code="01",
            reason="",
            by=caseworker,
        )
