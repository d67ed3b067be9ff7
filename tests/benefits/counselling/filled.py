"""A counselling in any state, with something of everything in it, as rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from benefits.counselling import actions
from benefits.counselling.actions import Plan, Talk
from benefits.models import (
    AdviceOffer,
    AssistanceApplication,
    BudgetLine,
    Counselling,
    CreditorLetter,
    Debt,
    Mandate,
)
from decisions.models import Decision
from households.models import Household
from tests.conftest import unit
from tests.factories import UserFactory


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def offered(
    household: Household,
    by: User,
    on: date | None = None,
    application: AssistanceApplication | None = None,
) -> AdviceOffer:
    """An offer to the household's contact."""
    return actions.offer_advice(
        household=household,
        person=household.contact,
        unit=unit("nav", "midtbyen"),
        channel="letter",
        on=on or timezone.localdate(),
        by=by,
        application=application,
    )


def accepted(household: Household, by: User, on: date | None = None) -> Counselling:
    day = on or timezone.localdate()
    offer = offered(household, by, day)
    row = actions.answer_offer(offer=offer, answer="yes", on=day, by=by)
    assert row is not None
    return row


def advice_decision(household: Household, by: User, kind: str = "advice") -> Decision:
    """An approved decision on advice to the household's contact."""
    at = timezone.now() - timedelta(minutes=5)
    decision = Decision.objects.create(
        kind=kind,
        household=household,
        applicant=household.contact,
        unit=unit("nav", "midtbyen"),
        outcome="granted",
        state="approved",
        content_hash="avtrykk",
        made_by=by,
        made_at=at,
        proposed_by=by,
        proposed_at=at,
        approved_by=UserFactory(),
        approved_at=at,
    )
    decision.matters.create(number=1, asked="rådgivning", outcome="granted", section="17")
    return decision


def decided(row: Counselling, by: User, start: date | None = None) -> Counselling:
    decision = advice_decision(row.household, by)
    plan = Plan(decision, start or row.accepted_on, "Første ledige time", "individual", "2")
    return actions.decide(counselling=row, version=row.version, plan=plan, by=by)


def started(household: Household, by: User, on: date | None = None) -> Counselling:
    """Accepted, decided and started on the same day."""
    row = decided(accepted(household, by, on), by)
    return actions.start(counselling=row, version=row.version, on=row.accepted_on, by=by)


def talked(row: Counselling, by: User, **kwargs: Any) -> Counselling:
    values = {"on": timezone.localdate(), "level": "2", "text": "Gikk gjennom gjelden"} | kwargs
    actions.register_session(counselling=row, version=row.version, talk=Talk(**values), by=by)
    row.refresh_from_db()
    return row


def filled(household: Household, by: User, text: str = "Avtalt") -> Counselling:
    """An active counselling, with a debt, a budget, a power of attorney and a letter."""
    today = timezone.localdate()
    row = talked(started(household, by), by, text=text, next_step=text[:200], next_on=today)
    Counselling.objects.filter(pk=row.pk).update(start_reason=text)
    row.changes.update(note=text)
    creditor = text[:120]
    Debt.objects.create(
        counselling=row,
        creditor=creditor,
        kind="consumer",
        amount=41_000,
        interest="18.5",
        collection="collector",
        as_of=today,
        registered_by=by,
    )
    given = {"counselling": row, "creditor": creditor}
    later = today + timedelta(days=90)
    mandate = Mandate.objects.create(signed_on=today, ends_on=later, registered_by=by, **given)
    CreditorLetter.objects.create(mandate=mandate, text=text, dated_on=today, made_by=by, **given)
    BudgetLine.objects.create(
        counselling=row, post="rent", amount=9_100, as_of=today, registered_by=by
    )
    row.refresh_from_db()
    return row


def filled_and_ended(household: Household, by: User, on: date, text: str) -> Counselling:
    """Such a one that was over on a day long ago."""
    row = filled(household, by, text)
    AdviceOffer.objects.filter(pk=row.offer_id).update(offered_on=on, answered_on=on)
    row.sessions.update(on=on, next_on=on)
    Counselling.objects.filter(pk=row.pk).update(
        state="ended", result="agreement", accepted_on=on, started_on=on, ended_on=on
    )
    row.refresh_from_db()
    return row
