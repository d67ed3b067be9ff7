"""A breach of a condition lowers the month's planned payment, and never one that has gone out."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from benefits.models import Payment
from benefits.payments import actions, queries, rules
from decisions import conditions
from decisions.actions import RefusedError
from decisions.models import Condition, Decision
from households.models import Household
from households.months import first_day, month_of
from tests.benefits.payments.conftest import approved, matter
from tests.benefits.payments.test_actions import planned

pytestmark = pytest.mark.django_db


def broken(decision: Decision, by: User, number: int = 1) -> Condition:
    """A condition that is not met, told of and heard."""
    today = timezone.localdate()
    return decision.conditions.create(
        number=number, person=decision.applicant, basis="20a", kind="17", state="not_met",
        state_by=by, state_at=timezone.now(), notified_by=by, notified_on=today,
        heard_by=by, heard_on=today, statement="Jeg var syk.",
    )  # fmt: skip


def this_month(later: int = 0) -> date:
    return first_day(month_of(timezone.localdate()) + later)


def reduce(condition: Condition, by: User, amount: int = 2_000, later: int = 0) -> Condition:
    return conditions.reduce_support(
        condition=condition, month=this_month(later), amount=amount, children_weighed="",
        at=timezone.now(), by=by,
    )  # fmt: skip


def sent(clerk: User) -> None:
    now = timezone.now()
    actions.make_run(until=timezone.localdate(now), token=uuid.uuid4(), at=now, by=clerk)


def monthly(decision: Decision) -> list[tuple[int, int, str]]:
    rows = Payment.objects.filter(matter__decision=decision, matter__number=1)
    return list(rows.order_by("for_month").values_list("amount", "reduced", "status"))


def test_the_months_planned_payment_is_lowered_with_the_reason(
    decision: Decision, caseworker: User
) -> None:
    rows = planned(decision, caseworker)
    reduce(broken(decision, caseworker), caseworker, later=1)
    assert monthly(decision) == [
        (8_000, 0, "planned"), (6_000, 2_000, "planned"), (8_000, 0, "planned"),
    ]  # fmt: skip
    last = rows[1].changes.latest("pk")
    assert (last.from_status, last.to_status, last.by) == ("planned", "planned", caseworker)
    assert "Redusert med 2\N{NO-BREAK SPACE}000 kr for brudd på vilkår (§ 20 a)" in last.reason


def test_what_is_sent_or_paid_refuses_and_nothing_is_noted_on_the_condition(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    condition = broken(decision, caseworker)
    sent(clerk)
    with pytest.raises(RefusedError, match="allerede sendt til utbetaling") as refused:
        reduce(condition, caseworker)
    assert refused.value.field == "month"
    Payment.objects.filter(status="sent").update(status="paid")
    with pytest.raises(RefusedError, match="allerede utbetalt"):
        reduce(condition, caseworker)
    condition.refresh_from_db()
    assert condition.reduced_on is None
    reduce(condition, caseworker, later=1)


def test_a_month_without_a_payment_cannot_be_reduced(decision: Decision, caseworker: User) -> None:
    planned(decision, caseworker)
    with pytest.raises(RefusedError, match="ingen utbetaling for"):
        reduce(broken(decision, caseworker), caseworker, later=3)


def test_a_payment_with_nothing_left_is_cancelled_and_the_landlord_loses_last(
    decision: Decision, caseworker: User
) -> None:
    matter(decision, 4, "Husleie", amount=5_000, third_party="Utleier")
    Decision.objects.filter(pk=decision.pk).update(monthly_amount=13_000)
    planned(decision, caseworker)
    decision.refresh_from_db()
    reduce(broken(decision, caseworker), caseworker, amount=9_000)
    rows = Payment.objects.filter(for_month=this_month(), matter__recurs="monthly")
    assert list(rows.order_by("matter__number").values_list("amount", "reduced", "status")) == [
        (8_000, 0, "cancelled"), (4_000, 1_000, "planned"),
    ]  # fmt: skip


def test_who_reduces_does_not_send_the_money(
    decision: Decision, caseworker: User, colleague_same_office: User
) -> None:
    planned(decision, caseworker)
    reduce(broken(decision, caseworker), colleague_same_office)
    assert not queries.ready(timezone.localdate(), colleague_same_office).exists()


@pytest.mark.parametrize(("kept", "plans"), [(True, 7_000), (False, 9_000)])
def test_a_correction_keeps_the_reduction_with_the_condition(
    decision: Decision, household: Household, caseworker: User, team_leader: User,
    kept: bool, plans: int,
) -> None:  # fmt: skip
    planned(decision, caseworker)
    reduce(broken(decision, caseworker), caseworker)
    new = approved(household, caseworker, team_leader)
    Decision.objects.filter(pk=new.pk).update(corrects=decision, edition=2)
    new.matters.filter(number=1).update(amount=9_000)
    if kept:
        new.conditions.create(number=1, person=new.applicant, basis="20a", kind="17")
    new.refresh_from_db()
    planned(new, team_leader)
    assert [amount for amount, _, _ in monthly(new)] == [plans, 9_000, 9_000]


def test_a_correction_of_what_is_paid_gives_the_difference_without_the_reduction(
    decision: Decision, household: Household, caseworker: User, team_leader: User, clerk: User
) -> None:
    planned(decision, caseworker)
    reduce(broken(decision, caseworker), caseworker)
    sent(clerk)
    new = approved(household, caseworker, team_leader)
    Decision.objects.filter(pk=new.pk).update(corrects=decision, edition=2)
    new.matters.filter(number=1).update(amount=9_000)
    new.conditions.create(number=1, person=new.applicant, basis="20a", kind="17")
    new.refresh_from_db()
    planned(new, team_leader)
    assert monthly(new)[0] == (1_000, 0, "planned")


@pytest.mark.parametrize("form", ["guarantee", "goods", "service"])
def test_a_guarantee_and_goods_pay_no_money(
    decision: Decision, caseworker: User, form: str
) -> None:
    decision.matters.filter(number=1).update(form=form)
    assert [row.payee for row in planned(decision, caseworker)] == ["Møbelhuset"]


@given(st.integers(0, 30_000), st.lists(st.integers(1, 12_000), max_size=5))
def test_what_is_given_up_is_what_is_asked_or_all_there_is(kroner: int, amounts: list[int]) -> None:
    taken = rules.shares(kroner, amounts)
    assert sum(taken) == min(kroner, sum(amounts))
    assert all(0 <= less <= amount for less, amount in zip(taken, amounts, strict=True))
