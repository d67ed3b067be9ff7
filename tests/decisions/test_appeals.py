"""Appeals: who, within which time, and each step with who and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from decisions import appeals, queries
from decisions.actions import RefusedError
from decisions.models import Appeal, Decision
from households.models import Household, Membership, Person
from tests.decisions import case
from tests.factories import PersonFactory, add_member

pytestmark = pytest.mark.django_db
DEADLINE = case.TODAY + timedelta(weeks=3)


@pytest.fixture
def decision(home: Household, caseworker: User, team_leader: User) -> Decision:
    made = case.approved(home, caseworker, team_leader)
    case.sent(made, caseworker)
    return made


def receive(decision: Decision, by: User, **kwargs: Any) -> Appeal:
    values = {
        "appellant": decision.applicant,
        "text": "Jeg trenger mer til strøm.",
        "received_on": DEADLINE,
        "at": case.NEXT,
    } | kwargs
    return appeals.register_appeal(decision=decision, by=by, **values)


def step(act: Callable[..., Appeal], appeal: Appeal, by: User, days: int, **kwargs: Any) -> Appeal:
    on = DEADLINE + timedelta(days=days)
    return act(appeal=appeal, on=on, at=case.NEXT, by=by, **kwargs)


def stands(appeal: Appeal, by: User, days: int = 1) -> Appeal:
    return step(appeals.reconsider, appeal, by, days, is_reversed=False, text="Vedtaket står.")


def test_an_appeal_within_three_weeks_is_in_time(decision: Decision, caseworker: User) -> None:
    appeal = receive(decision, caseworker)
    assert (appeal.within_time, appeal.is_taken_up) == (True, True)
    assert appeal.body == "Statsforvalteren i Trøndelag"
    assert (appeal.registered_by, appeal.registered_at) == (caseworker, case.NEXT)


def test_a_decision_nobody_was_told_of_has_no_deadline_yet(
    home: Household, caseworker: User, team_leader: User
) -> None:
    decision = case.approved(home, caseworker, team_leader)
    assert receive(decision, caseworker, received_on=date(2027, 6, 1)).within_time


def test_a_late_one_needs_a_reason_whether_taken_up_or_not(
    decision: Decision, caseworker: User
) -> None:
    late = DEADLINE + timedelta(days=1)
    with pytest.raises(RefusedError, match="etter fristen"):
        receive(decision, caseworker, received_on=late)
    appeal = receive(
        decision, caseworker, received_on=late, late_reason="Ingen grunn", is_taken_up=False
    )
    assert (appeal.within_time, appeal.is_taken_up) == (False, False)
    again = receive(decision, caseworker, received_on=late, late_reason="Innlagt på sykehus")
    assert again.is_taken_up


def test_after_a_year_none_is_taken_up(decision: Decision, caseworker: User) -> None:
    late = date(2027, 11, 25)
    with pytest.raises(RefusedError, match="ett år"):
        receive(decision, caseworker, received_on=late, late_reason="Innlagt på sykehus")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Membership.Role.SPOUSE, True),
        (Membership.Role.COHABITANT, False),
        (Membership.Role.OTHER_ADULT, False),
        (Membership.Role.CHILD, False),
    ],
)
def test_who_of_the_household_may_appeal(
    decision: Decision, caseworker: User, role: Membership.Role, may: bool
) -> None:
    other = PersonFactory(birth_date=date(1988, 1, 1))
    add_member(decision.household, other, role)
    if may:
        assert receive(decision, caseworker, appellant=other).appellant == other
    else:
        with pytest.raises(RefusedError, match="søkeren og ektefellen"):
            receive(decision, caseworker, appellant=other)


def test_a_child_does_not_appeal_in_the_parents_case(decision: Decision, caseworker: User) -> None:
    with pytest.raises(RefusedError, match="søkeren og ektefellen"):
        receive(decision, caseworker, appellant=Person.objects.get(first_name="Jonas"))


def test_nobody_appeals_against_a_draft(home: Household, caseworker: User) -> None:
    with pytest.raises(RefusedError, match="ikke noe vedtak"):
        receive(case.draft(home, caseworker), caseworker)


def test_one_at_a_time_of_each_person(decision: Decision, caseworker: User) -> None:
    receive(decision, caseworker)
    with pytest.raises(RefusedError, match="allerede en klage"):
        receive(decision, caseworker)


def test_what_the_office_does_not_change_goes_to_the_appeal_body_and_back(
    decision: Decision, caseworker: User, team_leader: User
) -> None:
    appeal = receive(decision, caseworker)
    stands(appeal, caseworker)
    step(appeals.forward, appeal, team_leader, 2)
    step(appeals.settle, appeal, caseworker, 40, result="changed")
    done = step(appeals.implement, appeal, caseworker, 41)
    assert (done.forwarded_by, done.result, done.implemented_by) == (
        team_leader, "changed", caseworker,
    )  # fmt: skip
    acts = [change.act for change in decision.changes.all()][-5:]
    assert acts == ["appeal", "reconsider", "forward", "settle", "implement"]
    assert receive(decision, caseworker).pk != appeal.pk


def test_what_the_office_reverses_is_carried_out_without_the_body(
    decision: Decision, caseworker: User
) -> None:
    appeal = receive(decision, caseworker)
    step(appeals.reconsider, appeal, caseworker, 1, is_reversed=True, text="Du får mer.")
    with pytest.raises(RefusedError, match="ikke kommet"):
        step(appeals.forward, appeal, caseworker, 2)
    assert step(appeals.implement, appeal, caseworker, 2).implemented_on


@pytest.mark.parametrize(
    ("act", "kwargs"),
    [
        (appeals.forward, {}),
        (appeals.settle, {"result": "upheld"}),
        (appeals.implement, {}),
    ],
)
def test_no_step_is_skipped(
    decision: Decision, caseworker: User, act: Callable[..., Appeal], kwargs: dict[str, str]
) -> None:
    appeal = receive(decision, caseworker)
    with pytest.raises(RefusedError, match="ikke kommet"):
        step(act, appeal, caseworker, 3, **kwargs)


def test_no_step_is_taken_twice_or_before_the_one_ahead_of_it(
    decision: Decision, caseworker: User
) -> None:
    appeal = receive(decision, caseworker)
    with pytest.raises(RefusedError, match="før forrige"):
        stands(appeal, caseworker, days=-1)
    with pytest.raises(RefusedError, match="vurdert på nytt"):
        step(appeals.reconsider, appeal, caseworker, 1, is_reversed=False, text=" ")
    stands(appeal, caseworker)
    with pytest.raises(RefusedError, match="tatt før"):
        stands(appeal, caseworker)


def test_one_that_is_not_taken_up_goes_no_further(decision: Decision, caseworker: User) -> None:
    late = DEADLINE + timedelta(days=1)
    appeal = receive(
        decision, caseworker, received_on=late, late_reason="Ingen grunn", is_taken_up=False
    )
    with pytest.raises(RefusedError, match="ikke kommet"):
        stands(appeal, caseworker, days=2)


def test_the_body_is_a_setting_by_kind(settings: Any) -> None:
    settings.APPEAL_BODIES = {"": "Statsforvalteren", "housing": "Klagenemnda"}
    assert [queries.appeal_body(kind) for kind in ("assistance", "housing")] == [
        "Statsforvalteren", "Klagenemnda",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"within_time": False},
        {"is_taken_up": False},
        {"result": "upheld"},
        {"is_reversed": False},
        {"implemented_on": case.TODAY},
    ],
)
def test_the_database_refuses_what_no_appeal_can_be(
    decision: Decision, caseworker: User, values: dict[str, object]
) -> None:
    appeal = receive(decision, caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(**values)
