"""What is written in a plan: goals, steps, named persons, and requests to other services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import Party, User
from coordination.meetings.actions import MeetingError, settle_action
from coordination.models import (
    CoordinatedPlan,
    OskAction,
    PlanChange,
    PlanGoal,
    PlanParty,
    PlanRequest,
    PlanStep,
)
from coordination.plans import queries
from coordination.plans.actions import AnsweredError, PlanError, note
from households.models import Person

Act = PlanChange.Act
NOT_OPEN = "{} har ikke egen sak, og planen er ikke delt dit. Be om samtykke først."


@dataclass(frozen=True)
class Task:
    """Who does what by when, and when it is judged whether it helped."""

    what: str
    party: str
    responsible: User
    due_on: date
    evaluate_on: date | None = None


@transaction.atomic
def add_goal(
    *, plan: CoordinatedPlan, person: Person, words: str, on: date, at: datetime, by: User
) -> PlanGoal:
    """What somebody in the household wants, as they said it."""
    _check_standing(plan)
    if not words.strip():
        raise PlanError("Skriv målet med personens egne ord.", "words")
    note(plan, Act.GOAL, at, by)
    return PlanGoal.objects.create(
        plan=plan, person=person, words=words.strip(), set_on=on, added_by=by
    )


@transaction.atomic
def settle_goal(*, goal: PlanGoal, state: str, at: datetime, by: User) -> None:
    """It is reached, or no longer what they want."""
    if state not in (PlanGoal.State.REACHED, PlanGoal.State.DROPPED):
        raise PlanError("Velg om målet er nådd, eller om de har gått bort fra det.")
    rows = PlanGoal.objects.filter(pk=goal.pk).open()
    if not rows.update(state=state, settled_by=by, settled_at=at):
        raise PlanError("Målet er allerede avgjort.")
    note(goal.plan, Act.GOAL_SETTLED, at, by)


@transaction.atomic
def add_step(*, plan: CoordinatedPlan, task: Task, at: datetime, by: User) -> PlanStep:
    _check_standing(plan)
    if not task.what.strip():
        raise PlanError("Skriv hva som skal gjøres.", "what")
    if task.evaluate_on is not None and task.evaluate_on < task.due_on:
        raise PlanError("Evalueringen kan ikke være før fristen.", "evaluate_on")
    _name(plan, task.party, task.responsible)
    note(plan, Act.STEP, at, by)
    return PlanStep.objects.create(plan=plan, **vars(task), added_by=by, added_at=at)


@transaction.atomic
def take_over(*, plan: CoordinatedPlan, action: OskAction, at: datetime, by: User) -> PlanStep:
    """What the OSK meeting decided becomes a step of the plan, and is followed there."""
    _check_standing(plan)
    task = Task(action.what, action.party, action.responsible, action.due_on)
    if action.state != OskAction.State.OPEN:
        raise PlanError("Tiltaket er allerede avgjort.")
    try:
        with transaction.atomic():
            step = add_step(plan=plan, task=task, at=at, by=by)
            step.osk_action = action
            step.save(update_fields=["osk_action"])
    except IntegrityError as error:
        raise PlanError("Tiltaket står allerede i en plan.") from error
    return step


@transaction.atomic
def settle_step(*, step: PlanStep, state: str, at: datetime, by: User) -> None:
    """It is done, or dropped; what came from the OSK meeting is settled there too."""
    if state not in (PlanStep.State.DONE, PlanStep.State.DROPPED):
        raise PlanError("Velg om tiltaket er gjort eller frafalt.")
    if (
        not PlanStep.objects.filter(pk=step.pk)
        .open()
        .update(state=state, settled_by=by, settled_at=at)
    ):
        raise PlanError("Tiltaket er allerede avgjort.")
    if step.osk_action is not None and step.osk_action.state == OskAction.State.OPEN:
        try:
            settle_action(action=step.osk_action, state=state, at=at, by=by)
        except MeetingError as error:
            raise PlanError(error.text) from error
    note(step.plan, Act.STEP_SETTLED, at, by)


@transaction.atomic
def evaluate_step(*, step: PlanStep, effect: str, at: datetime, by: User) -> None:
    """Whether what was done helped."""
    if effect not in PlanStep.Effect.values or not effect:
        raise PlanError("Velg om tiltaket hjalp.")
    done = PlanStep.objects.filter(pk=step.pk, state=PlanStep.State.DONE, effect="")
    if not done.update(effect=effect, evaluated_by=by, evaluated_at=at):
        raise PlanError("Tiltaket er ikke gjort, eller det er allerede evaluert.")
    note(step.plan, Act.EVALUATE, at, by)


@transaction.atomic
def set_contact(
    *, plan: CoordinatedPlan, party: str, contact: User, at: datetime, by: User
) -> None:
    """The named person of a service in the plan; of the one that leads it also its coordinator."""
    _check_standing(plan)
    PlanParty.objects.update_or_create(plan=plan, party=party, defaults={"contact": contact})
    if party == plan.party:
        CoordinatedPlan.objects.filter(pk=plan.pk).update(coordinator=contact)
    note(plan, Act.CONTACT, at, by)


@transaction.atomic
def ask_party(
    *, plan: CoordinatedPlan, party: str, text: str, on: date, at: datetime, by: User
) -> PlanRequest:
    """Ask the office of another service to take something on; one question waits at a time.

    Only an office that the plan is open to: to be asked tells that the household is a client.
    """
    _check_standing(plan)
    if not text.strip():
        raise PlanError("Skriv hva dere spør om.", "text")
    if party == plan.party:
        raise PlanError("Velg en annen part enn deres egen.", "party")
    unit = queries.open_units(plan.household_id, on).get(party)
    if unit is None:
        raise PlanError(NOT_OPEN.format(Party(party).label), "party")
    try:
        with transaction.atomic():
            row = PlanRequest.objects.create(
                plan=plan,
                party=party,
                unit=unit,
                text=text.strip(),
                asked_by=by,
                asked_on=on,
            )
    except IntegrityError as error:
        raise PlanError("Parten er spurt, og har ikke svart ennå.", "party") from error
    note(plan, Act.ASK, at, by)
    return row


@dataclass(frozen=True)
class Reply:
    """One line: taken or not, by whom, and what is said."""

    answer: str
    contact: User | None = None
    line: str = ""


@transaction.atomic
def answer_request(*, request: PlanRequest, reply: Reply, at: datetime, by: User) -> None:
    """The service takes it, with a named person, or does not."""
    is_taken = reply.answer == PlanRequest.Answer.TAKEN
    if reply.answer not in (PlanRequest.Answer.TAKEN, PlanRequest.Answer.NOT_TAKEN):
        raise PlanError("Velg om dere tar det.", "answer")
    if is_taken and reply.contact is None:
        raise PlanError("Velg hvem som er kontaktperson.", "contact")
    _check_standing(request.plan)
    rows = PlanRequest.objects.filter(pk=request.pk, answer="")
    if not rows.update(
        answer=reply.answer,
        contact=reply.contact if is_taken else None,
        line=reply.line.strip(),
        answered_by=by,
        answered_at=at,
    ):
        raise AnsweredError
    if is_taken and reply.contact is not None:
        PlanParty.objects.update_or_create(
            plan=request.plan, party=request.party, defaults={"contact": reply.contact}
        )
    note(request.plan, Act.ANSWER, at, by)


def _name(plan: CoordinatedPlan, party: str, contact: User) -> None:
    """Whoever is first given something to do is the service's named person until another is."""
    PlanParty.objects.get_or_create(plan=plan, party=party, defaults={"contact": contact})


def _check_standing(plan: CoordinatedPlan) -> None:
    """PlanError when the plan is ended or declined; it is held until the act is done."""
    rows = CoordinatedPlan.objects.standing().filter(pk=plan.pk).select_for_update()
    if not rows.exists():
        raise PlanError("Planen gjelder ikke lenger.")
