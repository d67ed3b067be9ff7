"""What is written in a plan, by who leads it, and by each service of what is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import LARGEST_ID, requires
from accounts.models import AccessEvent, User
from accounts.policy import Permission
from coordination.flags.views import may_handle_flags
from coordination.models import CoordinatedPlan
from coordination.plans import actions, actions_inside, forms, page, permits, queries
from coordination.plans.actions import AnsweredError, PlanError
from coordination.plans.views.pages import (
    back,
    led_plan,
    own_people,
    plan_here,
    show_plan,
    sight_in,
    who,
    writing_people,
)
from households.door import household_view
from households.frame import log, refuse
from households.models import Household

MAKE = Permission.MAKE_PLAN


def _act(
    request: HttpRequest,
    household: Household,
    form: Form,
    name: str,
    act: Callable[[], object],
    done: str = "",
) -> HttpResponse:
    """Do it and lead back to the plan, or show it with what is in the way at the form's field."""
    if form.is_valid():
        log(request, household, AccessEvent.Action.UPDATE, [])
        try:
            act()
        except AnsweredError:
            return _answered(request, household)
        except PlanError as error:
            form.add_error(error.field if error.field in form.fields else None, error.text)
        else:
            if done:
                messages.success(request, done)
            return back(household)
    return show_plan(request, household, {name: form})


def _answered(request: HttpRequest, household: Household) -> HttpResponse:
    """Another tab or colleague was first: told above the plan, which shows their answer."""
    messages.error(request, AnsweredError().text)
    return back(household)


def _settle(
    request: HttpRequest, household: Household, form: Form, act: Callable[[], object]
) -> HttpResponse:
    """One press of a button: what is in the way is told above the plan."""
    log(request, household, AccessEvent.Action.UPDATE, [])
    try:
        if not form.is_valid():
            raise PlanError("Valget finnes ikke.")
        act()
    except PlanError as error:
        messages.error(request, error.text)
    return back(household)


@requires(MAKE)
@require_POST
@household_view
def answer(request: HttpRequest, household: Household) -> HttpResponse:
    """The household's answer to the offer."""
    plan, today = _offered(request, household), timezone.localdate()
    if plan.answer:
        return _answered(request, household)
    form = forms.AnswerForm(request.POST, today=today)
    is_family = permits.is_child_family(household, today)
    return _act(
        request,
        household,
        form,
        "answer",
        lambda: actions.answer_plan(
            plan=plan,
            answer=form.cleaned_data["answer"],
            on=form.cleaned_data["answered_on"],
            is_child_family=is_family,
            **who(request),
        ),
        "Svaret er lagret.",
    )


@requires(MAKE)
@require_POST
@household_view
def add_goal(request: HttpRequest, household: Household) -> HttpResponse:
    plan, today = led_plan(request, household), timezone.localdate()
    people = writing_people(household, today)["all"]
    form = forms.GoalForm(request.POST, people=people, auto_id="goal_%s")
    return _act(
        request,
        household,
        form,
        "goal",
        lambda: actions_inside.add_goal(plan=plan, on=today, **form.values, **who(request)),
    )


@requires(MAKE)
@require_POST
@household_view
def settle_goal(request: HttpRequest, household: Household, goal_id: int) -> HttpResponse:
    goal = _part(led_plan(request, household).goals, goal_id)
    form = forms.StateForm(request.POST, what="goal")
    return _settle(
        request,
        household,
        form,
        lambda: actions_inside.settle_goal(
            goal=goal, state=form.cleaned_data["state"], **who(request)
        ),
    )


@requires(MAKE)
@require_POST
@household_view
def add_step(request: HttpRequest, household: Household) -> HttpResponse:
    plan, today = led_plan(request, household), timezone.localdate()
    units = permits.units_taking_part(cast(User, request.user), household)
    people = page.people_for(plan, units, today)
    form = forms.StepForm(request.POST, people=people, today=today, auto_id="step_%s")
    return _act(
        request,
        household,
        form,
        "step",
        lambda: actions_inside.add_step(plan=plan, task=form.task, **who(request)),
    )


@requires(MAKE)
@require_POST
@household_view
def take_over(request: HttpRequest, household: Household, osk_action_id: int) -> HttpResponse:
    """One click: what the OSK meeting decided is followed in the plan from now on."""
    plan = led_plan(request, household)
    if not may_handle_flags(cast(User, request.user), household):
        refuse(request, household, "handle_flags")
    wanted = min(osk_action_id, LARGEST_ID)
    found = next((row for row in queries.to_take_over(household) if row.pk == wanted), None)
    if found is None:
        raise Http404
    return _settle(
        request,
        household,
        Form({}),
        lambda: actions_inside.take_over(plan=plan, action=found, **who(request)),
    )


