"""Conditions, and a breach step by step: told, heard, then perhaps less support."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from decisions import conditions
from decisions.actions import RefusedError
from decisions.codes import ConditionKind, Exemption
from decisions.contents import seal_of
from decisions.models import Condition, Decision
from households.models import Household
from tests.decisions import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(home: Household, caseworker: User, team_leader: User) -> Decision:
    first = case.draft(home, caseworker)
    both = (case.condition(first), case.condition(first, kind="", exemption="03"))
    return case.approved(home, caseworker, team_leader, conditions=both)


@pytest.fixture
def condition(decision: Decision) -> Condition:
    return decision.conditions.get(number=1)


def set_state(condition: Condition, state: str, by: User) -> Condition:
    return conditions.set_condition(condition=condition, state=state, at=case.NEXT, by=by)


def notify(condition: Condition, by: User) -> Condition:
    return conditions.notify_breach(condition=condition, on=case.TODAY, at=case.NEXT, by=by)


def hear(condition: Condition, by: User, days: int = 7, said: str = "Jeg var syk.") -> Condition:
    on = case.TODAY + timedelta(days=days)
    return conditions.hear_breach(condition=condition, statement=said, on=on, at=case.NEXT, by=by)


def reduce(
    condition: Condition, by: User, amount: int = 1_000, weighed: str = "Barna skjermes."
) -> Condition:
    return conditions.reduce_support(
        condition=condition, month=case.TODAY, amount=amount, children_weighed=weighed,
        at=case.NEXT, by=by,
    )  # fmt: skip


def test_the_states_of_a_condition_are_those_of_domain_part_5(
    condition: Condition, caseworker: User
) -> None:
    assert Condition.State.values == ["relevant", "met", "not_met", "cancelled"]
    assert condition.state == "relevant"
    for state in ("met", "not_met", "cancelled"):
        assert set_state(condition, state, caseworker).state == state


def test_a_condition_is_followed_up_with_who_and_when(
    condition: Condition, caseworker: User
) -> None:
    met = set_state(condition, "met", caseworker)
    assert (met.state, met.state_by, met.state_at) == ("met", caseworker, case.NEXT)
    last = met.decision.changes.last()
    assert (last.act, last.note) == ("set_condition", str(condition))


def test_the_attest_does_not_bind_what_comes_after(condition: Condition, caseworker: User) -> None:
    decision = set_state(condition, "not_met", caseworker).decision
    assert (decision.state, decision.content_hash) == ("approved", seal_of(decision))


def test_a_breach_goes_all_the_way(condition: Condition, caseworker: User) -> None:
    set_state(condition, "not_met", caseworker)
    notify(condition, caseworker)
    hear(condition, caseworker)
    done = reduce(condition, caseworker)
    assert (done.reduced_amount, done.reduced_month) == (1_000, case.TODAY.replace(day=1))
    assert (done.statement, done.children_weighed) == ("Jeg var syk.", "Barna skjermes.")
    acts = [change.act for change in done.decision.changes.all()][-4:]
    assert acts == ["set_condition", "notify_breach", "hear_breach", "reduce"]
    with pytest.raises(RefusedError, match="allerede redusert"):
        reduce(condition, caseworker)


Step = Callable[[Condition, User], Condition]


@pytest.mark.parametrize(
    ("done", "step", "refused"),
    [
        ([], notify, "ikke registrert som brutt"),
        (["not_met"], hear, "varsles først"),
        (["not_met"], reduce, "ikke varslet"),
        (["not_met", notify], reduce, "ikke hørt"),
        (["not_met", notify], lambda c, by: hear(c, by, days=-1), "varsles først"),
        (["not_met", notify], lambda c, by: hear(c, by, said=" "), "Skriv hva personen sa"),
        (["not_met", notify], lambda c, by: set_state(c, "met", by), "varslet om brudd"),
        (["not_met", notify, hear], lambda c, by: reduce(c, by, weighed=" "), "barna"),
        (["not_met", notify, hear], lambda c, by: reduce(c, by, amount=12_000), "falle bort"),
        ([], lambda c, by: set_state(c, "brutt", by), "Velg status"),
    ],
)
def test_no_step_is_skipped(
    condition: Condition, caseworker: User, done: list[str | Step], step: Step, refused: str
) -> None:
    for before in done:
        if isinstance(before, str):
            set_state(condition, before, caseworker)
        else:
            before(condition, caseworker)
    with pytest.raises(RefusedError, match=refused):
        step(condition, caseworker)


def test_an_exemption_is_neither_met_nor_broken(decision: Decision, caseworker: User) -> None:
    with pytest.raises(RefusedError, match="unntak"):
        set_state(decision.conditions.get(number=2), "not_met", caseworker)


def test_a_condition_of_a_draft_is_not_followed_up(home: Household, caseworker: User) -> None:
    first = case.draft(home, caseworker)
    written = case.written(home, caseworker, conditions=(case.condition(first),))
    with pytest.raises(RefusedError, match="ikke godkjent"):
        set_state(written.conditions.get(), "met", caseworker)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "", "exemption": ""},
        {"kind": "17", "exemption": "03"},
        {"basis": "20", "kind": "", "exemption": "03"},
        {"notified_on": case.TODAY},
        {"reduced_amount": 100},
        {"state": "met", "state_at": case.NOW, "state_by": None},
    ],
)
def test_the_database_refuses_what_no_condition_can_be(
    condition: Condition, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).update(**values)


def test_the_codes_are_those_of_kostra() -> None:
    """Of form 11F (domain.md 4.4): conditions, exemptions from activity; none is about debt."""
    codes = {"16", "17", "04", "06", "07", "08", "10", "18", "14", "15", "19", "20"}
    assert set(ConditionKind.values) == codes
    assert Exemption.values == ["01", "02", "03", "04"]
