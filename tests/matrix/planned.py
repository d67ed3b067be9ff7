"""A plan in the household that a cell asks about, led by the actor's party, and what is posted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from coordination.models import CoordinatedPlan
from households.models import Household
from tests.coordination.meetings.filled import discussed
from tests.coordination.plans.making import plan_of, request_in, step_in
from tests.matrix.cells import Page

PARTIES = {"VEI": "nav", "LED": "nav", "BFT": "bft", "HV": "hv", "BOL": "hv"}
WAITING = {
    **dict.fromkeys(("answered_on", "started_on", "first_review_on", "next_review_on")),
    "answer": "",
}


def named_in(page: Page, home: Household, actor: str, by: User) -> dict[str, Any]:
    """A plan as the page needs it, however an earlier cell has left it, and the row it names.

    `by` coordinates it: somebody else than the actors, who then have it by assignment alone.
    """
    CoordinatedPlan.objects.standing().filter(household=home).update(
        ended_on=timezone.localdate(), end_reason="other"
    )
    if page.name == "plans:new":
        return {}
    party = PARTIES.get(actor, "nav")
    state = WAITING if page.name == "plans:answer" else {}
    plan = plan_of(home, by, party=party, **state)
    made = {name: MAKERS[name](plan, party, by) for name in page.takes & MAKERS.keys()}
    if page.name == "plans:evaluate_step":
        plan.steps.update(state="done", settled_by=by, settled_at=timezone.now())
    return made


def _goal(plan: CoordinatedPlan, party: str, by: User) -> int:
    person = plan.household.contact
    return plan.goals.create(
        person=person, words="Egen bolig", set_on=plan.offered_on, added_by=by
    ).pk


MAKERS: dict[str, Any] = {
    "goal_id": _goal,
    "step_id": lambda plan, party, by: step_in(plan, by, party=party).pk,
    "plan_request_id": lambda plan, party, by: request_in(plan, by, party=party).pk,
    "osk_action_id": lambda plan, party, by: discussed(plan.household, by).actions.get().pk,
}


def _day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def _person(scene: Any, actor: str, context: str) -> int:
    found: int = scene.household(actor, context).contact_id
    return found


def _who(scene: Any, actor: str) -> str:
    user = scene.users.get(actor)
    return f"{PARTIES.get(actor, 'nav')}:{user.pk if user else 0}"


def _step(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"what": "Ringe skolen", "who": _who(scene, actor), "due_on": _day(9)}


def _reply(scene: Any, actor: str, context: str) -> dict[str, Any]:
    user = scene.users.get(actor)
    return {"answer": "taken", "contact": user.pk if user else "", "line": "Ringer mandag"}


def _ask(scene: Any, actor: str, context: str) -> dict[str, Any]:
    return {"party": "bft" if PARTIES.get(actor) != "bft" else "nav", "text": "Kan dere?"}


POSTS: dict[str, Any] = {
    "plans:new": lambda *_: {"kind": "follow_up", "offered_on": _day()},
    "plans:answer": lambda *_: {"answer": "accepted", "answered_on": _day()},
    "plans:review": lambda *_: {"on": _day(), "next_on": _day(80), "text": "Alle var med"},
    "plans:end": lambda *_: {"reason": "reached", "ended_on": _day()},
    "plans:add_goal": lambda *cell: {"person": _person(*cell), "words": "Jeg vil ha jobb"},
    "plans:settle_goal": lambda *_: {"state": "reached"},
    "plans:add_step": _step,
    "plans:settle_step": lambda *_: {"state": "done"},
    "plans:evaluate_step": lambda *_: {"effect": "helped"},
    "plans:set_direction": lambda *cell: {"person": _person(*cell), "direction": "job"},
    "plans:set_contact": lambda scene, actor, _: {"contact": _who(scene, actor)},
    "plans:ask": _ask,
    "plans:answer_request": _reply,
}
