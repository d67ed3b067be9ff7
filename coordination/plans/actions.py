"""Offering a plan and what follows: the answer, reviews, and its end.

What stands in it is written in actions_inside.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from coordination.models import CoordinatedPlan, PlanChange, PlanDirection, PlanParty, PlanReview
from coordination.plans import rules
from households.models import Household, Membership, Person
from households.touching import touch

Act, Answer, Kind = PlanChange.Act, CoordinatedPlan.Answer, CoordinatedPlan.Kind


SEEN_BEFORE = (
    "{} har lagret en gjennomgang {:%d.%m.%Y} etter at du åpnet siden. Neste gjennomgang er "
    "{:%d.%m.%Y}. Det du skrev, er ikke lagret, men står her. Lagre igjen hvis det er en ny "
    "gjennomgang."
)


class PlanError(Exception):
    """Why it may not be done, in a Norwegian sentence; `field` is what has to change, if any."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.text, self.field = text, field


class AnsweredError(PlanError):
    """Somebody else has answered in the meantime; the page that was answered on has no form now."""

    def __init__(self) -> None:
        super().__init__("Noen andre har allerede svart. Det du skrev, er ikke lagret.")


@dataclass(frozen=True)
class Offer:
    """A plan of which kind was offered when, and what the household said, if it has answered."""

    kind: str
    offered_on: date
    answer: str = ""
    next_review_on: date | None = None


def offer_plan(
    *,
    household: Household,
    unit: Unit,
    offer: Offer,
    is_child_family: bool,
    at: datetime,
    by: User,
) -> CoordinatedPlan:
    """Note that a plan was offered, and the answer at once if there is one.

    A follow-up plan is the service's own to make, so it is not asked about.
    """
    if offer.offered_on > timezone.localdate(at):
        raise PlanError("Planen kan ikke være tilbudt etter i dag.", "offered_on")
    try:
        with transaction.atomic():
            plan = CoordinatedPlan.objects.create(
                household=household,
                kind=offer.kind,
                party=unit.party,
                unit=unit,
                coordinator=by,
                offered_on=offer.offered_on,
                made_by=by,
                made_at=at,
            )
            PlanParty.objects.create(plan=plan, party=unit.party, contact=by)
            note(plan, Act.OFFER, at, by)
            answer = Answer.ACCEPTED if offer.kind == Kind.FOLLOW_UP else offer.answer
            if answer:
                answer_plan(
                    plan=plan,
                    answer=answer,
                    on=offer.offered_on,
                    next_review_on=offer.next_review_on,
                    is_child_family=is_child_family,
                    at=at,
                    by=by,
                )
    except IntegrityError as error:
        raise PlanError("Husstanden har allerede en plan.") from error
    return plan


@transaction.atomic
def answer_plan(
    *,
    plan: CoordinatedPlan,
    answer: str,
    on: date,
    next_review_on: date | None = None,
    is_child_family: bool,
    at: datetime,
    by: User,
) -> None:
    """Record a yes, from which day it holds and when it is gone through, or a no."""
    if answer not in (Answer.ACCEPTED, Answer.DECLINED):
        raise PlanError("Velg om de takket ja eller nei.", "answer")
    if not plan.offered_on <= on <= timezone.localdate(at):
        raise PlanError("Svaret må være gitt etter tilbudet, og senest i dag.", "answered_on")
    values: dict[str, object] = {"answer": answer, "answered_on": on}
    if answer == Answer.ACCEPTED:
        review = next_review_on or rules.latest_review(on, is_child_family=is_child_family)
        _check_review(review, on, is_child_family)
        values |= {"started_on": on, "first_review_on": review, "next_review_on": review}
    waiting = CoordinatedPlan.objects.filter(pk=plan.pk, answer="", ended_on__isnull=True)
    if not waiting.update(**values):
        raise AnsweredError
    note(plan, Act.ACCEPT if answer == Answer.ACCEPTED else Act.DECLINE, at, by)


@dataclass(frozen=True)
class Held:
    """A review: when, what was said, when the next one is, and each adult's result.

    `results` and `directions` are by the adult's key; a direction that differs begins anew. `seen`
    is the key of the latest review that was on the page, None without any.
    """

    on: date
    text: str
    next_on: date
    results: Mapping[int, str]
    directions: Mapping[int, str]
    seen: int | None


