"""Planned once, sent once, paid once, whoever presses and however often."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from benefits.models import Payment, PaymentChange, PaymentRun
from benefits.payments import actions, queries
from benefits.payments.actions import PaymentError
from benefits.payments.files import file_of, sha256_of
from decisions.models import Decision
from households.access import Protection
from households.models import Household, StaffPerson
from tests.benefits.payments.conftest import approved

pytestmark = pytest.mark.django_db


def planned(decision: Decision, by: User) -> list[Payment]:
    return actions.plan_payments(
        decision=decision,
        categories={1: "livsopphold", 2: "engangsstonad"},
        co_applicant=None,
        on=timezone.localdate(),
        by=by,
    )


def sent(clerk: User, token: uuid.UUID | None = None) -> PaymentRun:
    return actions.make_run(
        until=timezone.localdate(), token=token or uuid.uuid4(), at=timezone.now(), by=clerk
    )


def test_an_approved_decision_is_planned_month_by_month(
    decision: Decision, caseworker: User
) -> None:
    rows = planned(decision, caseworker)
    assert [(row.category, row.amount, row.payee, row.status) for row in rows] == [
        *[("livsopphold", 8_000, "", "planned")] * 3,
        ("engangsstonad", 2_500, "Møbelhuset", "planned"),
    ]
    assert {row.person_id for row in rows} == {decision.applicant_id}


def test_planned_again_nothing_is_added_and_the_database_refuses_a_second(
    decision: Decision, caseworker: User
) -> None:
    first = planned(decision, caseworker)
    assert planned(decision, caseworker) == []
    with pytest.raises(IntegrityError, match=r"matter|for_month"):
        Payment.objects.create(
            person=first[0].person,
            matter=first[0].matter,
            for_month=first[0].for_month,
            paid_on=timezone.localdate(),
            category="annet",
            amount=1,
            registered_on=timezone.localdate(),
        )


def test_a_decision_that_is_not_approved_pays_nothing(decision: Decision, caseworker: User) -> None:
    Decision.objects.filter(pk=decision.pk).update(
        state="draft", approved_by=None, approved_at=None, proposed_by=None, proposed_at=None,
        content_hash="",
    )  # fmt: skip
    decision.refresh_from_db()
    with pytest.raises(PaymentError, match="Bare et godkjent vedtak"):
        planned(decision, caseworker)


def test_a_run_sends_what_is_due_and_leaves_what_comes_later(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    run = sent(clerk)
    due = Payment.objects.filter(run=run)
    assert (run.count, run.total) == (2, 10_500)
    assert {row.status for row in due} == {"sent"}
    assert Payment.objects.filter(status="planned").count() == 2
    steps = PaymentChange.objects.filter(payment__in=due).values_list("from_status", "to_status")
    assert sorted(steps) == [("", "planned")] * 2 + [("planned", "sent")] * 2


def test_a_double_click_is_one_run(decision: Decision, caseworker: User, clerk: User) -> None:
    planned(decision, caseworker)
    token = uuid.uuid4()
    assert sent(clerk, token) == sent(clerk, token)
    with pytest.raises(PaymentError, match="Ingen utbetalinger er klare"):
        sent(clerk)
    assert PaymentRun.objects.count() == 1


def test_nobody_sends_what_they_have_decided(
    decision: Decision, caseworker: User, team_leader: User
) -> None:
    planned(decision, caseworker)
    today = timezone.localdate()
    for user in (caseworker, team_leader):
        assert not queries.ready(today, user).exists()
        with pytest.raises(PaymentError):
            sent(user)


def test_nobody_sends_money_to_their_own_household(
    decision: Decision, household: Household, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    today = timezone.localdate()
    assert queries.ready(today, clerk).count() == 2
    StaffPerson.objects.create(user=clerk, person=household.contact)
    assert not queries.ready(today, clerk).exists()


def test_the_file_tells_number_amount_and_purpose_and_is_the_same_each_time(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    run = sent(clerk)
    content = file_of(run)
    assert sha256_of(content) == run.sha256 == sha256_of(file_of(run))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["fodselsnummer"], row["belop"], row["utbetales_til"]) for row in rows] == [
        ("15839200169", "8000", ""),
        ("15839200169", "2500", "Møbelhuset"),
    ]
    assert {row["navn"] for row in rows} == {""}


def test_a_third_party_that_looks_like_a_formula_is_text_in_the_file(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    decision.matters.filter(number=2).update(third_party="=cmd|calc")
    planned(decision, caseworker)
    assert "'=cmd|calc" in file_of(sent(clerk)).decode()


def test_a_protected_person_is_paid_and_not_named(
    decision: Decision, household: Household, caseworker: User, clerk: User
) -> None:
    household.members.update(protection=Protection.CODE_6, national_id=None)
    planned(decision, caseworker)
    run = sent(clerk)
    assert {line.name for line in queries.lines(run.payments.all())} == {"Skjermet mottaker"}
    assert "Mottakersen" not in file_of(run).decode()


def test_confirmed_the_payments_count_in_the_month_they_were_paid(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    planned(decision, caseworker)
    run, today = sent(clerk), timezone.localdate()
    given = {"run": run, "on": today, "at": timezone.now(), "by": clerk}
    assert actions.confirm_run(**given) == 2
    assert actions.confirm_run(**given) == 0
    rows = Payment.objects.filter(run=run)
    assert {(row.status, row.paid_on, row.registered_on) for row in rows} == {
        ("paid", today, today)
    }


def test_stopped_with_a_reason_it_is_left_out_until_it_is_taken_up_again(
    decision: Decision, caseworker: User, clerk: User
) -> None:
    row = planned(decision, caseworker)[0]
    given = {"payment": row, "at": timezone.now(), "by": caseworker}
    with pytest.raises(PaymentError, match="Skriv hvorfor"):
        actions.change_status(to="stopped", reason=" ", **given)
    actions.change_status(to="stopped", reason="Har fått arbeid", **given)
    assert row not in queries.ready(timezone.localdate(), clerk)
    actions.change_status(to="planned", reason="", **given)
    assert row in queries.ready(timezone.localdate(), clerk)
    assert [change.to_status for change in row.changes.all()] == ["planned", "stopped", "planned"]


@pytest.mark.parametrize("to", ["sent", "paid"])
def test_nobody_says_by_hand_that_something_is_sent_or_paid(
    decision: Decision, caseworker: User, to: str
) -> None:
    row = planned(decision, caseworker)[0]
    with pytest.raises(PaymentError):
        actions.change_status(payment=row, to=to, reason="x", at=timezone.now(), by=caseworker)


def test_of_two_who_change_one_payment_the_second_is_told(
    decision: Decision, caseworker: User
) -> None:
    row = planned(decision, caseworker)[0]
    same = Payment.objects.get(pk=row.pk)
    given = {"reason": "Feil", "at": timezone.now(), "by": caseworker}
    actions.change_status(payment=row, to="cancelled", **given)
    with pytest.raises(PaymentError, match="endret av en annen"):
        actions.change_status(payment=same, to="stopped", **given)
    row.refresh_from_db()
    assert row.status == "cancelled"


def test_what_is_planned_is_no_benefit_month(
    household: Household, caseworker: User, team_leader: User
) -> None:
    before = timezone.localdate() - timedelta(days=70)
    planned(approved(household, caseworker, team_leader, first=before), caseworker)
    assert not Payment.objects.assistance_paid().exists()