@requires(MAKE)
@require_POST
@household_view
def settle_step(request: HttpRequest, household: Household, step_id: int) -> HttpResponse:
    """Done or dropped, by the service whose it is."""
    step = _own_part(request, household, "steps", step_id)
    form = forms.StateForm(request.POST, what="step")
    return _settle(
        request,
        household,
        form,
        lambda: actions_inside.settle_step(
            step=step, state=form.cleaned_data["state"], **who(request)
        ),
    )


@requires(MAKE)
@require_POST
@household_view
def evaluate_step(request: HttpRequest, household: Household, step_id: int) -> HttpResponse:
    """Whether it helped."""
    step = _own_part(request, household, "steps", step_id)
    form = forms.EffectForm(request.POST)
    return _settle(
        request,
        household,
        form,
        lambda: actions_inside.evaluate_step(
            step=step, effect=form.cleaned_data["effect"], **who(request)
        ),
    )


@requires(MAKE)
@require_POST
@household_view
def set_direction(request: HttpRequest, household: Household) -> HttpResponse:
    plan, today = led_plan(request, household), timezone.localdate()
    people = writing_people(household, today)["adults"]
    form = forms.DirectionForm(request.POST, people=people, auto_id="way_%s")
    return _act(
        request,
        household,
        form,
        "direction",
        lambda: actions.set_direction(plan=plan, on=today, **form.values, **who(request)),
    )


@requires(MAKE)
@require_POST
@household_view
def set_contact(request: HttpRequest, household: Household) -> HttpResponse:
    """The named person of the service that leads the plan; others name theirs as they answer."""
    plan, today = led_plan(request, household), timezone.localdate()
    units = permits.units_taking_part(cast(User, request.user), household)
    form = forms.ContactForm(request.POST, people=own_people(units, today), auto_id="contact_%s")

    def act() -> None:
        party, contact = form.chosen
        actions_inside.set_contact(plan=plan, party=party, contact=contact, **who(request))

    return _act(request, household, form, "contact", act)


@requires(MAKE)
@require_POST
@household_view
def ask(request: HttpRequest, household: Household) -> HttpResponse:
    """Another service is asked; without a case of its own only where the plan is shared with it."""
    plan, today = led_plan(request, household), timezone.localdate()
    others = [party for party in queries.PARTY_ORDER if party != plan.party]
    form = forms.RequestForm(request.POST, parties=others, auto_id="ask_%s")

    def act() -> None:
        actions_inside.ask_party(plan=plan, on=today, **form.cleaned_data, **who(request))

    return _act(request, household, form, "ask", act, "Spørsmålet er sendt.")


@requires(MAKE)
@require_POST
@household_view
def answer_request(
    request: HttpRequest, household: Household, plan_request_id: int
) -> HttpResponse:
    """The service that is asked answers in one line."""
    found = _own_part(request, household, "requests", plan_request_id)
    if found.answer:
        return _answered(request, household)
    user, today = cast(User, request.user), timezone.localdate()
    unit = permits.units_taking_part(user, household)[found.party]
    form = forms.ReplyForm(
        request.POST,
        people=queries.people_of(unit, today),
        by=user,
        auto_id=f"reply_{found.pk}_%s",
    )
    return _act(
        request,
        household,
        form,
        f"reply_{found.pk}",
        lambda: actions_inside.answer_request(request=found, reply=form.reply, **who(request)),
        "Svaret er lagret.",
    )


def _offered(request: HttpRequest, household: Household) -> CoordinatedPlan:
    """The plan that is answered, for who leads it: the standing one, else that declined last."""
    declined = queries.last_declined(household)
    if declined is None or queries.standing_plan(household) is not None:
        return led_plan(request, household)
    if not permits.leads(cast(User, request.user), household, declined):
        refuse(request, household, "lead_plan")
    return declined


def _part(rows: Any, pk: int) -> Any:
    """A row of the household's own plan; 404 for another's."""
    found = queries.part_of(rows, min(pk, LARGEST_ID))
    if found is None:
        raise Http404
    return found


def _own_part(request: HttpRequest, household: Household, name: str, pk: int) -> Any:
    """A row that is for a service in whose name the user takes part; 403 for another's."""
    sight_in(request, household)
    plan: CoordinatedPlan = plan_here(household)
    found = _part(getattr(plan, name), pk)
    if found.party not in permits.units_taking_part(cast(User, request.user), household):
        refuse(request, household, "part_of_party")
    return found
