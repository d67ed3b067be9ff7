"""Plans for tests: one that stands, with something of everything in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from coordination.models import CoordinatedPlan, PlanRequest, PlanStep
from households.models import Household, Person
from tests.conftest import unit


def plan_of(household: Household, by: User, on: date | None = None, **kwargs: Any) -> Any:
    """A coordinated plan of NAV Midtbyen, agreed `on` and gone through again within 90 days."""
    day = on or timezone.localdate()
    review = day + timedelta(days=90)
    values = {
        "kind": "coordinated",
        "party": "nav",
        "unit": unit(kwargs.get("party", "nav"), "midtbyen"),
        "coordinator": by,
        "offered_on": day,
        "answer": "accepted",
        "answered_on": day,
        "started_on": day,
        "first_review_on": review,
        "next_review_on": review,
        "made_by": by,
        "made_at": at(day),
    } | kwargs
    plan = CoordinatedPlan.objects.create(household=household, **values)
    plan.parties.create(party=plan.party, contact=by)
    return plan


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def step_in(plan: CoordinatedPlan, by: User, text: str = "Ringe skolen", **kwargs: Any) -> PlanStep:
    day = timezone.localdate(plan.made_at)
    values: dict[str, Any] = {"party": "nav", "due_on": day, "added_at": plan.made_at} | kwargs
    return PlanStep.objects.create(plan=plan, what=text, responsible=by, added_by=by, **values)


def request_in(
    plan: CoordinatedPlan, by: User, text: str = "Kan dere?", **kwargs: Any
) -> PlanRequest:
    """A request that waits, to BFT."""
    values: dict[str, Any] = {"party": "bft", "asked_on": timezone.localdate(plan.made_at)} | kwargs
    return PlanRequest.objects.create(
        plan=plan, unit=unit(values["party"], "midtbyen"), text=text, asked_by=by, **values
    )


def planned(
    household: Household,
    by: User,
    on: date | None = None,
    text: str = "Avtalt",
    person: Person | None = None,
    other: Person | None = None,
) -> Any:
    """A plan with every kind of row, and `text` wherever somebody has written.

    `person` (the contact) has a goal and a direction; `other` has a goal in words of their own.
    """
    day = on or timezone.localdate()
    plan = plan_of(household, by, day)
    person = person or household.contact
    if other is not None:
        plan.goals.create(person=other, words="Ektesituasjon", set_on=day, added_by=by)
    plan.goals.create(person=person, words=text, set_on=day, added_by=by)
    step_in(plan, by, text, evaluate_on=day)
    direction = plan.directions.create(person=person, direction="job", set_on=day, set_by=by)
    review = plan.reviews.create(
        on=day, text=text, next_on=day + timedelta(days=90), held_by=by, held_at=at(day)
    )
    review.results.create(direction=direction, result="on_way")
    answered = {"answer": "not_taken", "line": text, "answered_by": by, "answered_at": at(day)}
    request_in(plan, by, text, **answered)
    plan.changes.create(act="accept", by=by, at=at(day))
    CoordinatedPlan.objects.filter(pk=plan.pk).update(end_text=text)
    return plan