@transaction.atomic
def hold_review(
    *, plan: CoordinatedPlan, held: Held, is_child_family: bool, at: datetime, by: User
) -> PlanReview:
    """The plan is gone through: a result for each adult who has a direction, and the next day.

    The direction of somebody who has left the household ends.
    """
    plan = _active(plan)
    last = plan.reviews.select_related("held_by").first()
    if last is not None and last.pk != held.seen:
        raise PlanError(SEEN_BEFORE.format(last.held_by, last.on, last.next_on))
    if held.on > timezone.localdate(at):
        raise PlanError("Gjennomgangen kan ikke være etter i dag.", "on")
    if held.on < (last.on if last else plan.started_on or plan.offered_on):
        raise PlanError("Gjennomgangen kan ikke være før planen, eller før den forrige.", "on")
    _check_review(held.next_on, held.on, is_child_family, "next_on")
    here = Membership.objects.valid_on(held.on).filter(household=plan.household_id)
    current_rows = plan.directions.filter(replaced_on__isnull=True)
    current_rows.exclude(person__in=here.values("person")).update(replaced_on=held.on)
    current = {row.person_id: row for row in current_rows.select_related("person")}
    if missing := [pk for pk in current if not held.results.get(pk)]:
        raise PlanError("Velg hvordan det går med hver voksen.", f"result_{missing[0]}")
    review = PlanReview.objects.create(
        plan=plan, on=held.on, text=held.text.strip(), next_on=held.next_on, held_by=by, held_at=at
    )
    for person_id, row in current.items():
        review.results.create(direction=row, result=held.results[person_id])
        turned = held.directions.get(person_id, row.direction)
        if turned and turned != row.direction:
            set_direction(plan=plan, person=row.person, direction=turned, on=held.on, at=at, by=by)
    CoordinatedPlan.objects.filter(pk=plan.pk).update(next_review_on=held.next_on)
    note(plan, Act.REVIEW, at, by)
    return review


@transaction.atomic
def set_direction(
    *, plan: CoordinatedPlan, person: Person, direction: str, on: date, at: datetime, by: User
) -> PlanDirection:
    """Where an adult is heading; what was there before stays with its results."""
    plan = _active(plan)
    if direction not in PlanDirection.Direction.values:
        raise PlanError("Velg én retning.", "direction")
    current = plan.directions.filter(person=person, replaced_on__isnull=True)
    if current.filter(direction=direction).exists():
        raise PlanError("Retningen er den samme som før.", "direction")
    current.update(replaced_on=on)
    note(plan, Act.DIRECTION, at, by)
    return PlanDirection.objects.create(
        plan=plan, person=person, direction=direction, set_on=on, set_by=by
    )


@transaction.atomic
def end_plan(
    *, plan: CoordinatedPlan, reason: str, text: str, on: date, at: datetime, by: User
) -> None:
    """The plan is over; what was not done in it is dropped, and nobody is asked any more."""
    if reason not in CoordinatedPlan.EndReason.values:
        raise PlanError("Velg hvorfor planen avsluttes.", "reason")
    if not (plan.started_on or plan.offered_on) <= on <= timezone.localdate(at):
        raise PlanError("Planen må avsluttes etter at den begynte, og senest i dag.", "ended_on")
    values = {"ended_on": on, "end_reason": reason, "end_text": text.strip()}
    if not CoordinatedPlan.objects.standing().filter(pk=plan.pk).update(**values):
        raise PlanError("Planen er allerede avsluttet.")
    plan.steps.filter(state="open").update(state="dropped", settled_by=by, settled_at=at)
    plan.goals.filter(state="open").update(state="dropped", settled_by=by, settled_at=at)
    note(plan, Act.END, at, by)


def note(plan: CoordinatedPlan, act: PlanChange.Act, at: datetime, by: User) -> None:
    """A line of the plan's history; its household's flags are worked out again."""
    PlanChange.objects.create(plan=plan, act=act, by=by, at=at)
    touch([plan.household_id])


def _active(plan: CoordinatedPlan) -> CoordinatedPlan:
    """The plan as it is now, held until the act is done; PlanError when it does not hold."""
    found = CoordinatedPlan.objects.active().filter(pk=plan.pk).select_for_update().first()
    if found is None:
        raise PlanError("Planen er ikke avtalt, eller den er avsluttet.")
    return found


def _check_review(
    day: date, since: date, is_child_family: bool, field: str = "next_review_on"
) -> None:
    latest = rules.latest_review(since, is_child_family=is_child_family)
    if day <= since:
        raise PlanError("Neste gjennomgang må være senere enn denne dagen.", field)
    if day > latest:
        days = rules.review_days(is_child_family=is_child_family)
        raise PlanError(
            f"Neste gjennomgang skal være innen {days} dager, her senest {latest:%d.%m.%Y}.", field
        )
