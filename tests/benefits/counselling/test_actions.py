"""Offers and counsellings as they are stored: each step once, with a line in the history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from benefits.counselling import actions, economy, queries
from benefits.counselling.actions import AdviceError, Plan, Talk
from benefits.models import AdviceOffer, Counselling, Debt, Mandate
from households.models import Household, StaffPerson
from tests.benefits.counselling.filled import (
    accepted,
    advice_decision,
    days_ago,
    decided,
    filled,
    offered,
    started,
    talked,
)
from tests.casework import apply_for_help
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_application_has_one_offer_however_often_it_is_given(
    household: Household, caseworker: User
) -> None:
    application = apply_for_help(household, caseworker)
    first = offered(household, caseworker, application=application)
    assert offered(household, caseworker, application=application) == first
    assert AdviceOffer.objects.count() == 1


def test_a_yes_begins_a_counselling_that_the_caseworker_has(
    household: Household, caseworker: User
) -> None:
    row = accepted(household, caseworker)
    assert (row.state, row.counsellor, row.accepted_on) == (
        "accepted",
        caseworker,
        timezone.localdate(),
    )
    assert [str(change) for change in row.changes.all()] == ["Takket ja"]


@pytest.mark.parametrize("answer", ["no", "later"])
def test_no_and_later_begin_nothing(household: Household, caseworker: User, answer: str) -> None:
    offer = offered(household, caseworker)
    today = timezone.localdate()
    given = {"offer": offer, "answer": answer, "on": today, "by": caseworker}
    assert actions.answer_offer(**given) is None
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_by) == (answer, caseworker)
    assert offer.may_be_answered is (answer == "later")


def test_an_answer_is_given_once_and_later_may_become_yes(
    household: Household, caseworker: User
) -> None:
    offer, today = offered(household, caseworker), timezone.localdate()
    actions.answer_offer(offer=offer, answer="later", on=today, by=caseworker)
    assert actions.answer_offer(offer=offer, answer="yes", on=today, by=caseworker) is not None
    with pytest.raises(AdviceError, match="allerede besvart"):
        actions.answer_offer(offer=offer, answer="no", on=today, by=caseworker)


def test_an_answer_cannot_come_before_the_offer(household: Household, caseworker: User) -> None:
    offer = offered(household, caseworker)
    with pytest.raises(AdviceError, match="før tilbudet"):
        actions.answer_offer(offer=offer, answer="no", on=days_ago(1), by=caseworker)


def test_nobody_is_offered_more_while_counselling_runs(
    household: Household, caseworker: User
) -> None:
    waiting = offered(household, caseworker)
    accepted(household, caseworker)
    with pytest.raises(AdviceError, match="allerede"):
        offered(household, caseworker)
    with pytest.raises(AdviceError, match="allerede"):
        actions.answer_offer(offer=waiting, answer="yes", on=timezone.localdate(), by=caseworker)
    waiting.refresh_from_db()
    assert waiting.answer == ""


def test_the_whole_way_leaves_a_line_for_each_step(household: Household, caseworker: User) -> None:
    row = talked(started(household, caseworker), caseworker, level="3")
    assert (row.state, row.level) == ("active", "3")
    row = actions.end(
        counselling=row,
        version=row.version,
        on=timezone.localdate(),
        result="agreement",
        note="Tre avtaler",
        by=caseworker,
    )
    told = [str(change) for change in row.changes.order_by("pk")]
    assert told == ["Takket ja", "Vedtak", "Startet", "I gang", "Avsluttet"]


def test_a_counselling_cannot_start_or_be_talked_in_without_a_decision(
    household: Household, caseworker: User
) -> None:
    row, today = accepted(household, caseworker), timezone.localdate()
    with pytest.raises(AdviceError, match="kan ikke bli"):
        actions.start(counselling=row, version=row.version, on=today, by=caseworker)
    talk = Talk(today, "1", "Snakket")
    with pytest.raises(AdviceError, match="startet"):
        actions.register_session(counselling=row, version=row.version, talk=talk, by=caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counselling.objects.filter(pk=row.pk).update(state="started", started_on=today)


def test_the_planned_start_needs_its_reason(household: Household, caseworker: User) -> None:
    row = accepted(household, caseworker)
    plan = Plan(advice_decision(household, caseworker), timezone.localdate(), "  ", "course", "1")
    with pytest.raises(AdviceError, match="Skriv hvorfor"):
        actions.decide(counselling=row, version=row.version, plan=plan, by=caseworker)


def test_only_approved_decisions_on_advice_to_the_person_can_be_joined(
    household: Household, caseworker: User
) -> None:
    row = accepted(household, caseworker)
    advice_decision(household, caseworker, kind="assistance")
    right = advice_decision(household, caseworker)
    assert list(queries.decisions_to_join(row)) == [right]
    decided(row, caseworker)
    assert list(queries.decisions_to_join(row)) == [right]


def test_of_two_who_change_it_at_once_one_is_told(household: Household, caseworker: User) -> None:
    row = started(household, caseworker)
    stale = row.version
    talked(row, caseworker)
    with pytest.raises(AdviceError, match="ingenting er lagret"):
        actions.end(
            counselling=row,
            version=stale,
            on=timezone.localdate(),
            result="other",
            note="",
            by=caseworker,
        )


def test_it_is_not_given_to_somebody_near_the_person(
    household: Household, caseworker: User, debt_counsellor: User
) -> None:
    StaffPerson.objects.create(user=debt_counsellor, person=household.contact)
    row = accepted(household, caseworker)
    with pytest.raises(AdviceError, match="kan ikke ha saken"):
        actions.give_to(counselling=row, version=row.version, to=debt_counsellor, by=caseworker)


def test_powers_of_attorney_end_with_the_counselling(
    household: Household, caseworker: User
) -> None:
    row, today = filled(household, caseworker), timezone.localdate()
    actions.end(
        counselling=row, version=row.version, on=today, result="moved", note="", by=caseworker
    )
    assert Mandate.objects.get().ends_on == today


def test_a_letter_takes_a_power_of_attorney_that_holds(
    household: Household, caseworker: User
) -> None:
    row, today = started(household, caseworker), timezone.localdate()
    letter = {"creditor": "Banken", "text": "Hei", "on": today, "at": timezone.now()}
    with pytest.raises(AdviceError, match="ingen gyldig fullmakt"):
        economy.write_letter(counselling=row, by=caseworker, **letter)
    Mandate.objects.create(
        counselling=row,
        signed_on=today - timedelta(days=9),
        ends_on=today,
        registered_by=caseworker,
    )
    assert economy.write_letter(counselling=row, by=caseworker, **letter).creditor == "Banken"


def test_settled_debts_are_not_in_the_sum(household: Household, caseworker: User) -> None:
    row, today = filled(household, caseworker), timezone.localdate()
    Debt.objects.create(
        counselling=row,
        creditor="Kraftlaget",
        kind="power",
        amount=9_000,
        monthly_payment=300,
        as_of=today,
        settled_on=today,
        registered_by=UserFactory(),
    )
    debts = economy.debts_of(row)
    assert (debts.total, debts.monthly, debts.in_collection) == (41_000, 0, 1)
    assert [debt.creditor for debt in debts.rows] == ["Avtalt", "Kraftlaget"]
