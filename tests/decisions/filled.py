"""A decision with something of everything about it, as rows, for tests of other apps."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Unit, User
from decisions.models import Appeal, Condition, Decision, DecisionChange, Matter
from households.models import Household, Person
from tests.factories import UserFactory


def decide(household: Household, child: Person, by: User, text: str = "Avtalt") -> Decision:
    """An approved decision of the household's contact with something of everything about it."""
    person, other, at = household.contact, UserFactory(), timezone.now() - timedelta(days=40)
    decision = Decision.objects.create(
        kind="assistance",
        household=household,
        applicant=person,
        unit=Unit.objects.get(party="nav", district__code="midtbyen"),
        outcome="granted",
        first_month=date(2025, 2, 1),
        last_month=date(2025, 4, 1),
        monthly_amount=8_123,
        lines=[{"text": text, "amount": 8_123}],
        payment=text,
        state="approved",
        content_hash="avtrykk",
        return_reason=text,
        made_by=by,
        made_at=at,
        proposed_by=by,
        proposed_at=at,
        approved_by=other,
        approved_at=at,
    )
    Matter.objects.create(
        decision=decision,
        number=1,
        asked=text,
        outcome="granted",
        section="18",
        amount=8_123,
        third_party=text,
        **dict.fromkeys(("facts", "law", "discretion"), text),
    )
    decision.children.create(child=child, text=text, cap_text=text)
    Condition.objects.create(
        decision=decision,
        number=1,
        person=person,
        basis="20",
        kind="17",
        text=text,
        state="not_met",
        state_by=by,
        state_at=at,
        notified_by=by,
        notified_on=at.date(),
        heard_by=by,
        heard_on=at.date(),
        statement=text,
        children_weighed=text,
    )
    DecisionChange.objects.create(
        decision=decision, act="return", version=1, note=text, by=by, at=at
    )
    Appeal.objects.create(
        decision=decision,
        appellant=person,
        text=text,
        received_on=at.date(),
        registered_by=by,
        registered_at=at,
        within_time=False,
        late_reason=text,
        is_taken_up=True,
        reconsidered_by=by,
        reconsidered_on=at.date(),
        is_reversed=False,
        reconsideration=text,
        body="Statsforvalteren",
    )
    return decision
