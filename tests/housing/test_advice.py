"""Advice for everyone with difficulties on the housing market: opened, held, planned and ended."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.policy import Role
from coordination.flags.actions import recompute_touched
from households.models import Household, Responsibility
from households.touching import touch
from housing.advice import actions, queries
from housing.advice.actions import Held, Planned
from housing.codes import AdviceCause
from housing.history import HousingError
from housing.models import AdviceCase, AdviceSession
from tests.conftest import unit
from tests.factories import HouseholdFactory, UserFactory, intake
from tests.housing.filled import home_with_hv, queued

TODAY = timezone.localdate


def talk(
    case: AdviceCase, by: User, days: int = 0, token: uuid.UUID | None = None
) -> AdviceSession:
    held = Held(TODAY() - timedelta(days=days), "Fant en leilighet", token or uuid.uuid4())
    return actions.hold_session(case=case, held=held, place=None, at=timezone.now(), by=by)


def test_a_request_to_any_party_opens_a_case_and_lets_hv_have_the_household(
    caseworker: User, hv: User
) -> None:
    home = HouseholdFactory(district="midtbyen")
    intake(home, unit("nav", "midtbyen"), caseworker, topics=["housing"])
    intake(HouseholdFactory(), unit("nav", "midtbyen"), caseworker, topics=["debt"])
    touch([home.pk])
    recompute_touched(today=TODAY(), at=timezone.now())
    case = AdviceCase.objects.visible_to(hv).get()
    assert (case.household, case.cause) == (home, AdviceCause.REQUEST)
    assert Responsibility.objects.get(household=home, party="hv").unit == unit("hv", "midtbyen")
    assert actions.open_due(today=TODAY()) == 0


def test_a_new_request_after_the_end_opens_a_new_case(caseworker: User, hv: User) -> None:
    home, today = home_with_hv(), TODAY()
    old = {"opened_on": today - timedelta(days=9), "closed_on": today - timedelta(days=5)}
    AdviceCase.objects.create(household=home, cause="request", outcome="declined", **old)
    for days in (7, 2):
        on = today - timedelta(days=days)
        intake(home, unit("nav", "midtbyen"), caseworker, topics=["housing"], received_on=on)
    assert actions.open_due(today=today) == 1
    assert AdviceCase.objects.going_on().get().opened_on == today - timedelta(days=2)


def test_one_case_is_open_at_a_time_whatever_opens_it(hv: User, home: Household) -> None:
    first = actions.open_case(home, cause=AdviceCause.EVICTION_RISK, on=TODAY(), by=hv)
    assert actions.open_case(home, cause=AdviceCause.QUEUE, on=TODAY(), by=hv) == first
    assert AdviceCase.objects.get().cause == "eviction_risk"


def test_the_same_form_twice_is_one_session(hv: User, home: Household) -> None:
    case, token = actions.open_case(home, cause=AdviceCause.REQUEST, on=TODAY()), uuid.uuid4()
    assert talk(case, hv, token=token) == talk(case, hv, token=token)
    with pytest.raises(HousingError, match="Rådgivningen åpnet"):
        talk(case, hv, days=1)


def test_a_step_of_the_plan_is_done_once_with_what_it_gave(hv: User, home: Household) -> None:
    case, now = actions.open_case(home, cause=AdviceCause.REQUEST, on=TODAY()), timezone.now()
    planned = Planned("start_loan", "Søke startlån", "household", TODAY())
    step = actions.add_step(case=case, planned=planned, at=now, by=hv)
    actions.finish_step(step=step, on=TODAY(), result="Fikk ja", at=now, by=hv)
    with pytest.raises(HousingError, match="allerede gjort"):
        actions.finish_step(step=step, on=TODAY(), result="Igjen", at=now, by=hv)
    assert case.steps.get().result == "Fikk ja"


def test_a_private_home_is_the_result_of_advice_that_was_held(hv: User, home: Household) -> None:
    case, now = actions.open_case(home, cause=AdviceCause.REFUSAL, on=TODAY()), timezone.now()
    end = {"case": case, "on": TODAY(), "outcome": "private_rent", "text": "", "at": now, "by": hv}
    with pytest.raises(HousingError, match="minst én samtale"):
        actions.close_case(**end)
    talk(case, hv)
    actions.close_case(**end)
    case.refresh_from_db()
    assert (case.outcome, case.closed_on) == ("private_rent", TODAY())


def test_who_stands_in_the_queue_keeps_the_advice(hv: User, home: Household) -> None:
    queued(home, hv)
    case = actions.open_case(home, cause=AdviceCause.QUEUE, on=TODAY())
    with pytest.raises(HousingError, match="står i boligkøen"):
        actions.close_case(
            case=case, on=TODAY(), outcome="not_reached", text="", at=timezone.now(), by=hv
        )


def test_late_cases_are_the_rules_and_another_office_sees_none(hv: User) -> None:
    for days in (29, 30, 31):
        on = TODAY() - timedelta(days=days)
        actions.open_case(home_with_hv(), cause=AdviceCause.REQUEST, on=on)
    rows = queries.with_due(queries.of_office(AdviceCase.objects.all(), hv))
    late = [line for line in queries.lines(rows, TODAY()) if line.days_late]
    assert [line.days_late for line in late] == [1]
    assert list(queries.overdue(rows, TODAY())) == [line.case for line in late]
    elsewhere = UserFactory(role=Role.HV_ADVISER, unit=unit("hv", "heimdal"))
    assert not queries.of_office(AdviceCase.objects.all(), elsewhere).exists()
